/** Passkeys of users: whom they are made for, what is kept of them, and their use. The ceremonies themselves: ceremony.ts. */
import type { Static } from 'typebox'
import type { Ctx } from '../context.ts'
import { failBecause } from '../errors.ts'
import type { Schema } from '../schema/tables.ts'
import { addressOf } from '../tenants/index.ts'
import type { User } from '../users/index.ts'
import { homeOf, type Kept, type Party, readAssertion, readAttestation } from './ceremony.ts'
import { useFactor } from './store.ts'
import type { AssertionForm, CreationForm } from './passkey-forms.ts'

type Factor = Schema['factors']

/** Whom passkeys are made for, and which pages and apps may ask for them. */
export function getRelyingParty(ctx: Ctx): Party {
  const { passkey_rp_id: own, passkey_origins: said } = ctx.app.settings
  const home = homeOf(addressOf(ctx, ctx.tenant))
  return { id: own || home.hostname, origins: said.length > 0 ? said : [own ? `https://${own}` : home.origin] }
}

/** What an authenticator knows a person by: the same for all their passkeys, and it tells nothing of them (section 14.6.1). */
export const handleOf = (ctx: Ctx, userId: string): string => ctx.secrets.mac('passkey user', ctx.tenant.id, userId)

const context = (it: Pick<Factor, 'tenantId' | 'userId' | 'id'>) => `factor ${it.tenantId} ${it.userId} ${it.id}`
const open = (ctx: Ctx, factor: Factor) => JSON.parse(ctx.secrets.unseal(context(factor), factor.secret)) as Kept

/** The passkeys of one relying party, as a client is told of them. */
export const listPasskeys = (ctx: Ctx, factors: Factor[], rpId: string) =>
  factors
    .filter((it) => it.kind === 'passkey')
    .map((it) => ({ id: it.credentialId ?? '', kept: open(ctx, it) }))
    .filter((it) => it.kept.rpId === rpId)
    .map(({ id, kept }) => ({ id, type: 'public-key' as const, transports: kept.transports }))

/** A new passkey of this user, or a refusal. */
export async function readCreation(
  ctx: Ctx,
  key: Pick<Factor, 'tenantId' | 'userId' | 'id'>,
  challenge: string,
  response: Static<typeof CreationForm>,
): Promise<Pick<Factor, 'credentialId' | 'counter' | 'secret'>> {
  const { credentialId, counter, kept } = await readAttestation(getRelyingParty(ctx), challenge, response)
  return { credentialId, counter, secret: ctx.secrets.seal(context(key), JSON.stringify(kept)) }
}

/** An assertion that is right, and not yet used. */
export type Asserted = { factor: Factor; counter: number }

/** Whether this passkey answered this challenge. Outside every transaction: it is work for the processor. */
export async function proveAssertion(
  ctx: Ctx,
  factor: Factor,
  challenge: string,
  response: Static<typeof AssertionForm>,
): Promise<Asserted> {
  const { counter, credentialId } = factor
  const held = { credentialId: credentialId ?? '', counter, kept: open(ctx, factor), handle: handleOf(ctx, factor.userId) }
  return { factor, counter: await readAssertion(getRelyingParty(ctx), held, challenge, response) }
}

/** Section 7.2 step 21: the counter goes up, or there are two of this authenticator; 0 means that it does not count. */
export async function spendAssertion(ctx: Ctx, { factor, counter }: Asserted): Promise<void> {
  const key = { tenantId: ctx.tenant.id, userId: factor.userId, id: factor.id, counter, now: ctx.now() }
  if ((await useFactor(ctx, { ...key, still: counter === 0 ? 0 : -1 })) === 0) {
    failBecause('passkey: removed, or its counter went back', 'passkeyInvalid')
  }
}

/** Who a user is, to an authenticator. */
export const entityOf = (ctx: Ctx, user: User) => ({ id: handleOf(ctx, user.id), name: user.userName, displayName: user.name })
