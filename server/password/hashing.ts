/**
 * Passwords to hashes, and back to yes or no. New ones are Argon2id (RFC 9106); what other systems made is
 * compared as it is, and made anew at the next right sign-in. All of it in worker threads, behind the queue.
 */
import { pbkdf2, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { hash as argon2, verify as verifyArgon2 } from '@node-rs/argon2'
import { compare as verifyBcrypt } from '@node-rs/bcrypt'
import type { Ground } from '../context.ts'
import { Failure } from '../errors.ts'
import { type Kept, readHash } from './formats.ts'
import { inTurn } from './queue.ts'

/** 19 MiB, two passes, one lane: the first of the equal choices of OWASP's cheat sheet on password storage. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

const zeros = (length: number) => Buffer.alloc(length).toString('base64').replaceAll('=', '')

/** Nobody's: compared with where there is no hash, so that there being none takes the same time. No known password has it. */
const DUMMY = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$${zeros(16)}$${zeros(32)}`

/**
 * NFKC, one of the two forms NIST SP 800-63B allows (section 5.1.1.2), and not RFC 8265's NFC: an input method left
 * in full-width mode types other letters that look the same, and a password is typed where nobody sees it.
 */
export const normalize = (password: string): string => password.normalize('NFKC')

const derivePbkdf2 = promisify(pbkdf2)
const deriveScrypt = (password: string, { cost: N, block: r, lanes: p, salt, hash }: Extract<Kept, { kind: 'scrypt' }>) =>
  new Promise<Buffer>((done, failed) =>
    scrypt(password, salt, hash.length, { N, r, p, maxmem: 128 * (N + p + 2) * r }, (reason, it) => (reason ? failed(reason) : done(it))),
  )

async function matches(kept: Kept, password: string): Promise<boolean> {
  if (kept.kind === 'argon2') return verifyArgon2(kept.text, password)
  if (kept.kind === 'bcrypt') return verifyBcrypt(password, kept.text)
  if (kept.kind === 'scrypt') return timingSafeEqual(await deriveScrypt(password, kept), kept.hash)
  return timingSafeEqual(await derivePbkdf2(password, kept.salt, kept.rounds, kept.hash.length, kept.digest), kept.hash)
}

/** Whether it is as new ones are made. */
const isOurs = (kept: Kept): boolean =>
  kept.kind === 'argon2' &&
  kept.variant === 'id' &&
  kept.memory === COST.memoryCost &&
  kept.passes === COST.timeCost &&
  kept.lanes === COST.parallelism &&
  kept.text.startsWith('$argon2id$v=19$')

async function counted<T>(ctx: Ground, event: string, work: () => Promise<T>): Promise<T> {
  try {
    return await inTurn(() => {
      ctx.metrics.passwords.inc({ event })
      return work()
    })
  } catch (reason) {
    if (reason instanceof Failure) ctx.metrics.passwords.inc({ event: 'crowded' })
    throw reason
  }
}

/** Of a normalized password. Never inside a transaction. */
export const makeHash = (ctx: Ground, plain: string): Promise<string> => counted(ctx, 'made', () => argon2(plain, COST))

/** Whether the password is the one of this hash, and whether the hash should be made anew. Without a hash: no, after the same work. */
export async function compareHash(ctx: Ground, hash: string | undefined, password: string): Promise<{ right: boolean; old: boolean }> {
  const kept = hash === undefined ? undefined : readHash(hash)
  if (!kept || 'fault' in kept) {
    await counted(ctx, 'compared', () => verifyArgon2(DUMMY, normalize(password)))
    return { right: false, old: false }
  }
  const plain = normalize(password)
  const right = await counted(ctx, 'compared', () => matches(kept, plain))
  const old = !isOurs(kept)
  // Another system may have hashed what was typed as it was typed.
  if (!right && old && plain !== password) return { right: await counted(ctx, 'compared', () => matches(kept, password)), old }
  return { right, old }
}
