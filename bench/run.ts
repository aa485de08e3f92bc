/**
 * npm run bench -- [--quick] [--only journey,sms-login,…] [--db sqlite|postgres|both] [--turns 3]
 *                  [--seconds 8] [--connections 32] [--users 250000] [--without peer] [--memory] [--journeys 200000]
 *
 * Bowline, the floor and the peer take turns on one core, asked from another; medians over the turns go to
 * bench/results/ and into docs/performance.md. `--memory` measures start, idle memory and growth instead.
 *
 * `--before FOLDER`: another checkout of Bowline, its packages installed, takes its turns too.
 *
 * npm run bench -- --password [--seconds 8] [--users 40000] [--sign-ins 20]: see password.ts.
 * npm run bench -- --firewall [--hours 3] [--people 600] [--scale 1] [--seed 1]: see firewall.ts.
 * npm run bench -- --first-paint [--turns 15]: see first-paint.ts.
 */
import { generateKeyPairSync, sign } from 'node:crypto'
import {
  closeSync,
  fdatasyncSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Measured } from './driver.ts'
import { runFirewall } from './firewall.ts'
import { runFirstPaint } from './first-paint.ts'
import { measureMemory } from './memory.ts'
import type { Algorithm } from './people.ts'
import { runPassword } from './password.ts'
import { type Postgres, startPostgres } from './postgres.ts'
import { canPin } from './proc.ts'
import { dialects } from './scenarios.ts'
import { drive, type Engine, type Kind, prepare, startTarget, stopTarget, type Target } from './targets.ts'
import { type Case, median, type Outcome, printCase, renderAll, type Machine, type Row } from './report.ts'

const { values: given } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    db: { type: 'string', default: 'both' },
    turns: { type: 'string', default: '' },
    seconds: { type: 'string', default: '' },
    connections: { type: 'string', default: '32' },
    users: { type: 'string', default: '' },
    without: { type: 'string', default: '' },
    before: { type: 'string', default: '' },
    memory: { type: 'boolean', default: false },
    journeys: { type: 'string', default: '200000' },
    password: { type: 'boolean', default: false },
    'sign-ins': { type: 'string', default: '20' },
    firewall: { type: 'boolean', default: false },
    'first-paint': { type: 'boolean', default: false },
    hours: { type: 'string', default: '3' },
    people: { type: 'string', default: '600' },
    scale: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
  },
})
if (given.firewall) {
  const { hours, people, scale, seed } = given
  process.exit(await runFirewall({ hours: Number(hours), people: Number(people), scale: Number(scale), seed: Number(seed) }, say))
}
if (given['first-paint']) process.exit(await runFirstPaint(Number(given.turns) || 15, say))
if (given.password) {
  const asked = { seconds: Number(given.seconds) || 8, users: Number(given.users) || 40_000, signIns: Number(given['sign-ins']) }
  process.exit(await runPassword(asked, say))
}
const turns = Number(given.turns) || (given.quick ? 1 : 3)
const seconds = Number(given.seconds) || (given.quick ? 2 : 8)
const users = Number(given.users) || (given.quick ? 40_000 : 250_000)
const connections = Number(given.connections)
const results = join(import.meta.dirname, 'results')

/** Every case, and the signature of its id_tokens. The peer signs nothing in a journey: it runs once. */
const cases: Case[] = [
  { scenario: 'journey', algorithm: 'RS256', open: true },
  { scenario: 'journey', algorithm: 'ES256', open: true },
  { scenario: 'sms-login', algorithm: 'RS256', open: false },
  { scenario: 'sso-ticket', algorithm: 'RS256', open: false },
  { scenario: 'tenant-token', algorithm: 'RS256', open: false },
  { scenario: 'id-token', algorithm: 'RS256', open: false },
]
const only = given.only ? given.only.split(',') : cases.map((it) => it.scenario)
const kinds = (['bowline', 'before', 'floor', 'peer'] as const).filter(
  (kind) => !given.without.split(',').includes(kind) && (kind !== 'before' || given.before),
)
const before = given.before && resolve(given.before)
const engines: Engine[] = given.db === 'both' ? ['sqlite', 'postgres'] : [given.db as Engine]

