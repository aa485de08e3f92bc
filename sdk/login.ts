/** What a way in answers, told apart by `status`. All of them are answers, not errors. */
import { BowlineError } from './error.ts'

/** Signed in: the client has kept the session by now. */
export type Success = { status: 'SUCCESS'; session_token: string; id_token: string; expire: number }

/** What the steps that follow are sent with; `data` is JSON text, and readData reads it. */
type Waiting<S extends string> = { status: S; state_token: string; data: string }

export type LoginReply =
  | Success
  /** The password is about to expire. Next: /pwd/update, or /pwd/skip-update. */
  | Waiting<'PASSWORD_WARN'>
  /** The password has to be changed. Next: /pwd/update. */
  | Waiting<'PASSWORD_EXPIRED'>
  /** A second factor. Next, as data has it: /sms/send and /mfa/sms, /email/send and /mfa/email, /mfa/totp, or passkeys.confirm(). */
  | Waiting<'MFA_AUTH'>
  /** A social account that nobody is bound to. Next: /sms/send and /social/bind. */
  | Waiting<'SOCIAL_BIND'>
  /** The same, and whoever has no account yet gets one. Next: /sms/send and /social/register-bind. */
  | Waiting<'USER_REGISTER'>
  /** Refused by a rule. There is no next step. */
  | { status: 'ACCESS_DENIED' }

type Data = {
  MFA_AUTH: { mfaMethods: ('sms' | 'email' | 'totp' | 'passkey')[] }
  PASSWORD_WARN: PasswordForm
  PASSWORD_EXPIRED: PasswordForm
  SOCIAL_BIND: BindForm
  USER_REGISTER: BindForm
}
/** `regEx` is what a new password has to match. */
type PasswordForm = { minLength: number; maxLength: number; regEx: string }
/** By which codes the account may be bound; `choices` when the person may say whether they have an account already. */
type BindForm = { socialBindOrRegisterFlow: ('VERIFY_PHONE' | 'VERIFY_EMAIL')[]; choices?: ('BIND' | 'REGISTER')[] }

/** `data` of a reply, read. */
export const readData = <S extends keyof Data>(reply: { status: S; data: string }): Data[S] => JSON.parse(reply.data) as Data[S]

const known: Record<LoginReply['status'], true> = {
  SUCCESS: true,
  PASSWORD_WARN: true,
  PASSWORD_EXPIRED: true,
  MFA_AUTH: true,
  SOCIAL_BIND: true,
  USER_REGISTER: true,
  ACCESS_DENIED: true,
}

/** A server newer than this library may know more: no `switch` of an application is to fall through in silence. */
export function checkStatus(status: string): void {
  if (Object.hasOwn(known, status)) return
  throw new BowlineError('CLIENT.UNKNOWN_STATUS', `The sign-in goes on with ${status}, which this version of the library does not know.`)
}
