/**
 * session: who is logged in, and the one-time things that lead there or come from it.
 * Owns `sessions`, `state_tokens`, `sso_tickets` and `nonces`.
 *
 * Its law: every way in returns `finishLogin(ctx, user)`; no step knows its successor, and the
 * dispatcher knows no step. Tokens are random; the database keeps only their hashes.
 */
import end from './end.ts'
import endOthers from './end-others.ts'
import idToken from './id-token.ts'
import refreshIdToken from './refresh-id-token.ts'
import refresh from './refresh.ts'
import sessions from './sessions.ts'
import ssoTicket from './sso-ticket.ts'
import verify from './verify.ts'

export { authenticate } from './authenticate.ts'
export { requireFresh } from './fresh.ts'
export {
  denyLogin,
  finishLogin,
  issueIdToken,
  type Login,
  LoginReply,
  loginReply,
  numberOf,
  passwordForm,
  subjectOf,
  userInfo,
} from './finish.ts'
export { type How, nextStep, secondMethods, shownOf, standsOn } from './policy.ts'
export { readMethods } from './amr.ts'
export { issueTicket } from './sso-ticket.ts'
export { getLiveUser } from './renew.ts'
export {
  closeState,
  failState,
  type Identity,
  issueState,
  type Method,
  type OpenState,
  openState,
  type Pending,
  type Purpose,
} from './state.ts'
export {
  deleteExpiredNonces,
  deleteExpiredSessions,
  deleteExpiredStates,
  deleteExpiredTickets,
  endOtherSessions,
  endSession,
  endSessionOfUser,
  endSessionsSince,
  endSessionsOfUser,
  findSessionById,
  findSessionByToken,
  findLastSession,
  findSessionOfDevice,
  listLiveSessions,
  listSessionsOfUser,
  removeSessionsOfUser,
  removeStatesNaming,
  removeTicketsOfUser,
} from './store.ts'

export const endpoints = [ssoTicket, verify, refresh, refreshIdToken, idToken, sessions, end, endOthers]
