import assert from 'node:assert/strict'
import test from 'node:test'
import { refuses } from '../refusals.ts'
import { bench, claimsOf } from '../testing.ts'
import { markFactors } from '../users/index.ts'
import { enrollTotp, enterBySms, offered, stateOf, totp } from './authenticator.double.ts'
import { addFactor } from './store.ts'

const MOBILE = '15912345678'
const OPEN = { captcha: { required: false }, sms: { cooldown: 1, per_number_per_day: 1000 } }
const URL = '/api/v2/sdk/mfa/totp'

/** RFC 6238 appendix B, the column SHA-1: seconds, and a code of eight digits. */
const VECTORS: [seconds: number, code: string][] = [
  [59, '94287082'],
  [1111111109, '07081804'],
  [1111111111, '14050471'],
  [1234567890, '89005924'],
  [2000000000, '69279037'],
  [20000000000, '65353130'],
]
const SECRET = Buffer.from('12345678901234567890')

test('the codes of RFC 6238: the double makes them, and the server takes them', async () => {
  await using b = await bench()
  b.clock.now = 30_000
  const user = await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const key = { tenantId: b.tenant.id, userId: user.id, id: 'vector' }
  const secret = b.ctx.secrets.seal(`factor ${key.tenantId} ${key.userId} ${key.id}`, 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
  await addFactor(b.ctx, {
    ...key,
    kind: 'totp',
    name: 'RFC',
    secret,
    credentialId: null,
    counter: 0,
    confirmedAt: 1,
    createdAt: 1,
    usedAt: null,
  })
  await markFactors(b.ctx, { tenantId: b.tenant.id, id: user.id, factors: 'totp', now: 1 })
  for (const [seconds, code] of VECTORS) {
    assert.equal(totp(SECRET, seconds * 1000, 8), code)
    b.clock.now = seconds * 1000 - 10_000
    const entered = await enterBySms(b, MOBILE)
    b.clock.now = seconds * 1000
    const answer = await b.post('/mfa/totp', { code: code.slice(2) }, stateOf(entered))
    assert.equal(answer.body['status'], 'SUCCESS', `${seconds}: ${answer.text}`)
  }
})

test('somebody with an authenticator signs in by SMS, and is asked for its code', async () => {
  await using b = await bench()
  const user = await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const authenticator = await enrollTotp(b, await b.login(MOBILE))
  const entered = await enterBySms(b, MOBILE)
  assert.deepEqual(Object.keys(entered.body).toSorted(), ['data', 'state_token', 'status'])
  assert.equal(entered.body['status'], 'MFA_AUTH')
  assert.deepEqual(offered(entered), ['totp'])
  const answer = await b.post('/mfa/totp', { code: authenticator.code() }, stateOf(entered))
  assert.equal(answer.status, 200, answer.text)
  assert.deepEqual(Object.keys(answer.body).toSorted(), ['expire', 'id_token', 'session_token', 'status'])
  assert.equal(answer.body['status'], 'SUCCESS')
  const claims = claimsOf(answer.body['id_token'])
  assert.equal(claims['sub'], user.id)
  assert.deepEqual(claims['amr'], ['sms', 'otp', 'mfa'])
  assert.equal((await b.get('/logout', await b.signed(String(answer.body['session_token'])))).status, 200)
})

test('an authenticator whose clock is off by half a minute is right, and a code may be typed with a space', async () => {
  await using b = await bench()
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const { secret } = await enrollTotp(b, await b.login(MOBILE))
  const later = async (by: number) => {
    b.clock.now += 120_000
    const entered = await enterBySms(b, MOBILE)
    const code = totp(secret, b.clock.now + by)
    return (await b.post('/mfa/totp', { code: `${code.slice(0, 3)} ${code.slice(3)}` }, stateOf(entered))).body
  }
  for (const by of [-30_000, 0, 30_000]) assert.equal((await later(by))['status'], 'SUCCESS', String(by))
  for (const by of [-60_000, 60_000]) assert.equal((await later(by))['error_code'], 'BOWLINE.MFA.0002', String(by))
})

test('either of two authenticators will do', async () => {
  await using b = await bench()
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const login = await b.login(MOBILE)
  for (const authenticator of [await enrollTotp(b, login, 'phone'), await enrollTotp(b, login, 'tablet')]) {
    const entered = await enterBySms(b, MOBILE)
    assert.equal((await b.post('/mfa/totp', { code: authenticator.code() }, stateOf(entered))).body['status'], 'SUCCESS')
  }
})

const wrongOf = (code: string) => (code === '000000' ? '000001' : '000000')

test('what mfa/totp refuses', async (t) => {
  await using b = await bench()
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  await b.addUser({ mobile: '+8613812345678', mobileProvenAt: 1 })
  const authenticator = await enrollTotp(b, await b.login(MOBILE))
  const another = await enrollTotp(b, await b.login('13812345678'))
  const otherApp = await b.addApp()
  const other = await b.addTenant('other')
  const headers = stateOf(await enterBySms(b, MOBILE))
  const code = authenticator.code()
  const good = { url: URL, body: { code }, headers }
  const invalid = { code: 'PARAM.0014', says: 'Invalid state token' }
  const tried = { code: 'BOWLINE.MFA.0002', says: 'Incorrect code of the authenticator', writes: ['budgets', 'stateTokens'] as const }
  await refuses(t, b, good, [
    { name: 'no state token', headers: { 'x-state-token': '' }, ...invalid },
    { name: 'the state token of another application', headers: { 'x-client-id': otherApp }, ...invalid },
    { name: 'the state token of another tenant', headers: { 'x-client-id': other.clientId }, ...invalid },
    { name: 'the state token of another device', headers: { 'x-device-fingerprint': 'another' }, ...invalid },
    { name: 'a state token past its ten minutes', later: 600_000, ...invalid },
    {
      name: 'a state token given for binding',
      first: async () => ({ headers: { 'x-state-token': await b.unknown('alice') } }),
      ...invalid,
    },
    { name: 'no code', body: { code: undefined }, code: 'PARAM.0009', says: 'Verification code required.' },
    { name: 'a code that is a number', body: { code: 123456 }, code: 'BOWLINE.PARAM.0002', says: 'code' },
    { name: 'a wrong code', body: { code: wrongOf(code) }, ...tried, writes: [...tried.writes] },
    { name: 'a code of five digits', body: { code: code.slice(1) }, ...tried, writes: [...tried.writes] },
    { name: 'words', body: { code: 'abcdef' }, ...tried, writes: [...tried.writes] },
    { name: 'the code of somebody else', body: { code: another.code() }, ...tried, writes: [...tried.writes] },
    { name: 'a code of two steps ago', later: 60_000, ...tried, writes: [...tried.writes] },
  ])
  // None of them burned anything: the good one is still granted, and only once.
  assert.equal((await b.call('POST', URL, good.body, headers)).body['status'], 'SUCCESS')
  await refuses(t, b, good, [{ name: 'the same request again', ...invalid }])
  const again = { ...good, headers: stateOf(await enterBySms(b, MOBILE)) }
  await refuses(t, b, again, [
    { name: 'the same code at the next sign-in', ...tried, writes: [...tried.writes] },
    {
      name: 'the code of the step before',
      body: { code: totp(authenticator.secret, b.clock.now - 30_000) },
      ...tried,
      writes: [...tried.writes],
    },
  ])
})

test('a tenant that wants no authenticators asks for none and takes none', async (t) => {
  const settings = { ...OPEN, mfa: { methods: ['sms', 'email'], required: 'always' } }
  await using b = await bench({ settings })
  const user = await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1, email: 'w@example.com', emailProvenAt: 1 })
  await markFactors(b.ctx, { tenantId: b.tenant.id, id: user.id, factors: 'totp', now: 1 })
  const entered = await enterBySms(b, MOBILE)
  assert.deepEqual(offered(entered), ['email'])
  await refuses(t, b, { url: URL, body: { code: '123456' }, headers: stateOf(entered) }, [
    { name: 'a code', code: 'BOWLINE.MFA.0001', says: 'not set up' },
  ])
})

