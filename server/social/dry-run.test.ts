import assert from 'node:assert/strict'
import test from 'node:test'
import { identifyApp } from '../apps/index.ts'
import type { Ctx } from '../context.ts'
import { en } from '../languages/en.ts'
import { bench, type Bench } from '../testing.ts'
import type { Profile } from './connectors/connector.ts'
import { dryRun } from './dry-run.ts'
import { listSources, type Source } from './sources.ts'

const MOBILE = '+8615912345678'
const said = en.dry_run

const as = (b: Bench): Promise<Ctx> =>
  identifyApp(b.world, {
    headers: { ...b.device, 'x-client-id': b.clientId },
    body: {},
    address: '127.0.0.1',
    language: 'en',
    requestId: 'r',
    url: '',
  })
const tryIt = async (b: Bench, profile: Profile, id = 'sandbox') => {
  const source = (await listSources(b.ctx, b.tenant.id)).find((it) => it.id === id) as Source
  const before = [await b.snapshot(), await audited(b)]
  const it = await dryRun(await as(b), source, profile)
  assert.deepEqual([await b.snapshot(), await audited(b)], before, 'nothing is written')
  return it
}
const audited = async (b: Bench) => String((await b.world.metrics.journeys.get()).values.length)

test('what would come of a person nobody knows, by policy', async () => {
  await using b = await bench()
  const expected = {
    bind: 'SOCIAL_BIND',
    bind_or_register: 'USER_REGISTER',
    ask: 'SOCIAL_BIND',
    auto_create: 'SUCCESS',
    deny: 'ACCESS_DENIED',
  } as const
  for (const unknownUser of ['bind', 'bind_or_register', 'ask', 'auto_create', 'deny'] as const) {
    await b.addSource({ id: unknownUser, unknownUser })
    const it = await tryIt(b, { subject: 'alice' }, unknownUser)
    assert.deepEqual(it, { status: expected[unknownUser], steps: [said.unknown, said[`policy_${unknownUser}`]] })
  }
})

test('what would come of somebody known', async () => {
  await using b = await bench()
  const user = await b.addUser({ mobile: MOBILE, mobileProvenAt: 1 })
  const state = { 'x-state-token': await b.unknown('alice') }
  await b.post('/social/bind', { mobile: MOBILE, verify_code: await b.sendCode(MOBILE, 'BIND_MOBILE_SMS', state) }, state)
  const known = await tryIt(b, { subject: 'sandbox-alice' })
  assert.deepEqual(known, { status: 'SUCCESS', userId: user.id, steps: [said.known_by_subject] })
  const earlier = await tryIt(b, { subject: 'new', alias: 'sandbox-alice' })
  assert.deepEqual(earlier, { status: 'SUCCESS', userId: user.id, steps: [said.known_by_earlier] })
})

test('what would come of a number the provider tells', async (t) => {
  await using b = await bench({ source: { trustMobile: true } })
  await b.addSource({ id: 'untrusted' })
  const user = await b.addUser({ mobile: MOBILE, mobileProvenAt: 1 })
  await b.addUser({ mobile: '+8613800000001', mobileProvenAt: b.clock.now - 400 * 86_400_000 })
  const ask = [said.policy_bind]
  const rows: [name: string, Partial<Profile>, source: string, expected: object][] = [
    [
      'held',
      { mobile: MOBILE, mobileVerified: true },
      'sandbox',
      { status: 'SUCCESS', userId: user.id, steps: [said.unknown, said.number_held] },
    ],
    [
      'free',
      { mobile: '+8613900000001', mobileVerified: true },
      'sandbox',
      { status: 'SOCIAL_BIND', steps: [said.unknown, said.number_free, ...ask] },
    ],
    [
      'old',
      { mobile: '+8613800000001', mobileVerified: true },
      'sandbox',
      { status: 'SOCIAL_BIND', steps: [said.unknown, said.number_stale, ...ask] },
    ],
    ['not verified', { mobile: MOBILE }, 'sandbox', { status: 'SOCIAL_BIND', steps: [said.unknown, said.number_unverified, ...ask] }],
    [
      'none',
      { mobile: '12', mobileVerified: true },
      'sandbox',
      { status: 'SOCIAL_BIND', steps: [said.unknown, said.number_unreadable, ...ask] },
    ],
    [
      'untrusted',
      { mobile: MOBILE, mobileVerified: true },
      'untrusted',
      { status: 'SOCIAL_BIND', steps: [said.unknown, said.number_untrusted, ...ask] },
    ],
  ]
  for (const [name, more, source, expected] of rows) {
    await t.test(name, async () => assert.deepEqual(await tryIt(b, { subject: 'alice', ...more }, source), expected))
  }
})

test('the application’s rules and second factors count, and the words are in its language', async () => {
  const app = { access_rules: [{ name: 'none', decision: 'deny' }] }
  await using b = await bench({ app, source: { unknownUser: 'auto_create' } })
  const it = await dryRun({ ...(await as(b)), language: 'zh-TW' }, (await listSources(b.ctx, b.tenant.id))[0] as Source, {
    subject: 'alice',
  })
  assert.equal(it.status, 'ACCESS_DENIED')
  assert.equal(it.steps[0], '該社群帳號未綁定任何使用者。')
})
