/**
 * What a mail gateway is: one way to hand an e-mail to the world.
 *
 * A gateway knows its settings and its vendor's protocol, nothing of tenants, users or SQL. It is
 * called outside every transaction and at most once for one message.
 */
import type { Static, TObject } from 'typebox'
import type { Language } from '../../languages/index.ts'

export { Type } from '../../type.ts'

export type Mail = {
  /** One address, as it was proven or is to be proven. */
  to: string
  subject: string
  /** The finished text, in the receiver's language. Always there: some read no HTML. */
  text: string
  html?: string
  /** For vendors that fill a template of their own; empty in a notice, which has none. */
  code: string
  /** What it is for, by the published name. */
  type: string
  language: Language
  /** Lifetime of the code, in seconds. */
  ttl: number
  tenantId: string
  /** Unique for one send: becomes the Message-ID, and a vendor that sees it twice may drop the second. */
  messageId: string
}

export type Outside = {
  now(): number
  log: { info(fields: object, text: string): void }
  /**
   * An address of the host that may be called. To be connected to as it is; a certificate is checked against the name. What it
   * throws has `kind` 'forbidden_address' when the operator does not allow the address.
   */
  reach(host: string, port: number): Promise<string>
  /** What is kept open between two messages: one per gateway row and process, closed with `stop` and with other settings. */
  open<T extends { close(): Promise<void> | void }>(make: () => T | Promise<T>): Promise<T>
  /** Development: shows the message in the inbox of the sandbox. */
  keep(mail: Mail): Promise<void>
}

export type MailGateway<S extends TObject = TObject> = {
  id: string
  label: { en: string; zh: string }
  /** A secret has `format: 'secret'` and is encrypted at rest. */
  settings: S
  /** Development only: never offered in production mode. */
  developmentOnly?: boolean
  /** Asks whether these settings work, when they are saved; sends nothing. Refuses with the setting at fault. */
  check?(settings: Static<S>, outside: Outside): Promise<void>
  /** Resolves when the vendor has taken the message; throws GatewayRefusal otherwise. */
  send(settings: Static<S>, mail: Mail, outside: Outside): Promise<{ vendorId?: string }>
}

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

export const mailGateway = <S extends TObject>(it: MailGateway<S>): MailGateway => it as unknown as MailGateway
