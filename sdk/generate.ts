/**
 * `npm run docs`, second part: types of the API from docs/openapi.json, for the client library and for the console. Checked
 * in, and compared by generate.test.ts. Knows as much of JSON Schema as endpoints are written in; what it does not know
 * is `unknown`, so a new endpoint never stops it.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format, type FormatConfig } from 'oxfmt'

type Schema = {
  $ref?: string
  type?: string | string[]
  description?: string
  title?: string
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  items?: Schema
  prefixItems?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  patternProperties?: Record<string, Schema>
  additionalProperties?: boolean | Schema
}
type Parameter = { $ref?: string; name: string; in: string; required?: boolean; description?: string; schema?: Schema }
type Content = Record<string, { schema?: Schema }>
type Operation = {
  summary?: string
  description?: string
  parameters?: Parameter[]
  requestBody?: { content: Content }
  responses: Record<string, { content?: Content }>
  security?: Record<string, unknown>[]
}
export type Document = {
  paths: Record<string, Record<string, Operation>>
  components: { parameters: Record<string, Parameter>; schemas: Record<string, Schema> }
}

/** What a file is told of: in a request, a field may be there and undefined; in an answer it may not. */
type Way = 'asked' | 'told'

const comment = (...said: (string | undefined)[]): string => {
  const text = said
    .filter(Boolean)
    .map((it) => (/[.!?:;…]$/.test(it as string) ? it : `${it}.`))
    .join(' ')
    .replaceAll('*/', '*\\/')
    .replace(/\s+/g, ' ')
  return text ? `/** ${text} */\n` : ''
}
const nameOf = (ref: string) => ref.slice(ref.lastIndexOf('/') + 1)
const union = (all: string[]) => [...new Set(all)].join(' | ') || 'never'
const grouped = (text: string) => (/[|&]/.test(text) ? `(${text})` : text)

/** A schema as a type. A reference is the type of its name: `referred` collects which are needed. */
function write(it: Schema, way: Way, referred: Set<string>): string {
  const inner = (schema: Schema) => write(schema, way, referred)
  if (it.$ref) {
    referred.add(nameOf(it.$ref))
    return nameOf(it.$ref)
  }
  if ('const' in it) return JSON.stringify(it.const)
  if (it.enum) return union(it.enum.map((value) => JSON.stringify(value)))
  const choices = it.anyOf ?? it.oneOf
  if (choices) return union(choices.map(inner))
  if (it.allOf) return it.allOf.map((part) => grouped(inner(part))).join(' & ')
  if (Array.isArray(it.type)) return union(it.type.map((type) => inner({ ...it, type })))
  if (it.type === 'string' || it.type === 'boolean' || it.type === 'null') return it.type
  if (it.type === 'integer' || it.type === 'number') return 'number'
  if (it.type === 'array') return it.prefixItems ? `[${it.prefixItems.map(inner).join(', ')}]` : `${grouped(inner(it.items ?? {}))}[]`
  if (it.type === 'object' || it.properties) return writeObject(it, way, referred)
  return 'unknown'
}

function writeObject(it: Schema, way: Way, referred: Set<string>): string {
  const fields = Object.entries(it.properties ?? {}).map(([name, field]) => {
    const about = field.description ?? field.title ?? (field.anyOf ?? field.oneOf)?.find((choice) => choice.description)?.description
    const type = write(field, way, referred)
    const needed = it.required?.includes(name)
    return `${comment(about)}${JSON.stringify(name)}${needed ? '' : '?'}: ${type}${needed || way === 'told' || type === 'unknown' ? '' : ' | undefined'}`
  })
  const more = Object.values(it.patternProperties ?? {})
  const rest = typeof it.additionalProperties === 'object' ? it.additionalProperties : it.additionalProperties ? {} : undefined
  const named = union([...more, ...(rest ? [rest] : [])].map((value) => write(value, way, referred)))
  if (fields.length === 0) return `Record<string, ${named === 'never' ? 'unknown' : named}>`
  const own = `{\n${fields.join('\n')}\n}`
  return named === 'never' ? own : `${own} & Record<string, unknown>`
}

function contentOf(content: Content | undefined, way: Way, referred: Set<string>): string {
  const [type, it] = Object.entries(content ?? {})[0] ?? []
  if (!type) return 'undefined'
  if (!/json|x-www-form-urlencoded/.test(type)) return 'string'
  return write(it?.schema ?? {}, way, referred)
}

