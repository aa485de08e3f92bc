/**
 * X-signature: `session_token=…&timestamp=…&nonce=…` under the application's RSA key (OAEP, SHA-256), in base64. The
 * timestamp is the server's: how far this device's clock is off is asked for once, with the key, and again when a
 * signature is refused.
 */
import type { Ask } from './ask.ts'
import { fromAscii, fromBase64, toBase64, toHex } from './bytes.ts'
import { getSubtle, randomBytes } from './environment.ts'
import { remember } from './together.ts'

type Asked = { ask: Ask; headers: () => Promise<Record<string, string>> }

/** The server's clock, in milliseconds since 1970. */
export type Clock = {
  now(): Promise<number>
  /** Before a call: what it answers has the clock asked for anew, once for all who used this one. */
  mark(): () => void
}

export function createClock({ ask, headers }: Asked): Clock {
  const offset = remember(async () => {
    const before = Date.now()
    const { timestamp } = (await ask({ method: 'GET', path: '/api/v2/sdk/server-date', headers })) as { timestamp: string }
    // It read its clock between the two: in the middle, as far as anybody knows.
    return Number(timestamp) - (before + Date.now()) / 2
  })
  return {
    now: async () => Math.round(Date.now() + (await offset.get())),
    mark() {
      const used = offset.get()
      return () => offset.drop(used)
    },
  }
}

export type Signer = {
  sign(sessionToken: string): Promise<string>
  /** As the clock's, for key and clock. */
  mark(): () => void
}

export function createSigner(asked: Asked, clock: Clock): Signer {
  const key = remember(async () => {
    const subtle = getSubtle()
    const { public_key } = (await asked.ask({ method: 'GET', path: '/api/v2/sdk/public-key', headers: asked.headers })) as {
      public_key: string
    }
    const der = fromBase64(public_key.replace(/-----[A-Z ]+-----/g, ''))
    return subtle.importKey('spki', der, { name: 'RSA-OAEP', hash: 'SHA-256' }, false, ['encrypt'])
  })
  return {
    async sign(sessionToken) {
      const [imported, timestamp] = await Promise.all([key.get(), clock.now()])
      const text = `session_token=${sessionToken}&timestamp=${timestamp}&nonce=${toHex(randomBytes(16))}`
      return toBase64(new Uint8Array(await getSubtle().encrypt({ name: 'RSA-OAEP' }, imported, fromAscii(text))))
    },
    mark() {
      const used = key.get()
      const renewClock = clock.mark()
      return () => {
        key.drop(used)
        renewClock()
      }
    },
  }
}
