/** The proof of work of /captcha/challenge: done in short turns, so that a page or an app stays alive meanwhile. */
import { fromAscii, toBase64 } from './bytes.ts'
import { BowlineError } from './error.ts'
import { sha256 } from './sha256.ts'
import { aborted, pause } from './together.ts'

/** As the server gives it. */
export type Challenge = { algorithm: string; challenge: string; salt: string; maxnumber: number; signature: string }

export type Working = {
  signal?: AbortSignal | undefined
  /** From 0 to 1: how much of the longest possible way is behind. */
  onProgress?: ((done: number) => void) | undefined
}

/** Milliseconds of a turn: less than a frame. */
const TURN = 10
/** Hashes between two looks at the clock. */
const STEP = 500

/** Answers what /sms/send and /email/send take as `challenge_answer`. */
export async function solveChallenge(it: Challenge, { signal, onProgress }: Working = {}): Promise<string> {
  const begun = Date.now()
  let turn = begun
  for (let number = 0; number <= it.maxnumber; number++) {
    if (number % STEP === 0 && Date.now() - turn >= TURN) {
      onProgress?.(number / it.maxnumber)
      await pause(0, signal)
      turn = Date.now()
    }
    if (number === 0 && signal?.aborted) throw aborted(signal)
    if (sha256(it.salt + number) === it.challenge) {
      const { algorithm, challenge, salt, signature } = it
      return toBase64(fromAscii(JSON.stringify({ algorithm, challenge, number, salt, signature, took: Date.now() - begun })))
    }
  }
  throw new BowlineError('CLIENT.CHALLENGE_UNSOLVABLE', 'This challenge has no answer. Ask for another one.')
}
