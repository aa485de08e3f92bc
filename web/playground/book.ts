/** The calls of the API, as docs/openapi.json has them. */
export type Call = {
  id: string
  room: string
  method: string
  path: string
  about: string
  headers: { name: string; required: boolean; about: string }[]
  /** Text of a body to begin with, and what its fields mean. */
  body: string
  form: boolean
  fields: { name: string; required: boolean; about: string }[]
  /** Whether somebody has to be logged in, or an application's server has to prove itself. */
  proof: 'session' | 'server' | ''
}

type Schema = {
  type?: string
  description?: string
  enum?: string[]
  properties?: Record<string, Schema>
  required?: string[]
  default?: unknown
}
type Parameter = { name: string; in: string; required: boolean; description?: string }
type Operation = {
  tags: string[]
  summary: string
  parameters?: (Parameter | { $ref: string })[]
  requestBody?: { content: Record<string, { schema: Schema; example?: object }> }
  security?: Record<string, unknown>[]
}
type Document = { paths: Record<string, Record<string, Operation>>; components: { parameters: Record<string, Parameter> } }

/** What a field is usually filled with: a word in {{braces}} is taken from the answers so far. */
const usual: Record<string, string> = {
  mobile: '{{mobile}}',
  verify_code: '{{verify_code}}',
  source: '{{source}}',
  code: 'sandbox:{{person}}',
  captcha_token: '{{captcha_token}}',
  session_token: '{{session_token}}',
  sso_ticket: '{{sso_ticket}}',
  client_id: '{{client_id}}',
  client_secret: '{{client_secret}}',
  grant_type: 'client_credentials',
  sender: '{{mobile}}',
  token: '{{token}}',
  point_json: '{"x":120,"y":5}',
  email: 'demo@example.com',
  operating_sys_version: 'Playground',
  device_ip: '127.0.0.1',
  device_fingerprint: '{{fingerprint}}',
}

export async function readBook(): Promise<Call[]> {
  const document = (await (await fetch('/playground/openapi.json')).json()) as Document
  return Object.entries(document.paths)
    .filter(([path]) => /^\/api\/v2\/(sdk|tenant\/(token|sso))/.test(path))
    .flatMap(([path, methods]) => Object.entries(methods).map(([method, it]) => readCall(document, path, method.toUpperCase(), it)))
}

function readCall(document: Document, path: string, method: string, it: Operation): Call {
  const parameters = (it.parameters ?? []).map((one) =>
    '$ref' in one ? (document.components.parameters[one.$ref.split('/').at(-1) ?? ''] as Parameter) : one,
  )
  const [type = '', content] = Object.entries(it.requestBody?.content ?? {})[0] ?? []
  const properties = Object.entries(content?.schema.properties ?? {})
  const required = new Set(content?.schema.required)
  const asked = properties.filter(([name]) => required.has(name) || name in usual)
  const body = Object.fromEntries(asked.map(([name, schema]) => [name, usual[name] ?? schema.enum?.[0] ?? schema.default ?? '']))
  const schemes = (it.security ?? []).flatMap((one) => Object.keys(one))
  return {
    id: `${method} ${path}`,
    room: it.tags[0] ?? '',
    method,
    path,
    about: it.summary,
    headers: parameters
      .filter((one) => one.in === 'header')
      .map(({ name, required, description = '' }) => ({ name, required, about: description })),
    body: content ? JSON.stringify(body, null, 2) : '',
    form: type.includes('form'),
    fields: properties.map(([name, schema]) => ({
      name,
      required: required.has(name),
      about: schema.description ?? schema.enum?.join(', ') ?? '',
    })),
    proof: schemes.includes('signature') ? 'session' : schemes.includes('accessToken') ? 'server' : '',
  }
}
