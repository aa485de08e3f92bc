/** A server of the tests that listens, and a client before it. */
import { bench } from '../server/testing.ts'
import { type Bowline, createBowline, type Fetch, type Setup } from './index.ts'

export const MOBILE = '15912345678'
export const EMAIL = 'w@example.com'
export const WANG = { userName: 'wang', name: 'Wang', mobile: `+86${MOBILE}`, mobileProvenAt: 1, email: EMAIL, emailProvenAt: 1 }

/** `await using it = await listening()`. `it.asked` has every request, as method and path. */
export async function listening(given: Parameters<typeof bench>[0] = {}) {
  const b = await bench(given)
  const baseUrl = await b.bowline.listen()
  const asked: string[] = []
  const counting: Fetch = (url, init) => {
    asked.push(`${init.method} ${new URL(url).pathname.replace('/api/v2/sdk', '')}`)
    return fetch(url, init)
  }
  /** The device is that of the bench: what it does is done by the same hand. */
  const device = { system: b.device['x-operating-sys-version'], fingerprint: b.device['x-device-fingerprint'], agent: b.device['x-agent'] }
  const client = (more: Partial<Setup> = {}): Bowline =>
    createBowline({ baseUrl, clientId: b.clientId, device, language: 'en', fetch: counting, ...more })

  /** Somebody signed in by SMS, in this client. */
  async function enter(bowline: Bowline, mobile = MOBILE) {
    const verify_code = await b.sendCode(mobile, 'LOGIN_SMS')
    return bowline.post('/login/mobile-verify-code', { mobile, verify_code })
  }
  return { b, baseUrl, device, asked, counting, client, enter, [Symbol.asyncDispose]: () => b[Symbol.asyncDispose]() }
}

/** How often something was asked. */
export const count = (asked: string[], what: string): number => asked.filter((it) => it === what).length
