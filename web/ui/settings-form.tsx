/**
 * Draws a form from a JSON Schema, as connectors, gateways and settings have them. A field that is not touched stays as the server
 * has it: an absent one keeps its default, a secret that is kept is not sent back.
 */
import { Card, Form, Input, InputNumber, Select, Switch } from 'antd'
import { useLanguage } from '../console/languages/index.ts'

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
  required?: string[]
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  pattern?: string
  secret?: boolean
  multiline?: boolean
}

type Path = (string | number)[]
type Props = { schema: Schema; path?: Path; kept?: (path: Path) => boolean; only?: string[] }

const words = (name: string) => name.replaceAll('_', ' ').replace(/^./, (it) => it.toUpperCase())

/** `only`: the first words of the paths that are shown; absent: all. `kept`: whether a secret is stored already. */
export function SettingsFields({ schema, path = [], kept, only }: Props) {
  const needed = new Set(schema.required)
  return Object.entries(schema.properties ?? {})
    .filter(([name]) => !only || only.includes(name))
    .map(([name, field]) => (
      <Field key={name} name={name} field={field} path={[...path, name]} needed={needed.has(name)} {...(kept && { kept })} />
    ))
}

type FieldProps = { name: string; field: Schema; path: Path; needed: boolean; kept?: (path: Path) => boolean }

function Field({ name, field, path, needed, kept }: FieldProps) {
  const { language, texts } = useLanguage()
  const label = (language === 'zh-CN' && field.titleZh) || field.title || words(name)
  if (field.properties) {
    return (
      <Card size="small" title={label} style={{ marginBottom: 20 }} {...(field.description && { extra: undefined })}>
        <SettingsFields schema={field} path={path} {...(kept && { kept })} />
      </Card>
    )
  }
  const isKept = field.secret === true && kept?.(path) === true
  const isSwitch = field.type === 'boolean'
  return (
    <Form.Item
      name={path}
      label={label}
      extra={field.description}
      {...(isSwitch && { valuePropName: 'checked' })}
      rules={[{ required: needed && !isKept && !isSwitch, message: texts.common.required }]}
    >
      {control(field, isKept ? texts.common.secretKept : undefined)}
    </Form.Item>
  )
}

function control(field: Schema, placeholder?: string) {
  const choices = field.enum ?? field.anyOf?.map((it) => it.const).filter((it) => it !== undefined)
  if (choices?.length) return <Select options={choices.map((value) => ({ value: value as string, label: String(value) }))} />
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
    const options = field.items?.enum?.map((value) => ({ value: value as string, label: String(value) }))
    return <Select mode={options ? 'multiple' : 'tags'} tokenSeparators={[',', ' ', '\n']} {...(options && { options })} />
  }
  const hint = placeholder === undefined ? {} : { placeholder }
  if (field.multiline) return <Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} className="mono" {...hint} />
  if (field.secret) return <Input.Password autoComplete="off" {...hint} />
  return <Input {...hint} {...(field.maxLength && { maxLength: field.maxLength })} />
}
