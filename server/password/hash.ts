/** A hashing thread: one job, one answer. It gives way to the requests, which wait for it nowhere but where a password is. */
import { pbkdf2Sync, scryptSync, timingSafeEqual } from 'node:crypto'
import { getPriority, setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { hashSync, type Options, verifySync } from '@node-rs/argon2'
import { verifySync as verifyBcrypt } from '@node-rs/bcrypt'
import type { Kept } from './formats.ts'

export type Job = { make: string; cost: Options } | { compare: string; kept: Kept }
/** The new hash, or whether the password is the one. */
export type Answer = { value: string | boolean } | { fault: string }

// On Linux a priority belongs to a thread, and 0 means the one that asks (setpriority(2), "C library/kernel differences");
// elsewhere it would be the whole process. The lowest is 19.
if (process.platform === 'linux') setPriority(Math.min(19, getPriority() + 10))

const matches = (kept: Kept, password: string): boolean => {
  if (kept.kind === 'argon2') return verifySync(kept.text, password)
  if (kept.kind === 'bcrypt') return verifyBcrypt(password, kept.text)
  const { salt, hash } = kept
  if (kept.kind === 'pbkdf2') return timingSafeEqual(pbkdf2Sync(password, salt, kept.rounds, hash.length, kept.digest), hash)
  const { cost: N, block: r, lanes: p } = kept
  return timingSafeEqual(scryptSync(password, salt, hash.length, { N, r, p, maxmem: 128 * (N + p + 2) * r }), hash)
}

function answer(job: Job): Answer {
  try {
    return { value: 'make' in job ? hashSync(job.make, job.cost) : matches(job.kept, job.compare) }
  } catch (reason) {
    return { fault: reason instanceof Error ? reason.message : String(reason) }
  }
}

parentPort?.on('message', (job: Job) => parentPort?.postMessage(answer(job)))
