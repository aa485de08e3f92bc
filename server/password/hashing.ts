/**
 * Passwords to hashes, and back to yes or no. New ones are Argon2id (RFC 9106); what other systems made is
 * compared as it is, and made anew at the next right sign-in. All of it on threads of their own, behind the queue.
 */
import type { Ground } from '../context.ts'
import { Failure } from '../errors.ts'
import { type Kept, readHash } from './formats.ts'
import type { Job } from './hash.ts'
import { inTurn } from './queue.ts'
import { threadsOf } from './threads.ts'

/** 19 MiB, two passes, one lane: the first of the equal choices of OWASP's cheat sheet on password storage. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

const zeros = (length: number) => Buffer.alloc(length).toString('base64').replaceAll('=', '')

/** Nobody's: compared with where there is no hash, so that there being none takes the same time. No known password has it. */
const DUMMY = readHash(`$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$${zeros(16)}$${zeros(32)}`) as Kept

/**
 * NFKC, one of the two forms NIST SP 800-63B allows (section 5.1.1.2), and not RFC 8265's NFC: an input method left
 * in full-width mode types other letters that look the same, and a password is typed where nobody sees it.
 */
export const normalize = (password: string): string => password.normalize('NFKC')

/** Whether it is as new ones are made. */
const isOurs = (kept: Kept): boolean =>
  kept.kind === 'argon2' &&
  kept.variant === 'id' &&
  kept.memory === COST.memoryCost &&
  kept.passes === COST.timeCost &&
  kept.lanes === COST.parallelism &&
  kept.text.startsWith('$argon2id$v=19$')

async function counted(ctx: Ground, event: string, job: Job): Promise<string | boolean> {
  try {
    return await inTurn(async () => {
      ctx.metrics.passwords.inc({ event })
      return (await threadsOf(ctx)).run(job)
    })
  } catch (reason) {
    if (reason instanceof Failure) ctx.metrics.passwords.inc({ event: 'crowded' })
    throw reason
  }
}

const matches = async (ctx: Ground, kept: Kept, password: string): Promise<boolean> =>
  (await counted(ctx, 'compared', { compare: password, kept })) === true

/** Of a normalized password. Never inside a transaction. */
export const makeHash = async (ctx: Ground, plain: string): Promise<string> =>
  String(await counted(ctx, 'made', { make: plain, cost: COST }))

/** Whether the password is the one of this hash, and whether the hash should be made anew. Without a hash: no, after the same work. */
export async function compareHash(ctx: Ground, hash: string | undefined, password: string): Promise<{ right: boolean; old: boolean }> {
  const kept = hash === undefined ? undefined : readHash(hash)
  if (!kept || 'fault' in kept) {
    await matches(ctx, DUMMY, normalize(password))
    return { right: false, old: false }
  }
  const plain = normalize(password)
  const right = await matches(ctx, kept, plain)
  const old = !isOurs(kept)
  // Another system may have hashed what was typed as it was typed.
  if (!right && old && plain !== password) return { right: await matches(ctx, kept, password), old }
  return { right, old }
}
