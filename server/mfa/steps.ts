/** Codes of an authenticator app (RFC 6238), whoever keeps its secret: SHA-1, six digits, half a minute, each step once. */

/** What every authenticator app can do (RFC 6238 section 1.2; the app reads it from the address). */
const FORM = { algorithm: 'SHA1', digits: 6, period: 30 }
/** Steps before and after this one that are still good (RFC 6238 section 5.2). */
const WINDOW = 1

/** Loaded when first used: who asks for no codes pays for none. */
const load = () => import('otpauth')

/** A new secret of 160 bits (RFC 4226 section 4, R6), as it is kept and typed (base32), and as it is scanned (otpauth://). */
export async function makeSecret(issuer: string, label: string): Promise<{ base32: string; uri: string }> {
  const { Secret, TOTP } = await load()
  const secret = new Secret({ size: 20 })
  return { base32: secret.base32, uri: new TOTP({ ...FORM, secret, issuer, label }).toString() }
}

/** The time step this code is of, if it is later than the one that was used last. `now` in milliseconds. */
export async function findStep(base32: string, code: string, now: number, last: number): Promise<number | undefined> {
  const { Secret, TOTP } = await load()
  const secret = Secret.fromBase32(base32)
  const delta = TOTP.validate({ ...FORM, secret, token: code.replace(/\s/g, ''), timestamp: now, window: WINDOW })
  const step = TOTP.counter({ period: FORM.period, timestamp: now }) + (delta ?? 0)
  return delta !== null && step > last ? step : undefined
}
