import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import test from 'node:test'
import { createTemplate, createApp, setSecret } from '../../server/apps/index.ts'
import { catalogue, type ErrorName } from '../../server/errors.ts'
import { saveGateway } from '../../server/sms/index.ts'
import { bench, type Bench, claimsOf, type Reply } from '../../server/testing.ts'
import { createTenant } from '../../server/tenants/index.ts'
import { signState } from '../../server/tokens.ts'
import { codeOf } from '../echo.ts'
import { E164, MOBILE, rows, serverCall, wrong } from './expect.ts'

const CALLBACK = 'https://app.example/callback'
const THEIRS = '13900000001'
const settings = { captcha: { required: false }, sms: { cooldown: 1 } }

/** Another tenant with everything a tenant can have, and the same bench to ask it through. */
async function open() {
  const b = await bench({ settings, app: { redirect_uris: [CALLBACK] }, source: { connector: 'echo' } })
  const { id } = await createTenant(b.ctx, { name: 'other', settings })
  await saveGateway(b.ctx, id, { id: 'inbox', gateway: 'inbox', settings: {}, position: 1 })
  await createTemplate(b.ctx, { clientId: 'T'.repeat(32), name: 'Template' })
  const app = await createApp(b.ctx, id, { name: 'Theirs', templateClientId: 'T'.repeat(32), settings: { redirect_uris: [CALLBACK] } })
  const secret = await setSecret(b.ctx, id, app.clientId)
  await b.addSource({ connector: 'echo' }, id)
  await b.addSource({ id: 'theirs', connector: 'echo' }, id)
  await b.addUser({ userName: 'victim', mobile: `+86${THEIRS}`, mobileProvenAt: 1 }, id)
  await b.addUser({ userName: 'mine', mobile: E164, mobileProvenAt: 1 })
  const as = { 'x-client-id': app.clientId }
  const enter = async (subject: string) =>
    String((await b.post('/login/social', { source: 'sandbox', code: codeOf({ subject }) }, as)).body['state_token'])
  const bind = await enter('somebody')
  const begun = await b.post('/login/social/authorize', { source: 'theirs', redirect_uri: CALLBACK }, as)
  const login = await b.login(THEIRS, as)
  const token = await b.call('POST', '/api/v2/tenant/token', {
    grant_type: 'client_credentials',
    client_id: app.clientId,
    client_secret: secret,
  })
  const access = String(token.body['access_token'])
  const ticket = await serverCall(
    b,
    'session-token/sso-ticket',
    { session_token: login.session_token },
    { authorization: `Bearer ${access}` },
  )
  const captcha = String((await b.get('/captcha', as)).body['token'])
  const code = await b.sendCode(THEIRS, 'BIND_MOBILE_SMS', as)
  return {
    b,
    theirs: {
      tenant: id,
      app: app.clientId,
      secret,
      publicKey: app.publicKey,
      bind,
      begun: begun.body,
      login,
      access,
      ticket: String(ticket.body['sso_ticket']),
      captcha,
      code,
    },
    mine: {
      access: await b.accessToken(),
      login: await b.login(MOBILE),
      state: String((await b.post('/login/social', { source: 'sandbox', code: codeOf({ subject: 'me' }) })).body['state_token']),
    },
  }
}

/** What a caller can see: status, body, headers; apart from the request's own id and the time. */
function seen(reply: Reply): unknown {
  const { 'x-request-id': _id, date: _date, ...headers } = reply.headers
  return { status: reply.status, text: reply.text, headers }
}

/** The same call with an id of the other tenant and with one nobody has: one answer, and nothing written. */
async function alike(b: Bench, error: ErrorName, theirs: string, nobodys: string, call: (id: string) => Promise<Reply>): Promise<void> {
  assert.notEqual(theirs, nobodys)
  const before = await b.snapshot()
  const [one, other] = [await call(theirs), await call(nobodys)]
  assert.deepEqual(seen(one), seen(other))
  // The published words for an access token are those of RFC 6750.
  if (error === 'accessTokenInvalid') assert.equal(one.body['error'], 'invalid_token')
  else assert.equal(one.body['error_code'], catalogue[error].code, one.text)
  assert.deepEqual(await b.snapshot(), before)
}

const nobody = (like: string) =>
  Array.from(like, (it) => (/[A-Z]/.test(it) ? 'Q' : /[a-z]/.test(it) ? 'q' : /\d/.test(it) ? '7' : it)).join('')

