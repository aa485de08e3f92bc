/** `npm run docs`: the papers that say what the source says. Checked in, and compared by docs.test.ts. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TSchema } from 'typebox'
import { rooms } from './app.ts'
import { settings } from './config.ts'
import type { Query } from './db.ts'
import { catalogue, errorCode, type ErrorName } from './errors.ts'
import { languages } from './languages/index.ts'
import type { Endpoint } from './http.ts'
import { writeOpenapi } from './openapi.ts'
import { AppSettings, TenantSettings } from './schema/documents.ts'
import { mailGateways } from './mail/index.ts'
import { gateways } from './sms/index.ts'
import { connectors } from './social/index.ts'

const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')

/** The first sentence of a room's card. */
const aboutRoom = (room: string) =>
  /^\/\*\*\s+(?:\* )?\w+: ([^]*?)\./.exec(read(`server/${room}/index.ts`))?.[1]?.replace(/\s*\n \* /g, ' ') ?? ''

const generated = (source: string) => `<!-- Written by "npm run docs" from ${source}: edit that, not this. -->`
/** A cell of a table: one line, and no bar that would end it. */
const cell = (text: unknown) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ')
const table = (head: string[], rows: unknown[][]) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n')
const mono = (text: string) => (text ? `\`${text}\`` : '')

function openapi(): string {
  const { version } = JSON.parse(read('package.json')) as { version: string }
  const listed = Object.entries(rooms).map(([name, room]) => ({
    name,
    about: `${aboutRoom(name)}.`,
    endpoints: ('endpoints' in room ? room.endpoints : []) as Endpoint[],
  }))
  return writeOpenapi(version, listed)
}

function errors(): string {
  const rows = Object.entries(catalogue).map(([name, it]) => [
    mono(it.code),
    it.status,
    languages.en.errors[name as ErrorName],
    languages['zh-CN'].errors[name as ErrorName],
    mono(errorCode(name as ErrorName, 'ciam')),
    mono(errorCode(name as ErrorName, 'eiam')),
    name,
  ])
  return `${generated('server/errors.ts')}

# Errors

A refused call is answered with the status in the table and

\`\`\`json
{ "error_code": "CAPTCHA.0007", "error_msg": "Incorrect verification code. Remaining attempts: 4." }
\`\`\`

The text is in the language of the header \`X-L\`, or else the tenant's; words in braces are filled in. Compare codes,
never texts: a code is never reused and never renumbered. Codes that begin with \`BOWLINE\` are our own, where the
published API has none that is known. An application whose setting \`error_codes\` is \`ciam\` or \`eiam\` reads the codes of
that twin product instead, as the last columns have them. An access token that is not good is answered in the words of OAuth instead:
\`{"error":"invalid_token","error_description":"…"}\`.

${table(['code', 'status', 'English', 'Chinese', '`ciam`', '`eiam`', 'name in the source'], rows)}
`
}

/** As much of JSON Schema as settings are written in. */
type Schema = {
  type?: string
  properties?: Record<string, Schema>
  required?: string[]
  anyOf?: Schema[]
  items?: Schema
  enum?: unknown[]
  const?: unknown
  patternProperties?: Record<string, Schema>
  default?: unknown
  title?: string
  description?: string
  format?: string
  pattern?: string
} & Partial<Record<'minimum' | 'maximum' | 'minLength' | 'maxLength' | 'maxItems', number>>

function form(it: Schema): string {
  const choices = it.enum ?? it.anyOf?.map((choice) => choice.const)
  if (choices?.every((choice) => choice !== undefined)) return choices.map(String).join(' | ')
  const inner = it.items ?? Object.values(it.patternProperties ?? {})[0]
  const kind =
    it.type === 'array'
      ? `list of ${inner ? form(inner) : 'anything'}`
      : it.patternProperties && inner
        ? `by name: ${form(inner)}`
        : it.type === 'integer'
          ? 'whole number'
          : (it.type ?? 'anything')
  const bounds =
    it.minimum !== undefined && it.maximum !== undefined
      ? `${it.minimum} to ${it.maximum}`
      : it.minimum !== undefined
        ? `at least ${it.minimum}`
        : it.maximum !== undefined
          ? `at most ${it.maximum}`
          : ''
  const length = it.maxLength === undefined ? '' : `at most ${it.maxLength} characters`
  return [it.format === 'secret' ? 'secret' : kind, bounds, length, it.maxItems === undefined ? '' : `at most ${it.maxItems}`]
    .filter(Boolean)
    .join(', ')
}

