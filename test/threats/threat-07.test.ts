import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import test from 'node:test'
import { bench, type Bench } from '../../server/testing.ts'
import { codeOf, handed } from '../echo.ts'
import { E164, MOBILE, refused, refusedSilently } from './expect.ts'

const CALLBACK = 'https://app.example/callback'
const open = () => bench({ app: { redirect_uris: [CALLBACK] }, source: { connector: 'echo', unknownUser: 'auto_create' } })

/** Begins an authorization, as the person's browser does. */
async function begin(b: Bench, headers: Record<string, string> = {}) {
  const reply = await b.post('/login/social/authorize', { source: 'sandbox', redirect_uri: CALLBACK }, headers)
  assert.equal(reply.status, 200, reply.text)
  const sent = new URL(String(reply.body['authorize_url'])).searchParams
  return { state: String(reply.body['state']), token: String(reply.body['state_token']), sent }
}

const finish = (b: Bench, it: { state?: string; token: string }, headers: Record<string, string> = {}) =>
  b.post(
    '/login/social',
    { source: 'sandbox', code: codeOf({ subject: 'mallory' }), ...(it.state && { state: it.state }) },
    { 'x-state-token': it.token, ...headers },
  )

test("threat 7: the attacker's answer of the provider, put into the victim's browser, is refused before the provider is asked", async () => {
  await using b = await open()
  const victim = await begin(b, { 'x-device-fingerprint': 'victim' })
  const attacker = await begin(b, { 'x-device-fingerprint': 'mallory' })
  const asked = handed.length
  const inVictims = { 'x-device-fingerprint': 'victim' }
  await refusedSilently(b, 'stateTokenInvalid', () => finish(b, { state: attacker.state, token: victim.token }, inVictims))
  await refusedSilently(b, 'stateTokenInvalid', () => finish(b, { token: victim.token }, inVictims))
  await refusedSilently(b, 'stateTokenInvalid', () => finish(b, attacker, inVictims))
  assert.equal(handed.length, asked)
  assert.equal((await finish(b, victim, inVictims)).body['status'], 'SUCCESS')
})

test('threat 7: an authorization ends once', async () => {
  await using b = await open()
  const it = await begin(b)
  assert.equal((await finish(b, it)).body['status'], 'SUCCESS')
  await refusedSilently(b, 'stateTokenInvalid', () => finish(b, it))
  const another = await begin(b)
  const replies = await Promise.all(Array.from({ length: 20 }, () => finish(b, another)))
  assert.equal(replies.filter((reply) => reply.body['status'] === 'SUCCESS').length, 1)
})

test('threat 7: state, nonce and PKCE are made here, new each time, and what was promised to the provider is what is kept', async () => {
  await using b = await open()
  const [one, two] = [await begin(b), await begin(b)]
  for (const name of ['state', 'nonce', 'codeChallenge']) assert.notEqual(one.sent.get(name), two.sent.get(name))
  assert.equal(one.sent.get('state'), one.state)
  // The caller's own verifier, nonce and redirect address do not count where the authorization began here.
  await b.post(
    '/login/social',
    {
      source: 'sandbox',
      code: codeOf({ subject: 'a' }),
      state: one.state,
      nonce: 'mine',
      code_verifier: 'mine',
      redirect_uri: 'https://evil.example/',
    },
    { 'x-state-token': one.token },
  )
  const proof = handed.at(-1)
  assert.equal(createHash('sha256').update(String(proof?.codeVerifier)).digest('base64url'), one.sent.get('codeChallenge'))
  assert.deepEqual([proof?.nonce, proof?.redirectUri], [one.sent.get('nonce'), CALLBACK])
})

test('threat 7: a redirect address that is not registered exactly so begins nothing', async () => {
  await using b = await open()
  for (const redirect_uri of [
    `${CALLBACK}/`,
    `${CALLBACK}?a=1`,
    CALLBACK.toUpperCase(),
    'https://app.example',
    'https://app.example.evil.example/callback',
    'https://app.example/callback/../x',
  ]) {
    await refusedSilently(b, 'redirectRefused', () => b.post('/login/social/authorize', { source: 'sandbox', redirect_uri }))
  }
})

const forms: [string, string][] = [
  ['application/x-www-form-urlencoded', `mobile=${MOBILE}&verify_code=000000&type=BIND_MOBILE_SMS&source=sandbox&code=x`],
  [
    'text/plain',
    JSON.stringify({
      mobile: MOBILE,
      verify_code: '000000',
      type: 'BIND_MOBILE_SMS',
      source: 'sandbox',
      code: codeOf({ subject: 'mallory' }),
    }),
  ],
  ['multipart/form-data; boundary=x', `--x\r\nContent-Disposition: form-data; name="mobile"\r\n\r\n${MOBILE}\r\n--x--\r\n`],
]
test('threat 7: a cross-site form post is refused by every call of an application, with all its headers right', async () => {
  await using b = await open()
  await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  const paths = [
    '/login/social',
    '/login/social/authorize',
    '/login/mobile-verify-code',
    '/sms/send',
    '/social/bind',
    '/social/register-bind',
    '/captcha/verify',
  ]
  for (const [type, body] of forms) {
    const headers = { 'content-type': type, 'x-state-token': (await begin(b)).token }
    for (const path of paths) await refusedSilently(b, 'bodyInvalid', () => b.call('POST', `/api/v2/sdk${path}`, body, headers))
  }
  assert.equal(b.inbox().length, 0)
})

test('threat 7: a cookie is no authority, and no other site is allowed to read', async () => {
  await using b = await bench()
  await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  const { session_token, id_token } = await b.login(MOBILE)
  const cookie = `session_token=${session_token}; id_token=${id_token}; X-signature=${session_token}; Authorization=Bearer ${id_token}`
  refused(await b.get('/logout', { cookie }), 'signatureInvalid')
  refused(await b.post('/session-token/refresh-id-token', {}, { cookie }), 'signatureInvalid')
  refused(await b.post('/sso/session-token/id-token', {}, { cookie }), 'sessionInvalid')
  const reply = await b.get('/server-date', { origin: 'https://evil.example' })
  assert.equal(reply.headers['access-control-allow-origin'], undefined)
  assert.equal(reply.headers['set-cookie'], undefined)
})