test('threat 22: every call with an id of another tenant answers byte for byte as for an id that does not exist', async (t) => {
  const { b, theirs, mine } = await open()
  await using _ = b
  const check = (what: string, error: ErrorName, id: string, call: (id: string) => Promise<Reply>, nobodys = nobody(id)) =>
    t.test(`threat 22: ${what}`, () => alike(b, error, id, nobodys, call))
  const server = { authorization: `Bearer ${mine.access}` }
  const proof = { mobile: MOBILE, verify_code: '000000' }
  // A state token of the right key that names nothing: what this tenant's own would be, were it swept away.
  const lost = signState(b.world.secrets.stateKey, 'q'.repeat(32), b.clock.now + 600_000)

  await check(
    'state token at social/bind',
    'stateTokenInvalid',
    theirs.bind,
    (it) => b.post('/social/bind', proof, { 'x-state-token': it }),
    lost,
  )
  await check(
    'state token at social/register-bind',
    'stateTokenInvalid',
    theirs.bind,
    (it) => b.post('/social/register-bind', proof, { 'x-state-token': it }),
    lost,
  )
  await check(
    'state token at sms/send',
    'stateTokenInvalid',
    theirs.bind,
    (it) => b.post('/sms/send', { mobile: MOBILE, type: 'BIND_MOBILE_SMS' }, { 'x-state-token': it }),
    lost,
  )
  await check(
    'state token at login/social',
    'stateTokenInvalid',
    String(theirs.begun['state_token']),
    (it) => b.post('/login/social', { source: 'sandbox', code: '{}', state: theirs.begun['state'] }, { 'x-state-token': it }),
    lost,
  )

  await check('session token in its header', 'sessionInvalid', theirs.login.session_token, (it) =>
    b.post('/sso/session-token/id-token', {}, { 'session-token': it }),
  )
  await check('session token, signed', 'signatureInvalid', theirs.login.session_token, async (it) => b.get('/logout', await b.signed(it)))
  await check("session token, signed with their application's key", 'signatureInvalid', theirs.login.session_token, async (it) =>
    b.get('/logout', await b.signed(it, theirs.publicKey)),
  )
  await check('session token at sso-ticket', 'sessionInvalid', theirs.login.session_token, (it) =>
    serverCall(b, 'session-token/sso-ticket', { session_token: it }, server),
  )
  await check('session token at refresh', 'sessionInvalid', theirs.login.session_token, (it) =>
    serverCall(b, 'session-token/refresh', { session_token: it }, server),
  )
  await check('id_token as bearer', 'idTokenInvalid', theirs.login.id_token, (it) => b.get('/logout', { authorization: `Bearer ${it}` }))
  await check('ticket', 'ticketInvalid', theirs.ticket, (it) => serverCall(b, 'sso-ticket/verify', { sso_ticket: it }, server))
  await check('client id at sso-ticket', 'appUnknown', theirs.app, (it) =>
    serverCall(b, 'session-token/sso-ticket', { session_token: mine.login.session_token, client_id: it }, server),
  )

  for (const path of ['session-token/sso-ticket', 'session-token/refresh', 'sso-ticket/verify']) {
    const body = { session_token: mine.login.session_token, sso_ticket: 'x' }
    await check(
      `access token at ${path}, in my tenant`,
      'accessTokenInvalid',
      theirs.access,
      (it) => serverCall(b, path, body, { authorization: `Bearer ${it}`, 'x-tenant-id': b.tenant.id }),
      randomUUID(),
    )
    await check(`tenant id at ${path}`, 'accessTokenInvalid', theirs.tenant, (it) =>
      serverCall(b, path, body, { ...server, 'x-tenant-id': it }),
    )
  }
  const grant = { grant_type: 'client_credentials', client_secret: theirs.secret }
  await check('client id and secret at tenant/token, in my tenant', 'tenantUnknown', theirs.app, (it) =>
    b.call('POST', '/api/v2/tenant/token', { ...grant, client_id: it }, { 'x-tenant-id': b.tenant.id }),
  )
  await check('tenant id at tenant/token', 'tenantUnknown', theirs.tenant, (it) =>
    b.call('POST', '/api/v2/tenant/token', { ...grant, client_id: b.clientId, client_secret: b.secret }, { 'x-tenant-id': it }),
  )

  const calls: [string, (headers: Record<string, string>) => Promise<Reply>][] = [
    ['captcha', (headers) => b.get('/captcha', headers)],
    ['captcha/verify', (headers) => b.post('/captcha/verify', { point_json: '{"x":1}', token: theirs.captcha, sender: MOBILE }, headers)],
    ['sms/send', (headers) => b.post('/sms/send', { mobile: MOBILE, type: 'LOGIN_SMS' }, headers)],
    ['country-codes', (headers) => b.get('/country-codes', headers)],
    ['server-date', (headers) => b.get('/server-date', headers)],
    ['public-key', (headers) => b.get('/public-key', headers)],
    ['login/social', (headers) => b.post('/login/social', { source: 'sandbox', code: codeOf({ subject: 'x' }) }, headers)],
    ['login/mobile-verify-code', (headers) => b.post('/login/mobile-verify-code', proof, headers)],
    ['social/bind', (headers) => b.post('/social/bind', proof, { 'x-state-token': mine.state, ...headers })],
  ]
  for (const [name, call] of calls) {
    await check(`client id at ${name}, in my tenant`, 'tenantUnknown', theirs.app, (it) =>
      call({ 'x-client-id': it, 'x-tenant-id': b.tenant.id }),
    )
    await check(`tenant id at ${name}`, 'tenantUnknown', theirs.tenant, (it) => call({ 'x-tenant-id': it }))
  }
  await check('client id of a template they use and I do not', 'tenantUnknown', 'T'.repeat(32), (it) =>
    b.get('/captcha', { 'x-client-id': it, 'x-tenant-id': b.tenant.id }),
  )
  await check('source', 'sourceUnknown', 'theirs', (it) => b.post('/login/social', { source: it, code: codeOf({ subject: 'x' }) }))
  await check('source at login/social/authorize', 'sourceUnknown', 'theirs', (it) =>
    b.post('/login/social/authorize', { source: it, redirect_uri: CALLBACK }),
  )
  await check('picture', 'captchaWrong', theirs.captcha, (it) =>
    b.post('/captcha/verify', { point_json: '{"x":1}', token: it, sender: MOBILE }),
  )
  await check(
    'code for a number',
    'codeExpired',
    THEIRS,
    (it) => b.post('/social/bind', { mobile: it, verify_code: theirs.code }, { 'x-state-token': mine.state }),
    '13900000002',
  )
  await check(
    'number of their user',
    'codeExpired',
    THEIRS,
    (it) => b.post('/login/mobile-verify-code', { mobile: it, verify_code: '000000' }),
    '13900000002',
  )
})

