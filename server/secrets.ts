/** Random tokens, hashes, constant-time comparison, and the seal for what must be readable again. */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hash,
  hkdfSync,
  randomBytes,
  randomInt,
  timingSafeEqual,
} from 'node:crypto'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Random bytes are drawn from the system in blocks: a request needs a few at a time, and often. Each is given out once. */
const POOL = 4096
let pool = Buffer.alloc(0)

function take(length: number): Buffer {
  if (pool.length < length) pool = randomBytes(POOL)
  const taken = pool.subarray(0, length)
  pool = pool.subarray(length)
  return taken
}

/** `length` letters and digits, about 5.95 bits each, without bias (bytes over 247 are drawn again). */
export function randomToken(length = 32): string {
  let token = ''
  while (token.length < length) {
    for (const byte of take(length + 8)) {
      if (byte < 248 && token.length < length) token += ALPHABET[byte % 62]
    }
  }
  return token
}

/** `length` decimal digits, each code equally likely. */
export const randomDigits = (length: number): string => String(randomInt(10 ** length)).padStart(length, '0')

/** 32 lower-case hexadecimal digits: tenant ids, captcha tokens. */
export const randomHex = (): string => take(16).toString('hex')

/**
 * The published form of an id: yyyyMMddHHmmssSSS-XXXX-XXXXXXXXX (UTC), 52 random bits behind the time.
 * Sorts by time, so new rows land together at the end of their tree.
 */
export function newId(now: number): string {
  const time = new Date(now).toISOString()
  const digits =
    time.slice(0, 4) +
    time.slice(5, 7) +
    time.slice(8, 10) +
    time.slice(11, 13) +
    time.slice(14, 16) +
    time.slice(17, 19) +
    time.slice(20, 23)
  const random = take(7).toString('hex').toUpperCase()
  return `${digits}-${random.slice(0, 4)}-${random.slice(4, 13)}`
}

/** As the ids of a moment (milliseconds) begin: for whatever is looked up by time. */
export const idAt = (at: number): string => new Date(at).toISOString().replace(/\D/g, '')

/** What is stored of a random token: enough to find it again, useless to whoever reads the database. */
export const hashToken = (token: string): string => hash('sha256', token, 'base64url')

/** Compares in time that does not depend on where the two differ. */
export function equal(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}

export type Secrets = {
  /** Keyed hash for things too short to be hashed bare: codes, numbers. */
  mac(...parts: string[]): string
  /** AES-256-GCM; `context` is authenticated, so a sealed value cannot be moved to another row. */
  seal(context: string, text: string): string
  unseal(context: string, sealed: string): string
  /** The key that signs state tokens; shared with nothing else (threat row 14). */
  stateKey: Uint8Array
}

/** Every key used inside is derived from the one master key (RFC 5869), each for one purpose. */
export function createSecrets(master: Uint8Array): Secrets {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', master, 'bowline', purpose, 32))
  const macKey = createSecretKey(derive('mac'))
  const sealKey = derive('seal')
  return {
    stateKey: derive('state token'),
    // Parts are joined with a byte that none of them can hold.
    mac: (...parts) => createHmac('sha256', macKey).update(parts.join('\0')).digest('base64url'),
    seal(context, text) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', sealKey, iv).setAAD(Buffer.from(context))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return `v1.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`
    },
    unseal(context, sealed) {
      if (!sealed.startsWith('v1.')) throw new Error('not a sealed value')
      const bytes = Buffer.from(sealed.slice(3), 'base64url')
      const cipher = createDecipheriv('aes-256-gcm', sealKey, bytes.subarray(0, 12), { authTagLength: 16 })
      cipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(12, 28))
      return Buffer.concat([cipher.update(bytes.subarray(28)), cipher.final()]).toString('utf8')
    },
  }
}
