import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import pg from 'pg'
import { createLog } from '../../server/log.ts'
import { saveGateway } from '../../server/sms/index.ts'
import { bench, type Bench } from '../../server/testing.ts'
import { codeOf } from '../echo.ts'
import { deviceBody, E164, MOBILE, rows, serverCall, wrong } from './expect.ts'

const PROVIDER_SECRET = 'provider-secret-3f9c1a7e55'
const GATEWAY_SECRET = 'gateway-secret-8d2b4c6f90'
const CALLBACK = 'https://app.example/callback'

/** Codes of eight digits: shorter ones turn up by chance among times and ids. */
const settings = { captcha: { required: true }, sms: { cooldown: 1, code_length: 8 } }

/** Every secret that was sent, received or set, by what it is. */
type Secrets = Map<string, string[]>

/** Whole journeys at log level debug, good ones and refused ones. Answers every secret there was. */
async function live(b: Bench): Promise<Secrets> {
  const seen: Secrets = new Map()
  const keep = (what: string, ...values: unknown[]) => seen.set(what, [...(seen.get(what) ?? []), ...values.map(String)])
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const send = async (type: string, headers: Record<string, string> = {}) => {
    const captcha_token = await b.solve(MOBILE)
    b.clock.now += 1001
    const reply = await b.post('/sms/send', { mobile: MOBILE, type, captcha_token }, headers)
    assert.equal(reply.status, 200, reply.text)
    const code = b.code(E164)
    keep('code', code)
    keep('captcha token', captcha_token, captcha_token.split('---')[0])
    return code
  }

  const entered = await b.post('/login/social', {
    source: 'sandbox',
    code: codeOf({ subject: 'alice', nickname: 'Alice', alias: 'union-1' }),
  })
  const state = { 'x-state-token': String(entered.body['state_token']) }
  keep('state token', state['x-state-token'], (JSON.parse(String(claims(state['x-state-token'])['subject'])) as { id: string }).id)
  const code = await send('BIND_MOBILE_SMS', state)
  await b.post('/social/bind', { mobile: MOBILE, verify_code: wrong(code) }, state)
  await b.post('/social/bind', `{"mobile":"${MOBILE}","verify_code":"${code}",`, state)
  const bound = await b.post('/social/bind', { mobile: MOBILE, verify_code: code }, state)
  assert.equal(bound.body['status'], 'SUCCESS', bound.text)
  const { session_token, id_token } = bound.body
  keep('session token', session_token)
  keep('id_token', id_token)

  const login = await b.post('/login/mobile-verify-code', { mobile: MOBILE, verify_code: await send('LOGIN_SMS') })
  keep('session token', login.body['session_token'])
  const begun = await b.post('/login/social/authorize', { source: 'sandbox', redirect_uri: CALLBACK })
  keep('state token', begun.body['state_token'])
  await b.post(
    '/login/social',
    { source: 'sandbox', code: codeOf({ subject: 'bob' }), state: begun.body['state'] },
    { 'x-state-token': String(begun.body['state_token']) },
  )

  keep('client secret', b.secret)
  const query = `grant_type=client_credentials&client_id=${b.clientId}&client_secret=${b.secret}`
  const basic = { authorization: `Basic ${Buffer.from(`${b.clientId}:${b.secret}`).toString('base64')}` }
  const tokens = [
    await b.call('POST', '/api/v2/tenant/token', query, form),
    await b.call('POST', `/api/v2/tenant/token?${query}`, 'grant_type=client_credentials', form),
    await b.call('POST', '/api/v2/tenant/token', 'grant_type=client_credentials', { ...form, ...basic }),
  ]
  for (const it of tokens) keep('access token', it.body['access_token'])
  const authorization = `Bearer ${String(tokens[0]?.body['access_token'])}`
  const ticket = await serverCall(b, 'session-token/sso-ticket', { session_token }, { authorization })
  keep('ticket', ticket.body['sso_ticket'])
  for (let i = 0; i < 2; i++) await serverCall(b, 'sso-ticket/verify', { sso_ticket: ticket.body['sso_ticket'] }, { authorization })
  const refreshed = await serverCall(b, 'session-token/refresh', { session_token }, { authorization })
  keep('session token', refreshed.body['session_token'])
  // Tokens where they do not belong: in a path, in a query, under a wrong method.
  await b.get(`/logout/${String(session_token)}?session_token=${String(session_token)}&mobile=${MOBILE}&code=${code}`)
  await b.call('GET', `/sandbox/inbox?mobile=${MOBILE}`)
  await b.call(
    'POST',
    '/api/v2/tenant/sso/sso-ticket/verify',
    { ...deviceBody(b), sso_ticket: ticket.body['sso_ticket'] },
    { authorization: 'Bearer x' },
  )
  const signature = await b.signed(String(refreshed.body['session_token']))
  keep('signature', signature['x-signature'])
  assert.equal((await b.get('/logout', signature)).status, 200)

  keep('provider secret', PROVIDER_SECRET)
  keep('gateway secret', GATEWAY_SECRET)
  keep('master key', b.place.env['BOWLINE_MASTER_KEY'])
  for (const it of await rows(b, 'signingKeys'))
    keep('private key', ...inner(b.world.secrets.unseal(`signing key ${String(it['kid'])}`, String(it['privateKey']))))
  for (const it of await rows(b, 'apps'))
    keep('private key', ...inner(b.world.secrets.unseal(`app ${String(it['clientId'])}`, String(it['privateKey']))))
  return seen
}

