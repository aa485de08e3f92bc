/** A whole server with a clock you can turn, on SQLite or PostgreSQL: what the tests stand on. */
import { publicEncrypt, constants, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type Bowline, createBowline } from './app.ts'
import { type AppInput, createApp, setSecret } from './apps/index.ts'
import { readConfig } from './config.ts'
import { ground, type Ground } from './context.ts'
import { dump, type Query } from './db.ts'
import { createLog } from './log.ts'
import { type KeptMail, listMails, saveMailGateway } from './mail/index.ts'
import { type Tenant } from './schema/documents.ts'
import { hashToken } from './secrets.ts'
import { OPEN, withRoom } from './settings.double.ts'
import { TABLES } from './snapshot.double.ts'
import { type KeptMessage, listInbox, saveGateway } from './sms/index.ts'
import { saveSource, type Source } from './social/index.ts'
import { createTenant, listTenants } from './tenants/index.ts'
import { createUser, type NewUser } from './users/index.ts'
import type { Schema } from './schema/tables.ts'

/** 2026-06-01T08:00:00Z: where every test's clock starts. */
const START = Date.UTC(2026, 5, 1, 8)

export type Reply = { status: number; body: Record<string, unknown>; headers: Record<string, unknown>; text: string }
type Given = {
  env?: Record<string, string>
  settings?: object
  app?: object
  source?: Partial<Source>
  fetch?: typeof fetch
  database?: Place
  noDefaults?: boolean
}
export type Place = { env: Record<string, string>; remove(): Promise<void> }

let databases = 0

