import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { listEndpoints } from './app.ts'
import { writePapers } from './docs.ts'

const root = join(import.meta.dirname, '..')
const papers = await writePapers()

for (const [file, text] of Object.entries(papers)) {
  test(`${file} says what the source says`, () => {
    const kept = existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : ''
    assert.ok(kept === text, `${file} has drifted: run "npm run docs" and read the difference`)
  })
}

test('writing them twice gives the same', async () => {
  assert.deepEqual(await writePapers(), papers)
})

type Operation = { operationId: string; parameters?: { $ref?: string; name?: string; in?: string }[] }
const api = JSON.parse(papers['docs/openapi.json'] ?? '') as {
  paths: Record<string, Record<string, Operation>>
  components: Record<string, object>
}

test('every endpoint is in the API document, under every address it has', () => {
  for (const { method, url, also = [] } of listEndpoints()) {
    for (const it of [url, ...also]) assert.ok(api.paths[it.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()], `${method} ${it}`)
  }
})

test('the API document holds together: references lead somewhere, names are given once, paths are filled', () => {
  const references = [...JSON.stringify(api).matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)]
  for (const [whole, kind = '', name = ''] of references) assert.ok(Object.hasOwn(api.components[kind] ?? {}, name), whole)
  const operations = Object.entries(api.paths).flatMap(([path, all]) => Object.values(all).map((it) => ({ path, ...it })))
  const ids = operations.map((it) => it.operationId)
  assert.deepEqual(ids, [...new Set(ids)])
  for (const { path, parameters = [] } of operations) {
    const wanted = [...path.matchAll(/\{(\w+)\}/g)].map((it) => it[1] ?? '')
    assert.deepEqual(
      parameters.flatMap((it) => (it.in === 'path' ? [it.name] : [])),
      wanted,
      path,
    )
  }
})
