/**
 * apps: applications, ISV templates, and the access tokens of their servers.
 * Owns `apps`, `app_templates` and `access_tokens`.
 *
 * Its law: the application decides the tenant. A template's client_id names the instance of the tenant in
 * X-tenant-id; an id of another tenant is answered like one that does not exist (threat row 22).
 */
import token from './token.ts'

export { createApp, findAppRow, listAppRows, setSecret, updateApp, type AppInput } from './registry.ts'
export { createTemplate, findAppAnywhere, listTemplates, removeAppRow, removeTokensOfApp } from './store.ts'
export { identifyApp, identifyServer, forgetApps, proveClient } from './callers.ts'
export { listOrigins } from './origins.ts'
export { deleteExpiredAccessTokens } from './store.ts'

export const endpoints = [token]