/** What is said outside the body, by the name it has here and in OpenAPI. */
const PLACES = { params: 'path', query: 'query', headers: 'header' }

/** The parameters of one place, as an object. */
function placed(all: Parameter[], place: string, referred: Set<string>): string {
  const here = all.filter((it) => it.in === place)
  if (here.length === 0) return 'undefined'
  const described = here.map((it) => [it.name, { ...it.schema, ...(it.description && { description: it.description }) }] as const)
  const required = here.filter((it) => it.required).map((it) => it.name)
  return writeObject({ properties: Object.fromEntries(described), required }, 'asked', referred)
}

/** Headers that every call carries: said once, when a client is made. */
const EVERY = /^X-(operating-sys-version|device-fingerprint|device-ip|agent|L|client-id|tenant-id)$/

function writeOperation(document: Document, key: string, it: Operation, referred: Set<string>): string {
  const all = (it.parameters ?? []).map((one) => (one.$ref ? (document.components.parameters[nameOf(one.$ref)] as Parameter) : one))
  const own = all.filter((one) => !EVERY.test(one.name))
  const good = Object.entries(it.responses).find(([status]) => status.startsWith('2'))?.[1]
  const parts = {
    ...Object.fromEntries(Object.entries(PLACES).map(([name, place]) => [name, placed(own, place, referred)])),
    body: contentOf(it.requestBody?.content, 'asked', referred),
    reply: contentOf(good?.content, 'told', referred),
  }
  const said = Object.entries(parts).filter(([name, type]) => type !== 'undefined' || name === 'reply')
  return `${comment(it.summary, it.description)}${JSON.stringify(key)}: {\n${said.map(([name, type]) => `${name}: ${type}`).join('\n')}\n}`
}

type Paper = { file: string; about: string; name: string; paths: RegExp; signedIn?: string }
const papers: Paper[] = [
  {
    file: 'sdk/types.ts',
    about: 'The user API, and what an application’s server calls beside it.',
    name: 'UserApi',
    paths: /^\/api\/v2\/(sdk\/|tenant\/token$|tenant\/sso\/)/,
    signedIn: 'signedIn',
  },
  {
    file: 'web/api-types.ts',
    about: 'The management API, as the console and servers call it.',
    name: 'AdminApi',
    paths: /^\/api\/v2\/(admin|tenant)\//,
  },
]

async function writePaper(document: Document, { about, name, paths, signedIn }: Paper): Promise<string> {
  const referred = new Set<string>()
  const operations = Object.entries(document.paths)
    .filter(([path]) => paths.test(path))
    .flatMap(([path, all]) => Object.entries(all).map(([method, it]) => ({ key: `${method.toUpperCase()} ${path}`, it })))
  const written = operations.map(({ key, it }) => writeOperation(document, key, it, referred))
  // A schema may need another: the set grows while it is gone through.
  const named: string[] = []
  for (const ref of referred) named.push(`type ${ref} = ${write(document.components.schemas[ref] ?? {}, 'told', referred)}`)
  const proven = operations.filter(({ it }) => it.security?.some((way) => 'signature' in way)).map(({ key }) => key)
  const text = [
    `// Written by "npm run docs" from docs/openapi.json: edit the endpoints, not this.\n`,
    ...named,
    `${comment(about)}export type ${name} = {\n${written.join('\n')}\n}\n`,
    ...(signedIn
      ? [
          `/** Calls that only somebody who is signed in can make. */\nexport const ${signedIn}: readonly string[] = ${JSON.stringify(proven)}`,
        ]
      : []),
  ].join('\n')
  const { code, errors } = await format('types.ts', text, formatting())
  if (errors.length > 0) throw new Error(errors[0]?.message)
  return code
}

const root = join(import.meta.dirname, '..')
const formatting = () => {
  const { ignorePatterns: _, ...options } = JSON.parse(readFileSync(join(root, '.oxfmtrc.json'), 'utf8')) as FormatConfig & {
    ignorePatterns?: string[]
  }
  return options
}

/** Both files, by their path from the root. */
export async function writeTypes(document?: Document): Promise<Record<string, string>> {
  const from = document ?? (JSON.parse(readFileSync(join(root, 'docs/openapi.json'), 'utf8')) as Document)
  return Object.fromEntries(await Promise.all(papers.map(async (it) => [it.file, await writePaper(from, it)] as const)))
}

if (import.meta.main) {
  for (const [file, text] of Object.entries(await writeTypes())) {
    writeFileSync(join(root, file), text)
    process.stdout.write(`${file}\n`)
  }
}
