/** Those that are compared: how each gets its database, and how it is started on the server's core. */
import { type ChildProcess, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import type { Measured, Plan } from './driver.ts'
import type { Postgres } from './postgres.ts'
import { start } from './proc.ts'
import type { Dialect } from './scenarios.ts'

export type Engine = 'sqlite' | 'postgres'
/** `before`: another checkout of Bowline, with a database of its own making. */
export type Kind = 'bowline' | 'before' | 'floor' | 'peer'
export type Target = { kind: Kind; dialect: Dialect; child: ChildProcess; pid: number; port: number; channel: string; next: number }

const here = import.meta.dirname

/** Bowline's settings: its defaults, with a log that goes to a file as a service manager would have it. */
export const settings = (folder: string, url?: string): Record<string, string> => ({
  BOWLINE_DATA: folder,
  BOWLINE_PORT: '0',
  ...(url && { BOWLINE_DATABASE_URL: url }),
})

/** Only what a program needs of our own environment: a setting that lies about must not be measured by accident. */
export const environment = (more: Record<string, string>): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  HOME: process.env['HOME'],
  NODE_ENV: 'production',
  ...more,
})

export function run(command: string, args: string[], more: Record<string, string> = {}, cwd = join(here, '..')): string {
  const { status, stdout, stderr } = spawnSync(command, args, {
    env: environment(more),
    encoding: 'utf8',
    cwd,
    maxBuffer: 1 << 28,
  })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}\n${stdout}\n${stderr}`)
  return stdout
}

/** Seeds Bowline's database once, and copies it for the floor. `before`: the other checkout, which seeds its own. */
export async function prepare(folder: string, users: number, postgres?: Postgres, before?: string): Promise<void> {
  const own = join(folder, 'bowline')
  mkdirSync(own, { recursive: true })
  await postgres?.ask('create database bowline')
  run(process.execPath, ['bench/seed.ts', String(users)], settings(own, postgres?.url('bowline')))
  if (postgres) {
    await postgres.ask('create database floor template bowline')
    await postgres.ask('create database peer')
  } else cpSync(own, join(folder, 'floor'), { recursive: true })
  mkdirSync(join(folder, 'peer'), { recursive: true })
  if (!before) return
  await postgres?.ask('create database before')
  mkdirSync(join(folder, 'before'), { recursive: true })
  run(process.execPath, ['bench/seed.ts', String(users)], settings(join(folder, 'before'), postgres?.url('before')), before)
}

async function findTenant(folder: string, postgres?: Postgres): Promise<string> {
  const statement = `select id from tenants where name = 'default'`
  if (!postgres) {
    const db = new DatabaseSync(join(folder, 'floor', 'bowline.db'))
    const row = db.prepare(statement).get()
    db.close()
    return String(row?.['id'])
  }
  const client = new pg.Client({ connectionString: postgres.url('floor') })
  await client.connect()
  const { rows } = await client.query<{ id: string }>(statement)
  await client.end()
  return rows[0]?.id ?? ''
}

/** What `npm start` gives Node.js: measured is what is run. */
function flags(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(here, '../package.json'), 'utf8')) as { scripts: { start: string } }
  return scripts.start.split(' ').filter((word) => word.startsWith('--'))
}

export async function startTarget(kind: Kind, folder: string, users: number, postgres?: Postgres, before = ''): Promise<Target> {
  const channel = join(folder, `${kind}.sock`)
  const own = join(folder, kind)
  const url = postgres?.url(kind)
  const given: Record<Kind, () => Promise<Record<string, string>> | Record<string, string>> = {
    bowline: () => settings(own, url),
    before: () => settings(own, url),
    floor: async () => ({
      FLOOR_TENANT: await findTenant(folder, postgres),
      ...(url ? { FLOOR_URL: url } : { FLOOR_FILE: join(own, 'bowline.db') }),
    }),
    peer: () => ({
      PEER_USERS: String(users),
      PEER_ALGORITHM: 'RS256',
      ...(url ? { PEER_URL: url } : { PEER_FILE: join(own, 'peer.db') }),
    }),
  }
  const program = {
    bowline: join(here, 'server.ts'),
    before: join(before, 'bench/server.ts'),
    floor: join(here, 'floor.ts'),
    peer: join(here, 'peer/server.js'),
  }[kind]
  if (kind === 'peer' && !existsSync(join(here, 'peer/node_modules')))
    // As whoever runs this has set npm up: proxies, certificates.
    run('npm', ['ci', '--prefix', 'bench/peer', '--no-audit', '--no-fund'], process.env as Record<string, string>)
  const child = start('server', process.execPath, [...(kind === 'bowline' || kind === 'before' ? flags() : []), program], {
    stdio: ['ignore', openSync(join(folder, `${kind}.log`), 'w'), 'inherit', 'ipc'],
    env: environment({ ...(await given[kind]()), BENCH_CHANNEL: channel }),
  })
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve((message as { port: number }).port))
    child.once('exit', (code) => reject(new Error(`${kind} ended with ${code} before it was ready`)))
  })
  return { kind, dialect: kind === 'peer' ? 'peer' : 'bowline', child, pid: child.pid ?? 0, port, channel, next: 0 }
}

export async function stopTarget(target: Target): Promise<void> {
  if (target.child.exitCode !== null) return
  const gone = new Promise((resolve) => target.child.once('exit', resolve))
  target.child.kill('SIGTERM')
  await gone
}

/** One turn of the driver against a target. */
export async function drive(target: Target, plan: Omit<Plan, 'port' | 'channel' | 'pid' | 'dialect' | 'first'>): Promise<Measured> {
  const whole: Plan = { ...plan, port: target.port, channel: target.channel, pid: target.pid, dialect: target.dialect, first: target.next }
  const child = start('driver', process.execPath, [join(here, 'driver.ts'), JSON.stringify(whole)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: environment({}),
  })
  let text = ''
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Error(`the driver ended with ${code}: ${target.kind}, ${plan.scenario}`)
  const measured = JSON.parse(text) as Measured
  target.next = measured.next
  return measured
}
