/**
 * All settings of the process: one schema, read from the environment, every fault named at once.
 * What a tenant or an application decides is not here but in the database (see tenants/settings.ts).
 */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ipaddr from 'ipaddr.js'
import { isAllowance } from './outbound.ts'

type Setting<T> = {
  about: string
  form: string
  byDefault: string
  read(text: string): T | undefined
}

const text = (about: string, byDefault = '', form = 'text'): Setting<string> => ({ about, form, byDefault, read: (it) => it })
const number = (about: string, byDefault: number, least: number, most: number): Setting<number> => ({
  about,
  form: `whole number, ${least} to ${most}`,
  byDefault: String(byDefault),
  read: (it) => (/^\d{1,9}$/.test(it) && Number(it) >= least && Number(it) <= most ? Number(it) : undefined),
})
const choice = <const T extends string>(about: string, choices: readonly [T, ...T[]]): Setting<T> => ({
  about,
  form: choices.join(' | '),
  byDefault: choices[0],
  read: (it) => choices.find((choice) => choice === it),
})
const list = (about: string, form: string, isGood: (entry: string) => boolean): Setting<string[]> => ({
  about,
  form,
  byDefault: '',
  read(it) {
    const entries = it
      .split(',')
      .map((entry) => entry.trim())
      .filter(Boolean)
    return entries.every(isGood) ? entries : undefined
  },
})
const url = (about: string): Setting<string> => ({
  about,
  form: 'http(s) address without a path, or empty',
  byDefault: '',
  read: (it) => (it === '' || /^https?:\/\/[^/\s?#]+$/.test(it) ? it : undefined),
})

/** Every setting, by the name it has in the environment. `docs/settings.md` is generated from this. */
export const settings = {
  BOWLINE_MODE: choice('development: sandbox, SMS inbox and a generated master key. production: none of them.', [
    'development',
    'production',
  ]),
  BOWLINE_HOST: text('Address to listen on.', '127.0.0.1', 'IP address or host name'),
  BOWLINE_PORT: number('Port to listen on; 0 takes a free one. The address is printed at start.', 8420, 0, 65535),
  BOWLINE_PUBLIC_URL: url(
    'Where the world reaches this server; issuer of the id_tokens. Empty: the address it listens on. Required in production.',
  ),
  BOWLINE_DATA: text('Folder for the SQLite database and, in development, the master key.', 'data', 'path'),
  BOWLINE_DATABASE_URL: text('PostgreSQL instead of SQLite: postgres://user:password@host:port/database.', '', 'address, or empty'),
  BOWLINE_DATABASE_POOL: number('Connections to PostgreSQL, for each process.', 10, 1, 500),
  BOWLINE_MASTER_KEY: text(
    'Key from which all inner keys are derived: 32 bytes in base64. Required in production. Losing it loses every sealed secret.',
    '',
    'base64 of 32 bytes',
  ),
  BOWLINE_MASTER_KEY_FILE: text('File that holds the master key; used when BOWLINE_MASTER_KEY is empty.', '', 'path'),
  BOWLINE_BLUEPRINT: text('YAML file with tenants, applications, sources, gateways and users, applied at every start.', '', 'path'),
  BOWLINE_TRUSTED_PROXIES: list(
    'Proxies whose X-Forwarded-For is believed. Empty: none, the address of the socket counts.',
    'IP addresses or CIDR ranges, separated by commas',
    (it) => ipaddr.isValid(it) || ipaddr.isValidCIDR(it),
  ),
  BOWLINE_OUTBOUND_ALLOW: list(
    'Private addresses that connectors and gateways may call all the same.',
    'host, host:port or CIDR range, separated by commas; * for all',
    isAllowance,
  ),
  BOWLINE_ADMIN_SECOND_FACTOR: choice(
    'Which administrators need a second factor (an authenticator app or a passkey): nobody is forced (asked), owners, or everybody. Without one they can set it up and nothing else.',
    ['asked', 'owners', 'everybody'],
  ),
  BOWLINE_LOG_LEVEL: choice('Least important line that is logged.', ['info', 'debug', 'warn', 'error', 'silent']),
  BOWLINE_METRICS_TOKEN: text('Bearer token for GET /metrics. Empty: open in development, absent in production.'),
} as const

type Raw = { [K in keyof typeof settings]: (typeof settings)[K] extends Setting<infer T> ? T : never }

export type Config = {
  mode: 'development' | 'production'
  host: string
  port: number
  publicUrl: string
  data: string
  database: { url?: string; file: string; pool: number }
  masterKey: Uint8Array
  blueprint: string
  trustedProxies: string[]
  outboundAllow: string[]
  adminSecondFactor: 'asked' | 'owners' | 'everybody'
  logLevel: string
  metricsToken: string
}

/** A start that cannot be: all reasons at once, each with what to do. */
export class ConfigFault extends Error {
  readonly faults: string[]
  constructor(faults: string[]) {
    super(faults.join('\n'))
    this.faults = faults
  }
}

/** Marks a key that was made for development, so that production can refuse it. */
const DEVELOPMENT = 'development:'

export function readConfig(environment: Record<string, string | undefined>): Config {
  const faults: string[] = []
  const raw: Record<string, unknown> = {}
  for (const [name, setting] of Object.entries(settings)) {
    const given = environment[name] || setting.byDefault
    const value = setting.read(given)
    if (value === undefined) faults.push(`${name}: expected ${setting.form}, found "${given}"`)
    raw[name] = value
  }
  for (const name of Object.keys(environment)) {
    // A blueprint's secrets may be named so; an export names them so.
    if (name.startsWith('BOWLINE_') && !name.startsWith('BOWLINE_SECRET_') && !(name in settings))
      faults.push(`${name}: there is no such setting; see docs/settings.md`)
  }
  const it = raw as Raw
  const production = it.BOWLINE_MODE === 'production'
  if (production && !it.BOWLINE_PUBLIC_URL) faults.push('BOWLINE_PUBLIC_URL: required in production, for example https://id.example.com')
  const masterKey = readMasterKey(it, production, faults)
  if (faults.length) throw new ConfigFault(faults)
  return {
    mode: it.BOWLINE_MODE,
    host: it.BOWLINE_HOST,
    port: it.BOWLINE_PORT,
    publicUrl: it.BOWLINE_PUBLIC_URL,
    data: it.BOWLINE_DATA,
    database: {
      ...(it.BOWLINE_DATABASE_URL && { url: it.BOWLINE_DATABASE_URL }),
      file: join(it.BOWLINE_DATA, 'bowline.db'),
      pool: it.BOWLINE_DATABASE_POOL,
    },
    masterKey,
    blueprint: it.BOWLINE_BLUEPRINT,
    trustedProxies: it.BOWLINE_TRUSTED_PROXIES,
    outboundAllow: it.BOWLINE_OUTBOUND_ALLOW,
    adminSecondFactor: it.BOWLINE_ADMIN_SECOND_FACTOR,
    logLevel: it.BOWLINE_LOG_LEVEL,
    metricsToken: it.BOWLINE_METRICS_TOKEN,
  }
}

function readMasterKey(it: Raw, production: boolean, faults: string[]): Uint8Array {
  const make = 'make one with: openssl rand -base64 32'
  const file = it.BOWLINE_MASTER_KEY_FILE
  let given = it.BOWLINE_MASTER_KEY
  if (!given && file) {
    if (!existsSync(file)) faults.push(`BOWLINE_MASTER_KEY_FILE: there is no file "${file}"; ${make}`)
    else
      given = attempt(faults, `BOWLINE_MASTER_KEY_FILE: there is no key to be read in "${file}"`, () => readFileSync(file, 'utf8').trim())
  }
  // A start that cannot be leaves nothing behind.
  if (!given && !production && !file && faults.length === 0) {
    given = attempt(faults, `BOWLINE_DATA: no master.key can be made or read in "${it.BOWLINE_DATA}"`, () =>
      developmentKey(it.BOWLINE_DATA),
    )
  }
  if (!given) {
    if (!file && production) faults.push(`BOWLINE_MASTER_KEY: required in production; ${make}`)
    return new Uint8Array(32)
  }
  if (given.startsWith(DEVELOPMENT)) {
    if (production) faults.push(`BOWLINE_MASTER_KEY: this is a development key; ${make}`)
    given = given.slice(DEVELOPMENT.length)
  }
  const key = Buffer.from(given, 'base64')
  if (key.length !== 32) faults.push(`BOWLINE_MASTER_KEY: expected base64 of 32 bytes, found ${key.length} bytes; ${make}`)
  return key
}

/** What the file system refuses is a fault of the settings that led there; and so is an empty file, which must never pass for a key. */
function attempt(faults: string[], fault: string, work: () => string): string {
  try {
    const text = work()
    if (!text) faults.push(`${fault} (it is empty)`)
    return text
  } catch (reason) {
    faults.push(`${fault} (${(reason as { code?: string }).code ?? String(reason)})`)
    return ''
  }
}

/** The first start in development makes a key and keeps it beside the database, readable by its owner only. */
function developmentKey(folder: string): string {
  const file = join(folder, 'master.key')
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true })
    // `wx`: of two first starts at once, one writes and the other reads what it wrote.
    try {
      writeFileSync(file, DEVELOPMENT + randomBytes(32).toString('base64') + '\n', { mode: 0o600, flag: 'wx' })
    } catch (reason) {
      if ((reason as { code?: string }).code !== 'EEXIST') throw reason
    }
  }
  return readFileSync(file, 'utf8').trim()
}
