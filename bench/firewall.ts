/**
 * npm run bench -- --firewall [--hours 3] [--people 600] [--scale 1] [--seed 1]
 *
 * Replays attacks on the real server, in this process and with a turned clock, mixed with honest people, and prints how much of each
 * got through. The attackers are as strong as they come: they solve every challenge and never use an address twice.
 * Ends with 1 when an attack got more than it may, or anybody honest less than everything.
 */
import { bench, type Bench } from '../server/testing.ts'
import { type Ask, createRandom, honest, HOUR, neighbours, shapes } from './firewall-traffic.ts'
import { solveChallenge } from './solve.ts'

export type Row = {
  who: string
  about: string
  asked: number
  sent: number
  challenged: number
  solved: number
  most?: number
  good: boolean
}
type Plan = { hours: number; people: number; scale: number; seed: number; only?: string[] }

type Tally = { asked: number; sent: number; challenged: number; solved: number }
type Event = { at: number; run(): Promise<void> }

export async function simulate(plan: Plan): Promise<Row[]> {
  const random = createRandom(plan.seed)
  await using b = await bench({
    // The picture is no part of this: a program solves it. Work as little as there is, for it is done here.
    settings: { captcha: { required: false, work: 1000 }, sms: { firewall: {} }, registration: { open: true, at_login: true } },
    env: { BOWLINE_TRUSTED_PROXIES: '127.0.0.1', BOWLINE_LOG_LEVEL: 'silent' },
  })
  const taking = shapes.filter((it) => plan.only?.includes(it.who) ?? true)
  const near = neighbours(random, Math.max(4, Math.floor(20 * plan.scale)))
  for (const it of near) await signIn(b, it)
  b.clock.now += 25 * HOUR

  const start = b.clock.now
  const tallies = new Map<string, Tally>()
  const events: Event[] = []
  for (const ask of [...honest(random, plan.hours, plan.people), ...near, ...taking.flatMap((it) => it.asks(random, plan.scale))]) {
    events.push({ at: ask.at, run: () => request(ask) })
  }
  const queue = createQueue(events)

  async function request(ask: Ask): Promise<void> {
    const tally = tallies.get(ask.who) ?? { asked: 0, sent: 0, challenged: 0, solved: 0 }
    tallies.set(ask.who, tally)
    tally.asked++
    let reply = await send(b, ask)
    if (reply.body['error_code'] === 'BOWLINE.SMS.0010') {
      tally.challenged++
      if (ask.solves) {
        tally.solved++
        reply = await send(b, ask, solveChallenge(await challengeFor(b, ask)))
      }
    }
    if (reply.status !== 200) return
    tally.sent++
    // It takes a while to arrive, to be read and to be typed.
    if (ask.answers) queue.add({ at: ask.at + 6000 + random() * 40_000, run: () => answer(b, ask) })
  }

  // What comes within two seconds comes at once: the server has to decide who was first.
  for (let event = queue.take(); event; event = queue.take()) {
    const together = [event]
    for (let more = queue.take(event.at + 2000); more && together.push(more) < 64;) more = queue.take(event.at + 2000)
    b.clock.now = Math.max(b.clock.now, Math.floor(start + event.at))
    await Promise.all(together.map((it) => it.run()))
  }
  return [...tallies].map(([who, tally]) => judge(who, tally))
}

function judge(who: string, tally: Tally): Row {
  const shape = shapes.find((it) => it.who === who)
  if (shape) return { who, about: shape.about, ...tally, most: shape.most, good: tally.sent <= shape.most }
  const about =
    who === 'honest' ? 'six countries, twice as many every other half hour' : 'people of a prefix under attack, on their own devices'
  return { who, about, ...tally, good: tally.sent === tally.asked }
}

const headersOf = (ask: Ask) => ({ 'x-forwarded-for': ask.address, ...(ask.device && { 'x-device-fingerprint': ask.device }) })

const send = (b: Bench, ask: Ask, challenge_answer?: string) =>
  b.post(
    '/sms/send',
    { mobile: ask.mobile, type: 'LOGIN_SMS', ...(challenge_answer !== undefined && { challenge_answer }) },
    headersOf(ask),
  )

const challengeFor = async (b: Bench, ask: Ask) =>
  (await b.get(`/captcha/challenge?sender=${encodeURIComponent(ask.mobile)}`, headersOf(ask))).body

async function answer(b: Bench, ask: Ask): Promise<void> {
  await b.post('/login/mobile-verify-code', { mobile: ask.mobile, verify_code: b.code(ask.mobile) }, headersOf(ask))
}

/** Some time before: so that the device is known. */
async function signIn(b: Bench, ask: Ask): Promise<void> {
  await b.addUser({ mobile: ask.mobile, mobileProvenAt: b.clock.now })
  const reply = await send(b, ask)
  if (reply.status !== 200) throw new Error(reply.text)
  await answer(b, ask)
  b.clock.now += 61_000
}

/** By time; what is added on the way takes its place. */
function createQueue(events: Event[]) {
  const planned = events.toSorted((a, b) => a.at - b.at)
  const added: Event[] = []
  let next = 0
  return {
    add(event: Event) {
      const at = added.findLastIndex((it) => it.at <= event.at)
      added.splice(at + 1, 0, event)
    },
    /** The next one, if its time is not past `until`. */
    take(until = Infinity): Event | undefined {
      const [soon] = added
      const plain = planned[next]
      const isAdded = soon && (!plain || soon.at <= plain.at)
      const first = isAdded ? soon : plain
      if (!first || first.at > until) return undefined
      if (isAdded) added.shift()
      else next++
      return first
    },
  }
}

/** Answers the exit code. */
export async function runFirewall(plan: Plan, say: (text: string) => void): Promise<number> {
  const began = performance.now()
  const rows = await simulate(plan)
  const columns = ['who', 'asked', 'sent', 'of at most', 'challenged', 'solved', '']
  const lines = rows.map((it) => [it.who, it.asked, it.sent, it.most ?? 'all', it.challenged, it.solved, it.good ? '✔' : '✖'].map(String))
  const widths = columns.map((name, i) => Math.max(name.length, ...lines.map((line) => (line[i] ?? '').length)))
  const write = (line: string[]) =>
    line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ')
  say(`\n${write(columns)}\n`)
  rows.forEach((row, i) => say(`${write(lines[i] ?? [])}  ${row.about}\n`))
  say(`\n${Math.round((performance.now() - began) / 1000)} s\n`)
  return rows.every((it) => it.good) ? 0 : 1
}
