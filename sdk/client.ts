/** The client an application holds: every call of the user API by its path, and the session around them. */
import { type Ask, createAsk } from './ask.ts'
import { type Challenge, solveChallenge, type Working } from './challenge.ts'
import { BowlineError, isBowlineError } from './error.ts'
import { type Fetch, memoryStorage, type Storage } from './environment.ts'
import { checkStatus, type Success } from './login.ts'
import { createPasskeys, type Passkeys } from './passkeys.ts'
import type { Given, How, Path, Reply } from './paths.ts'
import { createSessions, type Proof, type Sessions } from './session.ts'
import { createClock, createSigner } from './signature.ts'
import { signedIn } from './types.ts'

export type Setup = {
  /** Where Bowline is, as a browser sees it: https://id.example.com */
  baseUrl: string
  clientId: string
  /** Only with the client_id of an ISV template. */
  tenantId?: string | undefined
  /** `fingerprint` must stay the same on one device: sessions are good on theirs only (keepFingerprint makes one). */
  device: { system: string; fingerprint: string; agent: string }
  /** Of messages: en, zh-CN or zh-TW. Absent: what the tenant speaks. */
  language?: string | undefined
  fetch?: Fetch | undefined
  /** Where the session is kept; absent: in memory, until the page or process ends. */
  storage?: Storage | undefined
  /** How calls show who is signed in. `id_token` needs no WebCrypto. */
  proof?: Proof | undefined
  /** Milliseconds until a call is given up. */
  timeout?: number | undefined
}

export type Bowline = {
  /** `await bowline.get('/profile')`. What needs somebody signed in is signed, and renewed. */
  get<P extends Path<'GET'>>(path: P, ...given: Given<'GET', P>): Promise<Reply<'GET', P>>
  /** `await bowline.post('/social/bind', { mobile, verify_code }, { state_token })`. */
  post<P extends Path<'POST'>>(path: P, ...given: Given<'POST', P>): Promise<Reply<'POST', P>>
  session: Sessions
  passkeys: Passkeys
  /** The proof of work in place of a captcha_token, for one number or address: the `challenge_answer` of a send. */
  work(sender: string, how?: Working): Promise<string>
}

/** What a header can carry (RFC 9110, section 5.5). */
const HEADER = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/

function readHeaders({ device, clientId, tenantId, language }: Setup): Record<string, string> {
  const headers = {
    'X-operating-sys-version': device.system,
    'X-device-fingerprint': device.fingerprint,
    'X-agent': device.agent,
    'X-client-id': clientId,
    ...(tenantId && { 'X-tenant-id': tenantId }),
    ...(language && { 'X-L': language }),
  }
  for (const [name, value] of Object.entries(headers)) {
    if (!HEADER.test(value))
      throw new BowlineError('CLIENT.ENVIRONMENT', `${name} has to be plain ASCII, and not empty: ${JSON.stringify(value)}`)
  }
  return headers
}

export function createBowline(setup: Setup): Bowline {
  const { clientId, tenantId, storage = memoryStorage(), proof = 'signature' } = setup
  const every = readHeaders(setup)
  const headers = async () => ({ ...every })
  const ask: Ask = createAsk(setup)
  const clock = createClock({ ask, headers })
  const signer = createSigner({ ask, headers }, clock)
  const name = ['bowline', tenantId, clientId].filter(Boolean).join('.')
  const { signedAsk, ...session } = createSessions({ ask, headers, storage, name, clock, signer, proof })

  async function call(method: 'GET' | 'POST', path: string, body: unknown, { state_token, ...how }: How = {}): Promise<never> {
    const full = `/api/v2/sdk${path}`
    const own = async () => ({ ...every, ...(state_token && { 'X-state-token': state_token }) })
    const through = signedIn.includes(`${method} ${full}`) ? signedAsk : ask
    const reply = (await through({ method, path: full, headers: own, body, ...how })) as { status?: unknown } | undefined
    if (typeof reply?.status === 'string') checkStatus(reply.status)
    if (reply?.status === 'SUCCESS' && 'session_token' in reply) await session.keep(reply as Success)
    return reply as never
  }
  const get = (path: string, how?: How) => call('GET', path, undefined, how)
  const post = (path: string, body?: unknown, how?: How) => call('POST', path, body, how)
  /** A session that was over already is left all the same. */
  async function leave(how?: How): Promise<never> {
    try {
      await get('/logout', how)
    } catch (reason) {
      if (!isBowlineError(reason, 'CLIENT.SESSION_ENDED')) throw reason
    }
    await session.forget()
    return undefined as never
  }

  return {
    get: async (path, ...given) => (path === '/logout' ? leave(given[0]) : get(path, given[0])),
    post: async (path, ...given) => post(path, given[0], given[1]),
    session,
    passkeys: createPasskeys({
      options: (path, state_token, signal) => post(path, undefined, { state_token, signal }),
      assert: (path, response, state_token, signal) => post(path, { response }, { state_token, signal }),
      register: (response, name, state_token, signal) => post('/mfa/passkey/register', { response, name }, { state_token, signal }),
    }),
    async work(sender, how = {}) {
      const asked = { query: { sender }, signal: how.signal }
      return solveChallenge((await get('/captcha/challenge', asked)) as Challenge, how)
    },
  }
}
