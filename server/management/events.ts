/** The trail as an administrator asks for it and sees it. */
import type { Event, Wanted } from '../audit/index.ts'
import type { AdminCtx } from '../context.ts'
import { fail } from '../errors.ts'
import { EVERYWHERE } from '../limits/index.ts'
import { Type } from '../type.ts'
import { inSeconds } from '../times.ts'
import { text, textOrNull, time } from './forms.ts'

const said = (maxLength: number, description: string) => Type.String({ default: '', maxLength, description })
const moment = (description: string) => Type.Optional(Type.Integer({ minimum: 0, maximum: 250_000_000_000, description }))

export const EventQuery = {
  event: said(64, 'login, bind, send, sms/send (refused), admin/source-change, … Empty: all.'),
  outcome: said(64, 'SUCCESS, SOCIAL_BIND, refused, failed, done, …'),
  user_id: said(64, ''),
  client_id: said(64, ''),
  address: said(64, 'Network address, as it was written.'),
  from: moment('Seconds since 1970.'),
  to: moment('Seconds since 1970; not in it.'),
  scope: Type.Enum(['tenant', 'server'], {
    default: 'tenant',
    description: 'server: what concerns administrators themselves; for owners.',
  }),
}
type Asked = {
  event: string
  outcome: string
  user_id: string
  client_id: string
  address: string
  from?: number
  to?: number
  scope: string
}

export const EventField = Type.Object({
  event_id: text,
  at: time,
  journey_id: text,
  event: text,
  outcome: text,
  reason: textOrNull,
  client_id: textOrNull,
  user_id: textOrNull,
  source_id: textOrNull,
  address: textOrNull,
  request_id: text,
  detail: Type.Unknown({ description: 'Of what an administrator did: by, subject, before and after, without secrets.' }),
})

export const showEvent = (it: Event) => ({
  event_id: it.id,
  at: inSeconds(it.at),
  journey_id: it.journeyId,
  event: it.event,
  outcome: it.outcome,
  reason: it.reason,
  client_id: it.clientId,
  user_id: it.userId,
  source_id: it.sourceId,
  address: it.address,
  request_id: it.requestId,
  detail: it.detail === null ? null : (JSON.parse(it.detail) as unknown),
})

export const readWanted = (it: Asked): Wanted => ({
  ...(it.event && { event: it.event }),
  ...(it.outcome && { outcome: it.outcome }),
  ...(it.user_id && { userId: it.user_id }),
  ...(it.client_id && { clientId: it.client_id }),
  ...(it.address && { address: it.address }),
  ...(it.from !== undefined && { from: it.from * 1000 }),
  ...(it.to !== undefined && { until: it.to * 1000 }),
})

/** Where to look: what administrators do to each other is no tenant's. */
export function scopeOf(ctx: AdminCtx, scope: string): AdminCtx {
  if (scope === 'tenant') return ctx
  if (ctx.actor.kind !== 'administrator' || ctx.actor.role !== 'owner') fail('permissionMissing', { needs: 'owner' })
  return { ...ctx, tenant: { ...ctx.tenant, id: EVERYWHERE } }
}
