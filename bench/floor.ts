/**
 * The floor: what the journeys cost when nothing is done but what cannot be left out. Bare node:http, JSON in
 * and out, the same number of prepared statements and durable commits on the same tables, the same signature,
 * tokens as random as ours. No routes beyond a table, no checks, no limits that refuse, no texts, no log.
 */
import { generateKeyPairSync, type KeyObject, randomInt, randomUUID, sign } from 'node:crypto'
import { createServer } from 'node:http'
import { openChannel, type Told } from './channel.ts'
import { openPostgres, openSqlite, type Row, type Run, type Store } from './floor-db.ts'
import { type Algorithm, apps } from './people.ts'

type Asked = { body: Record<string, string>; headers: Record<string, string | string[] | undefined> }

const { FLOOR_FILE: file = '', FLOOR_URL: url = '', FLOOR_TENANT: tenant = '', BENCH_CHANNEL: channel = '' } = process.env
const store: Store = url ? await openPostgres(url) : openSqlite(file)
let told: Told[] = []

const keys: Record<Algorithm, KeyObject> = {
  RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
}
const heads = { RS256: encode({ alg: 'RS256', kid: randomUUID() }), ES256: encode({ alg: 'ES256', kid: randomUUID() }) }
function encode(value: object) {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
const algorithmOf = new Map<string, Algorithm>(Object.entries(apps).map(([algorithm, clientId]) => [clientId, algorithm as Algorithm]))

function signToken(clientId: string, claims: object): string {
  const algorithm = algorithmOf.get(clientId) ?? 'RS256'
  const text = `${heads[algorithm]}.${encode(claims)}`
  return `${text}.${sign('sha256', Buffer.from(text), { key: keys[algorithm], dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}

function idToken(clientId: string, user: Row, sessionId: string): string {
  const now = Math.floor(Date.now() / 1000)
  return signToken(clientId, {
    iss: 'http://127.0.0.1/api/v1/oauth2',
    aud: clientId,
    sub: user['id'],
    iat: now,
    nbf: now - 120,
    exp: now + 7200,
    jti: randomUUID(),
    sid: sessionId,
    ...userInfo(user),
  })
}
const userInfo = (user: Row) => ({
  id: user['id'],
  userName: user['user_name'],
  name: user['name'],
  mobile: user['mobile'],
  email: user['email'] ?? '',
})

const text = (it: Asked, name: string) => String(it.headers[name] ?? '')
const clientOf = (it: Asked) => text(it, 'x-client-id')
/** Sorts by time, as Bowline's ids do: new rows stay together. */
const newId = () => `${Date.now()}-${randomUUID()}`
const event = (run: Run, it: Asked, name: string, user: string | null) => {
  const id = newId()
  return run('addEvent', tenant, id, Date.now(), id, name, 'SUCCESS', clientOf(it), user, null, '127.0.0.1', id)
}
const spend = (run: Run, key: string) => run('spendBudget', tenant, key, Date.now(), Date.now() + 86_400_000)

/** In the areas that Bowline counts a message in: numbers beside it, its country, who asks, the tenant's day and month. */
function count(run: Run, it: Asked, mobile: string) {
  const areas = [`p ${mobile.slice(0, -4)}`, `r ${mobile.slice(0, -6)}`, 'c CN', 'a 127.0.0.1', `app ${clientOf(it)}`, 'day', 'month']
  const now = Date.now()
  return run('countTraffic', ...areas.flatMap((area, n) => [tenant, area, n ? '' : `${mobile.slice(-4, -2)},`, now, now + 86_400_000]))
}

async function addSession(run: Run, it: Asked, user: Row) {
  const id = newId()
  const token = randomUUID()
  const now = Date.now()
  const fingerprint = text(it, 'x-device-fingerprint')
  await run(
    'addSession',
    tenant,
    id,
    token,
    user['id'] ?? '',
    clientOf(it),
    fingerprint,
    text(it, 'x-operating-sys-version'),
    text(it, 'x-agent'),
    '127.0.0.1',
    'sms',
    now,
    now + 604_800_000,
  )
  return { id, token }
}

/** The code compared, then all that follows from it: two transactions, as in Bowline. */
async function prove(it: Asked, purpose: string, state: string, more: (run: Run, user: Row) => Promise<unknown>) {
  const { mobile = '', verify_code: code } = it.body
  const tried = await store.transact(async (run) => {
    await spend(run, `guess ${mobile}`)
    return run('tryCode', tenant, mobile, purpose, state, Date.now())
  })
  if (tried?.['code_mac'] !== code) return { error: 'wrong code' }
  const login = await store.transact(async (run) => {
    await run('useCode', Date.now(), tenant, mobile, purpose, state)
    await run('refundBudget', tenant, `guess ${mobile}`)
    const user = (await run('findUserByMobile', tenant, mobile)) as Row
    await run('renewProof', Date.now(), Date.now(), tenant, user['id'] ?? '')
    await more(run, user)
    const session = await addSession(run, it, user)
    await event(run, it, 'login', String(user['id']))
    return { user, session }
  })
  return {
    status: 'SUCCESS',
    session_token: login.session.token,
    id_token: idToken(clientOf(it), login.user, login.session.id),
    expire: 604_800,
  }
}

const bearer = (it: Asked) => store.read('findAccessToken', text(it, 'authorization').slice(7), Date.now())

const routes: Record<string, (it: Asked) => Promise<object | undefined>> = {
  '/api/v2/sdk/login/social': (it) =>
    store.transact(async (run) => {
      const subject = `sandbox-${it.body['code']}`
      await run('findAccount', tenant, 'sandbox', subject)
      const token = randomUUID()
      await run(
        'addState',
        tenant,
        token,
        'SOCIAL_BIND',
        clientOf(it),
        text(it, 'x-device-fingerprint'),
        JSON.stringify({ sourceId: 'sandbox', subject }),
        Date.now() + 600_000,
      )
      await event(run, it, 'login', null)
      return { status: 'SOCIAL_BIND', state_token: token, data: '{"socialBindOrRegisterFlow":["VERIFY_PHONE"]}' }
    }),
  async '/api/v2/sdk/sms/send'(it) {
    const { mobile = '', type } = it.body
    const state = text(it, 'x-state-token')
    if (state) await store.read('findState', tenant, state)
    const code = String(randomInt(1e6)).padStart(6, '0')
    await store.transact(async (run) => {
      await spend(run, `wait ${mobile}`)
      await spend(run, `send ${mobile}`)
      await run('putCode', tenant, mobile, type ?? '', state, code, Date.now(), Date.now() + 300_000)
      await run('addMessage', tenant, newId(), mobile, mobile.slice(0, -4), Date.now(), Date.now() + 2_592_000_000)
      await count(run, it, mobile)
      await event(run, it, 'send', null)
    })
    told.push({ mobile, code })
    return undefined
  },
  async '/api/v2/sdk/social/bind'(it) {
    const state = text(it, 'x-state-token')
    const { payload } = (await store.read('findState', tenant, state)) as { payload: string }
    const { subject } = JSON.parse(payload) as { subject: string }
    return prove(it, 'BIND_MOBILE_SMS', state, async (run, user) => {
      await run('spendState', Date.now(), tenant, state)
      await run('addAccount', tenant, 'sandbox', subject, newId(), user['id'] ?? '', subject, Date.now(), Date.now())
    })
  },
  '/api/v2/sdk/login/mobile-verify-code': (it) => prove(it, 'LOGIN_SMS', '', () => Promise.resolve()),
  async '/api/v2/tenant/token'(it) {
    const client = it.body['client_id'] ?? ''
    const token = randomUUID()
    await store.transact(async (run) => {
      await run('addAccessToken', tenant, token, client, Date.now() + 1_800_000)
      await event(run, it, 'token', null)
    })
    const now = Math.floor(Date.now() / 1000)
    const id_token = signToken(client, {
      iss: 'http://127.0.0.1/api/v1/oauth2',
      aud: client,
      sub: client,
      iat: now,
      nbf: now - 120,
      exp: now + 1800,
      scope: 'all',
    })
    return { access_token: token, token_type: 'Bearer', expires_in: 1800, scope: 'all', id_token }
  },
  async '/api/v2/sdk/sso/session-token/id-token'(it) {
    const session = (await store.read('findSession', tenant, text(it, 'session-token'))) as Row
    const user = (await store.read('findUser', tenant, session['user_id'] ?? '')) as Row
    return { session_token: text(it, 'session-token'), expire: 604_800, id_token: idToken(clientOf(it), user, String(session['id'])) }
  },
  async '/api/v2/tenant/sso/session-token/sso-ticket'(it) {
    await bearer(it)
    const session = (await store.read('findSession', tenant, it.body['session_token'] ?? '')) as Row
    await store.read('findApp', tenant, clientOf(it))
    const ticket = randomUUID()
    await store.transact(async (run) => {
      await run('addTicket', tenant, ticket, session['id'] ?? '', clientOf(it), it.body['device_fingerprint'] ?? '', Date.now() + 60_000)
      await event(run, it, 'sso-ticket', String(session['user_id']))
    })
    return { expire: 60, sso_ticket: ticket }
  },
  async '/api/v2/tenant/sso/sso-ticket/verify'(it) {
    await bearer(it)
    const user = await store.transact(async (run) => {
      const spent = (await run('spendTicket', Date.now(), tenant, it.body['sso_ticket'] ?? '')) as Row
      const session = (await run('findSessionById', tenant, spent['session_id'] ?? '')) as Row
      const user = (await run('findUser', tenant, session['user_id'] ?? '')) as Row
      await event(run, it, 'sso-verify', String(user['id']))
      return user
    })
    return { code: '200', message: 'success', data: { user: userInfo(user) } }
  },
}

const server = createServer((request, response) => {
  let body = ''
  request.setEncoding('utf8')
  request.on('data', (chunk: string) => (body += chunk))
  request.on('end', () => {
    const read = body.startsWith('{') ? (JSON.parse(body) as Record<string, string>) : Object.fromEntries(new URLSearchParams(body))
    const answer = routes[request.url ?? '']?.({ body: read, headers: request.headers })
    Promise.resolve(answer).then(
      (it) => {
        const out = it ? JSON.stringify(it) : ''
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(out) }).end(out)
      },
      (reason: Error) => response.writeHead(500, { 'content-length': 0 }).end(process.stderr.write(`${reason.stack}\n`)),
    )
  })
})
server.listen(0, '127.0.0.1', () => {
  if (channel) openChannel(channel, collect, () => store.counts)
  process.send?.({ port: (server.address() as { port: number }).port })
})
process.on('SIGTERM', () => process.exit(0))

function collect(): Told[] {
  const these = told
  told = []
  return these
}
