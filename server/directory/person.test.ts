import assert from 'node:assert/strict'
import test from 'node:test'
import { administrate, type AdminReply } from '../administration.double.ts'
import { enrollTotp, enterBySms } from '../mfa/authenticator.double.ts'
import { bench, type Bench } from '../testing.ts'

const PERSON = '/api/v2/admin/users/:id'
const MOBILE = '15912345678'
const at = (id: string, path = '') => PERSON.replace(':id', id) + path

/** Somebody with a number, a social account, a session and a password. */
async function person(b: Bench) {
  const user = await b.addUser({ userName: 'zhangsan', name: 'Zhang San', mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const state = { 'x-state-token': await b.unknown('alice') }
  const verify_code = await b.sendCode(MOBILE, 'BIND_MOBILE_SMS', state)
  const bound = await b.post('/social/bind', { mobile: MOBILE, verify_code }, state)
  assert.equal(bound.body['status'], 'SUCCESS', bound.text)
  return { id: user.id, token: String(bound.body['session_token']) }
}
type Page = Record<string, unknown> & {
  version: string
  accounts: { account_id: string; source_id: string; subject: string }[]
  sessions: { session_id: string; address: string; app: string; device: { system: string }; methods: string[] }[]
  factors: unknown[]
  events: { event: string; outcome: string; detail: Record<string, unknown> | null; address: string | null }[]
}
const read = async (admin: Awaited<ReturnType<typeof administrate>>, id: string) => (await admin('GET', at(id))).body as Page

/** What many at once were told. */
const told = (replies: AdminReply[]): string[] => replies.map((it) => String(it.body['error_code'] ?? it.status)).toSorted()

test('a person’s page shows what is proven, bound, alive and done', async () => {
  await using b = await bench()
  const { id } = await person(b)
  const admin = await administrate(b)
  const page = await read(admin, id)
  assert.deepEqual([page['user_name'], page['mobile'], page['mobile_verified'], page['email']], ['zhangsan', `+86-${MOBILE}`, true, null])
  assert.equal(page['mobile_proven_at'], Math.floor(b.clock.now / 1000))
  assert.equal(page['password'], null)
  assert.deepEqual(
    page.accounts.map((it) => [it.source_id, it.subject, it['source' as 'subject']]),
    [['sandbox', 'san***ice', 'Sandbox']],
  )
  assert.deepEqual(
    page.sessions.map((it) => [it.address, it.app, it.device.system, it.methods]),
    [['127.0.0.1', 'Test', 'Android 10', ['sms']]],
  )
  assert.deepEqual(page.factors, [])
  assert.deepEqual([page.events[0]?.event, page.events[0]?.outcome], ['bind', 'SUCCESS'])
  // Nothing that opens anything.
  assert.doesNotMatch(JSON.stringify(page), /\$argon2|hash|secret|token/i)
})

test('a change is kept with the version that was seen, and told when somebody was faster', async () => {
  await using b = await bench()
  const { id } = await person(b)
  const admin = await administrate(b)
  const { version } = await read(admin, id)
  // Signing in renews the proof of the number: no editor would call that a change.
  b.clock.now += 60_000
  await b.login(MOBILE)
  const changed = await admin('PUT', at(id), { version, name: 'Zhang', email: 'zhang@example.com', attr_city: 'Shenzhen' })
  assert.equal(changed.status, 200, changed.text)
  const page = await read(admin, id)
  assert.equal(page.version, changed.body['version'])
  assert.notEqual(page.version, version)
  assert.deepEqual(
    [page['name'], page['email'], page['email_verified'], page['attributes']],
    ['Zhang', 'zhang@example.com', false, { attr_city: 'Shenzhen' }],
  )
  const late = await admin('PUT', at(id), { version, name: 'Late' })
  assert.deepEqual([late.status, late.body['error_code']], [409, 'BOWLINE.ADMIN.0004'])
  // What they cannot see of themselves, they cannot lose by changing themselves.
  const own = await b.login(MOBILE)
  assert.equal((await b.post('/profile/update', { attr_nick_name: 'Z' }, await b.signed(own.session_token))).status, 200)
  assert.deepEqual((await read(admin, id))['attributes'], { attr_city: 'Shenzhen', attr_nick_name: 'Z' })
  const verified = await admin('PUT', at(id), { version: (await read(admin, id)).version, email_verified: true, mobile: '' })
  assert.equal(verified.status, 200, verified.text)
  const after = await read(admin, id)
  assert.deepEqual([after['email_verified'], after['mobile'], after['mobile_verified']], [true, null, false])
  assert.deepEqual(
    after.events.filter((it) => it.event === 'admin/user-change').map((it) => it.detail?.['after']),
    [{ fields: ['email_verified', 'mobile'] }, { fields: ['attr_city', 'email', 'name'] }],
  )
})

test('of many edits of one version one is kept; of many users with one name or number one is made', async () => {
  await using b = await bench()
  const { id } = await person(b)
  const admin = await administrate(b)
  const { version } = await read(admin, id)
  const edits = await Promise.all(Array.from({ length: 12 }, (_, n) => admin('PUT', at(id), { version, name: `Edit ${n}` })))
  assert.deepEqual(told(edits), ['200', ...Array.from({ length: 11 }, () => 'BOWLINE.ADMIN.0004')])
  assert.equal((await read(admin, id))['name'], `Edit ${edits.findIndex((it) => it.status === 200)}`)

  const one = (body: object) => admin('POST', '/api/v2/tenant/users', { mobile: '13900000001', ...body })
  const named = await Promise.all(
    Array.from({ length: 8 }, (_, n) => one({ user_name: n % 2 ? 'wangwu' : 'WangWu', mobile: `1390000010${n}` })),
  )
  assert.deepEqual(told(named), ['201', ...Array.from({ length: 7 }, () => 'USER.0029')])
  const numbered = await Promise.all(Array.from({ length: 8 }, (_, n) => one({ user_name: `person${n}` })))
  assert.deepEqual(told(numbered), ['201', ...Array.from({ length: 7 }, () => 'USER.0030')])
  // And of several who are given the same number by a change.
  const made = await Promise.all(Array.from({ length: 4 }, (_, n) => admin('POST', '/api/v2/admin/users', { user_name: `late${n}` })))
  const given = await Promise.all(
    made.map((it) => admin('PUT', `/api/v2/tenant/users/${String(it.body['user_id'])}`, { mobile: '13900000002' })),
  )
  assert.deepEqual(told(given), ['200', 'USER.0030', 'USER.0030', 'USER.0030'])
})

test('sessions are ended one by one and all at once', async () => {
  await using b = await bench()
  const { id, token } = await person(b)
  b.clock.now += 1000
  const second = await b.login(MOBILE)
  const admin = await administrate(b)
  const isAlive = async (it: string) => (await b.get('/profile', await b.signed(it))).status === 200
  const { sessions } = await read(admin, id)
  assert.equal(sessions.length, 2)
  const [newest] = sessions
  assert.deepEqual((await admin('POST', at(id, '/sessions/end'), { session_id: newest?.session_id })).body, { ended: 1 })
  assert.deepEqual([await isAlive(second.session_token), await isAlive(token)], [false, true])
  assert.deepEqual((await admin('POST', at(id, '/sessions/end'), {})).body, { ended: 1 })
  assert.deepEqual([await isAlive(token), (await read(admin, id)).sessions], [false, []])
  assert.deepEqual((await admin('POST', at(id, '/sessions/end'), {})).body, { ended: 0 })
})

test('an account is untied and tied by hand; what it opened ends; what is another’s stays theirs', async () => {
  await using b = await bench()
  const { id } = await person(b)
  const token = String((await b.post('/login/social', { source: 'sandbox', code: 'sandbox:alice' })).body['session_token'])
  assert.equal((await b.get('/profile', await b.signed(token))).status, 200)
  const admin = await administrate(b)
  const other = (await b.addUser({ userName: 'lisi' })).id
  const bind = { source_id: 'sandbox', subject: 'sandbox-alice' }
  const taken = await admin('POST', at(other, '/bind'), bind)
  assert.deepEqual([taken.status, taken.body['error_code']], [400, 'BOWLINE.SOCIAL.0001'])
  const { accounts } = await read(admin, id)
  assert.deepEqual((await admin('POST', at(id, '/unbind'), { account_id: accounts[0]?.account_id })).body, { unbound: 1 })
  assert.notEqual((await b.get('/profile', await b.signed(token))).status, 200)
  assert.deepEqual((await admin('POST', at(other, '/bind'), bind)).body, { bound: true })
  assert.deepEqual((await admin('POST', at(other, '/bind'), bind)).body, { bound: false })
  const entered = await b.post('/login/social', { source: 'sandbox', code: 'sandbox:alice' })
  assert.equal(entered.body['status'], 'SUCCESS')
  b.clock.now += 1000
  assert.deepEqual((await admin('POST', at(other, '/unbind'), bind)).body, { unbound: 1 })
  const { events } = await read(admin, other)
  const acts = events.filter((it) => it.event.startsWith('admin/'))
  assert.deepEqual(
    acts.map((it) => [it.event, it.detail?.['before'] ?? it.detail?.['after']]),
    [
      ['admin/user-unbind', { accounts: [{ source_id: 'sandbox', subject: 'san***ice' }] }],
      ['admin/user-bind', { subject: 'san***ice' }],
    ],
  )
  // Who did it.
  assert.match(String((acts[0]?.detail?.['by'] as { app: string } | undefined)?.app), /^[A-Za-z0-9]{32}$/)
  // Of several who are tied at once, one is.
  const people = await Promise.all(Array.from({ length: 6 }, (_, n) => b.addUser({ userName: `person${n}` })))
  const ties = await Promise.all(people.map((it) => admin('POST', at(it.id, '/bind'), { source_id: 'sandbox', subject: 'bob' })))
  assert.deepEqual(told(ties), ['200', ...Array.from({ length: 5 }, () => 'BOWLINE.SOCIAL.0001')])
})

test('a second factor is taken away, and is asked for no more', async () => {
  await using b = await bench()
  const { id } = await person(b)
  const admin = await administrate(b)
  await enrollTotp(b, await b.login(MOBILE))
  assert.equal((await enterBySms(b, MOBILE)).body['status'], 'MFA_AUTH')
  const { factors } = await read(admin, id)
  const factor_id = (factors as { factor_id: string; kind: string }[])[0]?.factor_id
  assert.deepEqual((await admin('POST', at(id, '/factors/remove'), { factor_id })).body, { removed: ['totp'] })
  assert.equal((await enterBySms(b, MOBILE)).body['status'], 'SUCCESS')
  assert.deepEqual((await read(admin, id)).factors, [])
  await enrollTotp(b, await b.login(MOBILE))
  assert.deepEqual((await admin('POST', at(id, '/factors/remove'), {})).body, { removed: ['totp'] })
  assert.equal((await admin('POST', at(id, '/factors/remove'), {})).body['error_code'], 'BOWLINE.MFA.0001')
})
