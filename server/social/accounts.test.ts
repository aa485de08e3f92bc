/** One person, whatever ids their provider tells of them, and however many at once. */
import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import test from 'node:test'
import { addressOf, bench, type Bench, claimsOf } from '../testing.ts'
import { migrationSql } from '../db.ts'
import { history } from '../schema/migrations/index.ts'
import { listAccountsByAlias } from './store.ts'

const MOBILE = '15912345678'

/** WeChat, whose code says who comes: `openid unionid`. */
const wechat = (async (input: string | URL | Request) => {
  const [openid = '', unionid] = (new URL(addressOf(input)).searchParams.get('code') ?? '').split(' ')
  return Response.json({ access_token: 'at', expires_in: 7200, openid, scope: 'snsapi_base', ...(unionid && { unionid }) })
}) as typeof fetch

const settings = { app_id: 'wx1', app_secret: 's' }
const web = { id: 'web', connector: 'wechat', settings: { ...settings, scene: 'website' }, unknownUser: 'auto_create' } as const
const app = { ...web, id: 'app', settings: { ...settings, app_id: 'wx2', scene: 'mobile' } } as const

const enter = async (b: Bench, source: string, code: string) => (await b.post('/login/social', { source, code })).body
const idOf = async (b: Bench, source: string, code: string) => claimsOf((await enter(b, source, code))['id_token'])['id']
const accounts = async (b: Bench) =>
  ((await b.snapshot())['socialAccounts'] ?? '')
    .split('\n')
    .filter(Boolean)
    .map((row) => JSON.parse(row) as Record<string, unknown>)
const people = async (b: Bench) => ((await b.snapshot())['users'] ?? '').split('\n').filter((row) => row.includes(b.tenant.id)).length

test('a provider that used to tell one id and now tells two: the account goes on under the new one', async () => {
  await using b = await bench({ source: { unknownUser: 'auto_create' } })
  const first = await idOf(b, 'sandbox', 'sandbox:2088')
  assert.equal(await idOf(b, 'sandbox', 'sandbox:open-1;alias=sandbox-2088'), first)
  const [one, ...more] = await accounts(b)
  assert.deepEqual([one?.['subject'], one?.['alias'], more], ['sandbox-open-1', 'sandbox-2088', []])
  assert.equal(await idOf(b, 'sandbox', 'sandbox:open-1'), first)
  assert.equal(await idOf(b, 'sandbox', 'sandbox:2088;alias=sandbox-2088'), first)
  assert.equal(await people(b), 1)
})

test('five sign-ins at once with the new id find the one account', async () => {
  await using b = await bench({ source: { unknownUser: 'auto_create' } })
  const first = await idOf(b, 'sandbox', 'sandbox:2088')
  const ids = await Promise.all(Array.from({ length: 5 }, () => idOf(b, 'sandbox', 'sandbox:open-1;alias=sandbox-2088')))
  assert.deepEqual([...new Set(ids)], [first])
  assert.equal((await accounts(b)).length, 1)
})

test('a person of one source is known at another that shares their second id, and has an account in each', async () => {
  await using b = await bench({ source: web, fetch: wechat })
  await b.addSource({ ...app, unknownUser: 'deny' })
  const first = await idOf(b, 'web', 'o-web union-1')
  assert.equal(await idOf(b, 'app', 'o-app union-1'), first)
  assert.equal(await idOf(b, 'app', 'o-app'), first)
  assert.equal((await enter(b, 'app', 'o-stranger union-2'))['status'], 'ACCESS_DENIED')
  assert.deepEqual(
    (await accounts(b)).map((it) => `${String(it['sourceId'])} ${String(it['subject'])} ${String(it['userId'])}`).toSorted(),
    [`app o-app ${String(first)}`, `web o-web ${String(first)}`],
  )
})

test('a second id is nothing to a source of another kind, or of another tenant', async () => {
  await using b = await bench({ source: web, fetch: wechat })
  await b.addSource({ id: 'sandbox', unknownUser: 'deny' })
  await b.addSource({ id: 'other', unknownUser: 'deny' })
  const tenant = await b.addTenant('theirs')
  await b.addSource({ ...web, unknownUser: 'deny' }, tenant.id)
  await enter(b, 'web', 'o-web union-1')
  assert.equal((await enter(b, 'sandbox', 'sandbox:x;alias=union-1'))['status'], 'ACCESS_DENIED')
  const theirs = await b.post('/login/social', { source: 'web', code: 'o-web union-1' }, { 'x-client-id': tenant.clientId })
  assert.equal(theirs.body['status'], 'ACCESS_DENIED')
  // The sandbox does not say that its second id is the same person everywhere.
  await b.addSource({ id: 'sandbox', unknownUser: 'auto_create' })
  await enter(b, 'sandbox', 'sandbox:y;alias=union-9')
  assert.equal((await enter(b, 'other', 'sandbox:z;alias=union-9'))['status'], 'ACCESS_DENIED')
})

test('one person who comes to two sources at once, ten times, becomes one user', async () => {
  await using b = await bench({ source: web, fetch: wechat })
  await b.addSource(app)
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, i) => (i % 2 ? enter(b, 'web', 'o-web union-1') : enter(b, 'app', 'o-app union-1'))),
  )
  assert.deepEqual([...new Set(answers.map((it) => it['status']))], ['SUCCESS'], JSON.stringify(answers))
  assert.equal(new Set(answers.map((it) => claimsOf(it['id_token'])['id'])).size, 1)
  assert.equal(await people(b), 1)
  assert.equal((await accounts(b)).length, 2)
})

test('a person who is asked at two sources can bind to one user only', async () => {
  await using b = await bench({ source: { ...web, unknownUser: 'bind' }, fetch: wechat })
  await b.addSource({ ...app, unknownUser: 'bind' })
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  await b.addUser({ mobile: '+8613800000001', mobileProvenAt: 1 })
  const steps = []
  for (const [source, code, mobile] of [
    ['web', 'o-web union-1', MOBILE],
    ['app', 'o-app union-1', '13800000001'],
  ] as const) {
    const state = { 'x-state-token': String((await enter(b, source, code))['state_token']) }
    steps.push({ state, body: { mobile, verify_code: await b.sendCode(mobile, 'BIND_MOBILE_SMS', state) } })
  }
  const answers = await Promise.all(steps.map(({ state, body }) => b.post('/social/bind', body, state)))
  assert.deepEqual(answers.map((it) => String(it.body['status'] ?? it.body['error_code'])).toSorted(), ['BOWLINE.SOCIAL.0001', 'SUCCESS'])
  assert.equal(new Set((await accounts(b)).map((it) => it['userId'])).size, 1)
})

test('a person is looked up by key, however many accounts there are', () => {
  const db = new DatabaseSync(':memory:')
  for (const migration of history) for (const sql of migrationSql(migration, 'sqlite')) db.exec(sql)
  const { sql, bind } = listAccountsByAlias.query.compiled('sqlite')
  const plan = db
    .prepare(`explain query plan ${sql}`)
    .all(...(bind({ tenantId: 't', sourceId: 's', alias: 'a' }) as string[]))
    .map((row) => String(row['detail']))
  db.close()
  const ofAccounts = plan.filter((it) => /\ba\b/.test(it) && !/UNION|QUERY/.test(it))
  assert.equal(ofAccounts.length, 2, plan.join('\n'))
  for (const step of ofAccounts)
    assert.match(step, /^SEARCH a USING .*\(tenant_id=\? AND source_id=\? AND (alias|subject)=\?\)/, plan.join('\n'))
})
