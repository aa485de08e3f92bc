/** How somebody signed in, as a claim of the id_token. */
import type { Method } from './state.ts'

/**
 * RFC 8176 section 2, where it has a word: a passkey is the possession of a key by somebody present (where the key
 * lies, in hardware or not, we are not told). It has none for a code by e-mail or an account held elsewhere: ours stay.
 */
const words: Record<Method, string[]> = {
  pwd: ['pwd'],
  sms: ['sms'],
  email: ['email'],
  social: ['social'],
  totp: ['otp'],
  passkey: ['pop', 'user'],
}

/** `mfa` as the policy counts: two different ways, or a passkey, which asks for the device and for what opens it. */
export function amrOf(methods: readonly Method[]): string[] {
  const ways = [...new Set(methods)]
  const several = ways.length > 1 || ways.includes('passkey')
  return [...ways.flatMap((it) => words[it]), ...(several ? ['mfa'] : [])]
}

/** As a session keeps them; one from before they were kept has none. */
export const readMethods = (text: string): Method[] => text.split(' ').filter(Boolean) as Method[]
