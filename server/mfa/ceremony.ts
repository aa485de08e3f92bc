/**
 * The two ceremonies of passkeys (WebAuthn level 2, sections 7.1 and 7.2), whoever keeps them. User verification is
 * required, so a passkey is two factors in one; no attestation is asked for, so nothing is believed of what an
 * authenticator says it is.
 */
import type { Static } from 'typebox'
import { failBecause } from '../errors.ts'
import { equal, randomToken } from '../secrets.ts'
import type { AssertionForm, CreationForm } from './passkey-forms.ts'

/** Whom a passkey is made for, and which pages and apps may ask for it. */
export type Party = { id: string; origins: string[] }
/** What is kept of a passkey, besides its id and its counter. */
export type Kept = { publicKey: string; transports: string[]; rpId: string; backedUp: boolean }
export type Listed = { id: string; type: 'public-key'; transports: string[] }

/** Loaded when first used: it costs 30 MB and a fifth of a second, and a server without passkeys pays neither. */
const load = () => import('@simplewebauthn/server')

/** COSE: EdDSA, ES256, RS256 (WebAuthn section 5.4). */
const ALGORITHMS = [-8, -7, -257]

/** Long enough that nobody guesses it (WebAuthn section 13.4.3); a multiple of four, so every client writes it back alike. */
export const createChallenge = (): string => randomToken(44)

/** Where passkeys of this address are made. There are none for an IP address (section 5.1.2): at home it is called by its name. */
export function homeOf(address: string): URL {
  const home = new URL(address, 'http://localhost')
  if (home.hostname === '127.0.0.1' || home.hostname === '[::1]') home.hostname = 'localhost'
  return home
}

type Entity = { id: string; name: string; displayName: string }
/** PublicKeyCredentialCreationOptionsJSON: discoverable, so that it signs in without a name. `timeout` in milliseconds. */
export const creationOptions = (rp: { id: string; name: string }, user: Entity, held: Listed[], challenge: string, timeout: number) => ({
  challenge,
  timeout,
  rp,
  user,
  pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
  excludeCredentials: held,
  authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
  attestation: 'none',
})

/** PublicKeyCredentialRequestOptionsJSON; without a list, whichever passkey the person chooses (discoverable credentials). */
export const requestOptions = (rpId: string, allowed: Listed[], challenge: string, timeout: number) => ({
  challenge,
  timeout,
  rpId,
  allowCredentials: allowed,
  userVerification: 'required',
})

/** What the library throws quotes the client: shortened, and without what a log could not hold. */
const refuse = (reason: unknown): never =>
  failBecause(
    `passkey: ${String((reason as Error).message)
      .replace(/[^\x20-\x7e]/g, '?')
      .slice(0, 200)}`,
    'passkeyInvalid',
  )

/** A new passkey, or a refusal. Outside every transaction: it is work for the processor. */
export async function readAttestation(
  party: Party,
  challenge: string,
  response: Static<typeof CreationForm>,
): Promise<{ credentialId: string; counter: number; kept: Kept }> {
  const { verifyRegistrationResponse } = await load()
  const { decodeAttestationObject } = await import('@simplewebauthn/server/helpers')
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
    const kept = {
      publicKey: Buffer.from(credential.publicKey).toString('base64url'),
      transports: response.response.transports ?? [],
      rpId: party.id,
      backedUp: credentialBackedUp,
    }
    return { credentialId: credential.id, counter: credential.counter, kept }
  } catch (reason) {
    return refuse(reason)
  }
}

/** The counter of an assertion that is right, and not yet used. `handle` is who its holder is, to an authenticator. */
export async function readAssertion(
  party: Party,
  it: { credentialId: string; counter: number; kept: Kept; handle: string },
  challenge: string,
  response: Static<typeof AssertionForm>,
): Promise<number> {
  const { verifyAuthenticationResponse } = await load()
  const { userHandle } = response.response
  try {
    // Section 7.2 step 6: who it says it is must be who it belongs to.
    if (userHandle && !equal(userHandle, it.handle)) throw new Error('of another user')
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
      credential: { id: it.credentialId, publicKey: Buffer.from(it.kept.publicKey, 'base64url'), counter: it.counter },
    })
    if (!verified) throw new Error('the signature does not verify')
    return authenticationInfo.newCounter
  } catch (reason) {
    return refuse(reason)
  }
}