/** One row a setting; those inside another are written with a dot. */
function rowsOf(schema: Schema, prefix = ''): unknown[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, it]) => {
    if (it.properties) return rowsOf(it, `${prefix}${name}.`)
    const byDefault = it.default !== undefined ? mono(JSON.stringify(it.default)) : schema.required?.includes(name) ? 'required' : ''
    return [[mono(prefix + name), form(it), byDefault, it.description ?? it.title ?? '']]
  })
}

const settingsTable = (schema: TSchema) => {
  const rows = rowsOf(schema as Schema)
  return rows.length ? table(['name', 'form', 'default', 'what it does'], rows) : 'No settings.'
}

type Plugged = { id: string; label: { en: string }; settings: TSchema; developmentOnly?: boolean }
const plugged = (list: Plugged[]) =>
  list
    .map(
      (it) =>
        `### ${it.label.en} (${mono(it.id)})\n\n${it.developmentOnly ? 'Development mode only.\n\n' : ''}${settingsTable(it.settings)}`,
    )
    .join('\n\n')

function settingsPaper(): string {
  const process = Object.entries(settings).map(([name, it]) => [mono(name), it.form, mono(it.byDefault), it.about])
  return `${generated('server/config.ts, server/schema/documents.ts, the connectors and the gateways')}

# Settings

## Of the process

From the environment, read once at start. Every fault is named at once, and a name that begins with \`BOWLINE_\` and is
not in this table stops the start.

${table(['name', 'form', 'default', 'what it does'], process)}

## Of a tenant

What an administrator wrote is stored as it was written; what is absent has the default.

${settingsTable(TenantSettings as TSchema)}

## Of an application

${settingsTable(AppSettings as TSchema)}

## Of a source, by its connector

Sealed with the master key at rest.

${plugged(Object.values(connectors))}

## Of an SMS gateway

Sealed with the master key at rest.

${plugged(Object.values(gateways))}

## Of a mail gateway

Sealed with the master key at rest.

${plugged(Object.values(mailGateways))}
`
}

async function queries(): Promise<string> {
  const parts = ['-- Written by "npm run docs" from the stores: a change of SQL is seen here in review.']
  for (const room of Object.keys(rooms)) {
    const file = join(root, `server/${room}/store.ts`)
    if (!existsSync(file)) continue
    const store = (await import(file)) as Record<string, { query: Query }>
    for (const [name, { query }] of Object.entries(store)) {
      const { sql, bind } = query.compiled('sqlite')
      // Bound with their own names: what would stand at each placeholder, in order.
      const given = bind(new Proxy({}, { get: (_, it) => String(it) })).map(String)
      parts.push(
        `\n-- ${room}: ${name} (${given.join(', ') || 'nothing given'})\n-- sqlite\n${sql};\n-- postgres\n${query.compiled('postgres').sql};`,
      )
    }
  }
  return parts.join('\n') + '\n'
}

/** Every generated paper, by its path from the root. */
export const writePapers = async (): Promise<Record<string, string>> => ({
  'docs/openapi.json': openapi(),
  'docs/errors.md': errors(),
  'docs/settings.md': settingsPaper(),
  'server/schema/queries.sql': await queries(),
})

if (import.meta.main) {
  for (const [file, text] of Object.entries(await writePapers())) {
    writeFileSync(join(root, file), text)
    process.stdout.write(`${file}\n`)
  }
}
