/**
 * administrators: who administers the server through the console, and how they prove it.
 * Owns `administrators`, `admin_passkeys`, `admin_sessions` and `admin_links`.
 *
 * Its law: an administrator belongs to the whole server, to no tenant; every request reads role and state anew, so what an owner
 * changes holds at once; no password is ever made by the server, and the last enabled owner stays one.
 */
import administratorsDelete from './administrators-delete.ts'
import administratorsGet from './administrators-get.ts'
import administratorsPost from './administrators-post.ts'
import administratorsPut from './administrators-put.ts'
import firstRun from './first-run.ts'
import invitation from './invitation.ts'
import mePasskeysDelete from './me-passkeys-delete.ts'
import mePasskeysGet from './me-passkeys-get.ts'
import mePasskeysOptions from './me-passkeys-options.ts'
import mePasskeysPost from './me-passkeys-post.ts'
import mePassword from './me-password.ts'
import meSessionsDelete from './me-sessions-delete.ts'
import meSessionsEndOthers from './me-sessions-end-others.ts'
import meSessionsGet from './me-sessions-get.ts'
import meTotpConfirm from './me-totp-confirm.ts'
import meTotpRemove from './me-totp-remove.ts'
import meTotp from './me-totp.ts'
import me from './me.ts'
import sessionDelete from './session-delete.ts'
import sessionGet from './session-get.ts'
import sessionPasskeyOptions from './session-passkey-options.ts'
import sessionPasskey from './session-passkey.ts'
import sessionPost from './session-post.ts'
import sessionTotp from './session-totp.ts'

export { allows, identifyAdmin } from './authenticate.ts'
export { createFirstRunLink } from './links.ts'
export { findOpen as findAdminSession } from './sessions.ts'
export { deleteExpiredAdminLinks, deleteExpiredAdminSessions, listAdministratorRows, listPasskeyHolders } from './store.ts'

export const endpoints = [
  firstRun,
  invitation,
  sessionPost,
  sessionTotp,
  sessionPasskeyOptions,
  sessionPasskey,
  sessionGet,
  sessionDelete,
  administratorsGet,
  administratorsPost,
  administratorsPut,
  administratorsDelete,
  me,
  mePassword,
  meTotp,
  meTotpConfirm,
  meTotpRemove,
  mePasskeysOptions,
  mePasskeysPost,
  mePasskeysGet,
  mePasskeysDelete,
  meSessionsGet,
  meSessionsDelete,
  meSessionsEndOthers,
]
