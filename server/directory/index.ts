/**
 * directory: people as an administrator or an application's server sees them. Owns `imports` and `import_parts`.
 *
 * Its law: what is done to somebody is in the trail with who did it, in the transaction that does it; no page reads more
 * people than it looks at; who is erased is gone from every room, and the trail no longer says whose it was.
 */
import adminUsersGet from './admin-users-get.ts'
import adminUsersIdGet from './admin-users-id-get.ts'
import adminUsersIdPut from './admin-users-id-put.ts'
import adminUsersPost from './admin-users-post.ts'
import bind from './bind.ts'
import changePasswordVerify from './change-password-verify.ts'
import changePassword from './change-password.ts'
import count from './count.ts'
import disable from './disable.ts'
import enable from './enable.ts'
import erase from './erase.ts'
import exportUsers from './export.ts'
import factorsRemove from './factors-remove.ts'
import importUsers from './import.ts'
import importsId from './imports-id.ts'
import sessionsEnd from './sessions-end.ts'
import tenantUsersGet from './tenant-users-get.ts'
import tenantUsersIdDelete from './tenant-users-id-delete.ts'
import tenantUsersIdGet from './tenant-users-id-get.ts'
import tenantUsersIdPut from './tenant-users-id-put.ts'
import tenantUsersPost from './tenant-users-post.ts'
import unbind from './unbind.ts'
import userByEmail from './user-by-email.ts'
import userByUsername from './user-by-username.ts'

export { resumeImports } from './importing.ts'
export { deleteExpiredImportParts, deleteExpiredImports } from './store.ts'

export const endpoints = [
  tenantUsersPost,
  tenantUsersGet,
  userByUsername,
  userByEmail,
  tenantUsersIdGet,
  tenantUsersIdPut,
  tenantUsersIdDelete,
  enable,
  disable,
  changePassword,
  changePasswordVerify,
  adminUsersGet,
  adminUsersPost,
  count,
  exportUsers,
  importUsers,
  importsId,
  adminUsersIdGet,
  adminUsersIdPut,
  sessionsEnd,
  unbind,
  bind,
  factorsRemove,
  erase,
]
