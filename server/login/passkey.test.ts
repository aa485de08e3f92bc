import assert from 'node:assert/strict'
import test from 'node:test'
import { createPasskey, enrollPasskey, type Odd, stateOf } from '../mfa/authenticator.double.ts'
import { forgetApps } from '../apps/index.ts'
import { refuses } from '../refusals.ts'
import { bench, type Bench, claimsOf } from '../testing.ts'
import { updateTenant } from '../tenants/index.ts'
import { findUser, markFactors, replaceUser, type User } from '../users/index.ts'

const MOBILE = '15912345678'
const HOME = 'https://id.example.com'
const env = { BOWLINE_PUBLIC_URL: HOME }
const URL = '/api/v2/sdk/login/passkey'

async function start(given: Parameters<typeof bench>[0] = {}, page = HOME) {
  const b = await bench({ env, ...given })
  const user = await b.addUser({ userName: 'wang', name: 'Wang', mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const passkey = createPasskey(page)
  const id = await enrollPasskey(b, await b.login(MOBILE), passkey)
  return { b, user, passkey, id }
}

async function ask(b: Bench, headers: Record<string, string> = {}) {
  const asked = await b.post('/login/passkey/options', undefined, headers)
  assert.equal(asked.status, 200, asked.text)
  return { state: stateOf(asked), options: asked.body['options'] as { challenge: string; rpId: string } }
}

const enter = async (b: Bench, passkey: ReturnType<typeof createPasskey>, odd: Odd = {}) => {
  const { state, options } = await ask(b)
  return (await b.post('/login/passkey', { response: passkey.get(options, odd) }, state)).body
}

test('a passkey signs in without a user name, and nothing more is asked', async () => {
  const { b, user, passkey } = await start()
  await using _ = b
  const { state, options } = await ask(b)
  const { challenge, ...rest } = options
  assert.match(challenge, /^[\w-]{44}$/)
  assert.deepEqual(rest, { timeout: 600_000, rpId: 'id.example.com', allowCredentials: [], userVerification: 'required' })
  const answer = await b.post('/login/passkey', { response: passkey.get(options) }, state)
  assert.equal(answer.status, 200, answer.text)
  assert.deepEqual(Object.keys(answer.body).toSorted(), ['expire', 'id_token', 'session_token', 'status'])
  const claims = claimsOf(answer.body['id_token'])
  assert.equal(claims['sub'], user.id)
  assert.deepEqual(claims['amr'], ['pop', 'user', 'mfa'])
  assert.equal((await b.get('/logout', await b.signed(String(answer.body['session_token'])))).status, 200)
})

test('also where everybody needs two factors', async () => {
  const { b, passkey } = await start()
  await using _ = b
  await updateTenant(b.ctx, { ...b.tenant, settings: { mfa: { required: 'always' } } })
  forgetApps(b.ctx)
  assert.equal((await enter(b, passkey))['status'], 'SUCCESS')
})

const invalid = { code: 'BOWLINE.MFA.0004', says: 'could not be verified', writes: ['stateTokens' as const] }
const noState = { code: 'PARAM.0014', says: 'Invalid state token' }

test('what login/passkey refuses', async (t) => {
  const { b, passkey } = await start()
  await using _ = b
  const [otherApp, other] = [await b.addApp(), await b.addTenant('other')]
  const stranger = createPasskey(HOME)
  const { state, options } = await ask(b)
  const theirs = await ask(b, { 'x-client-id': other.clientId })
  const good = { url: URL, body: { response: passkey.get(options) }, headers: state }
  const odd = (name: string, it: Odd) => ({ name, body: { response: passkey.get(options, it) }, ...invalid })
  await refuses(t, b, good, [
    { name: 'no state token', headers: { 'x-state-token': '' }, ...noState },
    { name: 'a state token of another application', headers: { 'x-client-id': otherApp }, ...noState },
    { name: 'a state token of another device', headers: { 'x-device-fingerprint': 'another' }, ...noState },
    { name: 'a state token past its ten minutes', later: 600_000, ...noState },
    { name: 'no response', body: { response: undefined }, code: 'BOWLINE.PARAM.0001', says: 'response' },
    { name: 'a passkey nobody knows', body: { response: stranger.get(options) }, ...invalid },
    {
      name: 'in another tenant',
      headers: { ...theirs.state, 'x-client-id': other.clientId },
      body: { response: passkey.get(theirs.options) },
      ...invalid,
    },
    odd('another origin', { origin: 'https://id.example.com.evil.example' }),
    odd('another relying party', { rpId: 'evil.example' }),
    odd('no user verification', { unverified: true }),
    odd('nobody there', { absent: true }),
    odd('another challenge', { challenge: 'AAAA' }),
    odd('a counter that went back', { counter: 1 }),
    odd('no word of whose it is', { userHandle: null }),
    odd('the handle of somebody else', { userHandle: 'AAAA' }),
    {
      name: 'a signature that is none',
      body: { response: { ...good.body.response, response: { ...good.body.response.response, signature: 'AAAA' } } },
      ...invalid,
    },
  ])
  // Ten refusals burned that one; the passkey itself is good.
  assert.equal((await b.call('POST', URL, good.body, state)).body['error_code'], 'PARAM.0014')
  const next = await ask(b)
  const granted = { ...good, headers: next.state, body: { response: passkey.get(next.options) } }
  assert.equal((await b.call('POST', URL, granted.body, granted.headers)).body['status'], 'SUCCESS')
  await refuses(t, b, granted, [{ name: 'the same request again', ...noState }])
  const last = await ask(b)
  await refuses(t, b, { ...granted, headers: last.state }, [{ name: 'the answer to an earlier question', body: granted.body, ...invalid }])
})

test('of ten answers to one question at once one signs in', async () => {
  const { b, passkey } = await start()
  await using _ = b
  const { state, options } = await ask(b)
  const body = { response: passkey.get(options) }
  const answers = await Promise.all(Array.from({ length: 10 }, () => b.post('/login/passkey', body, state)))
  assert.equal(answers.filter((it) => it.body['status'] === 'SUCCESS').length, 1)
})

test('a disabled user is denied; a passkey that was removed, or of an account that was claimed, opens nothing', async () => {
  const { b, user, passkey, id } = await start()
  await using _ = b
  const row = (await findUser(b.ctx, b.tenant.id, user.id)) as User
  await replaceUser(b.ctx, { ...row, disabledAt: 1 })
  assert.deepEqual(await enter(b, passkey), { status: 'ACCESS_DENIED' })
  await replaceUser(b.ctx, { ...row, disabledAt: null })
  assert.equal((await enter(b, passkey))['status'], 'SUCCESS')
  // As `claimAccount` leaves the account of somebody who had prepared it.
  await markFactors(b.ctx, { tenantId: b.tenant.id, id: user.id, factors: '', now: 1 })
  assert.equal((await enter(b, passkey))['error_code'], 'BOWLINE.MFA.0004')
  await markFactors(b.ctx, { tenantId: b.tenant.id, id: user.id, factors: 'passkey', now: 1 })
  const { id_token } = (await enter(b, passkey)) as { id_token: string }
  assert.equal((await b.post('/mfa/factors/remove', { id }, { authorization: `Bearer ${id_token}` })).status, 200)
  assert.equal((await enter(b, passkey))['error_code'], 'BOWLINE.MFA.0004')
})

test('an application says whom passkeys are for, and which pages and apps may ask', async () => {
  const android = 'android:apk-key-hash:47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU'
  const app = { passkey_rp_id: 'example.com', passkey_origins: ['https://shop.example.com', android] }
  const { b, passkey } = await start({ app }, android)
  await using _ = b
  const { options } = await ask(b)
  assert.equal(options.rpId, 'example.com')
  assert.equal((await enter(b, passkey))['status'], 'SUCCESS')
  assert.equal((await enter(b, passkey, { origin: 'https://shop.example.com' }))['status'], 'SUCCESS')
  for (const origin of ['https://example.com', 'https://shop.example.com:8443', HOME, `${android.slice(0, -1)}V`]) {
    assert.equal((await enter(b, passkey, { origin }))['error_code'], 'BOWLINE.MFA.0004', origin)
  }
  assert.equal((await enter(b, passkey, { rpId: 'id.example.com' }))['error_code'], 'BOWLINE.MFA.0004')
})

test('a domain of its own needs no list of pages', async () => {
  const { b, passkey } = await start({ app: { passkey_rp_id: 'example.com' } }, 'https://example.com')
  await using _ = b
  assert.equal((await enter(b, passkey))['status'], 'SUCCESS')
  assert.equal((await enter(b, passkey, { origin: HOME }))['error_code'], 'BOWLINE.MFA.0004')
})

test('a tenant that wants no passkeys asks for none', async () => {
  await using b = await bench({ env, settings: { captcha: { required: false }, mfa: { methods: ['sms'] } } })
  assert.equal((await b.post('/login/passkey/options')).body['error_code'], 'BOWLINE.MFA.0001')
})
