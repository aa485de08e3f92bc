/** Tables: what a run prints, and what it writes into docs/performance.md between the markers. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Measured } from './driver.ts'
import type { Memory } from './memory.ts'
import type { Algorithm } from './people.ts'
import { dialects } from './scenarios.ts'
import type { Engine, Kind } from './targets.ts'

export type Machine = {
  cpu: string
  cores: number
  node: string
  postgres?: string
  pinned: boolean
  rs256: number
  es256: number
  sync: number
}
export type Case = { scenario: string; algorithm: Algorithm; open: boolean }
export type Row = Case & { measured: Partial<Record<Kind, Measured[]>>; openLoop: Measured[] }
export type Outcome = {
  engine: Engine
  machine: Machine
  users: number
  connections: number
  turns: number
  seconds: number
  quick: boolean
  at: string
  rows: Row[]
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

const names: Record<Kind, string> = { bowline: 'Bowline', before: 'before', floor: 'floor', peer: 'better-auth' }
const of = (turns: Measured[] | undefined, pick: (it: Measured) => number) => (turns?.length ? median(turns.map(pick)) : undefined)
const fixed = (value: number | undefined, digits: number) => (value === undefined ? '–' : value.toFixed(digits))
const cpuOf = (it: Measured) => it.cpu
const allCpu = (it: Measured) => it.cpu + it.cpuDatabase

type Line = string[]
const table = (head: Line, lines: Line[]) =>
  [head, head.map((_, n) => (n < 2 ? '---' : '---:')), ...lines].map((line) => `| ${line.join(' | ')} |`).join('\n')

/** Who took part, one line each; ratios are of medians, to Bowline's. */
function linesOf(row: Row, engine: Engine): Line[] {
  const own = row.measured.bowline
  return (Object.keys(names) as Kind[]).flatMap((kind) => {
    const turns = row.measured[kind]
    if (!turns) return []
    const cpu = of(turns, cpuOf)
    const rate = of(turns, (it) => it.perSecond)
    const ratio = (a: number | undefined, b: number | undefined) => (kind === 'bowline' || !a || !b ? '' : `${(a / b).toFixed(2)}×`)
    return [
      [
        kind === 'bowline' ? `${row.scenario}, ${row.algorithm}` : '',
        names[kind],
        fixed(cpu, 2),
        ...(engine === 'postgres'
          ? [
              fixed(
                of(turns, (it) => it.cpuDatabase),
                2,
              ),
            ]
          : []),
        ratio(of(turns, allCpu), of(own, allCpu)),
        fixed(rate, 0),
        ratio(
          of(own, (it) => it.perSecond),
          rate,
        ),
        fixed(
          of(turns, (it) => it.journey.p50),
          1,
        ),
        fixed(
          of(turns, (it) => it.journey.p99),
          1,
        ),
        ...(['statements', 'transactions', 'commits'] as const).map((it) =>
          fixed(of(turns, (one) => one.perJourney[it]) || undefined, it === 'commits' ? 2 : 1),
        ),
      ],
    ]
  })
}

const headOf = (engine: Engine): Line => [
  'scenario',
  'who',
  'CPU ms/journey',
  ...(engine === 'postgres' ? ['PostgreSQL ms'] : []),
  'CPU to Bowline’s',
  'journeys/s',
  'Bowline’s to this',
  'p50 ms',
  'p99 ms',
  'statements',
  'transactions',
  'commits',
]

export function printCase(row: Row, say: (text: string) => void) {
  const engine = Object.values(row.measured).some((turns) => turns.some((it) => it.cpuDatabase > 0)) ? 'postgres' : 'sqlite'
  say(`\n${dialects.bowline[row.scenario]?.about ?? row.scenario} (${row.algorithm})\n`)
  for (const [kind, turns] of Object.entries(row.measured)) {
    const cpu = turns.map((it) => it.cpu.toFixed(3)).join(' ')
    say(
      `  ${names[kind as Kind].padEnd(12)} CPU ${fixed(of(turns, cpuOf), 3)} ms/journey  (${cpu})${
        engine === 'postgres'
          ? `  PostgreSQL ${fixed(
              of(turns, (it) => it.cpuDatabase),
              3,
            )} ms`
          : ''
      }\n`,
    )
  }
  for (const line of linesOf(row, engine)) say(`  ${line.map((cell, n) => (n < 2 ? cell.padEnd(20) : cell.padStart(9))).join('')}\n`)
  const asked = (kind: Kind) => of(row.measured[kind], (it) => it.perJourney.statements) ?? 1
  if (row.measured.bowline && row.measured.floor && Math.abs(asked('floor') / asked('bowline') - 1) > 0.06)
    say('  ! the floor does not ask the database as often as Bowline: bench/floor.ts must follow\n')
  if (row.openLoop.length)
    say(
      `  at half load (${fixed(
        of(row.openLoop, (it) => it.perSecond),
        0,
      )} journeys/s): ${halfLoad(row)}\n`,
    )
}

