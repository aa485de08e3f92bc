import assert from 'node:assert/strict'
import test from 'node:test'
import { refuses } from '../refusals.ts'
import { bench, type Bench, claimsOf } from '../testing.ts'
import { findUser, replaceUser } from '../users/index.ts'
import { createPasskey, enrollPasskey, enterBySms, type Odd, offered, stateOf } from './authenticator.double.ts'

const MOBILE = '15912345678'
const OTHER = '13812345678'
const HOME = 'https://id.example.com'
const env = { BOWLINE_PUBLIC_URL: HOME }
const OPEN = { captcha: { required: false }, sms: { cooldown: 1, per_number_per_day: 1000 } }

type Login = { id_token: string }
const bearer = (login: Login) => ({ authorization: `Bearer ${login.id_token}` })

async function start(given: Parameters<typeof bench>[0] = {}) {
  const b = await bench({ env, settings: OPEN, ...given })
  const user = await b.addUser({ userName: 'wang', name: 'Wang', mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  return { b, user, login: await b.login(MOBILE) }
}

/** A sign-in by SMS that waits for a passkey: its state token, and the question to the authenticator. */
async function ask(b: Bench) {
  const entered = await enterBySms(b, MOBILE)
  const asked = await b.post('/mfa/passkey/options', {}, stateOf(entered))
  assert.equal(asked.status, 200, asked.text)
  return { waiting: stateOf(entered), state: stateOf(asked), options: asked.body['options'] as { challenge: string; rpId: string } }
}

test('a passkey is made, kept, and asked for as the second factor', async () => {
  const { b, user, login } = await start()
  await using _ = b
  const asked = await b.post('/mfa/passkey/register-options', {}, bearer(login))
  assert.equal(asked.status, 200, asked.text)
  const options = asked.body['options'] as { challenge: string; user: { id: string }; rp: { id: string } }
  const { challenge, user: entity, ...rest } = options
  assert.match(challenge, /^[\w-]{44}$/)
  assert.deepEqual({ ...entity, id: '' }, { id: '', name: 'wang', displayName: 'Wang' })
  // What an authenticator keeps of a person tells nobody who they are.
  assert.ok(!Buffer.from(entity.id, 'base64url').toString('latin1').includes(user.id))
  assert.deepEqual(rest, {
    timeout: 600_000,
    rp: { id: 'id.example.com', name: 'Test' },
    pubKeyCredParams: [-8, -7, -257].map((alg) => ({ type: 'public-key', alg })),
    excludeCredentials: [],
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    attestation: 'none',
  })
  const passkey = createPasskey(HOME)
  const response = passkey.create(options)
  const kept = await b.post('/mfa/passkey/register', { response, name: 'Phone' }, { ...bearer(login), ...stateOf(asked) })
  assert.equal(kept.status, 200, kept.text)
  assert.equal((await findUser(b.ctx, b.tenant.id, user.id))?.factors, 'passkey')
  const list = (await b.get('/mfa/factors', bearer(login))).body['factors'] as object[]
  const at = Math.floor(b.clock.now / 1000)
  assert.deepEqual(list, [{ id: kept.body['id'], kind: 'passkey', name: 'Phone', created_at: at }])
  assert.match(b.inbox(`+86${MOBILE}`)[0]?.text ?? '', /Phone/)

  const entered = await enterBySms(b, MOBILE)
  assert.equal(entered.body['status'], 'MFA_AUTH')
  assert.deepEqual(offered(entered), ['passkey'])
  const question = await b.post('/mfa/passkey/options', {}, stateOf(entered))
  const { challenge: second, ...told } = question.body['options'] as { challenge: string; rpId: string }
  assert.notEqual(second, challenge)
  assert.deepEqual(told, {
    timeout: 600_000,
    rpId: 'id.example.com',
    allowCredentials: [{ id: passkey.id, type: 'public-key', transports: ['internal', 'hybrid'] }],
    userVerification: 'required',
  })
  const answer = await b.post('/mfa/passkey', { response: passkey.get({ ...told, challenge: second }) }, stateOf(question))
  assert.equal(answer.body['status'], 'SUCCESS', answer.text)
  assert.equal(claimsOf(answer.body['id_token'])['sub'], user.id)
  assert.deepEqual(claimsOf(answer.body['id_token'])['amr'], ['sms', 'pop', 'user', 'mfa'])
  // Once made, it is not to be made again on the same device.
  const again = await b.post('/mfa/passkey/register-options', {}, bearer(login))
  assert.deepEqual(
    (again.body['options'] as { excludeCredentials: { id: string }[] }).excludeCredentials.map((it) => it.id),
    [passkey.id],
  )
})

const invalid = { code: 'BOWLINE.MFA.0004', says: 'could not be verified' }
const noState = { code: 'PARAM.0014', says: 'Invalid state token' }

test('what making a passkey refuses', async (t) => {
  const { b, login } = await start()
  await using _ = b
  await b.addUser({ mobile: `+86${OTHER}`, mobileProvenAt: 1 })
  const other = await b.login(OTHER)
  const otherApp = await b.addApp()
  const passkey = createPasskey(HOME)
  const asked = await b.post('/mfa/passkey/register-options', {}, bearer(login))
  const options = asked.body['options'] as never
  const headers = { ...bearer(login), ...stateOf(asked) }
  const good = { url: '/api/v2/sdk/mfa/passkey/register', body: { response: passkey.create(options) }, headers }
  const odd = (name: string, it: Odd) => ({
    name,
    body: { response: passkey.create(options, it) },
    ...invalid,
    writes: ['stateTokens' as const],
  })
  const certificate = new Map<string, never>([
    ['alg', -7 as never],
    ['sig', Buffer.alloc(8) as never],
    ['x5c', Buffer.alloc(3) as never],
  ])
  await refuses(t, b, good, [
    { name: 'nobody said who', headers: { authorization: '' }, code: 'PARAM.0030', says: 'Signature invalid' },
    { name: 'a sign-in of a quarter of an hour ago', later: 900_001, code: 'BOWLINE.SESSION.0001', says: 'recent sign-in' },
    { name: 'no state token', headers: { 'x-state-token': '' }, ...noState },
    { name: 'the state token of somebody else', headers: bearer(other as Login), ...noState },
    { name: 'the state token of another device', headers: { 'x-device-fingerprint': 'another' }, ...noState },
    { name: 'an id_token of another application', headers: { 'x-client-id': otherApp }, code: 'PARAM.0016', says: 'IdToken' },
    { name: 'a state token past its ten minutes', later: 600_000, ...noState },
    { name: 'no response', body: { response: undefined }, code: 'BOWLINE.PARAM.0001', says: 'response' },
    { name: 'a response that is none', body: { response: { id: 'x' } }, code: 'BOWLINE.PARAM.0001', says: 'rawId' },
    {
      name: 'an id with a NUL in it',
      body: { response: { ...good.body.response, id: 'a\0' } },
      code: 'BOWLINE.PARAM.0002',
      says: 'response',
    },
    {
      name: 'an attestation that is no CBOR',
      body: { response: { ...good.body.response, response: { ...good.body.response.response, attestationObject: 'AAAA' } } },
      ...invalid,
      writes: ['stateTokens'],
    },
    {
      name: 'an id that is not the one in the attestation',
      body: { response: { ...good.body.response, id: 'AAAA', rawId: 'AAAA' } },
      ...invalid,
      writes: ['stateTokens'],
    },
    odd('another origin', { origin: 'https://evil.example.com' }),
    odd('another relying party', { rpId: 'example.com' }),
    odd('no user verification', { unverified: true }),
    odd('nobody there', { absent: true }),
    odd('another challenge', { challenge: 'AAAA' }),
  ])
  const next = await b.post('/mfa/passkey/register-options', {}, bearer(login))
  const more = { ...good, headers: { ...bearer(login), ...stateOf(next) } }
  const made = (it: Odd) => ({
    body: { response: passkey.create(next.body['options'] as never, it) },
    ...invalid,
    writes: ['stateTokens' as const],
  })
  await refuses(t, b, more, [
    { name: 'an assertion in its place', ...made({ type: 'webauthn.get' }) },
    {
      name: 'an attestation with certificates, whose addresses would be followed',
      ...made({ attestation: { format: 'packed', statement: certificate } }),
    },
    {
      name: 'an attestation of a kind that carries certificates',
      ...made({ attestation: { format: 'android-safetynet', statement: new Map() } }),
    },
    { name: 'an attestation of no known kind', ...made({ attestation: { format: 'acme', statement: new Map() } }) },
    { name: 'the answer to the question before', body: { response: passkey.create(options) }, ...invalid, writes: ['stateTokens'] },
  ])
  // The good one is still granted, and only once.
  const again = { ...more, body: { response: passkey.create(next.body['options'] as never) } }
  assert.equal((await b.call('POST', again.url, again.body, again.headers)).status, 200)
  await refuses(t, b, again, [{ name: 'the same request again', ...noState }])
})

test("a passkey is one user's, whoever else brings it", async () => {
  const { b, login } = await start()
  await using _ = b
  await b.addUser({ mobile: `+86${OTHER}`, mobileProvenAt: 1 })
  const passkey = createPasskey(HOME)
  await enrollPasskey(b, login, passkey)
  const other = (await b.login(OTHER)) as Login
  const asked = await b.post('/mfa/passkey/register-options', {}, bearer(other))
  const response = passkey.create(asked.body['options'] as never)
  const refused = await b.post('/mfa/passkey/register', { response }, { ...bearer(other), ...stateOf(asked) })
  assert.equal(refused.body['error_code'], 'BOWLINE.MFA.0004')
})

test('of five passkeys at once as many are kept as the tenant allows', async () => {
  const { b, user, login } = await start({ settings: { ...OPEN, mfa: { factors: 2 } } })
  await using _ = b
  const made = []
  for (let i = 0; i < 5; i++) {
    const asked = await b.post('/mfa/passkey/register-options', {}, bearer(login))
    made.push({ response: createPasskey(HOME).create(asked.body['options'] as never), headers: { ...bearer(login), ...stateOf(asked) } })
  }
  const answers = await Promise.all(made.map(({ response, headers }) => b.post('/mfa/passkey/register', { response }, headers)))
  assert.equal(answers.filter((it) => it.status === 200).length, 2)
  assert.ok(answers.every((it) => it.status === 200 || it.body['error_code'] === 'BOWLINE.MFA.0005'))
  assert.equal((await findUser(b.ctx, b.tenant.id, user.id))?.factors, 'passkey')
})

test('what mfa/passkey refuses', async (t) => {
  const { b, login } = await start()
  await using _ = b
  await b.addUser({ mobile: `+86${OTHER}`, mobileProvenAt: 1 })
  const otherApp = await b.addApp()
  const [passkey, foreign, stranger] = [createPasskey(HOME), createPasskey(HOME), createPasskey(HOME)]
  await enrollPasskey(b, login, passkey)
  await enrollPasskey(b, (await b.login(OTHER)) as Login, foreign)
  const { waiting, state, options } = await ask(b)
  const good = { url: '/api/v2/sdk/mfa/passkey', body: { response: passkey.get(options) }, headers: state }
  const tried = { ...invalid, writes: ['stateTokens' as const] }
  const odd = (name: string, it: Odd) => ({ name, body: { response: passkey.get(options, it) }, ...tried })
  await refuses(t, b, good, [
    { name: 'no state token', headers: { 'x-state-token': '' }, ...noState },
    { name: 'the state token of the sign-in itself', headers: waiting, ...noState },
    { name: 'a state token of another application', headers: { 'x-client-id': otherApp }, ...noState },
    { name: 'a state token of another device', headers: { 'x-device-fingerprint': 'another' }, ...noState },
    { name: 'a state token past its ten minutes', later: 600_000, ...noState },
    { name: 'a passkey nobody knows', body: { response: stranger.get(options) }, ...tried },
    { name: 'the passkey of somebody else', body: { response: foreign.get(options) }, ...tried },
    odd('another origin', { origin: 'http://id.example.com' }),
    odd('another relying party', { rpId: 'evil.example.com' }),
    odd('no user verification', { unverified: true }),
    odd('the handle of somebody else', { userHandle: 'AAAA' }),
  ])
  const second = await ask(b)
  const signedByAnother = { ...passkey.get(second.options), response: { ...foreign.get(second.options).response, userHandle: null } }
  const more = { ...good, headers: second.state, body: { response: passkey.get(second.options) } }
  await refuses(t, b, more, [
    { name: 'the answer to the question before', body: good.body, ...tried },
    { name: 'a new passkey in its place', body: { response: passkey.get(second.options, { type: 'webauthn.create' }) }, ...tried },
    { name: 'another key', body: { response: signedByAnother }, ...tried },
  ])
  assert.equal((await b.call('POST', more.url, more.body, more.headers)).body['status'], 'SUCCESS')
  await refuses(t, b, more, [{ name: 'the same request again', ...noState }])
  // The sign-in that waited is over too: neither another question nor the answer to an earlier one.
  const after = await b.post('/mfa/passkey/options', {}, second.waiting)
  assert.equal(after.body['error_code'], 'PARAM.0014')
  const last = await ask(b)
  await refuses(t, b, { ...good, headers: last.state }, [
    { name: 'a counter that went back', body: { response: passkey.get(last.options, { counter: 1 }) }, ...tried },
    { name: 'a counter that stood still', body: { response: passkey.get(last.options, { counter: 0 }) }, ...tried },
  ])
})

test('of ten answers with one assertion at once one signs in', async () => {
  const { b, login } = await start()
  await using _ = b
  const passkey = createPasskey(HOME)
  await enrollPasskey(b, login, passkey)
  const { state, options } = await ask(b)
  const body = { response: passkey.get(options) }
  const answers = await Promise.all(Array.from({ length: 10 }, () => b.post('/mfa/passkey', body, state)))
  assert.equal(answers.filter((it) => it.body['status'] === 'SUCCESS').length, 1)
})

test('an authenticator that does not count is taken as it is; a copy of one that counts is found out', async () => {
  const { b, login } = await start()
  await using _ = b
  const [still, counting] = [createPasskey(HOME, { counts: false }), createPasskey(HOME)]
  for (const passkey of [still, counting]) await enrollPasskey(b, login, passkey)
  for (let i = 0; i < 3; i++) {
    const { state, options } = await ask(b)
    assert.equal((await b.post('/mfa/passkey', { response: still.get(options) }, state)).body['status'], 'SUCCESS')
  }
  const use = async (counter: number) => {
    const { state, options } = await ask(b)
    return (await b.post('/mfa/passkey', { response: counting.get(options, { counter }) }, state)).body
  }
  assert.equal((await use(9))['status'], 'SUCCESS')
  assert.equal((await use(9))['error_code'], 'BOWLINE.MFA.0004')
  assert.equal((await use(10))['status'], 'SUCCESS')
})

test('the only way in is not taken away', async () => {
  const { b, user, login } = await start()
  await using _ = b
  const id = await enrollPasskey(b, login, createPasskey(HOME))
  const second = await enrollPasskey(b, login, createPasskey(HOME))
  await replaceUser(b.ctx, { ...user, mobile: null, mobileProvenAt: null })
  assert.equal((await b.post('/mfa/factors/remove', { id }, bearer(login))).status, 200)
  assert.equal((await b.post('/mfa/factors/remove', { id: second }, bearer(login))).body['error_code'], 'BOWLINE.SOCIAL.0010')
  assert.equal((await findUser(b.ctx, b.tenant.id, user.id))?.factors, 'passkey')
})
