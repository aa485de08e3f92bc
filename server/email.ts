/** One way to write an e-mail address: lower case, the domain as the wire of mail has it. */
import { domainToASCII } from 'node:url'

/** RFC 5321 section 4.5.3.1: 64 octets before the @, 254 in all (a path of 256 with its brackets). */
const LONGEST = 254
const LONGEST_LOCAL = 64

/** RFC 5322 section 3.2.3, dot-atom: no quotes, no comments, nothing that could end a header or a command. */
const LOCAL = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/**
 * An e-mail address in the form it is kept, compared and written to, or nothing. Letters outside ASCII are read in
 * the domain only (IDNA), where the registries watch over them: before the @, one letter folds into another (the
 * Kelvin sign into k), and a code would go to somebody else than the one who is looked up.
 */
export function readEmail(input: string): string | undefined {
  if (input.length > 320) return undefined
  const plain = input.trim()
  const at = plain.lastIndexOf('@')
  const local = plain.slice(0, Math.max(at, 0))
  if (local.length > LONGEST_LOCAL || !LOCAL.test(local)) return undefined
  const domain = readDomain(plain.slice(at + 1))
  const email = domain && `${local.toLowerCase()}@${domain}`
  return email && email.length <= LONGEST ? email : undefined
}

/** A host name with at least two parts, and letters in the last of them: no address in brackets, no number. */
function readDomain(said: string): string | undefined {
  // `domainToASCII` reads what stands in a URL; of that only letters, digits, dots and dashes may be written here.
  if (!/^[\p{L}\p{M}\p{N}.\u3002-]+$/u.test(said)) return undefined
  const labels = domainToASCII(said.normalize('NFC')).split('.')
  const isName = labels.length > 1 && labels.every((it) => LABEL.test(it)) && /[a-z]/.test(labels.at(-1) as string)
  return isName ? labels.join('.') : undefined
}

/** For eyes that need not know it all: `a***@example.com`. */
export const maskEmail = (email: string): string => `${email.slice(0, 1)}***${email.slice(email.lastIndexOf('@'))}`
