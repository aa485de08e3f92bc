/** Every setting a tenant or an application has is called something in the console's second language. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppSettings, TenantSettings } from '../server/schema/documents.ts'
import { countryCodes } from '../server/sms/countries.ts'
import { gateways } from '../server/sms/index.ts'
import { mailGateways } from '../server/mail/index.ts'
import { connectors } from '../server/social/index.ts'
import { COUNTRIES, countryName } from '../web/console/messages/countries.ts'
import { settingsZhCN } from '../web/console/languages/settings-zh-CN.ts'

type Schema = {
  type?: string
  properties?: Record<string, Schema>
  patternProperties?: object
  items?: Schema
  anyOf?: Schema[]
  enum?: unknown[]
  const?: unknown
  description?: string
  descriptionZh?: string
  titleZh?: string
}

/** Lists that are drawn by pages of their own, in the console's words. */
const DRAWN = ['sms.routes', 'access_rules']

const pathsOf = (schema: Schema, path = ''): [string, Schema][] =>
  Object.entries(schema.properties ?? {}).flatMap(([name, it]) => {
    const at = path ? `${path}.${name}` : name
    const rows = it.items && !DRAWN.includes(at) ? pathsOf(it.items, `${at}[]`) : []
    return [[at, it] as [string, Schema], ...pathsOf(it, at), ...rows]
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

test('every setting of a connector and a gateway has a Chinese name, and an explanation where there is an English one', () => {
  const all = Object.entries({ ...connectors, ...gateways, ...mailGateways }).flatMap(([id, it]) =>
    pathsOf(it.settings as Schema).map(([at, field]) => ({ at: `${id}.${at}`, field })),
  )
  assert.ok(all.length > 200)
  const faults = all.filter(({ field }) => !field.titleZh || Boolean(field.description) !== Boolean(field.descriptionZh))
  assert.deepEqual(
    faults.map(({ at }) => at),
    [],
    'write titleZh and descriptionZh beside title and description',
  )
})

test('every setting has a form: nobody has to write JSON', () => {
  // Texts by type and language have a page, as what is in DRAWN has.
  const isDrawn = (at: string, it: Schema): boolean =>
    [...DRAWN, 'sms.texts'].includes(at) ||
    it.properties !== undefined ||
    it.enum !== undefined ||
    (it.anyOf ?? []).some((one) => one.const !== undefined) ||
    (it.type === 'array' && (it.items?.properties !== undefined || isDrawn('', it.items ?? {}))) ||
    (it.patternProperties !== undefined && Object.values(it.patternProperties).every((one) => isDrawn('', one as Schema))) ||
    ['string', 'integer', 'number', 'boolean'].includes(it.type ?? '')
  const plugs = [...Object.values(connectors), ...Object.values(gateways), ...Object.values(mailGateways)].map((it) => it.settings)
  const all = [TenantSettings, AppSettings, ...plugs].flatMap((it) => pathsOf(it as Schema))
  assert.ok(all.length > 200)
  assert.deepEqual(
    all.filter(([at, it]) => !isDrawn(at, it)).map(([at]) => at),
    [],
    'draw them in web/ui/settings-form.tsx',
  )
})

test('the countries of the console are those of the server, each with a name in both languages', () => {
  assert.deepEqual(
    COUNTRIES,
    countryCodes()
      .map((it) => it.countryCode)
      .toSorted(),
  )
  for (const language of ['en', 'zh-CN'] as const) for (const it of COUNTRIES) assert.notEqual(countryName(it, language), it, it)
  assert.equal(countryName('CN', 'zh-CN'), '中国')
})
