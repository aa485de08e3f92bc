/**
 * How many people a tenant has, and who stands at which place: the published list asks for both with every page, and neither database
 * knows without counting. People stand in the order of their ids, and an id begins with the time it was given, so newcomers come
 * last. They are counted in stretches, once; what is remembered of a stretch is its last id and how many it holds, and for a page only
 * those behind the last full stretch are counted. Who is erased here is taken off. What other processes erased is not known here
 * before everybody is counted anew: a page and a total of a large tenant are as they were seconds ago.
 */
import { afterCommit, type Ground } from '../context.ts'
import { countBehind, findIdBehind } from '../users/index.ts'

/** People of a stretch: a tenant with fewer is counted each time, exactly. */
export const STRETCH = 5000
/** In milliseconds: from then on everybody is counted anew behind the answer, and from then on before it. */
const FRESH = 10_000
const STALE = 60_000
/** Tenants remembered. */
const MOST = 1000

type Stretch = { last: string; count: number }
type Known = { at: number; stretches: Stretch[] }
type Held = { known: Known | undefined; counting: Promise<Known> | undefined }

// By database, so that two servers in one process (tests) do not share.
const all = new WeakMap<object, Map<string, Held>>()

/** `after` and `skip`: the place behind that person, and so many further. */
export async function rankPeople(ctx: Ground, tenantId: string, place: number): Promise<{ total: number; after: string; skip: number }> {
  const { stretches } = await know(ctx, tenantId)
  const newest = await countNewest(ctx, tenantId, stretches)
  let before = 0
  let after = ''
  let at = { after, skip: place }
  for (const { last, count } of stretches) {
    if (before <= place) at = { after, skip: place - before }
    before += count
    after = last
  }
  if (before <= place) at = { after, skip: place - before }
  return { total: before + newest, ...at }
}

/** In the transaction that erases somebody. */
export function leaveRank(ctx: Ground, tenantId: string, id: string): void {
  afterCommit(ctx, () => {
    const stretch = all
      .get(ctx.database)
      ?.get(tenantId)
      ?.known?.stretches.find(({ last }) => id <= last)
    if (stretch) stretch.count -= 1
  })
}

async function know(ctx: Ground, tenantId: string): Promise<Known> {
  let mine = all.get(ctx.database)
  if (!mine) all.set(ctx.database, (mine = new Map()))
  const held = mine.get(tenantId) ?? { known: undefined, counting: undefined }
  const age = held.known ? ctx.now() - held.known.at : Infinity
  if (held.known && age >= 0 && age < FRESH) return held.known
  if (mine.size >= MOST) mine.clear()
  mine.set(tenantId, held)
  held.counting ??= countAll(ctx, tenantId).then(
    (known) => {
      held.counting = undefined
      // So few are counted each time: nothing to remember.
      if (known.stretches.length === 0) mine.delete(tenantId)
      return (held.known = known)
    },
    (reason: unknown) => {
      held.counting = undefined
      throw reason
    },
  )
  if (!held.known || age < 0 || age >= STALE) return held.counting
  held.counting.catch((reason: unknown) => ctx.log.error({ err: reason }, 'people could not be counted'))
  return held.known
}

async function countAll(ctx: Ground, tenantId: string): Promise<Known> {
  const known: Known = { at: ctx.now(), stretches: [] }
  for (;;) {
    const end = await findEnd(ctx, tenantId, known.stretches)
    if (end === undefined) return known
    known.stretches.push({ last: end, count: STRETCH })
    // Other requests have their turn: on SQLite nothing above waits for anything.
    await new Promise(setImmediate)
  }
}

/** Those behind the last stretch; whole stretches of them are remembered from now on. */
async function countNewest(ctx: Ground, tenantId: string, stretches: Stretch[]): Promise<number> {
  for (;;) {
    const after = endOf(stretches)
    const end = await findEnd(ctx, tenantId, stretches)
    // Unless somebody who asked at the same time has done so.
    if (end !== undefined && after === endOf(stretches)) stretches.push({ last: end, count: STRETCH })
    if (end === undefined) break
  }
  return (await countBehind(ctx, { tenantId, after: endOf(stretches), most: STRETCH }))?.count ?? 0
}

const endOf = (stretches: Stretch[]): string => stretches.at(-1)?.last ?? ''
/** Whom the next stretch ends with, if it is full. */
const findEnd = async (ctx: Ground, tenantId: string, stretches: Stretch[]): Promise<string | undefined> =>
  (await findIdBehind(ctx, { tenantId, after: endOf(stretches), skip: STRETCH - 1 }))?.id
