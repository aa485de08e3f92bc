/** Who asks for codes in the simulation of the firewall: honest people of several countries, and attackers of several kinds. */
import { readMobile } from '../server/phone.ts'

export type Ask = {
  /** Milliseconds from the start. */
  at: number
  who: string
  mobile: string
  address: string
  /** Whether whoever has the telephone spends the code. */
  answers: boolean
  /** Whether a challenge is solved when one is asked for. */
  solves: boolean
  /** A device that has signed in before. */
  device?: string
}

export type Random = () => number

/** The same traffic at every run (mulberry32). */
export function createRandom(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const MINUTE = 60_000
export const HOUR = 60 * MINUTE

const whole = (random: Random, most: number) => Math.floor(random() * most)
const digits = (random: Random, count: number) => String(whole(random, 10 ** count)).padStart(count, '0')
/** Of numbers of this form one that can be a mobile's: what is none never gets as far as the firewall. */
function real(make: () => string): string {
  for (;;) {
    const mobile = make()
    if (readMobile(mobile, 'CN')) return mobile
  }
}
const one = <T>(random: Random, of: readonly T[]): T => of[whole(random, of.length)] as T

/** Countries of honest people: how much of the traffic, how many of them finish, and what their numbers look like. */
const countries: { share: number; finish: number; mobile: (random: Random) => string }[] = [
  { share: 0.5, finish: 0.85, mobile: (r) => `+861${one(r, ['38', '39', '50', '59', '77', '86'])}${digits(r, 8)}` },
  { share: 0.15, finish: 0.8, mobile: (r) => `+852${one(r, ['51', '61', '62', '90', '91'])}${digits(r, 6)}` },
  { share: 0.1, finish: 0.8, mobile: (r) => `+8869${one(r, ['12', '28', '37', '88'])}${digits(r, 6)}` },
  { share: 0.1, finish: 0.75, mobile: (r) => `+65${one(r, ['81', '91', '96', '98'])}${digits(r, 6)}` },
  {
    share: 0.1,
    finish: 0.65,
    mobile: (r) => `+1${one(r, ['212', '303', '415', '646', '718'])}${one(r, ['347', '636', '722'])}${digits(r, 4)}`,
  },
  { share: 0.05, finish: 0.7, mobile: (r) => `+4915${one(r, ['11', '12', '14'])}${digits(r, 7)}` },
]

/** A third comes from the few addresses of mobile networks, the rest from home. */
const honestAddress = (random: Random) =>
  random() < 0.33 ? `100.64.0.${whole(random, 60)}` : `81.${whole(random, 256)}.${whole(random, 256)}.${whole(random, 256)}`
/** A new one each time: IPv4 and IPv6 in turn. */
const turning = (n: number) =>
  n % 2 ? `45.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}` : `2001:db8:${(n >> 12).toString(16)}:${(n & 4095).toString(16)}::7`

/** `perHour` people in every hour; in the middle half hour of each, twice as many. Some who got none ask again. */
export function honest(random: Random, hours: number, perHour: number): Ask[] {
  const asks: Ask[] = []
  for (let at = 0; at < hours * HOUR;) {
    const burst = at % HOUR > 15 * MINUTE && at % HOUR < 45 * MINUTE
    at += (-Math.log(1 - random()) * HOUR) / (burst ? 2 * perHour : perHour)
    let draw = random()
    const country = countries.find((it) => (draw -= it.share) < 0) ?? (countries[0] as (typeof countries)[0])
    const ask: Ask = {
      at,
      who: 'honest',
      mobile: real(() => country.mobile(random)),
      address: honestAddress(random),
      answers: random() < country.finish,
      solves: true,
    }
    asks.push(ask)
    if (!ask.answers && random() < 0.5) asks.push({ ...ask, at: at + 75_000, answers: random() < country.finish })
  }
  return asks
}

/** So many messages, spread evenly. */
function attack(
  who: string,
  count: number,
  from: number,
  during: number,
  mobile: (n: number) => string,
  more: (n: number) => Partial<Ask> = () => ({}),
): Ask[] {
  return Array.from({ length: count }, (_, n) => ({
    at: from + (n * during) / count,
    who,
    mobile: real(() => mobile(n)),
    address: turning(n + count),
    answers: false,
    solves: true,
    ...more(n),
  }))
}

export type Shape = { who: string; about: string; most: number; asks: (random: Random, scale: number) => Ask[] }

/** What each may get through at most. The attackers solve every challenge and never come from one address twice. */
export const shapes: Shape[] = [
  {
    who: 'row',
    about: 'numbers in a row, one prefix',
    most: 20,
    asks: (_, scale) => attack('row', 5000 * scale, 0, HOUR, (n) => `+861381234${String(1000 + n)}`),
  },
  {
    who: 'prefix',
    about: 'random numbers, one prefix',
    most: 20,
    asks: (random, scale) => attack('prefix', 5000 * scale, 5 * MINUTE, HOUR, () => `+861391234${digits(random, 4)}`),
  },
  {
    who: 'lazy',
    about: 'random numbers, one prefix, no challenge solved',
    most: 6,
    asks: (random, scale) =>
      attack(
        'lazy',
        2000 * scale,
        0,
        HOUR,
        () => `+861770001${digits(random, 4)}`,
        () => ({ solves: false }),
      ),
  },
  {
    who: 'country',
    about: 'random numbers of one country',
    // A hundred, and a try every five minutes.
    most: 130,
    asks: (random, scale) => attack('country', 5000 * scale, 0, 2 * HOUR, () => `+3712${digits(random, 7)}`),
  },
  {
    who: 'drip',
    about: 'one in five minutes, one prefix, a day',
    most: 20,
    asks: (random, scale) => attack('drip', 288 * scale, 0, 24 * HOUR * scale, () => `+861590007${digits(random, 4)}`),
  },
  {
    who: 'fakers',
    about: 'one prefix, 15 % answered by its owners',
    most: 60,
    asks: (random, scale) =>
      attack(
        'fakers',
        2000 * scale,
        0,
        HOUR,
        () => `+861866543${digits(random, 4)}`,
        () => ({ answers: random() < 0.15 }),
      ),
  },
  {
    who: 'fakers abroad',
    about: 'one country, 15 % answered by its owners',
    most: 320,
    asks: (random, scale) =>
      attack(
        'fakers abroad',
        4000 * scale,
        0,
        2 * HOUR,
        () => `+3706${digits(random, 7)}`,
        () => ({ answers: random() < 0.15 }),
      ),
  },
  {
    who: 'risky',
    about: 'a country at risk, no challenge solved',
    most: 0,
    asks: (random, scale) =>
      attack(
        'risky',
        1000 * scale,
        0,
        HOUR,
        () => `+99450${digits(random, 7)}`,
        () => ({ solves: false }),
      ),
  },
]

/** People of the prefix under attack who sign in again on their own device. */
export const neighbours = (random: Random, count: number): Ask[] =>
  Array.from({ length: count }, (_, n) => ({
    at: 10 * MINUTE + (n * 40 * MINUTE) / count,
    who: 'neighbours',
    mobile: `+86186654300${String(n).padStart(2, '0')}`,
    address: honestAddress(random),
    answers: true,
    solves: true,
    device: `device of neighbour ${n}`,
  }))