test('threat 22: a solved picture of another tenant sends nothing here', async () => {
  const strict = { captcha: { required: true }, sms: { cooldown: 1 } }
  await using b = await bench({ settings: strict })
  const other = await b.addTenant('other', strict)
  const token = String((await b.get('/captcha', { 'x-client-id': other.clientId })).body['token'])
  const point_json = JSON.stringify({ x: await b.answer(token), y: 5 })
  const solved = await b.post('/captcha/verify', { point_json, token, sender: MOBILE }, { 'x-client-id': other.clientId })
  const captcha_token = String(solved.body['captcha_token'])
  assert.match(captcha_token, /---/, solved.text)
  const send = (it: string) => b.post('/sms/send', { mobile: MOBILE, type: 'LOGIN_SMS', captcha_token: it })
  const nobodys = `${nobody(token)}---${point_json}`
  await alike(b, 'captchaTokenInvalid', captcha_token, nobodys, send)
  assert.equal(b.inbox().length, 0)
  // Nor does what becomes of it there: there it is used up, and that is told.
  const spent = { mobile: MOBILE, type: 'LOGIN_SMS', captcha_token }
  assert.equal((await b.post('/sms/send', spent, { 'x-client-id': other.clientId })).status, 200)
  assert.equal((await b.post('/sms/send', spent, { 'x-client-id': other.clientId })).body['error_code'], 'CAPTCHA.0003')
  await alike(b, 'captchaTokenInvalid', captcha_token, nobodys, send)
})

test('threat 22: with a number, a social account and a user name in both tenants, each signs in to its own user', async () => {
  const { b, theirs } = await open()
  await using _ = b
  const mine = await b.addUser({ userName: 'victim', mobile: `+86${THEIRS}`, mobileProvenAt: 1 })
  const here = await b.login(THEIRS)
  assert.equal(claimsOf(here.id_token)['sub'], mine.id)
  const there = await b.login(THEIRS, { 'x-client-id': theirs.app })
  assert.notEqual(claimsOf(there.id_token)['sub'], mine.id)
  assert.notEqual(claimsOf(there.id_token)['iss'], claimsOf(here.id_token)['iss'])
  assert.deepEqual(new Set((await rows(b, 'sessions')).map((it) => it['tenantId'])), new Set([b.tenant.id, theirs.tenant]))
})

test('threat 22: guesses spent in one tenant are not spent in another, and a code of one is none in the other', async () => {
  const { b, theirs } = await open()
  await using _ = b
  const as = { 'x-client-id': theirs.app }
  const code = await b.sendCode(MOBILE, 'LOGIN_SMS', as)
  for (let i = 1; i <= 5; i++) await b.post('/login/mobile-verify-code', { mobile: MOBILE, verify_code: wrong(code, i) }, as)
  const mine = await b.sendCode(MOBILE, 'LOGIN_SMS')
  if (mine !== code)
    assert.equal((await b.post('/login/mobile-verify-code', { mobile: MOBILE, verify_code: code })).body['error_code'], 'CAPTCHA.0007')
  assert.equal((await b.post('/login/mobile-verify-code', { mobile: MOBILE, verify_code: mine })).body['status'], 'SUCCESS')
})
