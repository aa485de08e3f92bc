/**
 * `npm run journey`: a client of the API, from a social account nobody knows to a bound mobile number and
 * a checked id_token, every request and answer printed. Start the server first: `npm start`. Set
 * JOURNEY_URL when it listens elsewhere than on http://127.0.0.1:8420.
 */
import { randomBytes } from 'node:crypto'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { solveSlider } from './solve-slider.ts'

const server = (process.env['JOURNEY_URL'] ?? 'http://127.0.0.1:8420').replace(/\/$/, '')

/** The demo of every fresh development server, as `npm start` prints it. */
const demo = { clientId: 'DemoAppDemoAppDemoAppDemoApp2026', clientSecret: 'demo-secret-for-development-only', mobile: '13800138000' }

/** What this device says of itself. State tokens, sessions and tickets are good on this device only. */
const fingerprint = randomBytes(8).toString('hex')
const device = { 'X-operating-sys-version': 'Android 10', 'X-device-fingerprint': fingerprint, 'X-agent': 'Bowline journey' }
const fromServer = {
  operating_sys_version: 'Android 10',
  device_ip: '127.0.0.1',
  device_fingerprint: fingerprint,
  agent: 'Bowline journey',
}

type Reply = Record<string, unknown> & { error_code?: string; error_msg?: string }

/** Something went wrong, and this is what to do. */
class Stop extends Error {}

const say = (line = '') => console.log(line)
/** Pictures and tokens are long: their beginning is enough to see them by. Fields that are null are left out. */
const shorten = (_: string, it: unknown) => {
  if (it === null) return undefined
  return typeof it === 'string' && it.length > 76 ? `${it.slice(0, 60)}… (${it.length} characters)` : it
}

/** One call, printed. A refusal is an answer like any other: the caller looks at `error_code`. */
async function call(method: string, path: string, headers: Record<string, string> = {}, body?: object | URLSearchParams): Promise<Reply> {
  const isForm = body instanceof URLSearchParams
  say(`→ ${method} ${path}${body ? ` ${isForm ? String(body) : JSON.stringify(body, shorten)}` : ''}`)
  const answer = await fetch(server + path, {
    method,
    headers: { ...headers, ...(body && !isForm && { 'Content-Type': 'application/json;charset=utf8' }) },
    ...(body && { body: isForm ? body : JSON.stringify(body) }),
  })
  const text = await answer.text()
  say(`← ${answer.status} ${text ? JSON.stringify(JSON.parse(text), shorten) : '(empty)'}`)
  return (text ? JSON.parse(text) : {}) as Reply
}

