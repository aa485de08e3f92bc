/**
 * `@bowline/client/server`: what an application's own server asks, with its client secret. A file of its own, so
 * that no page ever carries it.
 */
import { createAsk } from './ask.ts'
import type { Fetch } from './environment.ts'
import { BowlineError } from './error.ts'
import { remember } from './together.ts'
import type { UserApi } from './types.ts'

export type ServerSetup = {
  baseUrl: string
  clientId: string
  clientSecret: string
  tenantId?: string | undefined
  language?: string | undefined
  fetch?: Fetch | undefined
  /** Milliseconds until a call is given up. */
  timeout?: number | undefined
}

/** Paths below /api/v2/tenant. */
export type ServerPath = keyof UserApi extends infer K ? (K extends `POST /api/v2/tenant/sso/${infer P}` ? `/sso/${P}` : never) : never
type Operation<P extends string> = `POST /api/v2/tenant${P}` extends infer K extends keyof UserApi ? UserApi[K] : never
type Body<P extends string> = Operation<P> extends { body: infer B } ? B : never
type Reply<P extends string> = Operation<P> extends { reply: infer R } ? R : never

export type BowlineServer = {
  /** `await bowline.post('/sso/sso-ticket/verify', { sso_ticket, … })`. */
  post<P extends ServerPath>(
    path: P,
    body: Body<P>,
    how?: { signal?: AbortSignal | undefined; timeout?: number | undefined },
  ): Promise<Reply<P>>
  /** An access token that is good for a while yet. */
  accessToken(): Promise<string>
}

/** A token is given up so many milliseconds before its end. */
const MARGIN = 60_000

export function createBowlineServer(setup: ServerSetup): BowlineServer {
  const { clientId, clientSecret, tenantId, language } = setup
  const ask = createAsk(setup)
  const every = { ...(tenantId && { 'X-tenant-id': tenantId }), ...(language && { 'X-L': language }) }
  const granted = remember(async () => {
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }
    const headers = async () => ({ ...every })
    const reply = (await ask({
      method: 'POST',
      path: '/api/v2/tenant/token',
      headers,
      form,
    })) as UserApi['POST /api/v2/tenant/token']['reply']
    const life = reply.expires_in * 1000
    return { token: reply.access_token, end: Date.now() + life - Math.min(MARGIN, life / 4) }
  })

  async function accessToken(): Promise<string> {
    const held = granted.held()
    if (held && Date.now() >= (await held).end) granted.drop(held)
    return (await granted.get()).token
  }

  return {
    accessToken,
    async post(path, body, how = {}) {
      const once = async () => {
        const headers = async () => ({ ...every, Authorization: `Bearer ${await accessToken()}` })
        return (await ask({ method: 'POST', path: `/api/v2/tenant${path}`, headers, body, ...how })) as never
      }
      const used = granted.held()
      try {
        return await once()
      } catch (reason) {
        // Ended before its time: the secret was changed, or the server's clock. Refused before anything was done.
        if (!(reason instanceof BowlineError && reason.code === 'invalid_token' && used)) throw reason
        granted.drop(used)
        return once()
      }
    },
  }
}
