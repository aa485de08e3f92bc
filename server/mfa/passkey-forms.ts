/**
 * What a browser says and is told of a passkey: the JSON forms of WebAuthn (level 3, section 5.1), which a client
 * hands over as they are (`toJSON()`, `parseCreationOptionsFromJSON()`). What is not named here is not looked at.
 */
import { Type } from '../type.ts'

const base64url = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '^[A-Za-z0-9_-]+$' })

/** At most 1023 bytes (WebAuthn section 5.8.3). */
const credentialId = base64url(1364)
const transports = Type.Array(Type.String({ maxLength: 32, pattern: '^[a-z-]+$' }), { maxItems: 10 })
const common = { id: credentialId, rawId: credentialId, type: Type.Literal('public-key') }

export const CreationForm = Type.Object({
  ...common,
  response: Type.Object({
    clientDataJSON: base64url(8192),
    attestationObject: base64url(16_384),
    transports: Type.Optional(transports),
  }),
})

export const AssertionForm = Type.Object({
  ...common,
  response: Type.Object({
    clientDataJSON: base64url(8192),
    authenticatorData: base64url(4096),
    signature: base64url(2048),
    // Absent, null or empty where it is not known: clients differ.
    userHandle: Type.Optional(Type.Union([Type.String({ maxLength: 128, pattern: '^[A-Za-z0-9_-]*$' }), Type.Null()])),
  }),
})

const text = Type.String()
const list = Type.Array(Type.Object({ id: text, type: text, transports: Type.Array(text) }))
const asked = { challenge: text, timeout: Type.Integer({ description: 'Unit: millisecond.' }) }

/** PublicKeyCredentialCreationOptionsJSON. */
export const CreationOptions = Type.Object({
  ...asked,
  rp: Type.Object({ id: text, name: text }),
  user: Type.Object({ id: text, name: text, displayName: text }),
  pubKeyCredParams: Type.Array(Type.Object({ type: text, alg: Type.Integer() })),
  excludeCredentials: list,
  authenticatorSelection: Type.Object({ residentKey: text, requireResidentKey: Type.Boolean(), userVerification: text }),
  attestation: text,
})

/** PublicKeyCredentialRequestOptionsJSON. */
export const RequestOptions = Type.Object({ ...asked, rpId: text, allowCredentials: list, userVerification: text })

export const stateReply = Type.String({ description: 'To be sent with the answer, in X-state-token.' })
