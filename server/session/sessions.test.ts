import assert from 'node:assert/strict'
import test from 'node:test'
import { refuses } from '../refusals.ts'
import { bench, type Bench, claimsOf } from '../testing.ts'

const MOBILE = '15912345678'
const OTHER = '13812345678'
const settings = { captcha: { required: false }, sms: { cooldown: 1 }, session_lifetime: 3600 }
const END = '/api/v2/sdk/sessions/end'

type Login = { id_token: string; session_token: string }
type Listed = { id: string; current: boolean; app: string; client_id: string; device: { system: string; agent: string } }
const bearer = (login: { id_token: string }) => ({ authorization: `Bearer ${login.id_token}` })
const idOf = (login: Login) => String(claimsOf(login.id_token)['sid'])
const list = async (b: Bench, login: Login, headers: Record<string, string> = {}) =>
  (await b.get('/sessions', { ...bearer(login), ...headers })).body['sessions'] as Listed[]

async function start() {
  const b = await bench({ settings })
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  await b.addUser({ mobile: `+86${OTHER}`, mobileProvenAt: 1 })
  return b
}

test('the list says where somebody is logged in', async () => {
  await using b = await start()
  const phone = (await b.login(MOBILE)) as Login
  const at = b.clock.now
  const app = { 'x-client-id': await b.addApp({}, { name: 'Shop' }), 'x-operating-sys-version': 'windows10.1.1', 'x-agent': 'Firefox' }
  const laptop = (await b.login(MOBILE, app)) as Login
  await b.login(OTHER)
  const seen = await list(b, phone)
  assert.deepEqual(
    seen.map((it) => it.id),
    [idOf(laptop), idOf(phone)],
  )
  assert.deepEqual(seen[1], {
    id: idOf(phone),
    current: true,
    device: { system: 'Android 10', agent: 'Mozilla/5.0 (Linux; Android 10)' },
    address: '127.0.0.1',
    created_at: Math.floor(at / 1000),
    expires_at: Math.floor(at / 1000) + 3600,
    client_id: b.clientId,
    app: 'Test',
    methods: ['sms'],
  })
  const { current, app: name, client_id, device } = seen[0] as Listed
  assert.deepEqual([current, name, client_id], [false, 'Shop', app['x-client-id']])
  assert.deepEqual(device, { system: 'windows10.1.1', agent: 'Firefox' })
  // The same list from there, by X-signature.
  const key = String((await b.get('/public-key', app)).body['public_key'])
  const signed = await b.get('/sessions', { ...app, ...(await b.signed(laptop.session_token, key)) })
  assert.deepEqual(
    (signed.body['sessions'] as Listed[]).map((it) => it.current),
    [true, false],
  )
  // Those that are over are not in it.
  await b.get('/logout', bearer(phone))
  assert.deepEqual(
    (await list(b, laptop, app)).map((it) => it.id),
    [idOf(laptop)],
  )
})

/** Every use of a session: its token, its bearer, its tickets. */
async function uses(b: Bench, login: Login, ticket: string) {
  const access = { authorization: `Bearer ${await b.accessToken()}` }
  const tenant = (path: string, body: object) => b.call('POST', `/api/v2/tenant/sso/${path}`, { ...b.deviceFields, ...body }, access)
  return [
    await b.post('/session-token/refresh-id-token', {}, bearer(login)),
    await b.post('/session-token/refresh-id-token', {}, await b.signed(login.session_token)),
    await b.post('/sso/session-token/id-token', {}, { 'session-token': login.session_token }),
    await tenant('session-token/sso-ticket', { session_token: login.session_token }),
    await tenant('sso-ticket/verify', { sso_ticket: ticket }),
    await tenant('session-token/refresh', { session_token: login.session_token }),
  ].map((it) => it.status)
}
const ticketOf = async (b: Bench, { session_token }: Login) => {
  const access = { authorization: `Bearer ${await b.accessToken()}` }
  const reply = await b.call('POST', '/api/v2/tenant/sso/session-token/sso-ticket', { ...b.deviceFields, session_token }, access)
  return String(reply.body['sso_ticket'])
}

test('ending one session ends all that came from it, on every server at once, and leaves the others', async () => {
  await using b = await start()
  await using second = await bench({ database: b.place })
  const [mine, lost] = [(await b.login(MOBILE)) as Login, (await b.login(MOBILE)) as Login]
  const [ticket, other] = [await ticketOf(b, lost), await ticketOf(b, mine)]
  second.clock.now = b.clock.now
  assert.equal((await second.post('/session-token/refresh-id-token', {}, bearer(lost))).status, 200)
  const ended = await b.post('/sessions/end', { id: idOf(lost) }, bearer(mine))
  assert.deepEqual([ended.status, ended.text], [200, ''])
  for (const server of [second, b]) assert.deepEqual(await uses(server, lost, ticket), Array(6).fill(400))
  assert.deepEqual(await uses(b, mine, other), Array(6).fill(200))
})

test('ending all the others leaves the one that asks, and nobody else hears of it', async () => {
  await using b = await start()
  const all = [(await b.login(MOBILE)) as Login, (await b.login(MOBILE)) as Login, (await b.login(MOBILE)) as Login]
  const stranger = (await b.login(OTHER)) as Login
  const [mine] = all as [Login, Login, Login]
  assert.equal((await b.call('POST', '/api/v2/sdk/sessions/end-others', undefined, { ...bearer(mine), 'content-type': '' })).text, '')
  assert.deepEqual(
    (await list(b, mine)).map((it) => it.id),
    [idOf(mine)],
  )
  for (const login of all.slice(1)) assert.equal((await b.get('/sessions', bearer(login))).status, 400)
  assert.equal((await list(b, stranger)).length, 1)
})

test('one may end the session one is in', async () => {
  await using b = await start()
  const mine = (await b.login(MOBILE)) as Login
  assert.equal((await b.post('/sessions/end', { id: idOf(mine) }, bearer(mine))).status, 200)
  assert.equal((await b.get('/sessions', bearer(mine))).status, 400)
})

test('what ending a session refuses', async (t) => {
  await using b = await start()
  const [mine, stranger] = [(await b.login(MOBILE)) as Login, (await b.login(OTHER)) as Login]
  const over = (await b.login(MOBILE)) as Login
  await b.get('/logout', bearer(over))
  const other = await b.addTenant('other', settings)
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 }, other.id)
  const foreign = (await b.login(MOBILE, { 'x-client-id': other.clientId })) as Login
  const unknown = { code: 'BOWLINE.SESSION.0002', says: 'does not exist or has ended' }
  await refuses(t, b, { url: END, body: { id: idOf(mine) }, headers: bearer(mine) }, [
    { name: 'nobody said who', headers: { authorization: '' }, code: 'PARAM.0030', says: 'Signature invalid' },
    { name: 'no id', body: { id: undefined }, code: 'BOWLINE.PARAM.0001', says: 'id' },
    { name: 'an id nobody has', body: { id: 'x' }, ...unknown },
    { name: 'the session of another user', body: { id: idOf(stranger) }, ...unknown },
    { name: 'the session of another tenant', body: { id: idOf(foreign) }, ...unknown },
    { name: 'a session that is over', body: { id: idOf(over) }, ...unknown },
  ])
  await refuses(t, b, { method: 'GET', url: '/api/v2/sdk/sessions' }, [
    { name: 'the list: nobody said who', code: 'PARAM.0030', says: 'Signature' },
  ])
  await refuses(t, b, { url: '/api/v2/sdk/sessions/end-others' }, [
    { name: 'the others: nobody said who', code: 'PARAM.0030', says: 'Signature' },
  ])
})