test('of ten uses of one code at once one signs in, whether under one sign-in or under ten', async () => {
  await using b = await bench({ settings: OPEN })
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const authenticator = await enrollTotp(b, await b.login(MOBILE))
  for (const many of [false, true]) {
    b.clock.now += 3_600_000
    const first = stateOf(await enterBySms(b, MOBILE))
    const states = [first]
    for (let i = 1; i < 10; i++) states.push(many ? stateOf(await enterBySms(b, MOBILE)) : first)
    const body = { code: authenticator.code() }
    const answers = await Promise.all(states.map((state) => b.post('/mfa/totp', body, state)))
    assert.equal(answers.filter((it) => it.body['status'] === 'SUCCESS').length, 1)
    for (const it of answers.filter((it) => it.status !== 200)) {
      assert.ok(['BOWLINE.MFA.0002', 'BOWLINE.MFA.0003', 'PARAM.0014'].includes(String(it.body['error_code'])), it.text)
    }
    // The one that was right gave its try back; an hour later the others are forgotten.
  }
})

test('wrong codes are counted over sign-ins, an hour long; a right one costs nothing', async () => {
  const settings = { ...OPEN, mfa: { attempts: 3 } }
  await using b = await bench({ settings })
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const authenticator = await enrollTotp(b, await b.login(MOBILE))
  const attempt = async (code: string) => (await b.post('/mfa/totp', { code }, stateOf(await enterBySms(b, MOBILE)))).body
  for (let i = 0; i < 2; i++) assert.equal((await attempt(wrongOf(authenticator.code())))['error_code'], 'BOWLINE.MFA.0002')
  for (let i = 0; i < 3; i++) {
    b.clock.now += 30_000
    assert.equal((await attempt(authenticator.code()))['status'], 'SUCCESS')
  }
  b.clock.now += 30_000
  assert.equal((await attempt(wrongOf(authenticator.code())))['error_code'], 'BOWLINE.MFA.0002')
  // Now a right one is not even looked at, under any state token.
  const spent = await attempt(authenticator.code())
  assert.equal(spent['error_code'], 'BOWLINE.MFA.0003')
  assert.match(String(spent['error_msg']), /Try again in \d+ minutes/)
  b.clock.now += 3_600_000
  assert.equal((await attempt(authenticator.code()))['status'], 'SUCCESS')
})

