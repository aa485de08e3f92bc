/** Every type of event, from every event of the trail that it is read from, by the front door; and what must tell nobody. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { dump } from '../db.ts'
import { languages } from '../languages/index.ts'
import { enrollTotp, enterBySms, stateOf } from '../mfa/authenticator.double.ts'
import { addPerson, PASSWORD } from '../password/password.double.ts'
import { type Bench, claimsOf, type Reply } from '../testing.ts'
import { type EventType, eventTypes, sources } from './index.ts'
import { listening, type Message, settle, until } from './webhooks.double.ts'

const DAY = 86_400_000
const EMAIL = 'wang@example.com'
const bearer = (it: Reply['body'] | { id_token: string }) => ({ authorization: `Bearer ${String(it['id_token' as keyof typeof it])}` })
const idOf = (reply: Reply) => String(claimsOf(reply.body['id_token'])['id'])

/** `event type`: what has been seen to come of what. */
const seen = new Set<string>()

type Telling = Awaited<ReturnType<typeof listening>>

/** What happens while this is done: exactly these events in the trail are told, as exactly these types. */
function watch({ b, receiver }: Telling) {
  return async <T>(name: string, told: Record<string, EventType[]>, act: () => Promise<T>): Promise<T> => {
    await settle(b)
    const before = new Set((await trail(b)).map((it) => it.id))
    receiver.got.length = 0
    const answer = await act()
    await settle(b)
    // A refusal joins the trail behind the answer (PostgreSQL: whenever its transaction comes).
    let events: string[] = []
    await until(async () => {
      events = (await trail(b)).filter((it) => !before.has(it.id)).map((it) => it.event)
      return Object.keys(told).every((it) => events.includes(it)) && receiver.got.length >= Object.values(told).flat().length
    }, name)
    await settle(b)
    assert.deepEqual(receiver.types().toSorted(), Object.values(told).flat().toSorted(), name)
    for (const [event, types] of Object.entries(told)) for (const type of types) seen.add(`${event} ${type}`)
    clean(receiver.got)
    return answer
  }
}

async function trail(b: Bench): Promise<{ id: string; event: string }[]> {
  const rows = (await dump(b.world.database, ['auditEvents']))['auditEvents'] ?? ''
  return rows
    .split('\n')
    .filter(Boolean)
    .map((row) => JSON.parse(row) as { id: string; event: string })
}

/** No number, address, name, password or token of anybody is in what left, and no field that is not documented. */
function clean(got: Message[]): void {
  const known = ['tenant_id', 'user_id', 'source_id', 'client_id', 'journey_id', 'actor', 'fields', 'kinds', 'rule', 'verdict']
  for (const { text, data } of got) {
    // Eleven digits in the middle of an id are nobody's number.
    assert.doesNotMatch(
      text,
      /(?<![0-9a-f])1[35]\d{9}(?![0-9a-f])|\+86|@|Wang|sandbox-|127\.0\.0\.1|\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}/,
      text,
    )
    assert.ok(!text.includes(PASSWORD))
    assert.deepEqual(
      Object.keys(data).filter((it) => !known.includes(it)),
      [],
      text,
    )
  }
}

const linkIn = (text: string | undefined): string => /\/tenants\/\w+\/undo\?token=\w{32}/.exec(text ?? '')?.[0] ?? ''
async function press(b: Bench, link: string): Promise<void> {
  const [url, payload] = link.split('?') as [string, string]
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const answer = await b.bowline.server.inject({ method: 'POST', url, headers, payload })
  assert.equal(answer.statusCode, 200, answer.body)
}
const good = (reply: { status: number; text: string }) => assert.equal(reply.status, 200, reply.text)

