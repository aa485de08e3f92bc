/**
 * social: accounts held elsewhere, and the sources they come from. Owns `sources`, `source_tries` and `social_accounts`.
 *
 * Its law: the key of a social identity is (tenant, source, subject) and nothing else. What a provider
 * says of a number or an address is a hint. What happens to a person nobody here knows is decided by the
 * source's field "no user associated", here and nowhere else.
 */
import alipayMiniMobileBind from './alipay-mini-mobile-bind.ts'
import alipayMiniMobileRegisterBind from './alipay-mini-mobile-register-bind.ts'
import bindAccount from './bind-account.ts'
import bind from './bind.ts'
import registerBind from './register-bind.ts'
import social from './social.ts'
import unbindAccount from './unbind-account.ts'
import unbind from './unbind.ts'
import usernamePasswordBind from './username-password-bind.ts'
import wechatMobileBind from './wechat-mobile-bind.ts'
import wechatMobileRegisterBind from './wechat-mobile-register-bind.ts'

export { type Account, claimAccount, linkAccount, waitForPerson } from './accounts.ts'
export { answerFields, readAnswer, sealVerifier } from './authorization.ts'
export { checkSource, type SourceFault } from './check.ts'
export type { Connector, Profile } from './connectors/connector.ts'
export { connectors, findConnector } from './connectors/index.ts'
export { type DryRun, dryRun } from './dry-run.ts'
export { enterBySocial } from './enter.ts'
export { keepBound, type Notice, tellBound } from './owner.ts'
export { type Released, releaseNumber, tellReleased } from './released.ts'
export {
  askMobile,
  findAuthorizeUrl,
  findServed,
  forgetSources,
  getSource,
  getSourceOf,
  listOffered,
  nameOfSource,
  listSources,
  saveSource,
  type Source,
  SourceLogo,
  type UnknownUser,
  unknownUserChoices,
} from './sources.ts'
export {
  countAccounts,
  deleteExpiredTries,
  listAccountRows,
  placeSource,
  removeAccount,
  removeAccountsOfUser,
  removeSource,
} from './store.ts'
export { type Asked, faultOfPage, hideSecrets, traceAuthorize, traceIdentify, traceNumber } from './tracing.ts'
export { answerTry, beginTry, findTry, keepOutcome, promise, proofOfTry, type Try, tryIdOf } from './tries.ts'
export { unbindByHand } from './unbinding.ts'

export const endpoints = [
  bind,
  registerBind,
  usernamePasswordBind,
  wechatMobileBind,
  wechatMobileRegisterBind,
  alipayMiniMobileBind,
  alipayMiniMobileRegisterBind,
  social,
  unbindAccount,
  unbind,
  bindAccount,
]