/** As an application's front end. */
const sdk = (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
  call(method, `/api/v2/sdk${path}`, { ...device, 'X-client-id': demo.clientId, 'X-L': 'en', ...headers }, body)

function need(reply: Reply, field: string): string {
  const value = reply[field]
  if (typeof value !== 'string' || !value) throw new Stop(`Expected "${field}" in the answer: ${reply.error_msg ?? JSON.stringify(reply)}`)
  return value
}

async function reachServer() {
  const alive = await fetch(`${server}/healthz`).catch(() => undefined)
  if (!alive) throw new Stop(`Nothing answers at ${server}. Start it in another terminal with: npm start`)
  const inbox = await fetch(`${server}/sandbox/inbox`)
  if (!inbox.ok) throw new Stop(`${server} has no sandbox. Start it in development mode, without a blueprint: npm start`)
}

/** A picture takes one answer only; a wrong one costs a new picture. */
async function earnCaptchaToken(): Promise<string> {
  for (let attempt = 1; attempt <= 5; attempt++) {
    const picture = await sdk('GET', '/captcha')
    const x = solveSlider(need(picture, 'originalImageBase64'), need(picture, 'jigsawImageBase64'))
    const answer = { token: need(picture, 'token'), point_json: JSON.stringify({ x, y: 5 }), sender: demo.mobile }
    const verified = await sdk('POST', '/captcha/verify', answer)
    if (verified['captcha_token']) return need(verified, 'captcha_token')
  }
  throw new Stop('Five pictures were answered wrongly. Run it again.')
}

/** One code a minute and ten a day for one number: the first limit is waited out, the second is told. */
async function sendCode(stateToken: string): Promise<void> {
  const body = { mobile: demo.mobile, type: 'BIND_MOBILE_SMS', captcha_token: await earnCaptchaToken() }
  for (;;) {
    const sent = await sdk('POST', '/sms/send', body, { 'X-state-token': stateToken })
    if (!sent.error_code) return
    if (sent.error_code === 'BOWLINE.SMS.0006')
      throw new Stop(`${sent.error_msg} (Or begin afresh: stop the server, delete the folder "data", start it again.)`)
    if (sent.error_code !== 'BOWLINE.SMS.0004') throw new Stop(sent.error_msg ?? 'The code was not sent.')
    const seconds = Number(/\d+/.exec(sent.error_msg ?? '')?.[0] ?? 60)
    say(
      `  One number gets one code a minute, and ${demo.mobile} had one just now: waiting ${seconds} s. A refused send does not cost the captcha_token.`,
    )
    await new Promise((done) => setTimeout(done, (seconds + 1) * 1000))
  }
}

async function readCode(): Promise<string> {
  const { messages } = (await call('GET', `/sandbox/inbox?mobile=${demo.mobile}`)) as { messages?: { code: string }[] }
  return messages?.[0]?.code ?? ''
}

async function journey() {
  await reachServer()
  const person = `sandbox:${randomBytes(4).toString('hex')}`

  say('1. Somebody signs in with a social account that nobody here knows.')
  const entered = await sdk('POST', '/login/social', { source: 'sandbox', code: person })
  if (need(entered, 'status') !== 'SOCIAL_BIND') throw new Stop(`Expected SOCIAL_BIND, got ${need(entered, 'status')}.`)
  const stateToken = need(entered, 'state_token')

  say('\n2. They solve a picture and have a code sent to their number. The sandbox holds the telephone.')
  await sendCode(stateToken)
  const code = await readCode()

  say('\n3. The code binds the social account to the user who holds the number, and logs them in.')
  const bound = await sdk('POST', '/social/bind', { mobile: demo.mobile, verify_code: code }, { 'X-state-token': stateToken })
  const sessionToken = need(bound, 'session_token')

  say("\n4. The application's server swaps the session_token for a ticket, and the ticket for the user.")
  const client = new URLSearchParams({ grant_type: 'client_credentials', client_id: demo.clientId, client_secret: demo.clientSecret })
  const granted = await call('POST', '/api/v2/tenant/token', {}, client)
  const bearer = { Authorization: `Bearer ${need(granted, 'access_token')}` }
  const ticket = await call('POST', '/api/v2/tenant/sso/session-token/sso-ticket', bearer, { session_token: sessionToken, ...fromServer })
  const told = await call('POST', '/api/v2/tenant/sso/sso-ticket/verify', bearer, { sso_ticket: need(ticket, 'sso_ticket'), ...fromServer })
  const { user } = (told['data'] ?? {}) as { user?: { id: string; name: string } }
  if (!user) throw new Stop('The ticket brought no user.')

  say('\n5. Anybody can check the id_token with the public keys.')
  const discovered = await call('GET', '/.well-known/openid-configuration')
  const keys = createRemoteJWKSet(new URL(need(discovered, 'jwks_uri')))
  const { payload, protectedHeader } = await jwtVerify(need(bound, 'id_token'), keys, {
    issuer: need(discovered, 'issuer'),
    audience: demo.clientId,
  })
  say(
    `  ${protectedHeader.alg} by key ${protectedHeader.kid?.slice(0, 8)}…, good until ${new Date((payload.exp ?? 0) * 1000).toISOString()}`,
  )
  if (payload.sub !== user.id) throw new Stop('The id_token and the ticket name different users.')

  say('\n6. From now on the social account is that user: no code, no question.')
  const again = await sdk('POST', '/login/social', { source: 'sandbox', code: person })
  if (need(again, 'status') !== 'SUCCESS') throw new Stop(`Expected SUCCESS, got ${need(again, 'status')}.`)

  say(`\nDone: ${person} is bound to ${user.name} (${user.id}), proven by a code to ${demo.mobile}.`)
}

try {
  await journey()
} catch (reason) {
  console.error(`\n${reason instanceof Stop ? reason.message : ((reason as Error).stack ?? String(reason))}`)
  process.exitCode = 1
}
