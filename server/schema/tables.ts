/**
 * The type of the schema: every table under the room that owns it. Times are milliseconds since 1970
 * (`…At`), flags are nullable times or 0/1, documents are JSON text, secrets are sealed (secrets.ts).
 */

/** webhooks/: systems of the operator's that are told what happens, and what is still to be told them. Secrets are sealed. */
type WebhookTables = {
  webhooks: {
    tenantId: string
    id: string
    name: string
    url: string
    secret: string
    /** Signs beside the new one until its time is over. */
    oldSecret: string | null
    /** Until when the secret before signs too. */
    oldSecretUntil: number | null
    /** JSON: types, or "*". */
    events: string
    disabledAt: number | null
    /** hand; gone: it answered 410; failing: nothing was taken for days. */
    disabledBy: string | null
    failingSince: number | null
    lastAt: number | null
    lastStatus: number | null
    lastFault: string | null
    createdAt: number
  }
  webhookDeliveries: {
    tenantId: string
    id: string
    webhookId: string
    type: string
    payload: string
    /** waiting, sent, failed. */
    state: string
    at: number
    nextAt: number | null
    leasedUntil: number | null
    tries: number
    /** JSON: what came of each try. */
    answers: string
    expiresAt: number
  }
}

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
  /** Messages by area; `cost` in ten-thousandths of the tenant's currency. */
  traffic: {
    tenantId: string
    area: string
    open: number
    sent: number
    proven: number
    cost: number
    recent: string
    sentAt: number
    expiresAt: number
  }
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
    /** The profile (user-api 2.8): a JSON object of the published names. */
    attributes: string
    /** Summaries of what the rooms password and mfa hold: the dispatcher decides from this row. */
    passwordSetAt: number | null
    passwordMustChange: number
    /** The channel of the code that set it, sms or email, where nothing else was shown. */
    passwordBy: string | null
    /** Kinds of confirmed second factors, separated by spaces: totp, passkey. */
    factors: string
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

/** codes/: one-time codes, to a number or an e-mail address. */
type CodeTables = {
  codes: {
    tenantId: string
    target: string
    purpose: string
    stateHash: string
    codeMac: string
    tries: number
    sentAt: number
    usedAt: number | null
    expiresAt: number
  }
}

/** sms/: the gateways that carry text messages, and what became of those they took. */
type SmsTables = {
  gateways: { tenantId: string; id: string; gateway: string; settings: string; position: number; receiptsAt: number | null }
  messages: {
    tenantId: string
    id: string
    numberHash: string
    country: string
    prefix: string
    gatewayId: string
    vendorId: string | null
    state: string
    cost: number
    createdAt: number
    receiptAt: number | null
    detail: string | null
    expiresAt: number
  }
}

/** mail/: the gateways that carry e-mail, and how they fared, by day. */
type MailTables = {
  mailGateways: { tenantId: string; id: string; gateway: string; settings: string; position: number }
  mailResults: {
    tenantId: string
    gatewayId: string
    day: number
    sent: number
    failed: number
    /** Failures in a row, at the end. */
    failedRun: number
    lastSentAt: number | null
    lastFailedAt: number | null
    lastFault: string | null
    expiresAt: number
  }
}

/** notices/: what an owner was told of, and may undo. */
type NoticeTables = {
  changes: {
    tenantId: string
    hash: string
    userId: string
    kind: string
    detail: string
    createdAt: number
    usedAt: number | null
    expiresAt: number
  }
}

/** password/: hashes, and those that may not come again. */
type PasswordTables = {
  passwords: { tenantId: string; userId: string; hash: string; setAt: number }
  oldPasswords: { tenantId: string; userId: string; id: string; hash: string }
}

/** mfa/: second factors. */
type FactorTables = {
  factors: {
    tenantId: string
    userId: string
    id: string
    kind: string
    name: string
    secret: string
    credentialId: string | null
    counter: number
    confirmedAt: number | null
    createdAt: number
    usedAt: number | null
  }
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
    /** How they signed in, separated by spaces. */
    methods: string
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
    position: number
    /** A data: address, or ''. */
    logo: string
  }
  /** Of an administrator, without a user: gone in ten minutes. */
  sourceTries: { tenantId: string; id: string; sourceId: string; payload: string; answeredAt: number | null; expiresAt: number }
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

/** administrators/: who administers the server, over all tenants: `tenantId` is '*'. Of tokens only hashes; secrets are sealed. */
type AdministratorTables = {
  administrators: {
    tenantId: string
    id: string
    email: string
    name: string
    role: string
    passwordHash: string
    totpSecret: string | null
    /** An authenticator that was begun, and has not shown yet that it works. */
    totpPending: string | null
    /** The last time step that was used. */
    totpCounter: number
    language: string | null
    disabledAt: number | null
    createdAt: number
    lastLoginAt: number | null
    version: number
  }
  adminPasskeys: {
    tenantId: string
    administratorId: string
    id: string
    name: string
    credentialId: string
    secret: string
    counter: number
    createdAt: number
    usedAt: number | null
  }
  /** `state`: asked (for a passkey, of nobody known), second (a factor is missing still), full. */
  adminSessions: {
    tenantId: string
    id: string
    tokenHash: string
    administratorId: string | null
    state: string
    challenge: string | null
    agent: string
    address: string
    createdAt: number
    seenAt: number
    expiresAt: number
  }
  /** `kind`: first-run, recovery, invitation. */
  adminLinks: {
    tenantId: string
    hash: string
    id: string
    kind: string
    email: string | null
    role: string
    createdBy: string | null
    createdAt: number
    spentAt: number | null
    expiresAt: number
  }
}

/** directory/: lists of people that are being read in. `rows` are sealed, and go when they are done. */
type DirectoryTables = {
  imports: {
    tenantId: string
    id: string
    state: string
    total: number
    done: number
    created: number
    /** JSON: line, column, and what is wrong. */
    faults: string
    asked: string
    tries: number
    workedAt: number
    createdAt: number
    finishedAt: number | null
    expiresAt: number
  }
  importParts: { tenantId: string; importId: string; part: number; rows: string; expiresAt: number }
}

/** oauth/: what the OpenID provider keeps between two requests. `hash` is of the id the other side holds; `grantHash` of what it came from. */
type OauthTables = {
  oauthRecords: {
    tenantId: string
    kind: string
    hash: string
    grantHash: string | null
    /** JSON, without the id. */
    payload: string
    consumedAt: number | null
    expiresAt: number
  }
}

export type Schema = WebhookTables &
  AuditTables &
  LimitTables &
  TenantTables &
  UserTables &
  AppTables &
  CaptchaTables &
  CodeTables &
  SmsTables &
  MailTables &
  NoticeTables &
  PasswordTables &
  FactorTables &
  SessionTables &
  SocialTables &
  AdministratorTables &
  DirectoryTables &
  OauthTables
