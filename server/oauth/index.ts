/**
 * oauth: Bowline as an OAuth 2.0 and OpenID provider for applications. Owns `oauth_records`.
 *
 * Its law: whoever a token is for is a session of ours, and what came from a session dies with it. The engine is a package, known in
 * this room only, loaded when it is first needed; the keys are the tenant's, the clients its applications.
 */
import authorize from './authorize.ts'
import authorizeUid from './authorize-uid.ts'
import introspect from './introspect.ts'
import keys from './keys.ts'
import logout from './logout.ts'
import configuration from './openid-configuration.ts'
import revoke from './revoke.ts'
import token from './token.ts'
import userinfoGet from './userinfo-get.ts'
import userinfoPost from './userinfo-post.ts'

export { dropSession, findBrowser, type Browser, writeCookie, writeSession } from './browser.ts'
export { type Asking, findClientCtx } from './clients.ts'
export { agree } from './consents.ts'
export { type Asked, answerAsked, findAsked, isAskedHere } from './interactions.ts'
export { tenantOf } from './tenant.ts'
export { deleteExpiredRecords } from './store.ts'

export const endpoints = [keys, configuration, authorize, authorizeUid, token, userinfoGet, userinfoPost, introspect, revoke, logout]
