/** Builds the server. THE LIST of rooms is here: table of contents, mount order, and who may use whom. */
import type { FastifyInstance } from 'fastify'
import * as webhooks from './webhooks/index.ts'
import * as audit from './audit/index.ts'
import * as limits from './limits/index.ts'
import * as tenants from './tenants/index.ts'
import * as users from './users/index.ts'
import * as apps from './apps/index.ts'
import * as captcha from './captcha/index.ts'
import * as session from './session/index.ts'
import * as codes from './codes/index.ts'
import * as sms from './sms/index.ts'
import * as mail from './mail/index.ts'
import * as notices from './notices/index.ts'
import * as password from './password/index.ts'
import * as social from './social/index.ts'
import * as mfa from './mfa/index.ts'
import * as register from './register/index.ts'
import * as login from './login/index.ts'
import * as profile from './profile/index.ts'
import * as administrators from './administrators/index.ts'
import * as directory from './directory/index.ts'
import * as oauth from './oauth/index.ts'
import * as hosted from './hosted/index.ts'
import * as sandbox from './sandbox/index.ts'
import * as blueprint from './blueprint/index.ts'
import * as management from './management/index.ts'
import * as system from './system/index.ts'
import type { Config } from './config.ts'
import { ground, type World } from './context.ts'
import { type Observer, openDatabase } from './db.ts'
import { closeAll } from './held.ts'
import { createServer, type Endpoint, mount } from './http.ts'
import { createLog, type Log } from './log.ts'
import { createMetrics } from './metrics.ts'
import { createOutbound } from './outbound.ts'
import { servePages } from './pages.ts'
import { history } from './schema/migrations/index.ts'
import { createSecrets } from './secrets.ts'

/** A room uses only rooms above it, through their index.ts (house.test.ts keeps it). */
export const rooms = {
  webhooks,
  audit,
  limits,
  tenants,
  users,
  apps,
  captcha,
  session,
  codes,
  sms,
  mail,
  notices,
  password,
  social,
  mfa,
  register,
  login,
  profile,
  administrators,
  directory,
  oauth,
  hosted,
  sandbox,
  blueprint,
  management,
  system,
}

export const listEndpoints = (): Endpoint[] =>
  Object.values(rooms).flatMap((room) => ('endpoints' in room ? (room.endpoints as Endpoint[]) : []))

/** How often expired rows are cleared away, in milliseconds. */
const SWEEP_EVERY = 60_000

export type Bowline = {
  world: World
  server: FastifyInstance
  /** Listens, and answers with the address. */
  listen(): Promise<string>
  /** Finishes what was begun, then lets go of everything. */
  stop(): Promise<void>
}

/** A start that cannot be, said in one sentence. */
export class StartFault extends Error {}

export async function createBowline(
  config: Config,
  given: { now?: () => number; log?: Log; fetch?: typeof fetch; observer?: Observer } = {},
): Promise<Bowline> {
  const log = given.log ?? createLog(config.logLevel)
  const metrics = createMetrics()
  const database = await openDatabase(config.database, {
    commit(batch, seconds) {
      metrics.commits.observe(batch)
      metrics.commitSeconds.observe(seconds)
      given.observer?.commit?.(batch, seconds)
    },
    statement(query) {
      metrics.statements.run++
      given.observer?.statement?.(query)
    },
  })
  const outbound = createOutbound({ allow: config.outboundAllow })
  // Whoever is told what happens may take longer for it, and has nothing to say that we would read.
  const telling = createOutbound({ allow: config.outboundAllow, timeoutMs: 10_000, maxBytes: 4096, cut: true })
  // Until it listens nobody asks but a test.
  let address = `http://localhost:${config.port}`
  const world: World = {
    config,
    database,
    secrets: createSecrets(config.masterKey),
    fetch: given.fetch ?? outbound.fetch,
    reach: outbound.reach,
    log,
    metrics,
    now: given.now ?? Date.now,
    publicUrl: () => config.publicUrl || address,
    stopping: false,
    vendors: sms.vendors,
  }
  const release = async () => {
    await closeAll({ database, log })
    await database.close()
    await outbound.close()
    await telling.close()
  }
  let worker: webhooks.Worker
  try {
    await database.migrate(history)
    const ctx = ground(world)
    if (!(await tenants.checkMasterKey(ctx))) {
      throw new StartFault(
        'The master key is not the one this database was written with. Start with that one: nothing sealed can be opened without it.',
      )
    }
    // First the blueprint: it may say what the default tenant is.
    if (config.blueprint) await blueprint.applyFile(ctx, config.blueprint)
    await sandbox.createSandbox(ctx, config.mode === 'development' && !config.blueprint)
    worker = await webhooks.startWorker(world, { fetch: given.fetch ?? telling.fetch, tellOff: management.recordWebhookOff })
  } catch (reason) {
    await release()
    throw reason
  }

  const server = createServer(world)
  const callers = {
    app: apps.identifyApp,
    server: apps.identifyServer,
    session: session.authenticate,
    admin: administrators.identifyAdmin,
    refused: audit.recordRefusal,
    origins: apps.listOrigins,
  }
  for (const endpoint of listEndpoints()) {
    if (!endpoint.developmentOnly || config.mode === 'development') mount(server, world, callers, endpoint)
  }

  servePages(server, world)

  let sweeping: Promise<unknown> = Promise.resolve()
  const timer = setInterval(() => {
    sweeping = system.sweep(world).catch((reason: unknown) => log.error({ err: reason }, 'the clean-up failed'))
  }, SWEEP_EVERY)
  timer.unref()

  return {
    world,
    server,
    async listen() {
      await server.listen({ host: config.host, port: config.port })
      const bound = server.server.address()
      const port = typeof bound === 'object' && bound ? bound.port : config.port
      // By its name at home: there are no passkeys for an IP address (WebAuthn section 5.1.2), and a cookie of the one is not the other's.
      const host = ['0.0.0.0', '::', '127.0.0.1', '::1'].includes(config.host) ? 'localhost' : config.host
      address = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
      return address
    },
    async stop() {
      world.stopping = true
      clearInterval(timer)
      await server.close()
      await sweeping
      await worker.stop()
      await release()
    },
  }
}
