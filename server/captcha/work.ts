/**
 * Proof of work: what a person who cannot see the picture shows instead, and what the firewall asks for where
 * numbers are at risk. A challenge is signed, not stored; its answer is good once, for one number or address of one
 * application. The form is ALTCHA's (version 1: SHA-256 over salt and number), so its solvers and widgets can be used.
 */
import { createChallenge, extractParams } from 'altcha-lib/v1'
import type { Ctx } from '../context.ts'
import { fail } from '../errors.ts'
import { equal, hashToken } from '../secrets.ts'
import { senderOf } from './pass.ts'
import { dropWork, useWork } from './store.ts'

export type Challenge = { algorithm: string; challenge: string; salt: string; maxnumber: number; signature: string; expires: number }
/** A right answer, not yet spent. */
export type Work = { hash: string; expiresAt: number }

/** The key is one for each tenant, application and receiver: what it signs is good nowhere else. */
const keyOf = (ctx: Ctx, sender: string) => ctx.secrets.mac('challenge', ctx.tenant.id, ctx.app.clientId, senderOf(ctx, sender))

export async function issueChallenge(ctx: Ctx, sender: string, work: number): Promise<Challenge> {
  const expires = Math.floor(ctx.now() / 1000) + ctx.tenant.settings.captcha.token_lifetime
  const it = await createChallenge({
    algorithm: 'SHA-256',
    hmacKey: keyOf(ctx, sender),
    maxnumber: work,
    expires: new Date(expires * 1000),
  })
  return { algorithm: it.algorithm, challenge: it.challenge, salt: it.salt, maxnumber: work, signature: it.signature, expires }
}

/** Compares an answer: JSON with algorithm, challenge, number, salt and signature, in base64. */
export async function checkWork(ctx: Ctx, answer: string, sender: string): Promise<Work> {
  const said = readAnswer(answer) ?? fail('challengeWrong')
  const expiresAt = Number(extractParams({ ...said, algorithm: 'SHA-256' })['expires']) * 1000
  if (!(expiresAt > ctx.now())) fail('challengeWrong')
  const right = await createChallenge({ algorithm: 'SHA-256', hmacKey: keyOf(ctx, sender), number: said.number, salt: said.salt })
  if (!equal(said.challenge, right.challenge) || !equal(said.signature, right.signature)) fail('challengeWrong')
  return { hash: hashToken(right.signature), expiresAt }
}

type Said = { challenge: string; number: number; salt: string; signature: string }

function readAnswer(answer: string): Said | undefined {
  try {
    const it = JSON.parse(Buffer.from(answer, 'base64').toString()) as Partial<Record<string, unknown>> | null
    const { algorithm, challenge, number, salt, signature } = it ?? {}
    if (algorithm !== 'SHA-256' || typeof number !== 'number' || !Number.isSafeInteger(number) || number < 0) return undefined
    // Ours ends with a delimiter: without one, the first digits of the number could be moved into the time it ends with.
    if (typeof challenge !== 'string' || typeof signature !== 'string' || typeof salt !== 'string' || !salt.endsWith('&')) return undefined
    return { challenge, number, salt, signature }
  } catch {
    return undefined
  }
}

/** Inside the transaction of what it was shown for, so a refused send does not cost it. */
export async function spendWork(ctx: Ctx, { hash, expiresAt }: Work): Promise<void> {
  if ((await useWork(ctx, { tenantId: ctx.tenant.id, hash, now: ctx.now(), expiresAt })) === 0) fail('challengeWrong')
}

/** What it was shown for did not come about. */
export const returnWork = (ctx: Ctx, { hash }: Work) => dropWork(ctx, { tenantId: ctx.tenant.id, hash })
