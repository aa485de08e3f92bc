/** The corners of oidc-provider that are used: the package has no types of its own. */
import type { IncomingMessage, ServerResponse } from 'node:http'

export type Payload = Record<string, unknown> & { jti?: string; grantId?: string; accountId?: string; consumed?: number }

/** What oidc-provider keeps its records by. Lifetimes in seconds. */
export type Adapter = {
  upsert(id: string, payload: Payload, expiresIn: number): Promise<void>
  find(id: string): Promise<Payload | undefined>
  findByUid(uid: string): Promise<Payload | undefined>
  findByUserCode(code: string): Promise<undefined>
  consume(id: string): Promise<void>
  destroy(id: string): Promise<void>
  revokeByGrantId(grantId: string): Promise<void>
}

export type Account = {
  accountId: string
  claims(): Record<string, unknown>
}

export type EngineClient = { clientId: string; redirectUris: string[] }
export type EngineSession = {
  accountId?: string
  authorizations?: object
  loginAccount(of: { accountId: string; loginTs: number; amr: string[] }): void
}
export type EngineGrant = {
  jti: string
  addOIDCScope(scope: string): void
  save(ttl?: number): Promise<string>
}
export type EngineInteraction = {
  uid: string
  exp: number
  returnTo: string
  prompt: { name: string; reasons: string[] }
  params: Record<string, string | undefined>
  result?: Record<string, unknown>
  lastSubmission?: Record<string, unknown>
  save(ttl: number): Promise<string>
}
/** A token as far as our hooks look at it. */
export type EngineToken = { accountId?: string; clientId?: string; kind?: string }

export type EngineContext = {
  req: IncomingMessage
  method: string
  path: string
  status: number
  body: unknown
  query: Record<string, unknown>
  accepts(...types: string[]): string | false
  redirect(to: string): void
  set(name: string, value: string): void
  remove(name: string): void
  oidc?: EngineOidc
}
export type EngineOidc = {
  route: string
  client: EngineClient
  account?: Account
  session: EngineSession
  params: Record<string, string | undefined>
  requestParamOIDCScopes: Set<string>
  entities: Record<string, { payload: Record<string, unknown>; accountId?: string; clientId?: string } | undefined>
}
/** Inside a hook there always is one. */
export type HookContext = EngineContext & { oidc: EngineOidc }

type Model<T> = { find(id: string): Promise<T | undefined> }

export type Engine = {
  proxy: boolean
  callback(): (request: IncomingMessage, reply: ServerResponse) => unknown
  use(middleware: (ctx: EngineContext, next: () => Promise<void>) => Promise<void>): void
  on(event: string, hear: (ctx: EngineContext, fault: Error) => void): void
  Session: { get(ctx: EngineContext): Promise<EngineSession>; instantiate(payload?: object): EngineSession }
  Interaction: Model<EngineInteraction>
  Grant: (new (of: { clientId: string; accountId: string }) => EngineGrant) & Model<EngineGrant>
  Client: {
    prototype: {
      compareClientSecret(this: { clientSecret: string }, given: string): boolean
      redirectUriAllowed(this: EngineClient, uri: string): boolean
    }
  }
  IdToken: {
    prototype: { issue(this: IssuedToken, how: { use: string }): Promise<string> }
    validate(jwt: string, client: EngineClient): Promise<{ payload: Record<string, unknown> }>
  }
}
/** An id_token that is about to be: `extra` holds the nonce, `available` what is known of the person. */
export type IssuedToken = { ctx: HookContext; extra: Record<string, unknown>; available: Record<string, unknown> }

type Checks = { add(check: unknown): void; remove(reason: string): void }
export type EngineModule = {
  Provider: new (issuer: string, settings: object) => Engine
  errors: Record<'InvalidGrant' | 'InvalidRequest', new (detail: string) => Error>
  interactionPolicy: {
    base(): { get(name: string): { checks: Checks } }
    Check: new (reason: string, description: string, error: string, check: (ctx: HookContext) => boolean | Promise<boolean>) => unknown
  }
}