const claims = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>
/** The lines of a PEM: any one of them would give it away. The first are the same for every key. */
const inner = (pem: string) =>
  pem
    .split('\n')
    .filter((it) => it.length === 64)
    .slice(2)

/** All the database holds: the bytes of its files, or every row of every table with all its columns. */
async function readAll(b: Bench): Promise<string> {
  const url = b.place.env['BOWLINE_DATABASE_URL']
  if (!url)
    return globSync('bowline.db*', { cwd: b.world.config.data })
      .map((it) => readFileSync(join(b.world.config.data, it), 'latin1'))
      .join('')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows: tables } = await client.query<{ name: string }>(
    "select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public'",
  )
  const texts = []
  for (const { name } of tables) texts.push(JSON.stringify((await client.query(`select * from ${name}`)).rows))
  await client.end()
  return texts.join('')
}

test('threat 19: after all kinds of journeys no code, token, ticket, secret or private key is in the database or in the log', async () => {
  await using b = await bench({
    settings,
    app: { redirect_uris: [CALLBACK] },
    source: { connector: 'echo', settings: { secret: PROVIDER_SECRET } },
  })
  await saveGateway(b.ctx, b.tenant.id, { id: 'spare', gateway: 'inbox', settings: { secret: GATEWAY_SECRET }, position: 2 })
  await b.addUser({ userName: 'wang', mobile: E164, mobileProvenAt: 1 })
  const seen = await live(b)
  const [database, log] = [await readAll(b), b.log()]
  // The search finds what is there: names, hashes and ids are.
  for (const it of ['wang', b.clientId, b.tenant.id, 'echo', '+8615912345678']) assert.ok(database.includes(it), it)
  assert.ok(log.split('\n').length > 30)
  assert.deepEqual([...seen.keys()].toSorted(), [
    'access token',
    'captcha token',
    'client secret',
    'code',
    'gateway secret',
    'id_token',
    'master key',
    'private key',
    'provider secret',
    'session token',
    'signature',
    'state token',
    'ticket',
  ])
  for (const [what, values] of seen) {
    for (const value of values) {
      assert.ok(value.length >= 8 && value !== 'undefined', `${what}: ${value}`)
      assert.ok(!database.includes(value), `a ${what} is in the database`)
      assert.ok(!log.includes(value), `a ${what} is in the log`)
    }
  }
  for (const it of [MOBILE, E164, '+86-15912345678', '159 1234 5678']) assert.ok(!log.includes(it), 'a mobile number is in the log')
})

test('threat 19: fields that carry secrets are not written to the log, nor what a database says of the row it refused', () => {
  let text = ''
  const log = createLog('debug', { write: (line: string) => void (text += line) })
  const fields = {
    mobile: MOBILE,
    verify_code: '12345678',
    session_token: 'S',
    client_secret: 'C',
    headers: { authorization: 'A' },
    body: { mobile: MOBILE },
  }
  log.info({ ...fields, request: fields, requestId: 'kept' }, 'request')
  const refused = Object.assign(new Error('duplicate key value violates unique constraint "users_proven_mobile"'), {
    code: '23505',
    detail: `Key (tenant_id, mobile)=(t, ${E164}) already exists.`,
    where: `unnamed portal parameter $1 = '${E164}'`,
  })
  log.error({ err: refused }, 'our own failure')
  log.error({ err: new Error('outer', { cause: refused }) }, 'our own failure')
  assert.match(text, /"requestId":"kept"/)
  assert.match(text, /users_proven_mobile/)
  assert.match(text, /23505/)
  assert.ok(!text.includes(MOBILE) && !text.includes('12345678'))
})
