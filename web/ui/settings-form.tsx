/**
 * Draws a form from a JSON Schema, as connectors, gateways and settings have them. A field that is not touched stays as the server
 * has it: an absent one keeps its default, a secret that is kept is not sent back.
 */
import { Card, Form, Input, InputNumber, Select, Switch } from 'antd'
import { createContext, use, type ReactNode } from 'react'
import { useLanguage } from '../console/languages/index.ts'
import { BROKEN, JsonInput } from './json-input.tsx'

export type Schema = {
  type?: string
  title?: string
  titleZh?: string
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
  /** 'secret': written, never read. */
  format?: string
}

type Path = string[]
type Given = {
  /** Whether a secret is stored already. */
  kept?(path: string): boolean
  /** Names and explanations by path (`sms.firewall.enabled`), where the schema has none in this language. */
  words?: Record<string, [label: string, about?: string]>
}
const Around = createContext<Given>({})

type Props = Given & {
  schema: Schema
  /** Where the object of this schema stands in the form. */
  base?: Path
  /** The fields that are shown; absent: all. */
  only?: string[]
}

export function SettingsFields({ schema, base = [], only, ...given }: Props): ReactNode {
  return (
    <Around value={given}>
      <Fields schema={schema} base={base} path={[]} {...(only && { only })} />
    </Around>
  )
}

function Fields({ schema, base, path, only }: { schema: Schema; base: Path; path: Path; only?: string[] }) {
  const needed = new Set(schema.required)
  return Object.entries(schema.properties ?? {})
    .filter(([name]) => !only || only.includes(name))
    .map(([name, field]) => (
      <Field key={name} field={field} base={base} path={[...path, name]} needed={needed.has(name) && field.default === undefined} />
    ))
}

const inWords = (name: string) => name.replaceAll('_', ' ').replace(/^./, (it) => it.toUpperCase())

function Field({ field, base, path, needed }: { field: Schema; base: Path; path: Path; needed: boolean }) {
  const { language, texts } = useLanguage()
  const { kept, words } = use(Around)
  const [label, about] = words?.[path.join('.')] ?? []
  const title = label ?? ((language === 'zh-CN' && field.titleZh) || field.title || inWords(path.at(-1) ?? ''))
  if (field.properties) {
    return (
      <Card size="small" type="inner" title={title} style={{ marginBottom: 20 }}>
        <Fields schema={field} base={base} path={path} />
      </Card>
    )
  }
  const isKept = field.format === 'secret' && kept?.(path.join('.')) === true
  const isSwitch = field.type === 'boolean'
  return (
    <Form.Item
      name={[...base, ...path]}
      label={title}
      extra={about ?? field.description}
      {...(isSwitch && { valuePropName: 'checked' })}
      rules={[
        { required: needed && !isKept && !isSwitch, message: texts.common.required },
        { validator: async (_, value) => (value === BROKEN ? Promise.reject(new Error(texts.common.notJson)) : undefined) },
      ]}
    >
      {control(field, isKept ? texts.common.secretKept : undefined)}
    </Form.Item>
  )
}

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
  if (field.type === 'array' && field.items?.type !== 'object' && !field.items?.properties) {
    const items = choicesOf(field.items)
    return items?.length ? (
      <Select mode="multiple" options={optionsOf(items)} />
    ) : (
      <Select mode="tags" tokenSeparators={[',', ' ', '\n']} open={false} suffixIcon={null} />
    )
  }
  // What has no form of its own is written as the blueprint has it.
  if (field.type === 'array' || field.type === 'object') return <JsonInput />
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
