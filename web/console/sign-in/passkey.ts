/** Passkeys: the browser's own JSON forms of WebAuthn (Web Authentication Level 3, sections 5.1.8 and 5.1.9). */
import { call, caller } from '../../api.ts'

export const hasPasskeys = (): boolean => 'PublicKeyCredential' in window && 'parseRequestOptionsFromJSON' in PublicKeyCredential

/** Asks for a passkey as `{path}/passkey-options` says, and answers `{path}/passkey`. */
export async function askPasskey<T>(path: string): Promise<T> {
  const options = await call<{ options: PublicKeyCredentialRequestOptionsJSON; csrf_token?: string }>('POST', `${path}/passkey-options`, {
    body: {},
  })
  if (options.csrf_token) caller.csrf = options.csrf_token
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options.options)
  const credential = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential | null
  return call('POST', `${path}/passkey`, { body: { credential: credential?.toJSON() } })
}

/** Has the browser make a passkey as `{path}/options` says, and has it kept at `path`. */
export async function makePasskey(path: string): Promise<void> {
  const { options } = await call<{ options: PublicKeyCredentialCreationOptionsJSON }>('POST', `${path}/options`)
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options)
  const credential = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential | null
  await call('POST', path, { body: { credential: credential?.toJSON() } })
}