test('what people do', async () => {
  await using it = await listening({ bench: { source: { unknownUser: 'auto_create', trustMobile: true } } })
  const { b } = it
  const step = watch(it)
  await b.addSource({ id: 'asks', unknownUser: 'ask' })
  const unknown = async (name: string) => {
    const reply = await b.post('/login/social', { source: 'asks', code: `sandbox:${name}` })
    assert.equal(reply.body['status'], 'SOCIAL_BIND', reply.text)
    return { 'x-state-token': String(reply.body['state_token']) }
  }
  const user = await addPerson(b, {
    userName: 'wang',
    name: 'Wang',
    mobile: '+8613900000001',
    mobileProvenAt: 1,
    email: EMAIL,
    emailProvenAt: 1,
  })
  const login = await step('login', { login: ['user.signed_in'] }, () => b.login('13900000001'))
  await step('a wrong password', {}, () => b.post('/login', { user_name: 'wang', password: 'wrong' }))
  await step('made by a source', { login: ['user.created', 'user.bound', 'user.signed_in'] }, () =>
    b.post('/login/social', { source: 'sandbox', code: 'sandbox:fresh' }),
  )
  await step('known', { login: ['user.signed_in'] }, () => b.post('/login/social', { source: 'sandbox', code: 'sandbox:fresh' }))
  await step('not known: nothing has happened yet', {}, () => unknown('stranger'))
  const state = await unknown('alice')
  const verify_code = await b.sendCode('13900000001', 'BIND_MOBILE_SMS', state)
  await step('bound by a number', { bind: ['user.bound', 'user.signed_in'] }, async () =>
    good(await b.post('/social/bind', { mobile: '13900000001', verify_code }, state)),
  )
  await step('bound from inside', { bind: ['user.bound'] }, async () =>
    good(await b.post('/social/bind-account', { source: 'asks', code: 'sandbox:bob' }, bearer(login))),
  )
  const undoBound = linkIn(b.mails(EMAIL)[0]?.text)
  await step('bound from inside once more', {}, async () =>
    good(await b.post('/social/bind-account', { source: 'asks', code: 'sandbox:bob' }, bearer(login))),
  )
  await step('the binding undone', { undo: ['user.unbound'] }, () => press(b, undoBound))
  const again = await b.login('13900000001')
  const listed = (await b.get('/social', bearer(again))).body['social'] as { id: string }[]
  await step('unbound', { unbind: ['user.unbound'] }, async () =>
    good(await b.post('/social/unbind-account', { id: listed[0]?.id }, bearer(again))),
  )
  const registering = await unknown('carol')
  const code = await b.sendCode('13900000003', 'REGISTER_SMS', registering)
  await step('registered and bound', { register: ['user.created', 'user.bound', 'user.signed_in'] }, async () =>
    good(await b.post('/social/register-bind', { mobile: '13900000003', verify_code: code }, registering)),
  )
  const own = await b.sendCode('13900000004', 'REGISTER_SMS')
  await step('registered', { register: ['user.created', 'user.signed_in'] }, async () =>
    good(await b.post('/register/mobile-verify-code', { mobile: '13900000004', verify_code: own })),
  )
  await step('profile', { 'profile-change': ['user.updated'] }, async () =>
    good(await b.post('/profile/update', { attr_nick_name: 'W' }, bearer(again))),
  )
  await step('password', { password: ['password.changed'] }, async () =>
    good(await b.post('/pwd/change', { old_password: PASSWORD, new_password: 'Plum-Ladder-77' }, bearer(again))),
  )
  const mail = await b.sendMailCode('other@example.com', 'UPDATE_EMAIL_EMS')
  await step('address', { 'email-change': ['email.changed'] }, async () =>
    good(await b.post('/profile/update-email', { email: 'other@example.com', verify_code: mail }, bearer(again))),
  )
  await step('address undone', { undo: ['email.changed'] }, () => press(b, linkIn(b.mails(EMAIL)[0]?.text)))
  const third = await b.login('13900000001')
  const same = await b.sendCode('13900000001', 'UPDATE_MOBILE_SMS')
  await step('the same number again', {}, async () =>
    good(await b.post('/profile/update-mobile', { mobile: '13900000001', verify_code: same }, bearer(third))),
  )
  const sms = await b.sendCode('13900000005', 'UPDATE_MOBILE_SMS')
  await step('number', { 'mobile-change': ['mobile.changed'] }, async () =>
    good(await b.post('/profile/update-mobile', { mobile: '13900000005', verify_code: sms }, bearer(third))),
  )
  await step('number undone', { undo: ['mobile.changed'] }, () => press(b, linkIn(b.inbox('+8613900000001')[0]?.text)))
  const fourth = await b.login('13900000001')
  await step('ended by themselves', { 'session-end': ['user.signed_out'] }, async () =>
    good(await b.post('/sessions/end-others', {}, bearer(fourth))),
  )
  const totp = await step('factor', { 'factor-add': ['factor.added'] }, () => enrollTotp(b, fourth))
  assert.deepEqual(it.receiver.got[0]?.data['kinds'], ['totp'])
  const waiting = await step('a second factor is missing', {}, () => enterBySms(b, '13900000001'))
  await step('the second factor', { mfa: ['user.signed_in'] }, async () =>
    good(await b.post('/mfa/totp', { code: totp.code() }, stateOf(waiting))),
  )
  const bindingWaits = await unknown('dora')
  const first = await b.sendCode('13900000001', 'BIND_MOBILE_SMS', bindingWaits)
  const half = await step('bound, but for the second factor', {}, () =>
    b.post('/social/bind', { mobile: '13900000001', verify_code: first }, bindingWaits),
  )
  b.clock.now += 31_000
  await step('bound with it', { mfa: ['user.bound', 'user.signed_in'] }, async () =>
    good(await b.post('/mfa/totp', { code: totp.code() }, stateOf(half))),
  )
  const factors = (await b.get('/mfa/factors', bearer(fourth))).body['factors'] as { id: string }[]
  await step('factor removed', { 'factor-remove': ['factor.removed'] }, async () =>
    good(await b.post('/mfa/factors/remove', { id: factors[0]?.id }, bearer(fourth))),
  )
  await step('logout', { logout: ['user.signed_out'] }, async () => good(await b.get('/logout', bearer(fourth))))
  assert.equal(it.receiver.got[0]?.data['user_id'], user.id)
})

