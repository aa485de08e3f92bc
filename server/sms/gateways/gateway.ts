/**
 * What an SMS gateway is: one way to hand a text to a network.
 *
 * A gateway knows its settings and its vendor's protocol, nothing of tenants, users or SQL. It is
 * called outside every transaction and at most once for one code.
 */
import type { Static, TObject } from 'typebox'

export { Type } from '../../type.ts'

export type Message = {
  /** E.164, for example +8615912345678. */
  to: string
  /** The finished text, in the receiver's language. */
  text: string
  /** For vendors that fill a template of their own. */
  code: string
  /** The published `type`: BIND_MOBILE_SMS, LOGIN_SMS, … */
  type: string
  language: 'en' | 'zh'
  /** Lifetime of the code, in seconds. */
  ttl: number
  tenantId: string
  /** Unique for one send: a vendor that sees it twice may drop the second. */
  messageId: string
}

export type Outside = {
  fetch: typeof fetch
  now(): number
  log: { info(fields: object, text: string): void }
  /** Development: shows the message in the inbox of the sandbox. */
  keep(message: Message): Promise<void>
}

export type Gateway<S extends TObject = TObject> = {
  id: string
  label: { en: string; zh: string }
  /** A secret has `format: 'secret'` and is encrypted at rest. */
  settings: S
  /** Development only: never offered in production mode. */
  developmentOnly?: boolean
  /** Resolves when the vendor has taken the message; throws GatewayRefusal otherwise. */
  send(settings: Static<S>, message: Message, outside: Outside): Promise<{ vendorId?: string }>
}

/** The only thing a gateway may throw. `detail` is for the log and the audit trail, never for the caller. */
export class GatewayRefusal extends Error {
  readonly refusal: 'rejected' | 'misconfigured' | 'unreachable'
  constructor(refusal: 'rejected' | 'misconfigured' | 'unreachable', detail: string, cause?: unknown) {
    super(detail, { cause })
    this.refusal = refusal
  }
}

export const gateway = <S extends TObject>(it: Gateway<S>): Gateway => it as unknown as Gateway
