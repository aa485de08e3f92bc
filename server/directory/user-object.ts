/** A user as the published management API writes one (admin-and-integration 8.2). */
import type { AdminCtx } from '../context.ts'
import { isLocked } from '../password/index.ts'
import { homeMobile } from '../phone.ts'
import { findLastSession } from '../session/index.ts'
import { Type } from '../type.ts'
import { readAttributes, textAttributes, type User, workAttributes } from '../users/index.ts'

const orNull = (description?: string) => Type.Union([Type.String({ ...(description && { description }) }), Type.Null()])
const time = 'UTC, as 2022-04-14 10:14:01.988.'

export const UserObject = Type.Object({
  user_id: Type.String(),
  org_id: Type.Null({ description: 'Organizations are not kept here.' }),
  user_name: Type.String(),
  name: Type.String(),
  mobile: orNull('A number of the preferred country, where that is China, without its country; others as +44-7911123456.'),
  email: orNull(),
  pwd_must_modify: Type.Boolean(),
  pwd_change_at: orNull(time),
  created_at: Type.String({ description: time }),
  updated_at: Type.String({ description: time }),
  disabled: Type.Boolean(),
  grade: Type.Integer({ description: 'Always 1: levels of trust are not kept here.' }),
  locked: Type.Boolean({ description: 'Whether wrong passwords have locked the password at this moment.' }),
  extension: Type.Object({}, { additionalProperties: true }),
  user_org_relation_list: Type.Array(Type.Unknown(), { description: 'Always empty: organizations are not kept here.' }),
  last_login_ip: orNull('As far back as sessions are kept.'),
  last_login_at: orNull(time),
  ...Object.fromEntries([...textAttributes, ...workAttributes].map((name) => [name, orNull()])),
})

/** The published form of a time: no zone; ours is UTC. */
const writeTime = (at: number): string => new Date(at).toISOString().replace('T', ' ').replace('Z', '')
const writeTimeOr = (at: number | null | undefined): string | null => (at === null || at === undefined ? null : writeTime(at))

export async function writeUser(ctx: AdminCtx, user: User) {
  const [last, locked] = await Promise.all([
    findLastSession(ctx, { tenantId: ctx.tenant.id, userId: user.id }),
    user.passwordSetAt !== null && isLocked(ctx, user),
  ])
  const { extension = {}, ...attributes } = readAttributes(user.attributes)
  return {
    user_id: user.id,
    org_id: null,
    user_name: user.userName,
    name: user.name,
    mobile: user.mobile && homeMobile(user.mobile, ctx.tenant.settings.preferred_country),
    email: user.email,
    pwd_must_modify: user.passwordMustChange === 1,
    pwd_change_at: writeTimeOr(user.passwordSetAt),
    created_at: writeTime(user.createdAt),
    updated_at: writeTime(user.updatedAt),
    disabled: user.disabledAt !== null,
    grade: 1,
    locked,
    extension,
    user_org_relation_list: [],
    last_login_ip: last?.address ?? null,
    last_login_at: writeTimeOr(last?.createdAt),
    ...Object.fromEntries([...textAttributes, ...workAttributes].map((name) => [name, attributes[name] ?? null])),
  }
}
