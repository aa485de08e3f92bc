/** Every published call is served and shown by a test, and so is every published error row: docs/wire.md says where. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { code, read, root } from '../test/source.ts'
import { listEndpoints, rooms } from './app.ts'
import { catalogue } from './errors.ts'
import type { Endpoint } from './http.ts'
import { publishedCalls, publishedErrors } from './published.ts'

const tests = code.filter((it) => it.endsWith('.test.ts') && it !== 'server/wire.test.ts' && it !== 'server/errors.test.ts')
const texts = new Map(tests.map((it) => [it, read(it)]))

/** Tests that call it: the address stands there as a test writes it, whole or without the prefix of the SDK. */
function testsOf(url: string): string[] {
  const short = url.replace(/^\/api\/v2\/sdk/, '')
  const words = [url, short].map((it) => new RegExp(`['"\`](?:\\$\\{sdk\\})?${it.replaceAll('/', '\\/')}['"\`?]`))
  return tests.filter((it) => words.some((word) => word.test(texts.get(it) ?? '')))
}

const served = new Set(listEndpoints().flatMap((it) => [it.url, ...(it.also ?? [])].map((url) => `${it.method} ${url}`)))

describe('published calls', () => {
  for (const { call, unserved } of publishedCalls) {
    test(call, () => {
      if (unserved) return assert.ok(!served.has(call), `${call} is served: say so in published.ts`)
      assert.ok(served.has(call), `${call} is not served`)
      assert.notDeepEqual(testsOf(call.split(' ')[1] ?? ''), [], `${call} has no test`)
    })
  }
})

describe('published error rows', () => {
  const codes = new Set(Object.values(catalogue).map((it) => it.code))
  for (const { code: row, unserved } of publishedErrors) {
    test(row, () => {
      if (unserved) return assert.ok(!codes.has(row), `${row} is used: say so in published.ts`)
      assert.ok(codes.has(row), `${row} is not in the table`)
      assert.ok(
        tests.some((it) => texts.get(it)?.includes(`'${row}'`)),
        `${row} is shown by no test`,
      )
    })
  }
})

/** The table of docs/wire.md, as it has to be: written here because only tests know tests. */
function paper(): string {
  const file = (url: string) => {
    for (const [room, card] of Object.entries(rooms)) {
      const found = 'endpoints' in card && (card.endpoints as Endpoint[]).some((it) => it.url === url || it.also?.includes(url))
      if (found) return room
    }
    return ''
  }
  const nearest = (list: string[], room: string) =>
    list
      .toSorted((a, b) => Number(b.startsWith(`server/${room}/`)) - Number(a.startsWith(`server/${room}/`)) || a.localeCompare(b))
      .slice(0, 3)
  const link = (it: string) => `[${it.replace(/^server\//, '')}](../${it})`
  const calls = publishedCalls.map(({ call, clause, unserved }) => {
    const url = call.split(' ')[1] ?? ''
    const room = file(url)
    return `| \`${call}\` | ${clause} | ${unserved ? `not served: ${unserved}` : room} | ${nearest(testsOf(url), room).map(link).join(' ')} |`
  })
  const rows = publishedErrors.map(({ code: row, clause, unserved }) => {
    const name = Object.entries(catalogue).find(([, it]) => it.code === row)?.[0] ?? ''
    const shown = tests.filter((it) => texts.get(it)?.includes(`'${row}'`)).slice(0, 3)
    return `| \`${row}\` | ${clause} | ${unserved ? `not used: ${unserved}` : name} | ${shown.map(link).join(' ')} |`
  })
  return `<!-- Written by "npm run docs" from server/published.ts and the tests: edit those, not this. -->

# The published API, call by call

Clauses are those of the reference this server was written after. At most three tests are named for each.

| call | clause | room | shown by |
| --- | --- | --- | --- |
${calls.join('\n')}

## Error rows

The codes of the twin products are columns of [errors.md](errors.md).

| code | clause | name in the source | shown by |
| --- | --- | --- | --- |
${rows.join('\n')}
`
}

test('docs/wire.md says what the tests show', async () => {
  const text = paper()
  const path = join(root, 'docs/wire.md')
  if (process.env['WRITE_WIRE']) (await import('node:fs')).writeFileSync(path, text)
  assert.ok(readFileSync(path, 'utf8') === text, 'docs/wire.md has drifted: run "npm run docs" and read the difference')
})
