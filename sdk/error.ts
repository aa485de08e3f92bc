/**
 * The one error this library throws. `code` is the server's (docs/errors.md), or one of ours where no server spoke:
 * compare codes, never texts.
 */
export type ClientCode =
  /** Nobody is signed in, and the call needs somebody. */
  | 'CLIENT.NO_SESSION'
  /** The session is over: signed out, ended elsewhere, expired, or its user disabled. Sign in again. `cause` is the server's answer. */
  | 'CLIENT.SESSION_ENDED'
  /** No answer came. `cause` is what fetch threw. */
  | 'CLIENT.NETWORK'
  /** No answer came in time. */
  | 'CLIENT.TIMEOUT'
  /** The caller's signal was aborted; `cause` is its reason. */
  | 'CLIENT.ABORTED'
  /** Something that is not Bowline answered: a proxy's page, a wrong address. */
  | 'CLIENT.UNREADABLE'
  /** A status this version of the library does not know. */
  | 'CLIENT.UNKNOWN_STATUS'
  /** This environment lacks something; the message says what, and how to add it. */
  | 'CLIENT.ENVIRONMENT'
  /** The person, or their device, said no to a passkey. `cause` is what the browser threw. */
  | 'CLIENT.PASSKEY_REFUSED'
  /** A proof of work without an answer. */
  | 'CLIENT.CHALLENGE_UNSOLVABLE'

export class BowlineError extends Error {
  override readonly name: string = 'BowlineError'
  readonly code: ClientCode | (string & {})
  /** Of HTTP; 0 when there was no answer. */
  readonly status: number
  /** What the server's log knows the call by; '' when it was not told. */
  readonly requestId: string

  constructor(code: ClientCode | (string & {}), message: string, more: { status?: number; requestId?: string; cause?: unknown } = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause })
    this.code = code
    this.status = more.status ?? 0
    this.requestId = more.requestId ?? ''
  }
}

export const isBowlineError = (reason: unknown, code?: ClientCode | (string & {})): reason is BowlineError =>
  reason instanceof BowlineError && (code === undefined || reason.code === code)
