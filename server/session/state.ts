/** State tokens: what is still to be done before somebody is logged in. Named, single use, short. */
import { type Ctx, transact } from '../context.ts'
import { failBecause } from '../errors.ts'
import { hashToken, randomToken } from '../secrets.ts'
import { readState, signState } from '../tokens.ts'
import { addState, countStateFailure, findState, spendState } from './store.ts'

/** A social account that waits to be tied to a user. */
export type Identity = { sourceId: string; subject: string; alias?: string; nickname?: string; avatar?: string }

/** Somebody who proved who they are, but is not logged in yet: by which ways, and from which source. */
export type Waiting = { userId: string; methods: Method[]; sourceId?: string }

/** Ways of proving who one is; in id_tokens the claim `amr` (RFC 8176 where it has a word). */
export type Method = 'pwd' | 'sms' | 'email' | 'social' | 'totp' | 'passkey'

/** What each kind of state token stands for. A wrong purpose does not compile. */
export type Pending = {
  /** "No user associated": bind. */
  SOCIAL_BIND: Identity
  /** "No user associated": bind or register. */
  USER_REGISTER: Identity
  /** "No user associated": the person chooses. */
  SOCIAL_CHOICE: Identity
  /** A second factor is still missing. `link` is tied once it is there, and the number of this keyed hash, proven but old, renewed. */
  MFA_AUTH: Waiting & { link?: Identity; number?: string }
  /** The password is about to expire, or has expired. */
  PASSWORD_WARN: Waiting
  PASSWORD_EXPIRED: Waiting
  /** A passkey is being asked for, to sign in. */
  PASSKEY: { challenge: string }
  /** A passkey is being asked for as the second factor that the state token of this hash waits for. */
  PASSKEY_MFA: { challenge: string; waitingHash: string; waiting: Pending['MFA_AUTH'] }
  /** A passkey is being made by somebody who is logged in. */
  PASSKEY_ENROLL: { challenge: string; userId: string }
  /** Sent to a provider's authorization page, not back yet. The verifier is sealed (threat row 19). */
  SOCIAL_AUTHORIZE: { sourceId: string; redirectUri: string; state: string; nonce: string; codeVerifier: string }
}
export type Purpose = keyof Pending

export type OpenState<P extends Purpose = Purpose> = { hash: string; purpose: P; payload: Pending[P] }

/** A new state token of this application, tenant and device. Belongs inside the transaction that decides to give it. */
export async function issueState<P extends Purpose>(
  ctx: Ctx,
  purpose: P,
  payload: Pending[P],
): Promise<{ token: string; lifetime: number }> {
  const id = randomToken(32)
  const { lifetime } = ctx.tenant.settings.state
  const expiresAt = ctx.now() + lifetime * 1000
  await addState(ctx, {
    tenantId: ctx.tenant.id,
    hash: hashToken(id),
    purpose,
    clientId: ctx.app.clientId,
    fingerprint: hashToken(ctx.device.fingerprint),
    payload: JSON.stringify({ journey: ctx.journey.id, payload }),
    expiresAt,
  })
  return { token: signState(ctx.secrets.stateKey, id, expiresAt), lifetime }
}

/**
 * What a state token stands for. One answer for all that can be wrong with it; the audit trail knows
 * which (threat row 6). Opening does not spend: `closeState` does, in the transaction that acts on it.
 */
export async function openState<P extends Purpose>(ctx: Ctx, purposes: readonly P[], token: string): Promise<OpenState<P>> {
  const refuse = (reason: string): never => failBecause(`state token: ${reason}`, 'stateTokenInvalid')
  const id = readState(ctx.secrets.stateKey, token) ?? refuse('not one of ours')
  const row = (await findState(ctx, { tenantId: ctx.tenant.id, hash: hashToken(id) })) ?? refuse('unknown')
  if (row.clientId !== ctx.app.clientId) refuse('of another application')
  if (!(purposes as readonly string[]).includes(row.purpose)) refuse(`given for ${row.purpose}`)
  if (row.fingerprint !== hashToken(ctx.device.fingerprint)) refuse('of another device')
  if (row.usedAt !== null) refuse('spent')
  if (row.expiresAt <= ctx.now()) refuse('expired')
  if (row.failures >= ctx.tenant.settings.state.failures) refuse('too many failures')
  const { journey, payload } = JSON.parse(row.payload) as { journey: string; payload: Pending[P] }
  ctx.journey.id = journey
  return { hash: row.hash, purpose: row.purpose as P, payload }
}

/** Spends it: of any number at once, one gets through. */
export async function closeState(ctx: Ctx, state: Pick<OpenState, 'hash'>): Promise<void> {
  const most = ctx.tenant.settings.state.failures
  const spent = await spendState(ctx, { tenantId: ctx.tenant.id, hash: state.hash, now: ctx.now(), most })
  if (spent === 0) failBecause('state token: spent by another request', 'stateTokenInvalid')
}

/** A refused attempt under this token: after the tenant's number of them it is burned. */
export const failState = (ctx: Ctx, hash: string) => transact(ctx, (ctx) => countStateFailure(ctx, { tenantId: ctx.tenant.id, hash }))
