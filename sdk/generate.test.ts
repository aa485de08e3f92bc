import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { type Document, writeTypes } from './generate.ts'

const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const files = await writeTypes()

for (const [file, text] of Object.entries(files)) {
  test(`${file} says what docs/openapi.json says`, () => {
    assert.ok(read(file) === text, `${file} has drifted: run "npm run docs" and read the difference`)
  })
}

test('every call of the user API is there, and every one that needs a session is known to', () => {
  const { paths } = JSON.parse(read('docs/openapi.json')) as Document
  const text = files['sdk/types.ts'] ?? ''
  const list = text.slice(text.indexOf('export const signedIn'))
  let calls = 0
  for (const [path, all] of Object.entries(paths).filter(([path]) => path.startsWith('/api/v2/sdk/'))) {
    for (const [method, { security = [] }] of Object.entries(all)) {
      const key = `'${method.toUpperCase()} ${path}'`
      assert.ok(text.includes(`${key}: {`), key)
      assert.equal(list.includes(key), security.length > 0, key)
      calls++
    }
  }
  assert.ok(calls > 60, `${calls} calls`)
})

/** One operation, as it would come to the console. */
const written = async (operation: object, schemas: object = {}, method = 'post') => {
  const paths = { '/api/v2/admin/things/{id}': { [method]: { responses: { 200: {} }, ...operation } } }
  const text = (await writeTypes({ paths, components: { parameters: {}, schemas } } as unknown as Document))['web/api-types.ts'] ?? ''
  return text.slice(text.indexOf('\n\n') + 2)
}
const json = (schema: object) => ({ 'application/json': { schema } })

test('what a new endpoint may come with', async () => {
  const text = await written(
    {
      summary: 'Change a thing',
      description: 'Ends a comment: */',
      parameters: [
        { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
        { name: 'limit', in: 'query', schema: { type: 'integer', description: 'At most 200.' } },
        { name: 'If-Match', in: 'header', required: true, schema: { type: 'string' } },
        { name: 'X-agent', in: 'header', required: true, schema: { type: 'string' } },
      ],
      requestBody: {
        content: json({
          type: 'object',
          required: ['kind'],
          properties: {
            kind: { anyOf: [{ const: 'a' }, { const: 'b' }] },
            list: { type: 'array', items: { type: ['string', 'null'] } },
            'odd-name': { enum: [1, true, null] },
            pair: { type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }] },
            both: { allOf: [{ type: 'object', properties: { x: { type: 'boolean' } } }, { $ref: '#/components/schemas/Thing' }] },
            map: { type: 'object', patternProperties: { '^.*$': { type: 'integer' } } },
            open: { type: 'object', properties: { y: { type: 'string' } }, additionalProperties: true },
            strange: { not: { type: 'string' } },
          },
        }),
      },
      responses: { 201: { content: json({ $ref: '#/components/schemas/Thing' }) }, 400: {} },
    },
    {
      Thing: {
        type: 'object',
        required: ['next'],
        properties: { next: { anyOf: [{ $ref: '#/components/schemas/Other' }, { type: 'null' }] } },
      },
      Other: { type: 'array', items: { $ref: '#/components/schemas/Thing' } },
    },
    'put',
  )
  assert.equal(
    text,
    `type Thing = {
  next: Other | null
}
type Other = Thing[]
/** The management API, as the console and servers call it. */
export type AdminApi = {
  /** Change a thing. Ends a comment: *\\/. */
  'PUT /api/v2/admin/things/{id}': {
    params: {
      id: string
    }
    query: {
      /** At most 200. */
      limit?: number | undefined
    }
    headers: {
      'If-Match': string
    }
    body: {
      kind: 'a' | 'b'
      list?: (string | null)[] | undefined
      'odd-name'?: 1 | true | null | undefined
      pair?: [string, number] | undefined
      both?:
        | ({
            x?: boolean | undefined
          } & Thing)
        | undefined
      map?: Record<string, number> | undefined
      open?:
        | ({
            y?: string | undefined
          } & Record<string, unknown>)
        | undefined
      strange?: unknown
    }
    reply: Thing
  }
}
`,
  )
})

test('an answer without a body, and one that is no JSON', async () => {
  assert.match(await written({ responses: { 204: { description: 'Gone.' } } }, {}, 'delete'), /'DELETE [^']+': \{\s+reply: undefined\s+\}/)
  assert.match(await written({ responses: { 200: { content: { 'text/csv': {} } } } }, {}, 'get'), /reply: string/)
})

test('the library stands alone: nothing outside it, no package, and the server knows nothing of it', () => {
  const own = globSync('sdk/*.ts', { cwd: root }).filter((it) => !/\.(test|double)\.ts$|generate\.ts$/.test(it))
  assert.ok(own.length > 12)
  const from = (file: string) => [...read(file).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((it) => it[1] ?? '')
  for (const file of own) for (const name of from(file)) assert.match(name, /^\.\/[\w-]+\.ts$/, `${file} imports ${name}`)
  // What is not there in a browser is not named either.
  for (const file of own) assert.doesNotMatch(read(file), /\b(Buffer|process|require)\b\s*[.([]/, file)
  for (const file of globSync('server/**/*.ts', { cwd: root })) {
    for (const name of from(file)) assert.doesNotMatch(name, /(^|\/)sdk\//, file)
  }
})
