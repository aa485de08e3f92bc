/**
 * The type of the schema: every table under the room that owns it. Times are milliseconds since 1970
 * (`…At`), flags are nullable times or 0/1, documents are JSON text, secrets are sealed (secrets.ts).
 */

/** audit/: what happened, append-only. */
type AuditTables = {
  auditEvents: {
    tenantId: string
    id: string
    at: number
    journeyId: string
    event: string
    outcome: string
    reason: string | null
    clientId: string | null
    userId: string | null
    sourceId: string | null
    address: string | null
    requestId: string
    detail: string | null
  }
}

/** limits/: how often something may be done within a window. `tenantId` is '*' for limits over all tenants. */
type LimitTables = {
  budgets: { tenantId: string; key: string; count: number; windowStart: number; expiresAt: number }
}

/** tenants/: whose users these are, what a tenant decided, and the keys it signs with. */
type TenantTables = {
  tenants: { id: string; name: string; domain: string | null; settings: string; createdAt: number }
  signingKeys: {
    tenantId: string
    kid: string
    alg: string
    publicJwk: string
    privateKey: string
    createdAt: number
    retiredAt: number | null
  }
  instance: { key: string; value: string }
}

/** users/: people. A mobile number or address is theirs only once proven (`…ProvenAt`). */
type UserTables = {
  users: {
    tenantId: string
    id: string
    userName: string
    name: string
    mobile: string | null
    mobileProvenAt: number | null
    email: string | null
    emailProvenAt: number | null
    disabledAt: number | null
    createdAt: number
    updatedAt: number
  }
}

/** apps/: applications, the templates of ISV applications, and their access tokens. */
type AppTables = {
  apps: {
    tenantId: string
    clientId: string
    templateClientId: string | null
    name: string
    secretHash: string | null
    publicKey: string
    privateKey: string
    settings: string
    disabledAt: number | null
    createdAt: number
  }
  appTemplates: { clientId: string; name: string }
  accessTokens: { tenantId: string; hash: string; clientId: string; expiresAt: number }
}

/** captcha/: picture puzzles. */
type CaptchaTables = {
  captchas: {
    tenantId: string
    hash: string
    answer: number
    passHash: string | null
    usedAt: number | null
    expiresAt: number
  }
}

/** sms/: one-time codes and the gateways that carry them. */
type SmsTables = {
  codes: {
    tenantId: string
    mobile: string
    purpose: string
    stateHash: string
    codeMac: string
    tries: number
    sentAt: number
    usedAt: number | null
    expiresAt: number
  }
  gateways: { tenantId: string; id: string; gateway: string; settings: string; position: number }
}

/** session/: who is logged in, and the one-time things that lead there or come from it. */
type SessionTables = {
  sessions: {
    tenantId: string
    id: string
    tokenHash: string
    userId: string
    clientId: string
    fingerprint: string
    system: string
    agent: string
    address: string
    createdAt: number
    endedAt: number | null
    expiresAt: number
  }
  stateTokens: {
    tenantId: string
    hash: string
    purpose: string
    clientId: string
    fingerprint: string
    payload: string
    failures: number
    usedAt: number | null
    expiresAt: number
  }
  ssoTickets: {
    tenantId: string
    hash: string
    sessionId: string
    clientId: string
    fingerprint: string
    usedAt: number | null
    expiresAt: number
  }
  nonces: { tenantId: string; hash: string; expiresAt: number }
}

/** social/: accounts held elsewhere, and the sources they come from. */
type SocialTables = {
  sources: {
    tenantId: string
    id: string
    connector: string
    name: string
    settings: string
    unknownUser: string
    trustMobile: number
    trustEmail: number
    disabledAt: number | null
    createdAt: number
  }
  socialAccounts: {
    tenantId: string
    sourceId: string
    subject: string
    alias: string | null
    id: string
    userId: string
    nickname: string | null
    avatar: string | null
    createdAt: number
    updatedAt: number
  }
}

export type Schema = AuditTables &
  LimitTables &
  TenantTables &
  UserTables &
  AppTables &
  CaptchaTables &
  SmsTables &
  SessionTables &
  SocialTables
