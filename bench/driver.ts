/**
 * The load driver: one process on a core of its own.
 *
 *   closed  so many connections, each begins its next journey when the last one ended
 *   open    journeys begin at a fixed rate with random gaps, whether or not the server keeps up; one that
 *           had to wait for a connection has waited
 *
 * Reads its plan (JSON) from the command line and answers one line of JSON. Any wrong answer ends it.
 */
import { openTelephone, type Counts } from './channel.ts'
import { openClient } from './client.ts'
import { type Algorithm, mobileOf } from './people.ts'
import { cpuOf, cpuOfFamily, residentOf } from './proc.ts'
import { dialects, type Dialect, type Person } from './scenarios.ts'

export type Plan = {
  port: number
  channel: string
  /** The server's process, and the database's where that is another one. */
  pid: number
  database?: number
  dialect: Dialect
  scenario: string
  algorithm: Algorithm
  connections: number
  warm: number
  seconds: number
  /** Journeys per second: an open loop. */
  rate?: number
  /** How many people the database knows. When all had their turn, their numbers come again, long after. */
  users: number
  /** The first person who takes part; those before had their turn. */
  first: number
  /** Ends after so many journeys instead of `seconds`, noting memory on the way. */
  journeys?: number
}
export type Spread = { p50: number; p90: number; p99: number; most: number }
export type Measured = {
  journeys: number
  seconds: number
  perSecond: number
  /** Milliseconds of processor time for one journey. */
  cpu: number
  cpuDatabase: number
  journey: Spread
  request: Spread
  perJourney: Counts
  /** The first person who is still unused. */
  next: number
  /** Resident bytes at ten points on the way, where `journeys` was given. */
  resident: number[]
}

const plan = JSON.parse(process.argv[2] ?? '{}') as Plan
const scenario = dialects[plan.dialect][plan.scenario]
if (!scenario) throw new Error(`there is no scenario ${plan.scenario} for ${plan.dialect}`)

let next = plan.first
let done = 0
const phase = { measuring: false, ended: false }
const journeys: number[] = []
const requests: number[] = []
const resident: number[] = []

const telephone = await openTelephone(plan.channel)
const people = await Promise.all(Array.from({ length: plan.connections }, () => openPerson()))
for (const person of people) await scenario.prepare?.(person, next++)

const resting = [...people]
const begun = performance.now()
const load = plan.rate ? runOpen(plan.rate) : Promise.all(people.map((person) => runClosed(person)))
load.catch(giveUp)

await wait(plan.warm * 1000)
const before = await look()
phase.measuring = true
if (plan.journeys) await watch(plan.journeys)
else await wait(plan.seconds * 1000)
phase.measuring = false
const after = await look()
phase.ended = true
await load

const count = after.done - before.done
const seconds = (after.at - before.at) / 1000
const share = (of: 'cpu' | 'cpuDatabase') => (after[of] - before[of]) / count
const counted = (of: keyof Counts) => (after.counts[of] - before.counts[of]) / count
const measured: Measured = {
  journeys: count,
  seconds,
  perSecond: count / seconds,
  cpu: share('cpu'),
  cpuDatabase: share('cpuDatabase'),
  journey: spread(journeys),
  request: spread(requests),
  perJourney: { statements: counted('statements'), transactions: counted('transactions'), commits: counted('commits') },
  next,
  resident,
}
process.stdout.write(JSON.stringify(measured) + '\n')
process.exit(0)

async function openPerson(): Promise<Person & { spent: number }> {
  const person = {
    client: await openClient(plan.port),
    telephone,
    algorithm: plan.algorithm,
    mobile: (n: number) => mobileOf(n % plan.users),
    held: {},
    spent: 0,
    async time<T>(work: Promise<T>): Promise<T> {
      const from = performance.now()
      const value = await work
      const took = performance.now() - from
      person.spent += took
      if (phase.measuring) requests.push(took)
      return value
    },
  }
  return person
}

/** One journey; `late` is what it waited for a connection. */
async function travel(person: Person & { spent: number }, late: number) {
  person.spent = late
  await scenario?.journey(person, scenario.freshPerson ? next++ : 0)
  done++
  if (phase.measuring) journeys.push(person.spent)
}

async function runClosed(person: Person & { spent: number }) {
  while (!phase.ended) await travel(person, 0)
}

async function runOpen(rate: number) {
  let due = 0
  const queue: number[] = []
  const underWay = new Set<Promise<void>>()
  const go = (person: Person & { spent: number }, from: number) => {
    const it: Promise<void> = travel(person, Math.max(0, performance.now() - begun - from)).then(() => {
      underWay.delete(it)
      const waited = queue.shift()
      if (waited === undefined) resting.push(person)
      else go(person, waited)
    })
    it.catch(giveUp)
    underWay.add(it)
  }
  while (!phase.ended) {
    const at = performance.now() - begun
    for (; due <= at; due += (-Math.log(1 - Math.random()) * 1000) / rate) {
      const person = resting.pop()
      if (person) go(person, due)
      else queue.push(due)
    }
    await wait(1)
  }
  while (underWay.size) await Promise.all(underWay)
}

async function look() {
  const counts = await telephone.counts()
  return { at: performance.now(), done, counts, cpu: cpuOf(plan.pid), cpuDatabase: plan.database ? cpuOfFamily(plan.database) : 0 }
}

async function watch(most: number) {
  const from = done
  while (resident.length <= 10) {
    if (done - from >= (most * resident.length) / 10) resident.push(residentOf(plan.pid))
    else await wait(5)
  }
}

function spread(values: number[]): Spread {
  const sorted = Float64Array.from(values).toSorted()
  const at = (share: number) => Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 100) / 100
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99), most: at(1) }
}

function giveUp(reason: unknown): never {
  process.stderr.write(`${plan.dialect} ${plan.scenario}: ${reason instanceof Error ? reason.message : String(reason)}\n`)
  process.exit(1)
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
