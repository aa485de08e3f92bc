/**
 * Draws a form from a JSON Schema, as connectors, gateways and settings have them. A field that is not touched stays as the server
 * has it: an absent one keeps its default, a secret that is kept is not sent back.
 */
import { Card, Form, Input, InputNumber, Select, Switch } from 'antd'
import { createContext, use, type ReactNode } from 'react'
import { useLanguage } from '../console/languages/index.ts'
import { ListField } from './list-field.tsx'
import { PairsInput } from './pairs-input.tsx'
import { PictureInput } from './picture-input.tsx'

export type Schema = {
  type?: string
  title?: string
  titleZh?: string
  descriptionZh?: string
  description?: string
  default?: unknown
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  patternProperties?: Record<string, Schema>
  required?: string[]
  minimum?: number
  maximum?: number
  maxLength?: number
  maxItems?: number
  /** 'secret': written, never read; 'picture': a file, of these kinds and this size. */
  format?: string
  kinds?: string[]
  kilobytes?: number
}

/** Where a field stands in the form, and in its schema (`sms.test_numbers[].number`). */
type Name = (string | number)[]
export type Drawn = (field: { name: Name; title: string; about?: string; schema: Schema }) => ReactNode

type Given = {
  /** Whether a secret is stored already. */
  kept?(path: string): boolean
  /** Names and explanations by path (`sms.firewall.enabled`), where the schema has none in this language. */
  words?: Record<string, [label: string, about?: string]>
  /** Fields that have a form of their own, by path; one that draws nothing is not part of this form. */
  drawn?: Record<string, Drawn>
}
const Around = createContext<Given>({})

type Props = Given & {
  schema: Schema
  /** Where the object of this schema stands in the form. */
  base?: Name
  /** The fields that are shown; absent: all. */
  only?: string[]
  /** The block of the schema that is shown, where that is not the whole: `sms.budget`. */
  within?: string
}

export function SettingsFields({ schema, base = [], only, within = '', ...given }: Props): ReactNode {
  const steps = within.split('.').filter(Boolean)
  const block = steps.reduce<Schema | undefined>((it, step) => it?.properties?.[step], schema)
  return <Around value={given}>{block && <Fields schema={block} name={[...base, ...steps]} at={within} {...(only && { only })} />}</Around>
}

function Fields({ schema, name, at, only }: { schema: Schema; name: Name; at: string; only?: string[] }) {
  const needed = new Set(schema.required)
  return Object.entries(schema.properties ?? {})
    .filter(([key]) => !only || only.includes(key))
    .map(([key, field]) => (
      <Field
        key={key}
        field={field}
        name={[...name, key]}
        at={at ? `${at}.${key}` : key}
        needed={needed.has(key) && field.default === undefined}
      />
    ))
}

const inWords = (name: string) => name.replaceAll('_', ' ').replace(/^./, (it) => it.toUpperCase())

function Field({ field, name, at, needed }: { field: Schema; name: Name; at: string; needed: boolean }) {
  const { language, texts } = useLanguage()
  const { kept, words, drawn } = use(Around)
  const [label, explained] = words?.[at] ?? []
  const title = label ?? ((language === 'zh-CN' && field.titleZh) || field.title || inWords(String(name.at(-1))))
  const about = explained ?? ((language === 'zh-CN' && field.descriptionZh) || field.description)
  const own = drawn?.[at]
  if (own) return own({ name, title, schema: field, ...(about !== undefined && { about }) })
  if (field.properties) {
    return (
      <Card size="small" type="inner" title={title} style={{ marginBottom: 20 }}>
        <Fields schema={field} name={name} at={at} />
      </Card>
    )
  }
  const rows = field.type === 'array' ? field.items : undefined
  if (rows?.properties) {
    return (
      <ListField unordered name={name} title={title} about={about} most={field.maxItems} make={() => defaultsOf(rows)}>
        {(row) => <Fields schema={rows} name={[row]} at={`${at}[]`} />}
      </ListField>
    )
  }
  const isKept = field.format === 'secret' && kept?.(at) === true
  const isSwitch = field.type === 'boolean'
  return (
    <Form.Item
      name={name}
      label={title}
      extra={about}
      {...(isSwitch && { valuePropName: 'checked' })}
      rules={[{ required: needed && !isKept && !isSwitch, message: texts.common.required }]}
    >
      {control(field, isKept ? texts.common.secretKept : undefined)}
    </Form.Item>
  )
}

/** Pictures of settings are logos: twice as many pixels as they are shown with. */
const LOGO_SIDE = 480

const choicesOf = (field: Schema | undefined) => field?.enum ?? field?.anyOf?.map((it) => it.const).filter((it) => it !== undefined)
const optionsOf = (choices: unknown[]) => choices.map((value) => ({ value: value as string, label: String(value) }))

function control(field: Schema, placeholder?: string) {
  const choices = choicesOf(field)
  if (choices?.length) return <Select options={optionsOf(choices)} />
  if (field.type === 'boolean') return <Switch />
  if (field.type === 'integer' || field.type === 'number') {
    return (
      <InputNumber
        style={{ width: 200 }}
        {...(field.minimum !== undefined && { min: field.minimum })}
        {...(field.maximum !== undefined && { max: field.maximum })}
      />
    )
  }
  if (field.type === 'array') {
    const items = choicesOf(field.items)
    return items?.length ? (
      <Select mode="multiple" options={optionsOf(items)} />
    ) : (
      <Select mode="tags" tokenSeparators={[',', ' ', '\n']} open={false} suffixIcon={null} />
    )
  }
  if (field.patternProperties) return <PairsInput />
  if (field.format === 'picture') return <PictureInput kinds={field.kinds ?? []} kilobytes={field.kilobytes ?? 0} side={LOGO_SIDE} />
  const hint = placeholder === undefined ? {} : { placeholder }
  // Keys and certificates are texts of many lines.
  if ((field.maxLength ?? 0) >= 1000) return <Input.TextArea rows={5} className="mono" {...hint} />
  if (field.format === 'secret') return <Input.Password autoComplete="off" {...hint} />
  return <Input {...hint} {...(field.maxLength && { maxLength: field.maxLength })} />
}

/** What stands in the fields of something new: the schema's own defaults. */
export function defaultsOf(schema: Schema): Record<string, unknown> {
  const fields = Object.entries(schema.properties ?? {}).flatMap(([name, it]): [string, unknown][] => {
    const value = it.properties ? defaultsOf(it) : it.default
    return value === undefined ? [] : [[name, value]]
  })
  return Object.fromEntries(fields)
}
