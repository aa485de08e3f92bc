import assert from 'node:assert/strict'
import test from 'node:test'
import { catalogue } from '../errors.ts'
import { bench } from '../testing.ts'
import { addCarrier, manage, refusedBy, silent, statusesOf, type Trick } from './management.double.ts'

const URL = '/api/v2/admin/routes/preview'
const SETTINGS = '/api/v2/admin/settings'
const SMS = '/api/v2/admin/gateways'
const MOBILE = '15912345678'
type Way = { gateway: string; kind: string; rule: number | null; sender: string | null; template: string | null; resting: boolean }

/** A tenant with the sandbox and gateways `a` and `b`, and these settings. */
async function start(settings: object) {
  const tricks: Trick[] = [1, 2].map(() => ({ behaves: 'takes', taken: [] }))
  const b = await bench({ settings: { captcha: { required: false }, ...settings } })
  const admin = await manage(b)
  for (const [n, id] of ['a', 'b'].entries()) {
    const gateway = addCarrier('sms', tricks[n] as Trick)
    assert.equal((await admin('POST', SMS, { id, gateway, settings: { host: 'sms.example', password: 'x' } })).status, 201)
  }
  const ask = async (body: object, language = 'en') => {
    const reply = await admin('POST', URL, body, { 'x-l': language })
    assert.equal(reply.status, 200, reply.text)
    return reply.body as unknown as { mobile: string; country: string; refused: string | null; cost: number; ways: Way[] }
  }
  const waysOf = async (body: object, language?: string) => (await ask(body, language)).ways.map((it) => [it.gateway, it.rule])
  return { b, admin, ask, waysOf, tricks }
}

const routes = [
  { countries: ['CN'], purposes: ['LOGIN'], gateways: ['b', 'a'], sender: 'Acme', templates: { en: 'T1', zh: 'T2' } },
  { countries: ['CN', 'DE'], gateways: ['gone', 'a', 'inbox'] },
]

test('which way a number would go is the way its message goes', async () => {
  const { b, ask, waysOf, tricks } = await start({ sms: { routes, budget: { prices: { CN: 700 } } } })
  await using _ = b
  await silent(b, async () => {
    const answer = await ask({ to: MOBILE })
    assert.deepEqual([answer.mobile, answer.country, answer.refused, answer.cost], [`+86${MOBILE}`, 'CN', null, 700])
    // Of each gateway the first rule that names it; one that is gone is passed over.
    assert.deepEqual(
      answer.ways.map(({ kind: _, ...it }) => it),
      [
        { gateway: 'b', rule: 0, sender: 'Acme', template: 'T1', resting: false, loses: false },
        { gateway: 'a', rule: 0, sender: 'Acme', template: 'T1', resting: false, loses: false },
        { gateway: 'inbox', rule: 1, sender: null, template: null, resting: false, loses: false },
      ],
    )
    assert.equal((await ask({ to: MOBILE }, 'zh')).ways[0]?.template, 'T2')
    assert.deepEqual(await waysOf({ to: '+86 159-1234-5678', purpose: 'BIND' }), [
      ['a', 1],
      ['inbox', 1],
    ])
    // No rule fits: every gateway, by position.
    assert.deepEqual(await waysOf({ to: '+447911123456' }), [
      ['inbox', null],
      ['a', null],
      ['b', null],
    ])
    // By rules that nobody has saved yet.
    assert.deepEqual(await waysOf({ to: MOBILE, routes: [{ gateways: ['inbox'] }] }), [['inbox', 0]])
    assert.deepEqual(await waysOf({ to: MOBILE, routes: [{ gateways: ['gone'] }] }), [])
    assert.equal((await waysOf({ to: MOBILE, routes: [] })).length, 3)
  })
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  assert.equal((await b.post('/sms/send', { mobile: MOBILE, type: 'LOGIN_SMS' })).status, 200)
  assert.deepEqual([tricks[0]?.taken.length, tricks[1]?.taken.length, b.inbox().length], [0, 1, 0])
})

test('a gateway that is left alone is shown as such, and what keeps every message back is said', async () => {
  const { b, ask, tricks } = await start({
    countries: ['CN', 'GB'],
    sms: {
      cooldown: 1,
      routes: [{ countries: ['CN'], gateways: ['a', 'b'] }],
      breaker: { failures: 1 },
      firewall: { blocked_prefixes: ['+86158'] },
      test_numbers: [{ number: '+8613900139000', code: '123456', until: '2099-12-31' }],
    },
  })
  await using _ = b
  Object.assign(tricks[0] ?? {}, { behaves: 'unreachable' })
  assert.equal((await b.post('/sms/send', { mobile: MOBILE, type: 'LOGIN_SMS' })).status, 200)
  await silent(b, async () => {
    assert.deepEqual(
      (await ask({ to: MOBILE })).ways.map((it) => [it.gateway, it.resting]),
      [
        ['a', true],
        ['b', false],
      ],
    )
    for (const [to, refused] of [
      [MOBILE, null],
      ['+4915112345678', 'country_list'],
      ['15812345678', 'blocked_prefix'],
      ['13900139000', 'test_number'],
    ] as const)
      assert.equal((await ask({ to })).refused, refused, to)
  })
  assert.equal((await b.post('/sms/send', { mobile: '15812345678', type: 'LOGIN_SMS' })).body['error_code'], catalogue.smsBlocked.code)
})

test('refused: no number, no purpose, rules that could not be saved', async () => {
  const { b, admin } = await start({})
  await using _ = b
  await silent(b, async () => {
    refusedBy(await admin('POST', URL, {}), 'paramMissing')
    refusedBy(await admin('POST', URL, { to: 'nonsense' }), 'mobileInvalid')
    refusedBy(await admin('POST', URL, { to: MOBILE, purpose: 'FUN' }), 'paramInvalid')
    refusedBy(await admin('POST', URL, { to: MOBILE, routes: [{ gateways: [] }] }), 'paramInvalid')
    refusedBy(await admin('POST', URL, { to: MOBILE, routes: [{ countries: ['Germany'], gateways: ['a'] }] }), 'paramInvalid')
  })
})

test('of two administrators who change the routes at once, the second is told and nothing is lost', async () => {
  const { b, admin } = await start({})
  await using _ = b
  const { body } = await admin('GET', SETTINGS)
  const settings = body['settings'] as { sms: object }
  const put = (gateways: string[]) =>
    admin('PUT', SETTINGS, { version: body['version'], settings: { ...settings, sms: { ...settings.sms, routes: [{ gateways }] } } })
  const replies = await Promise.all([put(['a']), put(['b'])])
  assert.deepEqual(statusesOf(replies), [200, 409])
  const won = replies.find((it) => it.status === 200)?.body['settings'] as { sms: { routes: object[] } }
  assert.deepEqual(((await admin('GET', SETTINGS)).body['settings'] as typeof won).sms.routes, won.sms.routes)
})