const folder = mkdtempSync(join(tmpdir(), 'bowline-bench-'))
const machine = calibrate()
try {
  mkdirSync(results, { recursive: true })
  if (given.memory) save('memory', { machine, ...(await measureMemory(folder, users, Number(given.journeys), connections)) })
  else for (const engine of engines) await measure(engine)
  renderAll(results)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function measure(engine: Engine) {
  say(`\n── ${engine}: ${users} users, ${connections} connections, ${turns} turns of ${seconds} s\n`)
  const place = join(folder, engine)
  mkdirSync(place, { recursive: true })
  const postgres = engine === 'postgres' ? await startPostgres(join(folder, 'pg')) : undefined
  const targets: Target[] = []
  try {
    await prepare(place, users, postgres, before)
    for (const kind of kinds) targets.push(await startTarget(kind, place, users, postgres, before))
    const rows: Row[] = []
    for (const it of cases) if (only.includes(it.scenario)) rows.push(await measureCase(it, targets, postgres))
    const outcome: Outcome = {
      engine,
      machine: { ...machine, ...(postgres && { postgres: postgres.version }) },
      users,
      connections,
      turns,
      seconds,
      quick: given.quick,
      at: new Date().toISOString().slice(0, 10),
      rows,
    }
    save(engine, outcome)
  } finally {
    await Promise.all(targets.map(stopTarget))
    await postgres?.stop()
  }
}

/** Turns in alternation: a machine that slows down slows all of them. The first turn of each only warms up. */
async function measureCase(it: Case, targets: Target[], postgres?: Postgres): Promise<Row> {
  const taking = targets.filter(
    (target) => dialects[target.dialect][it.scenario] && !(target.kind === 'peer' && it.algorithm === 'ES256' && it.scenario === 'journey'),
  )
  const plan = { scenario: it.scenario, algorithm: it.algorithm, connections, users, ...(postgres && { database: postgres.pid }) }
  const measured: Partial<Record<Kind, Measured[]>> = {}
  const open: Measured[] = []
  for (const target of taking) await drive(target, { ...plan, warm: given.quick ? 1 : 3, seconds: 0.2 })
  for (let turn = 0; turn < turns; turn++) {
    for (const target of taking) (measured[target.kind] ??= []).push(await drive(target, { ...plan, warm: 0.5, seconds }))
  }
  const own = targets.find((target) => target.kind === 'bowline')
  if (it.open && own && measured.bowline) {
    const rate = median(measured.bowline.map((one) => one.perSecond)) / 2
    for (let turn = 0; turn < turns; turn++) open.push(await drive(own, { ...plan, warm: 0.5, seconds, rate }))
  }
  const row: Row = { ...it, measured, openLoop: open }
  printCase(row, say)
  return row
}

/** What this machine needs for what nobody can leave out: the figures of two machines are compared by these. */
function calibrate(): Machine {
  const text = Buffer.alloc(400, 'a')
  const cost = (algorithm: Algorithm) => {
    const key =
      algorithm === 'RS256'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
        : generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    return perRun(300, () => sign('sha256', text, { key, dsaEncoding: 'ieee-p1363' }))
  }
  const file = openSync(join(folder, 'probe'), 'w')
  const page = Buffer.alloc(4096, 'a')
  const sync = perRun(100, () => {
    writeSync(file, page, 0, page.length, 0)
    fdatasyncSync(file)
  })
  closeSync(file)
  return {
    cpu: cpus()[0]?.model ?? '',
    cores: cpus().length,
    node: process.version,
    pinned: canPin,
    rs256: cost('RS256'),
    es256: cost('ES256'),
    sync,
  }
}

/** Milliseconds of one run: the median, so that a neighbour does not count. */
function perRun(times: number, work: () => void): number {
  const took = Array.from({ length: times }, () => {
    const from = performance.now()
    work()
    return performance.now() - from
  })
  return Math.round(median(took) * 1e4) / 1e4
}

/** What a short run finds is for the eye only. A run of some cases takes their place among those measured before. */
function save(name: string, outcome: object) {
  if (given.quick) return
  const file = join(results, `${name}.json`)
  const before = given.only && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Outcome).rows : []
  const rows = 'rows' in outcome ? (outcome.rows as Row[]) : []
  const kept = before.filter((old) => !rows.some((row) => row.scenario === old.scenario && row.algorithm === old.algorithm))
  writeFileSync(file, JSON.stringify({ ...outcome, ...(rows.length && { rows: [...rows, ...kept] }) }, null, 1) + '\n')
}

function say(text: string) {
  process.stdout.write(text)
}
