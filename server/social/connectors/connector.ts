/**
 * What a connector is: the one thing that knows how to ask a provider "who is this?".
 *
 * A connector knows its settings and its provider's protocol. It knows nothing of tenants, users or
 * SQL, and it decides nothing: what happens to a person nobody here knows is a setting of the source,
 * read by the room `social`.
 */
import type { Static, TObject } from 'typebox'

export { type About, explain, Type } from '../../type.ts'

/** Who the provider says this is. Everything but `subject` and `alias` is a hint (threat row 2). */
export type Profile = {
  /** The provider's stable id of this person, within this source. */
  subject: string
  /** A second stable id of the same person (WeChat's unionid beside the openid). */
  alias?: string
  nickname?: string
  avatar?: string
  /** As the provider wrote it; `mobileVerified` is true only when the provider says so in so many words. */
  mobile?: string
  mobileVerified?: boolean
  email?: string
  emailVerified?: boolean
}

/** The outside world as a connector sees it: guarded fetch (time limit, size limit, no private addresses). */
export type Outside = { fetch: typeof fetch; now(): number }

/** What the application hands over after the person came back from the provider. */
export type Proof = {
  /** '' where the provider's own kit gave the application a token instead. */
  code: string
  /** A token that the provider's kit gave the application (QQ, Weibo: user-api 7.1 rows 9 and 10; one-click sign-in: row 12). */
  accessToken?: string
  /** The person's id as the application was told it, beside that token. Never believed: the provider is asked. */
  openId?: string
  /** What came back beside the code in a posted form and is shown only once: Apple's `user` (the name). A hint. */
  user?: string
  /** The redirect address used in the authorization request (RFC 6749 section 4.1.3). */
  redirectUri?: string
  /** RFC 7636. */
  codeVerifier?: string
  /** OpenID Connect Core, section 3.1.2.1: expected in the id_token. */
  nonce?: string
  /** RFC 9207: the issuer named in the authorization response. */
  iss?: string
}

export type AuthorizeInput = {
  redirectUri: string
  state: string
  nonce: string
  /** RFC 7636, method S256. */
  codeChallenge: string
}

export type Connector<S extends TObject = TObject> = {
  id: string
  /** `socialType` on the wire (`weixin`, `alipay`, …), where settings tell two of them apart by those; absent: the connector's id. */
  socialType?: string | ((settings: Static<S>) => string)
  label: { en: string; zh: string }
  /** What an administrator fills in. A secret has `format: 'secret'` and is encrypted at rest. */
  settings: S
  /** Development only: never offered in production mode. */
  developmentOnly?: boolean
  /** It vouches for a number and knows nobody: `readMobile` is all it does. */
  numbersOnly?: boolean
  /** `alias` is the same person in every source of this connector (WeChat's unionid over the applications of one account). */
  sharedAlias?: boolean
  /** Asks the provider whether these settings work, when they are saved. Refuses with `misconfigured` and the setting at fault. */
  check?(settings: Static<S>, outside: Outside): Promise<void>
  /** The provider sends the person back with a posted form (OAuth 2.0 Form Post Response Mode), not with a query. */
  formPost?: boolean
  authorizeUrl?(settings: Static<S>, input: AuthorizeInput, outside: Outside): Promise<string>
  /** The number that a mini-program was given by its host: by a code of its own, or encrypted (user-api 7.1 rows 42 and 43). */
  readMobile?(settings: Static<S>, given: { code?: string; encrypted?: string }, outside: Outside): Promise<string>
  /**
   * What is unmistakably one proof of a number, where the provider neither dates it nor lets it be used once only: the same
   * however it is written down. Asked only about what `readMobile` accepted.
   */
  proofOf?(given: { code?: string; encrypted?: string }): string
  identify(settings: Static<S>, proof: Proof, outside: Outside): Promise<Profile>
}

/**
 * The closed list of ways a provider can say no:
 * - `expired`: the code is unknown, used or too old; the person starts again at the provider
 * - `denied`: the provider or its answer refuses this person or this request (signature, nonce, issuer)
 * - `misconfigured`: our own settings are wrong; the administrator must act
 * - `unreachable`: down, slow, or an answer that makes no sense; trying again may help
 */
export type Refusal = 'expired' | 'denied' | 'misconfigured' | 'unreachable'

/** The only thing a connector may throw. `detail` is for the log and the audit trail, never for the caller. */
export class ConnectorRefusal extends Error {
  readonly refusal: Refusal
  /** The setting at fault, when it is known: shown to the administrator beside its field. */
  readonly setting: string | undefined
  constructor(refusal: Refusal, detail: string, cause?: unknown, setting?: string) {
    super(detail, { cause })
    this.refusal = refusal
    this.setting = setting
  }
}

export const refuse = (refusal: Refusal, detail: string, cause?: unknown): never => {
  throw new ConnectorRefusal(refusal, detail, cause)
}

/** Our own settings are wrong, and it is this one. */
export const refuseSetting = (setting: string, detail: string, cause?: unknown): never => {
  throw new ConnectorRefusal('misconfigured', detail, cause, setting)
}

/** Keeps a connector's own settings type inside its file while the list of connectors stays one type. */
export const connector = <S extends TObject>(it: Connector<S>): Connector => it as unknown as Connector
