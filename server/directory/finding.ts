/**
 * Finding people among very many, by how something of theirs begins. Every way is a stretch of one index, read in its
 * order from the place where the page before ended; nothing is counted, sorted or skipped. So the work of a page does not
 * depend on how many people there are.
 */
import type { AdminCtx } from '../context.ts'
import { fail } from '../errors.ts'
import { mobilePrefixes } from '../phone.ts'
import {
  countDisabled,
  countedFields,
  countFound,
  countSlots,
  listNewest,
  listNewestDisabled,
  searchByEmail,
  searchById,
  searchByMobile,
  searchByName,
  searchByUserName,
  type User,
} from '../users/index.ts'

export const states = ['enabled', 'disabled'] as const
export type State = (typeof states)[number]

type Field = (typeof countedFields)[number]
/** `from`: how what is kept in this field begins. */
type Stretch = { field: Field; from: string }
/** Where a page ended: in which stretch, behind what, and of several that are alike behind whom. */
type Place = { at: number; key: string; id: string }

/** Behind every text that begins so; the last code point there is. Texts are compared by their bytes. */
const LAST = '\u{10FFFF}'

/** As both databases fold: ASCII only. */
const fold = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

const keys: Record<Field, (user: User) => string> = {
  userName: (it) => fold(it.userName),
  name: (it) => fold(it.name),
  email: (it) => it.email ?? '',
  mobile: (it) => it.mobile ?? '',
  id: (it) => it.id,
}
const searches = { userName: searchByUserName, name: searchByName, email: searchByEmail, mobile: searchByMobile, id: searchById }

/**
 * Where to look, the likeliest first. A name is looked for as it is written, in small letters, in capitals and with a
 * capital at its beginning, where letters beyond ASCII make a difference.
 */
export function stretchesOf(query: string, home: string): Stretch[] {
  const plain = query.normalize('NFC').trim()
  if (plain === '') return []
  const of = (field: Field, froms: string[]): Stretch[] => [...new Set(froms)].map((from) => ({ field, from }))
  const lower = plain.toLowerCase()
  const [first = '', ...rest] = [...lower]
  const names = of('name', [plain, lower, first.toUpperCase() + rest.join('')].map(fold))
  const userNames = /^[\w.@-]{1,64}$/.test(plain) ? of('userName', [fold(plain)]) : []
  const emails = /^[!-~]{1,254}$/.test(plain) ? of('email', [fold(plain)]) : []
  const mobiles = of('mobile', mobilePrefixes(plain, home))
  const ids = /^\d{4,17}(?:-[\dA-F]{0,4}(?:-[\dA-F]{0,9})?)?$/i.test(plain) ? of('id', [plain.toUpperCase()]) : []
  if (mobiles.length) return [...mobiles, ...ids, ...userNames, ...names, ...emails]
  return plain.includes('@') ? [...emails, ...userNames, ...names] : [...userNames, ...names, ...emails, ...ids]
}

/** People looked at for one page, where most are not wanted: a page may be short, and say that there is more. */
const MOST_LOOKED = 500
const CHUNK = 250

export type Asked = { query: string; state: State | undefined; cursor: string; limit: number }
export type Page = { users: User[]; next: string | null }

export async function findPeople(ctx: AdminCtx, { query, state, cursor, limit }: Asked): Promise<Page> {
  const stretches = stretchesOf(query, ctx.tenant.settings.preferred_country)
  let place = cursor === '' ? placeOf(stretches, 0) : readCursor(stretches, cursor)
  const users: User[] = []
  let looked = 0
  while (place && looked < MOST_LOOKED) {
    // One more than wanted tells whether there is a next page.
    const most = looked === 0 ? limit + 1 : CHUNK
    const rows: User[] = await readStretch(ctx, stretches, place, state, most)
    for (const row of rows) {
      if (isWanted(row, stretches, place.at, state)) {
        if (users.length === limit) return { users, next: writeCursor(place) }
        users.push(row)
      }
      place = behind(stretches, place.at, row)
    }
    looked += rows.length
    if (rows.length < most) place = placeOf(stretches, place.at + 1)
  }
  return { users, next: place ? writeCursor(place) : null }
}

/** Without a query there is one stretch: everybody, the newest first. */
function placeOf(stretches: Stretch[], at: number): Place | undefined {
  const stretch = stretches[at]
  if (stretch) return { at, key: stretch.from, id: '' }
  return stretches.length === 0 && at === 0 ? { at, key: '', id: LAST } : undefined
}

