/**
 * What a handler is handed: the ground floor and the caller, a closed set. Rooms never go in it; they
 * are reached by import. What a test must replace (clock, database, outside world) is here; what it must
 * not replace (our own rules) cannot be.
 */
import type { Config } from './config.ts'
import type { Database, Runner } from './db.ts'
import type { Language } from './languages/index.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { Secrets } from './secrets.ts'
import type { App, Tenant } from './schema/documents.ts'

/** What lives as long as the process. */
export type World = {
  config: Config
  database: Database
  secrets: Secrets
  /** Outbound fetch: time limit, size limit, no private addresses. */
  fetch: typeof fetch
  /** An address of the host that may be called, for what does not speak http: the same rule. */
  reach(host: string, port: number): Promise<string>
  log: Log
  metrics: Metrics
  /** Milliseconds since 1970; a test may turn it. */
  now(): number
  /** The address the world knows this server by, without a slash at the end. */
  publicUrl(): string
  /** Asked to stop: no new requests, please. */
  stopping: boolean
  /** Vendors that make codes themselves, or want to hear which were right: given by app.ts, because the codes stand above the gateways. */
  vendors?: Vendors
}

/** `message` is our id of the message the code went with. */
export type Vendors = {
  compare(ctx: Ctx, message: string, target: string, code: string): Promise<boolean>
  proven(ctx: Ctx, message: string, target: string): void
}

/** What the caller says of its device. A hint, never a proof (threat row 20). */
export type Device = { system: string; fingerprint: string; agent: string }

/** Enough to read and write: the clean-up, the blueprint and the start have no more than this. */
export type Ground = World & {
  db: Runner
  /** What is to be done when this transaction is on disk: `afterCommit`. */
  committed?: (() => void)[]
}

/** A request of an application, in its tenant. */
export type Ctx = Ground & {
  tenant: Tenant
  app: App
  language: Language
  device: Device
  /** The socket's address, or the one a trusted proxy reports: the only one a limit may use. */
  address: string
  requestId: string
  /** The journey this request belongs to, once known: ties its audit events together. */
  journey: { id: string }
}

/** Who administers: a person in the console, or an application's server by its access token. */
export type Actor =
  | { kind: 'administrator'; id: string; name: string; role: Role }
  | { kind: 'app'; clientId: string }
  /** Not known yet: the calls that lead to a sign-in. */
  | { kind: 'nobody' }
/** From the least to the most: reads; changes what is in a tenant; also tenants, keys and administrators. */
export const roles = ['auditor', 'administrator', 'owner'] as const
export type Role = (typeof roles)[number]

/** A request of an administrator, in the tenant it is about. */
export type AdminCtx = Ground & Pick<Ctx, 'tenant' | 'language' | 'address' | 'requestId' | 'journey'> & { actor: Actor }

export const ground = (world: World): Ground => ({ ...world, db: world.database })

/** The only way to write: all or nothing, answered when it is on disk. No network inside. */
export function transact<C extends Ground, T>(ctx: C, work: (ctx: C) => Promise<T>): Promise<T> {
  // Inside a transaction already: it is part of that one.
  if (ctx.db !== ctx.database) return work(ctx)
  const committed: (() => void)[] = []
  const done = ctx.database.transact((tx) => {
    // A job may run again; what the run before wanted is undone with it.
    committed.length = 0
    return work({ ...ctx, db: tx, committed })
  })
  return done.then((value) => {
    for (const job of committed) job()
    return value
  })
}

/** What must not be undone (a counter, say) waits for the commit; outside a transaction it is done at once. */
export function afterCommit(ctx: Ground, job: () => void): void {
  if (ctx.committed) ctx.committed.push(job)
  else job()
}
