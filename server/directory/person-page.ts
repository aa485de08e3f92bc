/** A person as the console shows them: in a list, and whole. Times are seconds since 1970. */
import { listEventsOfUser } from '../audit/index.ts'
import { findAppRow } from '../apps/index.ts'
import type { AdminCtx } from '../context.ts'
import { listFactors } from '../mfa/index.ts'
import { isLocked } from '../password/index.ts'
import { writeMobile } from '../phone.ts'
import { listLiveSessions } from '../session/index.ts'
import { type Account, listAccountRows, listSources } from '../social/index.ts'
import { Type } from '../type.ts'
import { readAttributes, type User } from '../users/index.ts'
import { inSeconds, inSecondsOr } from '../times.ts'
import { versionOf } from './people.ts'

const text = Type.String()
const textOrNull = Type.Union([Type.String(), Type.Null()])
const time = Type.Integer({ description: 'Seconds since 1970.' })
const timeOrNull = Type.Union([Type.Integer(), Type.Null()])

export const Listed = {
  user_id: text,
  user_name: text,
  name: text,
  mobile: Type.Union([Type.String({ description: 'As +86-15907132852.' }), Type.Null()]),
  mobile_verified: Type.Boolean({ description: 'Whether it was proven to be theirs.' }),
  email: textOrNull,
  email_verified: Type.Boolean(),
  disabled: Type.Boolean(),
  created_at: time,
  updated_at: time,
}

/** Events shown on a person's page. */
const EVENTS = 50

export const Person = Type.Object({
  ...Listed,
  version: Type.String({ description: 'To be sent back with a change.' }),
  attributes: Type.Object({}, { additionalProperties: true, description: 'The profile, by its published names.' }),
  mobile_proven_at: timeOrNull,
  email_proven_at: timeOrNull,
  password: Type.Union([Type.Object({ set_at: time, must_modify: Type.Boolean(), locked: Type.Boolean() }), Type.Null()]),
  accounts: Type.Array(
    Type.Object({
      account_id: text,
      source_id: text,
      source: Type.String({ description: 'What the source is called.' }),
      subject: Type.String({ description: 'Its id at the provider, masked.' }),
      nickname: textOrNull,
      created_at: time,
    }),
  ),
  sessions: Type.Array(
    Type.Object({
      session_id: text,
      device: Type.Object({ system: text, agent: text }),
      address: text,
      client_id: text,
      app: text,
      methods: Type.Array(text),
      created_at: time,
      expires_at: time,
    }),
  ),
  factors: Type.Array(Type.Object({ factor_id: text, kind: text, name: text, created_at: time, used_at: timeOrNull })),
  events: Type.Array(
    Type.Object({
      event_id: text,
      at: time,
      event: text,
      outcome: text,
      reason: textOrNull,
      client_id: textOrNull,
      source_id: textOrNull,
      address: textOrNull,
      detail: Type.Unknown(),
    }),
    { description: `The last ${EVENTS}, the newest first.` },
  ),
})

/** Enough of an id at a provider to compare it by eye. */
export const maskSubject = (it: string): string => (it.length < 10 ? `${it.slice(0, 1)}***` : `${it.slice(0, 3)}***${it.slice(-3)}`)

export const writeListed = (user: User) => ({
  user_id: user.id,
  user_name: user.userName,
  name: user.name,
  mobile: user.mobile && writeMobile(user.mobile),
  mobile_verified: user.mobileProvenAt !== null,
  email: user.email,
  email_verified: user.emailProvenAt !== null,
  disabled: user.disabledAt !== null,
  created_at: inSeconds(user.createdAt),
  updated_at: inSeconds(user.updatedAt),
})

export const writeAccount = (it: Account, name: string | undefined) => ({
  account_id: it.id,
  source_id: it.sourceId,
  source: name ?? it.sourceId,
  subject: maskSubject(it.subject),
  nickname: it.nickname,
  created_at: inSeconds(it.createdAt),
})

export async function writePerson(ctx: AdminCtx, user: User) {
  const key = { tenantId: ctx.tenant.id, userId: user.id }
  const [accounts, sources, sessions, factors, events, locked] = await Promise.all([
    listAccountRows(ctx, key),
    listSources(ctx, ctx.tenant.id),
    listLiveSessions(ctx, { ...key, now: ctx.now() }),
    listFactors(ctx, user),
    listEventsOfUser(ctx, { ...key, most: EVENTS }),
    isLocked(ctx, user),
  ])
  const names = new Map(sources.map((it) => [it.id, it.name]))
  const apps = new Map<string, string>()
  for (const id of new Set(sessions.map((it) => it.clientId))) apps.set(id, (await findAppRow(ctx, ctx.tenant.id, id))?.name ?? '')
  return {
    ...writeListed(user),
    version: versionOf(user),
    attributes: readAttributes(user.attributes),
    mobile_proven_at: inSecondsOr(user.mobileProvenAt),
    email_proven_at: inSecondsOr(user.emailProvenAt),
    password:
      user.passwordSetAt === null ? null : { set_at: inSeconds(user.passwordSetAt), must_modify: user.passwordMustChange === 1, locked },
    accounts: accounts.map((it) => writeAccount(it, names.get(it.sourceId))),
    sessions: sessions.map((it) => ({
      session_id: it.id,
      device: { system: it.system, agent: it.agent },
      address: it.address,
      client_id: it.clientId,
      app: apps.get(it.clientId) ?? '',
      methods: it.methods ? it.methods.split(' ') : [],
      created_at: inSeconds(it.createdAt),
      expires_at: inSeconds(it.expiresAt),
    })),
    factors: factors.map((it) => ({
      factor_id: it.id,
      kind: it.kind,
      name: it.name,
      created_at: inSeconds(it.createdAt),
      used_at: inSecondsOr(it.usedAt),
    })),
    events: events.map((it) => ({
      event_id: it.id,
      at: inSeconds(it.at),
      event: it.event,
      outcome: it.outcome,
      reason: it.reason,
      client_id: it.clientId,
      source_id: it.sourceId,
      address: it.address,
      detail: it.detail === null ? null : (JSON.parse(it.detail) as unknown),
    })),
  }
}
