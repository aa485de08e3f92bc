/**
 * Hashes that other systems made, in PHC and modular crypt form: which can be compared, and at what price.
 * A hash is as expensive as whoever made it says, so the price is read, and bounded, before it is believed.
 */

/** What a kept hash says of itself. */
export type Kept =
  | { kind: 'argon2'; text: string; memory: number; passes: number; lanes: number; variant: string }
  | { kind: 'bcrypt'; text: string }
  | { kind: 'scrypt'; cost: number; block: number; lanes: number; salt: Buffer; hash: Buffer }
  | { kind: 'pbkdf2'; digest: string; rounds: number; salt: Buffer; hash: Buffer }

/** Why a hash cannot be taken over. */
export type HashFault = { fault: 'unknown format' | 'malformed' | 'too expensive to compare' }

// About a second each on a slow core, and 256 MiB: OWASP's and libsodium's recommendations all fit.
const MEMORY = 256 * 1024 * 1024
const ARGON2_KIB_PASSES = 1024 * 1024
const BCRYPT_COST = 14
const SCRYPT_BYTES = 512 * 1024 * 1024
const PBKDF2_ROUNDS = 2_000_000

const ARGON2 = /^\$argon2(id|i|d)\$(?:v=(?:19|16)\$)?m=(\d{1,9}),t=(\d{1,5}),p=(\d{1,3})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/
// $2x$ marks hashes of an implementation that misread bytes over 127: comparing them rightly is comparing them wrongly.
const BCRYPT = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/
// As Passlib and PHC write it; the logarithm of N is what is written.
const SCRYPT = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/]+)={0,2}\$([A-Za-z0-9+/]+)={0,2}$/
// Passlib writes the bare number and a dot for the plus; PHC writes i=, and perhaps l=.
const PBKDF2 = /^\$pbkdf2(?:-(sha1|sha256|sha512))?\$(?:i=)?(\d{1,9})(?:,l=\d{1,3})?\$([A-Za-z0-9+/.]+)={0,2}\$([A-Za-z0-9+/.]+)={0,2}$/

/** Base64 that stands for at least so many bytes, and not for part of one. */
function bytes(text: string, least: number): Buffer | undefined {
  if (text.length % 4 === 1) return undefined
  const read = Buffer.from(text.replaceAll('.', '+'), 'base64')
  return read.length >= least && read.length <= 128 ? read : undefined
}

/** Less than 16 bytes of hash, and a wrong password could pass by chance or by intent. */
const readBytes = (salt: string, hash: string) => {
  const read = { salt: bytes(salt, 1), hash: bytes(hash, 16) }
  return read.salt && read.hash ? { salt: read.salt, hash: read.hash } : undefined
}

export function readHash(text: string): Kept | HashFault {
  const name = /^\$(argon2|2|scrypt|pbkdf2)/.exec(text)?.[1]
  if (!name) return { fault: 'unknown format' }
  const read =
    name === 'argon2' ? readArgon2(text) : name === '2' ? readBcrypt(text) : name === 'scrypt' ? readScrypt(text) : readPbkdf2(text)
  return read ?? { fault: 'malformed' }
}

/** Why this hash cannot be taken over, or nothing. */
export function faultOfHash(text: string): HashFault['fault'] | undefined {
  const read = readHash(text)
  return 'fault' in read ? read.fault : undefined
}

const tooExpensive: HashFault = { fault: 'too expensive to compare' }

function readArgon2(text: string): Kept | HashFault | undefined {
  const [, variant, m, t, p, salt = '', hash = ''] = ARGON2.exec(text) ?? []
  if (!variant || !readBytes(salt, hash) || (bytes(salt, 8)?.length ?? 65) > 64) return undefined
  const [memory, passes, lanes] = [Number(m), Number(t), Number(p)]
  // RFC 9106 section 3.1: at least 8 KiB for a lane.
  if (passes < 1 || lanes < 1 || memory < 8 * lanes) return undefined
  if (memory * 1024 > MEMORY || memory * passes > ARGON2_KIB_PASSES || lanes > 16) return tooExpensive
  return { kind: 'argon2', text, memory, passes, lanes, variant }
}

function readBcrypt(text: string): Kept | HashFault | undefined {
  const cost = Number(BCRYPT.exec(text)?.[1] ?? 0)
  if (cost < 4 || cost > 31) return undefined
  return cost > BCRYPT_COST ? tooExpensive : { kind: 'bcrypt', text }
}

function readScrypt(text: string): Kept | HashFault | undefined {
  const [, ln, r, p, salt = '', hash = ''] = SCRYPT.exec(text) ?? []
  const read = readBytes(salt, hash)
  const [log, block, lanes] = [Number(ln), Number(r), Number(p)]
  if (!read || !(log >= 1) || !(block >= 1) || !(lanes >= 1)) return undefined
  const memory = 128 * 2 ** log * block
  if (memory > MEMORY || memory * lanes > SCRYPT_BYTES) return tooExpensive
  return { kind: 'scrypt', cost: 2 ** log, block, lanes, ...read }
}

function readPbkdf2(text: string): Kept | HashFault | undefined {
  const [, digest = 'sha1', i, salt = '', hash = ''] = PBKDF2.exec(text) ?? []
  const read = readBytes(salt, hash)
  const rounds = Number(i)
  if (!read || !(rounds >= 1)) return undefined
  return rounds > PBKDF2_ROUNDS ? tooExpensive : { kind: 'pbkdf2', digest, rounds, ...read }
}