test('fifty wrong codes at once: as many are looked at as the hour allows', async () => {
  await using b = await bench()
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const authenticator = await enrollTotp(b, await b.login(MOBILE))
  const states: Record<string, string>[] = []
  for (let i = 0; i < 5; i++) states.push(stateOf(await enterBySms(b, MOBILE)))
  const code = wrongOf(authenticator.code())
  const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => b.post('/mfa/totp', { code }, states[i % 5])))
  const seen = answers.map((it) => it.body['error_code'])
  assert.equal(seen.filter((it) => it === 'BOWLINE.MFA.0002').length, 10)
  assert.equal(seen.filter((it) => it === 'BOWLINE.MFA.0003').length, 40)
})

test('ten wrong codes burn the state token', async () => {
  const settings = { ...OPEN, mfa: { attempts: 100 } }
  await using b = await bench({ settings })
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const authenticator = await enrollTotp(b, await b.login(MOBILE))
  const state = stateOf(await enterBySms(b, MOBILE))
  for (let i = 0; i < 10; i++) {
    assert.equal((await b.post('/mfa/totp', { code: wrongOf(authenticator.code()) }, state)).body['error_code'], 'BOWLINE.MFA.0002')
  }
  assert.equal((await b.post('/mfa/totp', { code: authenticator.code() }, state)).body['error_code'], 'PARAM.0014')
})
