/**
 * Passkeys: WebAuthn level 2, sections 7.1 and 7.2. User verification is required, so a passkey is two factors in
 * one; no attestation is asked for, so nothing is believed of what an authenticator says it is.
 */
import type { Static } from 'typebox'
import type { Ctx } from '../context.ts'
import { failBecause } from '../errors.ts'
import { equal, randomToken } from '../secrets.ts'
import type { Schema } from '../schema/tables.ts'
import { addressOf } from '../tenants/index.ts'
import type { User } from '../users/index.ts'
import { useFactor } from './store.ts'
import type { AssertionForm, CreationForm } from './passkey-forms.ts'

type Factor = Schema['factors']

/** Loaded when first used: it costs 30 MB and a fifth of a second, and a server without passkeys pays neither. */
const load = () => import('@simplewebauthn/server')

/** COSE: EdDSA, ES256, RS256 (WebAuthn section 5.4). */
export const ALGORITHMS = [-8, -7, -257]

/** Long enough that nobody guesses it (WebAuthn section 13.4.3); a multiple of four, so every client writes it back alike. */
export const createChallenge = (): string => randomToken(44)

/** Whom passkeys are made for, and which pages and apps may ask for them. */
export function getRelyingParty(ctx: Ctx): { id: string; origins: string[] } {
  const { passkey_rp_id: own, passkey_origins: said } = ctx.app.settings
  const home = new URL(addressOf(ctx, ctx.tenant), 'http://localhost')
  // There are no passkeys for an IP address (WebAuthn section 5.1.2): at home it is called by its name.
  if (home.hostname === '127.0.0.1' || home.hostname === '[::1]') home.hostname = 'localhost'
  return { id: own || home.hostname, origins: said.length > 0 ? said : [own ? `https://${own}` : home.origin] }
}

/** What an authenticator knows a person by: the same for all their passkeys, and it tells nothing of them (section 14.6.1). */
export const handleOf = (ctx: Ctx, userId: string): string => ctx.secrets.mac('passkey user', ctx.tenant.id, userId)

/** What is kept of a passkey, sealed. */
type Kept = { publicKey: string; transports: string[]; rpId: string; backedUp: boolean }
const context = (it: Pick<Factor, 'tenantId' | 'userId' | 'id'>) => `factor ${it.tenantId} ${it.userId} ${it.id}`
const open = (ctx: Ctx, factor: Factor) => JSON.parse(ctx.secrets.unseal(context(factor), factor.secret)) as Kept

/** The passkeys of one relying party, as a client is told of them. */
export const listPasskeys = (ctx: Ctx, factors: Factor[], rpId: string) =>
  factors
    .filter((it) => it.kind === 'passkey')
    .map((it) => ({ id: it.credentialId ?? '', kept: open(ctx, it) }))
    .filter((it) => it.kept.rpId === rpId)
    .map(({ id, kept }) => ({ id, type: 'public-key' as const, transports: kept.transports }))

/** What the library throws quotes the client: shortened, and without what a log could not hold. */
const refuse = (reason: unknown): never =>
  failBecause(
    `passkey: ${String((reason as Error).message)
      .replace(/[^\x20-\x7e]/g, '?')
      .slice(0, 200)}`,
    'passkeyInvalid',
  )

/** A new passkey of this user, or a refusal. */
export async function readCreation(
  ctx: Ctx,
  key: Pick<Factor, 'tenantId' | 'userId' | 'id'>,
  challenge: string,
  response: Static<typeof CreationForm>,
): Promise<Pick<Factor, 'credentialId' | 'counter' | 'secret'>> {
  const { verifyRegistrationResponse } = await load()
  const { decodeAttestationObject } = await import('@simplewebauthn/server/helpers')
  const party = getRelyingParty(ctx)
  try {
    const attestation = decodeAttestationObject(Buffer.from(response.response.attestationObject, 'base64url'))
    // Certificates would be followed to the addresses that stand in them (threat row 23); nobody asked for any.
    const format = attestation.get('fmt')
    if (format !== 'none' && (format !== 'packed' || attestation.get('attStmt').get('x5c')))
      throw new Error('an attestation was not asked for')
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: { ...response, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: party.origins,
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    })
    if (!verified) throw new Error('the attestation does not verify')
    const { credential, credentialBackedUp } = registrationInfo
    // The two places that name the credential must agree; the signed one is kept.
    if (credential.id !== response.id) throw new Error('another credential than the one named')
    const kept: Kept = {
      publicKey: Buffer.from(credential.publicKey).toString('base64url'),
      transports: response.response.transports ?? [],
      rpId: party.id,
      backedUp: credentialBackedUp,
    }
    return { credentialId: credential.id, counter: credential.counter, secret: ctx.secrets.seal(context(key), JSON.stringify(kept)) }
  } catch (reason) {
    return refuse(reason)
  }
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
  const { verifyAuthenticationResponse } = await load()
  const party = getRelyingParty(ctx)
  const kept = open(ctx, factor)
  const { userHandle } = response.response
  try {
    // Section 7.2 step 6: who it says it is must be who it belongs to.
    if (userHandle && !equal(userHandle, handleOf(ctx, factor.userId))) throw new Error('of another user')
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        ...response,
        response: { ...response.response, userHandle: userHandle ?? undefined } as never,
        clientExtensionResults: {},
      },
      expectedChallenge: challenge,
      expectedOrigin: party.origins,
      expectedRPID: party.id,
      requireUserVerification: true,
      credential: { id: factor.credentialId ?? '', publicKey: Buffer.from(kept.publicKey, 'base64url'), counter: factor.counter },
    })
    if (!verified) throw new Error('the signature does not verify')
    return { factor, counter: authenticationInfo.newCounter }
  } catch (reason) {
    return refuse(reason)
  }
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