function behind(stretches: Stretch[], at: number, user: User): Place {
  const stretch = stretches[at]
  return { at, key: stretch ? keys[stretch.field](user) : '', id: user.id }
}

function readStretch(ctx: AdminCtx, stretches: Stretch[], { at, key, id }: Place, state: State | undefined, most: number): Promise<User[]> {
  const tenantId = ctx.tenant.id
  const stretch = stretches[at]
  if (stretch) return searches[stretch.field](ctx, { tenantId, from: key, after: id, until: stretch.from + LAST, most })
  return (state === 'disabled' ? listNewestDisabled : listNewest)(ctx, { tenantId, before: id, most })
}

/** Whoever an earlier stretch found was shown there. */
function isWanted(user: User, stretches: Stretch[], at: number, state: State | undefined): boolean {
  if (state !== undefined && (state === 'disabled') !== (user.disabledAt !== null)) return false
  return !stretches.slice(0, at).some((it) => keys[it.field](user).startsWith(it.from))
}

const writeCursor = ({ at, key, id }: Place): string => Buffer.from(JSON.stringify([at, key, id])).toString('base64url')

function readCursor(stretches: Stretch[], cursor: string): Place {
  const place = parseCursor(cursor)
  const stretch = place && stretches[place.at]
  const isMine = stretch ? place.key.startsWith(stretch.from) : stretches.length === 0 && place?.at === 0
  return place && isMine ? place : fail('paramInvalid', { name: 'cursor' })
}

function parseCursor(cursor: string): Place | undefined {
  try {
    const [at, key, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[]
    const isPlace = Number.isInteger(at) && typeof key === 'string' && typeof id === 'string' && `${key}${id}`.isWellFormed()
    return isPlace && !`${key}${id}`.includes('\0') ? { at: at as number, key, id } : undefined
  } catch {
    return undefined
  }
}

/** Counted to here and no further, in each stretch. */
export const MOST_COUNTED = 10_000
/** People read one by one for a count: whoever several stretches find is counted once. */
const MOST_READ = 1000

/** How many a search would find; `more`: at least so many, and counted no further. */
export async function countPeople(ctx: AdminCtx, query: string, state: State | undefined): Promise<{ count: number; more: boolean }> {
  const tenantId = ctx.tenant.id
  const stretches = stretchesOf(query, ctx.tenant.settings.preferred_country)
  if (stretches.length === 0 && state === 'disabled')
    return cap(MOST_COUNTED, (await countDisabled(ctx, { tenantId, most: MOST_COUNTED + 1 }))?.count ?? 0)
  const slots = slotsOf(stretches.length ? stretches : [{ field: 'id', from: '' }])
  const seen = Object.values((await countSlots(ctx, { tenantId, most: MOST_COUNTED + 1, ...slots })) ?? {}) as number[]
  const most = Math.max(...seen)
  const isOne = seen.filter((it) => it > 0).length === 1
  // One stretch, or so many that nobody would read them all: the fullest stretch is a true least.
  if (state === undefined && (isOne || most > MOST_READ)) return cap(MOST_COUNTED, most, !isOne)
  const [least, last] = state === undefined ? [0, 1] : state === 'disabled' ? [1, 1] : [0, 0]
  const found = await countFound(ctx, { tenantId, most: MOST_READ, least, last, ...slots })
  return cap(MOST_COUNTED, found?.count ?? 0, most > MOST_READ)
}

const cap = (most: number, count: number, more = false) => ({ count: Math.min(count, most), more: more || count > most })

type Slots = Pick<Parameters<typeof countSlots>[1], `${'from' | 'until'}${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7}`>

/** Each stretch in a slot of its field; a slot that is left over holds nobody. */
function slotsOf(stretches: Stretch[]): Slots {
  const waiting = [...stretches]
  const ranges = countedFields.flatMap((field, slot) => {
    const mine = waiting.findIndex((it) => it.field === field)
    const [taken] = mine < 0 ? [] : waiting.splice(mine, 1)
    return [
      [`from${slot}`, taken?.from ?? ''],
      [`until${slot}`, taken ? taken.from + LAST : ''],
    ]
  })
  return Object.fromEntries(ranges) as Slots
}
