/** A real OpenID Connect provider on this machine (npm: oidc-provider), and the browser that walks through it. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
// @ts-expect-error the package has no types
import { Provider } from 'oidc-provider'
import { type Double, listen } from './testing.double.ts'

type Account = Record<string, unknown>
type Client = Record<string, unknown> & { client_id: string; redirect_uris: string[] }

export type OidcDouble = Double & {
  /** Paths that were asked for. */
  seen: string[]
  /** Walks from the sign-in address to the redirect, as `account`: what the browser brings back. */
  signIn(authorizeUrl: string, account: string): Promise<URL>
}

/** The few corners of oidc-provider that are used. */
type Engine = {
  callback(): (request: IncomingMessage, reply: ServerResponse) => void
  interactionFinished(request: IncomingMessage, reply: ServerResponse, result: object): Promise<void>
  Grant: new (of: object) => { addOIDCScope(scope: string): void; save(): Promise<string> }
}
type EngineContext = { oidc: { client: { clientId: string }; session: { accountId?: string }; params: { scope: string } } }

export async function startOidcDouble(clients: Client[], accounts: Record<string, Account>): Promise<OidcDouble> {
  const seen: string[] = []
  let engine: Engine
  const server = await listen(async (request, reply) => {
    const { pathname } = new URL(request.url ?? '/', 'http://double')
    seen.push(pathname)
    if (!pathname.startsWith('/interaction/')) return engine.callback()(request, reply)
    // The page where a person would give name and password: our browser says who it is.
    await engine.interactionFinished(request, reply, { login: { accountId: request.headers['x-account'] }, consent: {} })
  })

  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  engine = new Provider(server.url, {
    clients,
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' }] },
    cookies: { keys: ['only for tests'] },
    claims: {
      openid: ['sub'],
      profile: ['name', 'nickname', 'picture', 'preferred_username'],
      email: ['email', 'email_verified'],
      phone: ['phone_number', 'phone_number_verified'],
    },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id, ...accounts[id] }) }),
    // Nobody is asked for consent: it is not what is tested here.
    async loadExistingGrant({ oidc }: EngineContext) {
      const grant = new engine.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId })
      grant.addOIDCScope(oidc.params.scope)
      await grant.save()
      return grant
    },
    ttl: { Session: 60, Interaction: 60, Grant: 60, AccessToken: 60, IdToken: 60 },
  }) as Engine

  return {
    ...server,
    seen,
    async signIn(authorizeUrl, account) {
      const cookies = new Map<string, string>()
      let next = authorizeUrl
      for (let step = 0; step < 6; step++) {
        const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
        const answer = await fetch(next, { redirect: 'manual', headers: { cookie, 'x-account': account } })
        for (const line of answer.headers.getSetCookie()) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
          cookies.set(name, value)
        }
        const location = answer.headers.get('location')
        assert.ok(location, `the provider did not lead on: HTTP ${answer.status} ${await answer.text()}`)
        const target = new URL(location, next)
        if (target.origin !== server.url) return target
        next = target.href
      }
      return assert.fail('the provider led in circles')
    },
  }
}
