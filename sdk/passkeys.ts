/**
 * Passkeys, where navigator.credentials is: browsers, and apps that bring it along. The forms go over the wire as WebAuthn
 * writes them (level 3, section 5.1), turned to bytes and back here, because not every browser does that itself.
 */
import { fromBase64, toBase64url } from './bytes.ts'
import { BowlineError } from './error.ts'
import type { LoginReply } from './login.ts'

export type Passkeys = {
  /** Whether this place has passkeys at all. */
  available(): boolean
  /** Sign in without a name: the passkey says whose it is. `mediation: 'conditional'` offers it in the form's own suggestions. */
  signIn(how?: Asking): Promise<LoginReply>
  /** The second factor, after MFA_AUTH. */
  confirm(state_token: string, how?: Asking): Promise<LoginReply>
  /** Make a passkey for whoever is signed in, shortly after they did; answers its id. */
  register(name?: string, how?: Pick<Asking, 'signal'>): Promise<string>
}
export type Asking = { signal?: AbortSignal | undefined; mediation?: 'conditional' | 'optional' | 'required' | 'silent' | undefined }

/** What is asked of the server here; the client's own get and post do it. */
export type PasskeyCalls = {
  options(
    path: '/login/passkey/options' | '/mfa/passkey/options' | '/mfa/passkey/register-options',
    state_token: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Asked>
  assert(
    path: '/login/passkey' | '/mfa/passkey',
    response: Assertion,
    state_token: string,
    signal: AbortSignal | undefined,
  ): Promise<LoginReply>
  register(response: Creation, name: string | undefined, state_token: string, signal: AbortSignal | undefined): Promise<{ id: string }>
}
type Asked = { options: Options; state_token: string }
type Listed = { id: string }
type Options = { challenge: string; allowCredentials?: Listed[]; excludeCredentials?: Listed[]; user?: { id: string } }

type Named = { id: string; rawId: string; type: 'public-key' }
export type Assertion = Named & {
  response: { clientDataJSON: string; authenticatorData: string; signature: string; userHandle: string | null }
}
export type Creation = Named & { response: { clientDataJSON: string; attestationObject: string; transports: string[] } }

/** As much of the Credential Management API as is used. */
type Credentials = {
  get(options: object): Promise<unknown>
  create(options: object): Promise<unknown>
}
type Credential = {
  id: string
  rawId: ArrayBuffer
  response: Record<'clientDataJSON' | 'authenticatorData' | 'signature' | 'attestationObject', ArrayBuffer> & {
    userHandle: ArrayBuffer | null
    getTransports?(): string[]
  }
}

const credentials = () => (globalThis as { navigator?: { credentials?: Credentials } }).navigator?.credentials

/** Runs the browser's dialogue. Whatever it throws is the person's no, or their device's: it does not say which, on purpose. */
async function dialogue(run: (it: Credentials) => Promise<unknown>): Promise<Credential> {
  const here = credentials()
  if (!here) {
    throw new BowlineError(
      'CLIENT.ENVIRONMENT',
      'Passkeys need navigator.credentials, which is there on pages served by https. Ask passkeys.available() first.',
    )
  }
  try {
    const credential = (await run(here)) as Credential | null
    if (credential) return credential
  } catch (cause) {
    throw new BowlineError('CLIENT.PASSKEY_REFUSED', 'No passkey was shown.', { cause })
  }
  throw new BowlineError('CLIENT.PASSKEY_REFUSED', 'No passkey was shown.')
}

const text = (bytes: ArrayBuffer): string => toBase64url(new Uint8Array(bytes))
const listed = (all: Listed[] | undefined) => all?.map((it) => ({ ...it, id: fromBase64(it.id) }))
const named = ({ id, rawId }: Credential): Named => ({ id, rawId: text(rawId), type: 'public-key' })

async function assert({ options }: Asked, { signal, mediation }: Asking): Promise<Assertion> {
  const { challenge, allowCredentials, ...rest } = options
  const publicKey = { ...rest, challenge: fromBase64(challenge), allowCredentials: listed(allowCredentials) }
  const shown = await dialogue((it) => it.get({ publicKey, ...(signal && { signal }), ...(mediation && { mediation }) }))
  const { clientDataJSON, authenticatorData, signature, userHandle } = shown.response
  return {
    ...named(shown),
    response: {
      clientDataJSON: text(clientDataJSON),
      authenticatorData: text(authenticatorData),
      signature: text(signature),
      userHandle: userHandle && text(userHandle),
    },
  }
}

async function create({ options }: Asked, signal: AbortSignal | undefined): Promise<Creation> {
  const { challenge, user, excludeCredentials, ...rest } = options
  const made = await dialogue((it) =>
    it.create({
      publicKey: {
        ...rest,
        challenge: fromBase64(challenge),
        user: { ...user, id: fromBase64(user?.id ?? '') },
        excludeCredentials: listed(excludeCredentials),
      },
      ...(signal && { signal }),
    }),
  )
  const { clientDataJSON, attestationObject } = made.response
  return {
    ...named(made),
    response: {
      clientDataJSON: text(clientDataJSON),
      attestationObject: text(attestationObject),
      transports: made.response.getTransports?.() ?? [],
    },
  }
}

export const createPasskeys = (calls: PasskeyCalls): Passkeys => ({
  available: () => credentials() !== undefined,
  async signIn(how = {}) {
    const asked = await calls.options('/login/passkey/options', undefined, how.signal)
    return calls.assert('/login/passkey', await assert(asked, how), asked.state_token, how.signal)
  },
  async confirm(state_token, how = {}) {
    const asked = await calls.options('/mfa/passkey/options', state_token, how.signal)
    return calls.assert('/mfa/passkey', await assert(asked, how), asked.state_token, how.signal)
  },
  async register(name, { signal } = {}) {
    const asked = await calls.options('/mfa/passkey/register-options', undefined, signal)
    const { id } = await calls.register(await create(asked, signal), name, asked.state_token, signal)
    return id
  },
})