test('a number that changed hands, and came back', async () => {
  await using it = await listening({ bench: { source: { unknownUser: 'bind_or_register' } } })
  const { b } = it
  const step = watch(it)
  const former = await addPerson(b, { userName: 'former', mobile: '+8613900000001', mobileProvenAt: 1, email: EMAIL, emailProvenAt: 1 })
  b.clock.now += 91 * DAY
  const verify_code = await b.sendCode('13900000001', 'REGISTER_SMS')
  const made = await step('released', { 'mobile-release': ['mobile.changed'], register: ['user.created', 'user.signed_in'] }, () =>
    b.post('/register/mobile-verify-code', { mobile: '13900000001', verify_code }),
  )
  const told = it.receiver.got.map((it) => `${it.type} ${String(it.data['user_id'])}`).toSorted()
  assert.deepEqual(told, [`mobile.changed ${former.id}`, `user.created ${idOf(made)}`, `user.signed_in ${idOf(made)}`].toSorted())
  // Both of them: who gets it back, and who loses it again.
  await step('brought back', { undo: ['mobile.changed'], 'mobile-release': ['mobile.changed'] }, () =>
    press(b, linkIn(b.mails(EMAIL)[0]?.text)),
  )
})

test('what administrators do, and not which of them', async () => {
  await using it = await listening()
  const { b, admin } = it
  const step = watch(it)
  const made = await step('made', { 'admin/user-create': ['user.created'] }, () =>
    admin('POST', '/api/v2/admin/users', { user_name: 'wang', name: 'Wang', mobile: '13900000001' }),
  )
  assert.equal(made.status, 201, made.text)
  const id = String(made.body['user_id'])
  assert.deepEqual(
    it.receiver.got.map(({ data }) => [data['user_id'], data['actor']]),
    [[id, 'application']],
  )
  await step('read in', { 'admin/user-import': ['user.created', 'user.created'] }, async () => {
    good(await admin('POST', '/api/v2/admin/users/import', { csv: 'name,user_name\nA,aaa\nB,bbb' }))
    for (let n = 0; n < 500 && (await trail(b)).filter((it) => it.event === 'admin/user-import').length < 2; n++)
      await new Promise((resume) => setTimeout(resume, 10))
  })
  const of = `/api/v2/admin/users/${id}`
  const published = `/api/v2/tenant/users/${id}`
  const { version } = (await admin('GET', of)).body
  await step('changed', { 'admin/user-change': ['user.updated'] }, async () =>
    good(await admin('PUT', of, { name: 'W', mobile: '13900000002', version })),
  )
  assert.deepEqual(it.receiver.got[0]?.data['fields'], ['mobile', 'name'])
  await step('a change of yesterday', {}, async () => assert.equal((await admin('PUT', of, { name: 'X', version })).status, 409))
  await step('changed, with a password', { 'admin/user-change': ['user.updated', 'password.changed'] }, async () =>
    good(await admin('PUT', published, { password: 'Plum-Ladder-77' })),
  )
  await step('password', { 'admin/user-password': ['password.changed'] }, async () =>
    good(await admin('PUT', `${published}/change-password`, { password: 'Plum-Ladder-78' })),
  )
  await step('bound', { 'admin/user-bind': ['user.bound'] }, async () =>
    good(await admin('POST', `${of}/bind`, { source_id: 'sandbox', subject: 'sandbox-x' })),
  )
  assert.equal(it.receiver.got[0]?.data['source_id'], 'sandbox')
  await step('bound again', {}, async () => good(await admin('POST', `${of}/bind`, { source_id: 'sandbox', subject: 'sandbox-x' })))
  await step('unbound', { 'admin/user-unbind': ['user.unbound'] }, async () =>
    good(await admin('POST', `${of}/unbind`, { source_id: 'sandbox', subject: 'sandbox-x' })),
  )
  const person = await b.addUser({ userName: 'li', mobile: '+8613900000007', mobileProvenAt: 1 })
  const login = await b.login('13900000007')
  await enrollTotp(b, login)
  await settle(b)
  await step('factors', { 'admin/user-factors-remove': ['factor.removed'] }, async () =>
    good(await admin('POST', `/api/v2/admin/users/${person.id}/factors/remove`, {})),
  )
  assert.deepEqual(it.receiver.got[0]?.data['kinds'], ['totp'])
  await step('sessions', { 'admin/user-sessions-end': ['user.signed_out'] }, async () =>
    good(await admin('POST', `/api/v2/admin/users/${person.id}/sessions/end`, {})),
  )
  await step('disabled', { 'admin/user-disable': ['user.disabled'] }, async () => good(await admin('PUT', `${published}/disable`)))
  await step('disabled already', {}, async () => good(await admin('PUT', `${published}/disable`)))
  await step('enabled', { 'admin/user-enable': ['user.enabled'] }, async () => good(await admin('PUT', `${published}/enable`)))
  await step('erased', { 'admin/user-erase': ['user.erased'] }, async () => good(await admin('POST', `${of}/erase`, { confirm: 'wang' })))
  await step('looked at, and changed what is no person', {}, async () => {
    await admin('GET', '/api/v2/admin/audit')
    good(await admin('PUT', '/api/v2/admin/settings', { settings: { language: 'en' } }))
  })
})

