/** Passkeys of administrators: made for the address the console is reached at. The challenge is kept in the session that asked. */
import type { Static } from 'typebox'
import type { AdminCtx, Ground } from '../context.ts'
import { failBecause } from '../errors.ts'
import { EVERYWHERE } from '../limits/index.ts'
import { type AssertionForm, homeOf, type Kept, type Party, readAssertion } from '../mfa/index.ts'
import type { Schema } from '../schema/tables.ts'
import type { Administrator } from './sessions.ts'
import { findPasskeyRow, listPasskeyRows, usePasskey } from './store.ts'

type Passkey = Schema['adminPasskeys']

/** Most passkeys of one administrator. */
export const MOST = 10
/** How long a browser may ask for one, in milliseconds. */
export const TIMEOUT = 300_000

export function partyOf(ctx: Ground): Party {
  const home = homeOf(ctx.publicUrl())
  return { id: home.hostname, origins: [home.origin] }
}

/** What an authenticator knows an administrator by: it tells nothing of them (WebAuthn section 14.6.1). */
const handleOf = (ctx: Ground, id: string): string => ctx.secrets.mac('passkey administrator', id)
export const entityOf = (ctx: Ground, it: Administrator) => ({ id: handleOf(ctx, it.id), name: it.email, displayName: it.name })

const context = (it: Pick<Passkey, 'administratorId' | 'id'>) => `administrator ${it.administratorId} passkey ${it.id}`
export const sealKept = (ctx: Ground, it: Pick<Passkey, 'administratorId' | 'id'>, kept: Kept): string =>
  ctx.secrets.seal(context(it), JSON.stringify(kept))
const open = (ctx: Ground, it: Passkey) => JSON.parse(ctx.secrets.unseal(context(it), it.secret)) as Kept

/** Somebody's passkeys that work here, as a browser is told of them. */
export async function listHeld(ctx: Ground, administratorId: string) {
  const rows = await listPasskeyRows(ctx, { tenantId: EVERYWHERE, administratorId })
  const { id } = partyOf(ctx)
  return rows
    .map((it) => ({ id: it.credentialId, kept: open(ctx, it) }))
    .filter((it) => it.kept.rpId === id)
    .map((it) => ({ id: it.id, type: 'public-key' as const, transports: it.kept.transports }))
}

/** A passkey that answered, and is not yet used. */
export type Shown = { passkey: Passkey; counter: number }

/** Whose passkey answered, and that it answered this. Without an administrator it has to say itself whose it is. */
export async function provePasskey(
  ctx: AdminCtx,
  challenge: string,
  response: Static<typeof AssertionForm>,
  administratorId: string | null,
): Promise<Shown> {
  const refuse = (reason: string): never => failBecause(`passkey: ${reason}`, 'passkeyInvalid')
  const passkey = (await findPasskeyRow(ctx, { tenantId: EVERYWHERE, credentialId: response.id })) ?? refuse('unknown')
  if (administratorId === null && !response.response.userHandle) refuse('it does not say whose it is')
  if (administratorId !== null && passkey.administratorId !== administratorId) refuse('of another administrator')
  const { credentialId, counter } = passkey
  const held = { credentialId, counter, kept: open(ctx, passkey), handle: handleOf(ctx, passkey.administratorId) }
  return { passkey, counter: await readAssertion(partyOf(ctx), held, challenge, response) }
}

/** WebAuthn section 7.2 step 21: the counter goes up, or there are two of this authenticator; 0 means that it does not count. */
export async function spendPasskey(ctx: AdminCtx, { passkey, counter }: Shown): Promise<void> {
  const key = { tenantId: EVERYWHERE, administratorId: passkey.administratorId, id: passkey.id }
  const used = await usePasskey(ctx, { ...key, counter, still: counter === 0 ? 0 : -1, now: ctx.now() })
  if (used === 0) failBecause('passkey: removed, or its counter went back', 'passkeyInvalid')
}