const halfLoad = (row: Row) =>
  `one request p50 ${fixed(
    of(row.openLoop, (it) => it.request.p50),
    1,
  )} ms, p99 ${fixed(
    of(row.openLoop, (it) => it.request.p99),
    1,
  )} ms; whole journey p50 ${fixed(
    of(row.openLoop, (it) => it.journey.p50),
    1,
  )} ms, p99 ${fixed(
    of(row.openLoop, (it) => it.journey.p99),
    1,
  )} ms; CPU ${fixed(of(row.openLoop, cpuOf), 2)} ms/journey`

function renderOutcome(it: Outcome): string {
  const { machine } = it
  const open = it.rows.filter((row) => row.openLoop.length)
  return [
    `### ${it.engine === 'sqlite' ? 'SQLite' : `PostgreSQL ${machine.postgres ?? ''}`}`,
    '',
    `${it.at}; ${machine.cpu}, ${machine.cores} cores, Node ${machine.node}; ${it.users.toLocaleString('en')} users, ${it.connections} connections, medians of ${it.turns} turns of ${it.seconds} s in alternation. ` +
      `On this machine an RS256 signature takes ${machine.rs256.toFixed(3)} ms, an ES256 signature ${machine.es256.toFixed(3)} ms, and one page written and synced ${machine.sync.toFixed(2)} ms.`,
    '',
    table(
      headOf(it.engine),
      it.rows.flatMap((row) => linesOf(row, it.engine)),
    ),
    ...(open.length
      ? [
          '',
          'At half of the measured maximum, arrivals at random (open loop):',
          '',
          ...open.map(
            (row) =>
              `- ${row.scenario}, ${row.algorithm}, ${fixed(
                of(row.openLoop, (one) => one.perSecond),
                0,
              )} journeys/s: ${halfLoad(row)}`,
          ),
        ]
      : []),
  ].join('\n')
}

const megabytes = (bytes: number) => (bytes / 1_048_576).toFixed(0)

function renderMemory(it: Memory): string {
  return [
    '### Start and memory (SQLite)',
    '',
    table(
      ['what', 'measured', ''],
      [
        ['ready, empty folder', `${median(it.readyFresh)} ms`, 'process start to the first 200 of /readyz, median of 3'],
        [`ready, ${it.users.toLocaleString('en')} users`, `${median(it.readySeeded)} ms`, ''],
        ['resident when idle', `${megabytes(it.idle)} MB`, 'five seconds after the start'],
        [
          `resident over ${it.journeys.toLocaleString('en')} journeys`,
          it.resident.map(megabytes).join(', ') + ' MB',
          `at the beginning and after each tenth; ${it.perSecond.toFixed(0)} journeys/s`,
        ],
        ['resident afterwards', `${megabytes(it.idleAfter)} MB`, 'five seconds after the last journey'],
      ],
    ),
  ].join('\n')
}

const START = '<!-- bench: generated from bench/results by npm run bench -->'
const END = '<!-- bench: end -->'

/** Full runs only: what `--quick` found is for the eye. */
export function renderAll(results: string) {
  const paper = join(import.meta.dirname, '../docs/performance.md')
  const read = (name: string): unknown => {
    const file = join(results, `${name}.json`)
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
  }
  const parts: string[] = []
  for (const engine of ['sqlite', 'postgres']) {
    const outcome = read(engine) as Outcome | undefined
    if (outcome) parts.push(renderOutcome(outcome))
  }
  const memory = read('memory') as Memory | undefined
  if (memory) parts.push(renderMemory(memory))
  if (parts.length === 0) return
  const text = readFileSync(paper, 'utf8')
  const before = text.slice(0, text.indexOf(START) + START.length)
  const after = text.slice(text.indexOf(END))
  writeFileSync(paper, `${before}\n\n${parts.join('\n\n')}\n\n${after}`)
}
