/**
 * social: accounts held elsewhere, and the sources they come from. Owns `sources` and `social_accounts`.
 *
 * Its law: the key of a social identity is (tenant, source, subject) and nothing else. What a provider
 * says of a number or an address is a hint. What happens to a person nobody here knows is decided by the
 * source's field "no user associated", here and nowhere else.
 */
import bind from './bind.ts'
import registerBind from './register-bind.ts'

export { claimAccount } from './accounts.ts'
export { connectors, findConnector } from './connectors/index.ts'
export { enterBySocial } from './enter.ts'
export {
  findAuthorizeUrl,
  forgetSources,
  getSource,
  getSourceOf,
  identify,
  listSources,
  saveSource,
  type Source,
  type UnknownUser,
  unknownUserChoices,
} from './sources.ts'
export { listAccountRows } from './store.ts'

export const endpoints = [bind, registerBind]
