/** The trail, looked through from the newest event to the oldest, a piece at a time. */
import type { Ctx, Ground } from '../context.ts'
import type { Schema } from '../schema/tables.ts'
import { idAt } from '../secrets.ts'
import { listEvents, listEventsOfKind, listEventsOfPerson } from './store.ts'

export type Event = Schema['auditEvents']
type Within = Ground & Pick<Ctx, 'tenant'>

/** `from` and `until` in milliseconds; an event is in it from the one until before the other. Absent: any. */
export type Wanted = {
  event?: string
  outcome?: string
  userId?: string
  clientId?: string
  address?: string
  from?: number
  until?: number
}

/** What only a look at the row tells is looked for among so many at a time, and among so many for one answer. */
const PIECE = 500
const MOST_SEEN = 10_000

/** As no id of our time begins: after all of them. */
const END = '99991231235959999'

/**
 * Up to `limit` events before the one of id `cursor`. `next` is where the following page begins, and nothing when there is none: a page
 * may be shorter than asked, even empty, while something rare is looked for.
 */
export async function searchEvents(
  ctx: Within,
  wanted: Wanted,
  { cursor = '', limit }: { cursor?: string; limit: number },
): Promise<{ events: Event[]; next: string | null }> {
  const events: Event[] = []
  const from = wanted.from === undefined ? '' : idAt(wanted.from)
  const until = wanted.until === undefined ? END : idAt(wanted.until)
  let before = cursor && cursor < until ? cursor : until
  for (let seen = 0; seen < MOST_SEEN;) {
    const most = isKeyed(wanted) ? limit + 1 : PIECE
    const rows = await readPiece(ctx, wanted, { tenantId: ctx.tenant.id, from, before, most })
    for (const row of rows) {
      if (!fits(wanted, row)) continue
      if (events.length === limit) return { events, next: events.at(-1)?.id ?? null }
      events.push(row)
    }
    if (rows.length < most) return { events, next: null }
    before = rows.at(-1)?.id ?? ''
    seen += rows.length
    if (seen < MOST_SEEN) await new Promise(setImmediate)
  }
  return { events, next: before }
}

/** Nothing is asked that an index does not know. */
const isKeyed = ({ event, outcome, userId, clientId, address }: Wanted): boolean =>
  outcome === undefined && clientId === undefined && address === undefined && (event === undefined || userId === undefined)

function readPiece(ctx: Within, { event, userId }: Wanted, page: { tenantId: string; from: string; before: string; most: number }) {
  // Of one person there are fewer events than of one kind.
  if (userId !== undefined) return listEventsOfPerson(ctx, { ...page, userId })
  return event === undefined ? listEvents(ctx, page) : listEventsOfKind(ctx, { ...page, event })
}

const fits = (it: Wanted, row: Event): boolean =>
  (it.event === undefined || row.event === it.event) &&
  (it.outcome === undefined || row.outcome === it.outcome) &&
  (it.clientId === undefined || row.clientId === it.clientId) &&
  (it.address === undefined || row.address === it.address)
