/** Solves a challenge of /api/v2/sdk/captcha/challenge as a client does, with nothing but a hash. */
import { hash } from 'node:crypto'

export function solveChallenge(challenge: Record<string, unknown>): string {
  const { algorithm, challenge: wanted, salt, signature } = challenge
  const most = Number(challenge['maxnumber'])
  for (let number = 0; number <= most; number++) {
    if (hash('sha256', `${String(salt)}${number}`) === wanted)
      return Buffer.from(JSON.stringify({ algorithm, challenge: wanted, number, salt, signature })).toString('base64')
  }
  throw new Error('this challenge has no answer')
}
