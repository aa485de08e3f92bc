/** An application that signs people in here: a certified client (npm: openid-client), and the browser it sends. */
import assert from 'node:assert/strict'
import * as client from 'openid-client'
import type { Bench } from '../testing.ts'

export const CALLBACK = 'https://app.example.com/callback'
export const MOBILE = '15912345678'

export type Relying = Awaited<ReturnType<typeof relyOn>>

/** A listening server with somebody in it; the clock is everybody else's, because the client and the engine look at theirs. */
export async function open(b: Bench): Promise<string> {
  b.clock.now = Date.now()
  const base = await b.bowline.listen()
  await b.addUser({
    userName: 'wang',
    name: 'Wang',
    mobile: `+86${MOBILE}`,
    mobileProvenAt: 1,
    email: 'wang@example.com',
    emailProvenAt: 1,
  })
  return base
}

/** Discovers the issuer as `clientId` of the bench's tenant; without a secret it is a public client. */
export async function relyOn(b: Bench, base: string, clientId: string, secret?: string, alg = 'RS256') {
  const issuer = new URL(`${base}/tenants/${b.tenant.id}/api/v1/oauth2`)
  const auth = secret === undefined ? client.None() : client.ClientSecretBasic(secret)
  const config = await client.discovery(issuer, clientId, { id_token_signed_response_alg: alg }, auth, {
    execute: [client.allowInsecureRequests],
  })
  return {
    config,
    issuer: issuer.href,
    /** A request as it is sent to the browser, and what must come back with it. */
    async begin(more: Record<string, string> = {}) {
      const verifier = client.randomPKCECodeVerifier()
      const [state, nonce] = [client.randomState(), client.randomNonce()]
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: CALLBACK,
        scope: 'openid',
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        ...more,
      })
      return { url, checks: { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce } }
    },
  }
}

/** A browser that keeps its cookies by path, follows what leads on within the server, and stops at everything else. */
export function browse(base: string, cookies = new Map<string, { value: string; path: string }>()) {
  async function ask(address: string | URL, init: RequestInit = {}): Promise<Response> {
    const url = new URL(address, base)
    const sent = [...cookies].filter(([, it]) => url.pathname.startsWith(it.path)).map(([name, it]) => `${name}=${it.value}`)
    const answer = await fetch(url, { redirect: 'manual', ...init, headers: { cookie: sent.join('; '), ...init.headers } })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      const path = /; ?path=([^;]*)/i.exec(line)?.[1] ?? '/'
      if (value && !/max-age=0|1970/i.test(line)) cookies.set(name, { value, path })
      else cookies.delete(name)
    }
    return answer
  }
  return {
    cookies,
    ask,
    /** Follows from the address until it leads elsewhere; answers where. */
    async follow(address: string | URL): Promise<URL> {
      let next = new URL(address, base)
      for (let step = 0; step < 8; step++) {
        const answer = await ask(next)
        const location = answer.headers.get('location')
        assert.ok(location, `not led on: HTTP ${answer.status} ${await answer.text()}`)
        next = new URL(location, next)
        if (next.origin !== base) return next
      }
      return assert.fail('led in circles')
    },
  }
}

/** Signed in by SMS, in a browser: the cookie the pages set. */
export async function signedIn(b: Bench, base: string, headers?: Record<string, string>) {
  const { session_token } = await b.login(MOBILE, headers)
  return browse(base, new Map([['bowline_session', { value: session_token, path: `/tenants/${b.tenant.id}` }]]))
}
