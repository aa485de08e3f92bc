/**
 * What an SMS gateway is: one way to hand a text to a network.
 *
 * A gateway knows its settings and its vendor's protocol, nothing of tenants, users or SQL. It is
 * called outside every transaction and at most once for one code.
 */
import type { Static, TObject } from 'typebox'
import type { Language } from '../../languages/index.ts'

export { readKey, SIGNED_FOR, signatureOf, signedHeaders } from '../../signing.ts'
export { type About, explain, Type } from '../../type.ts'

export type Message = {
  /** E.164, for example +8615912345678. */
  to: string
  /** The finished text, in the receiver's language. */
  text: string
  /** For vendors that fill a template of their own. */
  code: string
  /** The published `type`: BIND_MOBILE_SMS, LOGIN_SMS, … */
  type: string
  language: Language
  /** Lifetime of the code, in seconds. */
  ttl: number
  tenantId: string
  /** Sender id or signature for this country (a route's, from the settings of the tenant); absent: the gateway's own. */
  sender?: string
  /** The vendor's template for this country, purpose and language; absent: the gateway's own, or the text as it is. */
  template?: string
  /** Unique for one send: a vendor that sees it twice may drop the second. */
  messageId: string
}

export type Outside = {
  fetch: typeof fetch
  /**
   * An address of the host that may be called, for gateways that do not speak http. To be connected to as it is; a certificate is
   * checked against the name. What it throws has `kind` 'forbidden_address' when the operator does not allow the address.
   */
  reach(host: string, port: number): Promise<string>
  now(): number
  log: { info(fields: object, text: string): void }
  /** What is kept open between two messages (an SMPP bind, a login token): one per gateway row and process, closed with `stop` and with other settings. */
  open?<T extends { close(): Promise<void> | void }>(make: () => T | Promise<T>): Promise<T>
  /** Development: shows the message in the inbox of the sandbox. */
  keep(message: Message): Promise<void>
  /** What became of a message, from a vendor that tells it over what is kept open (SMPP); the message's id is the one `send` gave. */
  receipt?(it: Receipt): void
}

export type Gateway<S extends TObject = TObject> = {
  id: string
  label: { en: string; zh: string }
  /** A secret has `format: 'secret'` and is encrypted at rest. */
  settings: S
  /** Development only: never offered in production mode. */
  developmentOnly?: boolean
  /** Asks the vendor whether these settings work, when they are saved; sends nothing. Refuses with the setting at fault. */
  check?(settings: Static<S>, outside: Outside): Promise<void>
  /**
   * What a vendor posts back about messages it took (delivery receipts). Throws when it is not from the vendor. `headers` in lower
   * case, `body` as it came, `url` whole as the vendor was given it.
   */
  readReceipts?(settings: Static<S>, posted: Posted, outside: Outside): Promise<Receipt[]>
  /** The vendor makes and checks codes itself (Twilio Verify): then `send` gets no code of ours, and this compares. */
  verify?(settings: Static<S>, asked: { to: string; code: string; vendorId: string }, outside: Outside): Promise<boolean>
  /** Whether `verify` is to be asked under these settings; absent: always, where there is one. */
  verifies?(settings: Static<S>): boolean
  /** A code of ours was typed right: for vendors that want to hear so of codes they did not make. May fail without harm. */
  proven?(settings: Static<S>, sent: { to: string; vendorId: string }, outside: Outside): Promise<void>
  /** Resolves when the vendor has taken the message; throws GatewayRefusal otherwise. */
  send(settings: Static<S>, message: Message, outside: Outside): Promise<{ vendorId?: string }>
}

export type Posted = { url: string; headers: Record<string, string>; body: string }

/** What became of a message, by the id the vendor gave it. `final` is false while the vendor still tries. */
export type Receipt = { vendorId: string; delivered: boolean; final: boolean; detail?: string }

/** The only thing a gateway may throw. `detail` is for the log and the audit trail, never for the caller. */
export class GatewayRefusal extends Error {
  readonly refusal: 'rejected' | 'misconfigured' | 'unreachable'
  /** The setting at fault, when it is known. */
  readonly setting: string | undefined
  constructor(refusal: 'rejected' | 'misconfigured' | 'unreachable', detail: string, cause?: unknown, setting?: string) {
    super(detail, { cause })
    this.refusal = refusal
    this.setting = setting
  }
}

export const gateway = <S extends TObject>(it: Gateway<S>): Gateway => it as unknown as Gateway