test('the firewall: each rule once a minute, without the number', async () => {
  await using it = await listening({
    bench: { settings: { captcha: { required: false }, sms: { cooldown: 1, firewall: { blocked_prefixes: ['+861390000'] } } } },
  })
  const { b } = it
  const step = watch(it)
  const ask = async (mobile: string) =>
    assert.equal((await b.post('/sms/send', { mobile, type: 'LOGIN_SMS' })).body['error_code'], 'BOWLINE.SMS.0009')
  await step('refused', { 'sms/send': ['sms.refused'] }, () => ask('13900000001'))
  assert.deepEqual([it.receiver.got[0]?.data['rule'], it.receiver.got[0]?.data['verdict']], ['blocked_prefix', 'block'])
  await step('and again', {}, async () => {
    for (let n = 2; n < 9; n++) await ask(`1390000000${n}`)
    await until(async () => (await trail(b)).filter((it) => it.event === 'sms/send').length === 8)
  })
  b.clock.now += 60_001
  await step('a minute later', { 'sms/send': ['sms.refused'] }, () => ask('13900000009'))
  await step('not a number at all', {}, async () =>
    assert.equal((await b.post('/sms/send', { mobile: 'x', type: 'LOGIN_SMS' })).status, 400),
  )
})

test('every type was seen to come of every event of the trail that the map names for it', () => {
  const all = eventTypes.flatMap((type) => Object.keys(sources[type]).map((event) => `${event} ${type}`))
  assert.deepEqual(
    all.filter((it) => !seen.has(it)),
    [],
  )
  assert.deepEqual(
    [...seen].filter((it) => !all.includes(it)),
    [],
  )
})

test('docs/webhooks.md has every type, with its sentence', () => {
  const paper = readFileSync(join(import.meta.dirname, '../../docs/webhooks.md'), 'utf8')
  for (const type of eventTypes) assert.ok(paper.includes(`| \`${type}\` | ${languages.en.webhook_events[type]} |`), type)
  assert.equal([...paper.matchAll(/^\| `[a-z]+\.[a-z_]+` \|/gm)].length, eventTypes.length)
})
