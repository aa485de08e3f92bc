import { type Kysely, type RawBuilder, sql } from 'kysely'
import { all, change, one } from '../db.ts'
import type { Schema } from '../schema/tables.ts'

export const addEvent = change((db, p: Schema['auditEvents']) =>
  db.insertInto('auditEvents').values({
    tenantId: p.tenantId,
    id: p.id,
    at: p.at,
    journeyId: p.journeyId,
    event: p.event,
    outcome: p.outcome,
    reason: p.reason,
    clientId: p.clientId,
    userId: p.userId,
    sourceId: p.sourceId,
    address: p.address,
    requestId: p.requestId,
    detail: p.detail,
  }),
)

/** One journey from its first call to its last. */
export const listJourney = all((db, p: { tenantId: string; journeyId: string }) =>
  db.selectFrom('auditEvents').selectAll().where('tenantId', '=', p.tenantId).where('journeyId', '=', p.journeyId).orderBy('id'),
)

/** What happened to a person, the newest first. */
export const listEventsOfUser = all((db, p: { tenantId: string; userId: string; most: number }) =>
  db
    .selectFrom('auditEvents')
    .selectAll()
    .where('tenantId', '=', p.tenantId)
    .where('userId', '=', p.userId)
    .orderBy('id', 'desc')
    .limit(p.most),
)

/** The first of a kind. Among those of the person: written so, no index by kind is of use. */
export const findEventOfUser = one((db, p: { tenantId: string; userId: string; event: string }) =>
  db
    .selectFrom('auditEvents')
    .selectAll()
    .where('tenantId', '=', p.tenantId)
    .where('userId', '=', p.userId)
    .where(sql<string>`${sql.ref('event')} || ''`, '=', p.event)
    .orderBy('id')
    .limit(1),
)

// what a list shows, the newest first: between two ids, `from` is in it and `before` is not

type Page = { tenantId: string; from: string; before: string; most: number }
const page = (db: Kysely<Schema>, p: Page) =>
  db
    .selectFrom('auditEvents')
    .selectAll()
    .where('tenantId', '=', p.tenantId)
    .where('id', '>=', p.from)
    .where('id', '<', p.before)
    .orderBy('id', 'desc')
    .limit(p.most)

export const listEvents = all((db, p: Page) => page(db, p))
export const listEventsOfKind = all((db, p: Page & { event: string }) => page(db, p).where('event', '=', p.event))
export const listEventsOfPerson = all((db, p: Page & { userId: string }) => page(db, p).where('userId', '=', p.userId))

// what an overview counts: of the newest events of a time, no more than `most`

type Recent = { tenantId: string; from: string; most: number }
const recent = (db: Kysely<Schema>, p: Recent) =>
  db
    .selectFrom('auditEvents')
    .select(['at', 'journeyId', 'event', 'outcome', 'reason'])
    .where('tenantId', '=', p.tenantId)
    .where('id', '>=', p.from)
    .orderBy('id', 'desc')
    .limit(p.most)
    .as('recent')

/** `hour` in hours since 1970. */
export const countByHour = all((db, p: Recent) =>
  db
    .selectFrom(() => recent(db, p))
    .select((eb) => [sql<number>`${sql.ref('at')} / 3600000`.as('hour'), 'event', 'outcome', eb.fn.countAll<number>().as('events')])
    .groupBy([sql.ref('hour'), 'event', 'outcome']),
)

/** Refusals that are told only after the code was found right. */
const AFTER_CODE = ['mobileUnknown', 'emailUnknown', 'registrationClosed', 'socialBound', 'proofStale']
const has = (condition: RawBuilder<unknown>) => sql<number>`max(case when ${condition} then 1 else 0 end)`
const text = (name: string, ...values: string[]) => sql`${sql.ref(name)} in (${sql.join(values)})`
const done = text('event', 'bind', 'register')
const success = text('outcome', 'SUCCESS')

/** How far the journeys came that began with a social account nobody here knew. */
export const countFunnel = one((db, p: Recent) =>
  db
    .selectFrom((eb) =>
      eb
        .selectFrom(() => recent(db, p))
        .select([
          has(sql`${text('event', 'login')} and ${text('outcome', 'SOCIAL_BIND', 'USER_REGISTER')}`).as('unknown'),
          has(sql`${text('event', 'send')} and ${success}`).as('sent'),
          has(sql`${done} or ${text('reason', ...AFTER_CODE)}`).as('verified'),
          has(sql`${success} and ${text('event', 'bind', 'register', 'mfa')}`).as('bound'),
        ])
        .groupBy('journeyId')
        .as('journeys'),
    )
    .where('unknown', '=', sql<number>`1`)
    .select((eb) => [
      eb.fn.countAll<number>().as('unknown'),
      sql<number>`cast(coalesce(sum(${sql.ref('sent')}), 0) as bigint)`.as('sent'),
      sql<number>`cast(coalesce(sum(${sql.ref('verified')}), 0) as bigint)`.as('verified'),
      sql<number>`cast(coalesce(sum(${sql.ref('bound')}), 0) as bigint)`.as('bound'),
    ]),
)

// of a person who is erased: what was done stays, whose it was does not

/** Their journeys, from before it was known who they are. What administrators did is rewritten one by one. */
export const blankJourneys = change((db, p: { tenantId: string; userId: string }) =>
  db
    .updateTable('auditEvents')
    .set({ address: null, reason: null, detail: null })
    .where('tenantId', '=', p.tenantId)
    .where('event', 'not like', 'admin/%')
    .where((eb) => eb.or([eb('userId', 'is', null), eb('userId', '=', p.userId)]))
    .where('journeyId', 'in', (eb) =>
      eb
        .selectFrom('auditEvents as own')
        .select('own.journeyId')
        .where('own.tenantId', '=', p.tenantId)
        .where('own.userId', '=', p.userId)
        .where('own.event', 'not like', 'admin/%'),
    ),
)

/** The messages to a number that were sent in a moment: `pattern` is its masked form, for LIKE. */
export const blankSends = change((db, p: { tenantId: string; from: string; until: string; pattern: string }) =>
  db
    .updateTable('auditEvents')
    .set({ address: null, reason: null, detail: null })
    .where('tenantId', '=', p.tenantId)
    .where('id', '>=', p.from)
    .where('id', '<', p.until)
    .where('event', '=', 'send')
    .where(sql<boolean>`${sql.ref('detail')} like ${p.pattern}`),
)

export const rewriteDetail = change((db, p: { tenantId: string; id: string; detail: string | null }) =>
  db.updateTable('auditEvents').set({ detail: p.detail }).where('tenantId', '=', p.tenantId).where('id', '=', p.id),
)
