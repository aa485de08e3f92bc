/**
 * mfa: second factors, and the passkeys that also sign in by themselves. Owns `factors`.
 *
 * Its law: a code of an authenticator is good once; a factor counts only after its holder has shown it works; the
 * summary in the user's row is written in the transaction that changes a factor.
 */
import confirm from './confirm.ts'
import email from './email.ts'
import enroll from './enroll.ts'
import factors from './factors.ts'
import mobileByToken from './mobile-by-token.ts'
import options from './options.ts'
import passkey from './passkey.ts'
import register from './register.ts'
import registerOptions from './register-options.ts'
import remove from './remove.ts'
import rename from './rename.ts'
import sms from './sms.ts'
import totp from './totp.ts'

export { askPasskey, provePasskey } from './ask.ts'
export { removeByHand } from './by-hand.ts'
export { dropFactorsSince, type Kind, listFactors, requireKind } from './holder.ts'
export {
  createChallenge,
  creationOptions,
  homeOf,
  type Kept,
  type Party,
  readAssertion,
  readAttestation,
  requestOptions,
} from './ceremony.ts'
export { AssertionForm, CreationForm, CreationOptions, RequestOptions, stateReply } from './passkey-forms.ts'
export { countTries } from './second.ts'
export { findStep, makeSecret } from './steps.ts'
export { removeFactorsOfUser } from './store.ts'
export { spendAssertion } from './webauthn.ts'

export const endpoints = [
  mobileByToken,
  sms,
  email,
  totp,
  options,
  passkey,
  enroll,
  confirm,
  registerOptions,
  register,
  factors,
  rename,
  remove,
]