/** A database of its own: a folder, or a fresh database on the PostgreSQL server the runner started. */
export async function createPlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'bowline-test-'))
  const key = randomBytes(32).toString('base64')
  const url = process.env['TEST_DATABASE_URL']
  if (!url)
    return { env: { BOWLINE_DATA: folder, BOWLINE_MASTER_KEY: key }, remove: async () => rmSync(folder, { recursive: true, force: true }) }
  const name = `test_${process.pid}_${databases++}_${Date.now() % 1e6}`
  await onServer(url, `create database ${name}`)
  const own = new URL(url)
  own.pathname = `/${name}`
  return {
    env: { BOWLINE_DATA: folder, BOWLINE_MASTER_KEY: key, BOWLINE_DATABASE_URL: own.href, BOWLINE_DATABASE_POOL: '8' },
    async remove() {
      await onServer(url, `drop database ${name} with (force)`)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function onServer(url: string, statement: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement)
  await client.end()
}

export type Bench = Awaited<ReturnType<typeof bench>>

/**
 * `await using b = await bench()`: a server with one tenant, one application (`b.clientId`, `b.secret`), an
 * inbox, the source `sandbox` (policy bind), no cool-down, no captcha and a wide firewall unless `settings` says so.
 */
export async function bench(given: Given = {}) {
  const place = given.database ?? (await createPlace())
  const clock = { now: START }
  const lines: string[] = []
  const statements: Query[] = []
  const commits: number[] = []
  const config = readConfig({
    BOWLINE_LOG_LEVEL: 'debug',
    BOWLINE_PORT: '0',
    BOWLINE_OUTBOUND_ALLOW: '127.0.0.1/32',
    ...place.env,
    ...given.env,
  })
  const bowline: Bowline = await createBowline(config, {
    now: () => clock.now,
    log: createLog(config.logLevel, { write: (line: string) => void lines.push(line) }),
    ...(given.fetch && { fetch: given.fetch }),
    observer: { statement: (query) => statements.push(query), commit: (batch) => commits.push(batch) },
  })
  const { world, server } = bowline
  const ctx: Ground = ground(world)

  const tenant: Tenant = given.database
    ? ((await listTenants(ctx)).find((it) => it.name === 'acme') as Tenant)
    : await createTenant(ctx, { name: 'acme', settings: withRoom(given.settings ?? OPEN) })
  const clientId = 'TestAppTestAppTestAppTestApp0001'
  const secret = 'a-secret-for-tests'
  if (!given.database) {
    await createApp(ctx, tenant.id, { clientId, name: 'Test', settings: given.app ?? {} })
    await setSecret(ctx, tenant.id, clientId, secret)
    await addInboxes(tenant.id)
    await addSource(given.source ?? {})
  }

  async function addInboxes(tenantId: string) {
    for (const save of [saveGateway, saveMailGateway])
      await save(ctx, tenantId, { id: 'inbox', gateway: 'inbox', settings: {}, position: 1 })
  }

  async function addSource(source: Partial<Source>, tenantId = tenant.id) {
    const full: Source = {
      id: 'sandbox',
      connector: 'sandbox',
      name: 'Sandbox',
      settings: {},
      unknownUser: 'bind',
      trustMobile: false,
      trustEmail: false,
      disabled: false,
      logo: '',
      ...source,
    }
    await saveSource(ctx, tenantId, full)
  }

  async function addApp(settings: object = {}, input: Partial<AppInput> = {}, tenantId = tenant.id): Promise<string> {
    return (await createApp(ctx, tenantId, { name: 'Another', settings, ...input })).clientId
  }

  const device = {
    'x-operating-sys-version': 'Android 10',
    'x-device-fingerprint': '156aysdna213sac',
    'x-agent': 'Mozilla/5.0 (Linux; Android 10)',
  }

  /** Calls as the test application does; a header set to '' is left out. */
  async function call(method: 'GET' | 'POST', url: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    const all = Object.entries({
      ...device,
      'x-client-id': clientId,
      ...(method === 'POST' && { 'content-type': 'application/json;charset=utf8' }),
      ...headers,
    })
    const answer = await server.inject({
      method,
      url,
      headers: Object.fromEntries(all.filter(([, value]) => value !== '')),
      ...(body !== undefined && { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const isJson = String(answer.headers['content-type']).includes('json')
    return {
      status: answer.statusCode,
      body: isJson ? (answer.json() as Record<string, unknown>) : {},
      headers: answer.headers,
      text: answer.body,
    }
  }

  const sdk = '/api/v2/sdk'
  return {
    bowline,
    world,
    ctx,
    place,
    tenant,
    clientId,
    secret,
    device,
    /** The same device, as a server names it in a body (user-api 2.9). */
    deviceFields: { operating_sys_version: 'Android 10', device_ip: '10.10.10.1', device_fingerprint: device['x-device-fingerprint'] },
    clock,
    statements,
    commits,
    log: () => lines.join(''),
    call,
    addSource,
    /** A further application; answers its client_id. */
    addApp,
    /** Another tenant, with an application of its own. */
    async addTenant(name: string, settings: object = OPEN, app: object = {}) {
      const { id } = await createTenant(ctx, { name, settings: withRoom(settings) })
      await addInboxes(id)
      return { id, clientId: await addApp(app, {}, id) }
    },
    get: (path: string, headers?: Record<string, string>) => call('GET', sdk + path, undefined, headers),
    post: (path: string, body: unknown = {}, headers?: Record<string, string>) => call('POST', sdk + path, body, headers),
    /** A number or address that is proven since 1 is proven since now: age is what threat row 10 is about, and no other test. */
    addUser: async (input: NewUser, tenantId = tenant.id) => {
      const lately = (at: number | null | undefined) => (at === 1 ? clock.now : (at ?? null))
      const proven = { mobileProvenAt: lately(input.mobileProvenAt), emailProvenAt: lately(input.emailProvenAt) }
      return (await createUser(ctx, tenantId, { ...input, ...proven })) as Schema['users']
    },
    inbox: (mobile?: string): KeptMessage[] => listInbox(world, mobile),
    /** The last code sent to a number. */
    code: (mobile: string): string => listInbox(world, mobile)[0]?.code ?? '',
    mails: (email?: string): KeptMail[] => listMails(world, email),
    mailCode: (email: string): string => listMails(world, email)[0]?.code ?? '',

    /** Signs in as a made-up person nobody knows; answers the state token. */
    async unknown(name: string, headers?: Record<string, string>): Promise<string> {
      const reply = await call('POST', `${sdk}/login/social`, { source: 'sandbox', code: `sandbox:${name}` }, headers)
      return String(reply.body['state_token'])
    },
    /** Waits out the cool-down, has a code sent, reads it. */
    async sendCode(mobile: string, type: string, headers?: Record<string, string>): Promise<string> {
      clock.now += 1001
      const reply = await call('POST', `${sdk}/sms/send`, { mobile, type }, headers)
      if (reply.status !== 200) throw new Error(reply.text)
      return listInbox(world, mobile.startsWith('+') ? mobile : `+86${mobile}`)[0]?.code ?? ''
    },
    /** The same by e-mail. */
    async sendMailCode(email: string, type: string, headers?: Record<string, string>): Promise<string> {
      clock.now += tenant.settings.mail.cooldown * 1000 + 1
      const reply = await call('POST', `${sdk}/email/send`, { email, type }, headers)
      if (reply.status !== 200) throw new Error(reply.text)
      return listMails(world)[0]?.code ?? ''
    },
    /** Somebody logged in by SMS. */
    async login(mobile: string, headers?: Record<string, string>) {
      const verify_code = await this.sendCode(mobile, 'LOGIN_SMS', headers)
      return (await call('POST', `${sdk}/login/mobile-verify-code`, { mobile, verify_code }, headers)).body as {
        session_token: string
        id_token: string
        expire: number
        status: string
      }
    },
    /** Calls of the application's server. */
    async accessToken(id = clientId, key = secret): Promise<string> {
      const reply = await call('POST', '/api/v2/tenant/token', `grant_type=client_credentials&client_id=${id}&client_secret=${key}`, {
        'content-type': 'application/x-www-form-urlencoded',
      })
      return String(reply.body['access_token'])
    },
    /** Where the piece of a picture belongs: only the database knows. */
    async answer(token: string): Promise<number> {
      const rows = (await dump(world.database, ['captchas']))['captchas']?.split('\n').map((line) => JSON.parse(line) as Schema['captchas'])
      return rows?.find((row) => row.hash === hashToken(token))?.answer ?? Number.NaN
    },
    /** Solves a picture for whoever is to receive a code; answers the captcha_token. */
    async solve(sender: string, headers?: Record<string, string>): Promise<string> {
      const token = String((await call('GET', `${sdk}/captcha`, undefined, headers)).body['token'])
      const point_json = JSON.stringify({ x: await this.answer(token), y: 5 })
      return String((await call('POST', `${sdk}/captcha/verify`, { point_json, token, sender }, headers)).body['captcha_token'])
    },
    /** The header of somebody who is logged in: user-api 0.4. */
    async signed(sessionToken: string, publicKey?: string): Promise<Record<string, string>> {
      const key = publicKey ?? String((await call('GET', `${sdk}/public-key`)).body['public_key'])
      return { 'x-signature': sign(key, sessionToken, clock.now) }
    },
    /** Every row of every table, but for the audit trail: what "nothing was written" is measured by. */
    snapshot: () => dump(world.database, TABLES),
    async [Symbol.asyncDispose]() {
      await bowline.stop()
      if (!given.database) await place.remove()
    },
  }
}

/** X-signature as a client makes it (user-api 0.4). */
export function sign(publicKey: string, sessionToken: string, timestamp: number, nonce = randomBytes(8).toString('hex')): string {
  const text = `session_token=${sessionToken}&timestamp=${timestamp}&nonce=${nonce}`
  return publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, Buffer.from(text)).toString(
    'base64',
  )
}

/** What a JWT says, unverified. */
export const claimsOf = (jwt: unknown) =>
  JSON.parse(Buffer.from(String(jwt).split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>

/** Where a `fetch` that a test hands in is asked to go. */
export const addressOf = (input: string | URL | Request): string => (input instanceof Request ? input.url : input.toString())
