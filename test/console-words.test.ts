/** Every setting a tenant or an application has is called something in the console's second language. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppSettings, TenantSettings } from '../server/schema/documents.ts'
import { settingsZhCN } from '../web/console/languages/settings-zh-CN.ts'

type Schema = { properties?: Record<string, Schema>; description?: string }

const pathsOf = (schema: Schema, path = ''): [string, Schema][] =>
  Object.entries(schema.properties ?? {}).flatMap(([name, it]) => {
    const at = path ? `${path}.${name}` : name
    return [[at, it] as [string, Schema], ...pathsOf(it, at)]
  })

test('every setting has a Chinese name, and an explanation where there is an English one', () => {
  const all = [...pathsOf(TenantSettings as Schema), ...pathsOf(AppSettings as Schema)]
  const faults = all.filter(([at, it]) => !settingsZhCN[at]?.[0] || (it.description && !settingsZhCN[at]?.[1])).map(([at]) => at)
  assert.deepEqual(faults, [], 'add them to web/console/languages/settings-zh-CN.ts')
})

test('nothing is explained that is no setting', () => {
  const known = new Set([...pathsOf(TenantSettings as Schema), ...pathsOf(AppSettings as Schema)].map(([at]) => at))
  assert.deepEqual(
    Object.keys(settingsZhCN).filter((at) => !known.has(at)),
    [],
  )
})
