/**
 * users: people. Owns `users`.
 *
 * Its law: a mobile number or an address belongs to a user only once proven; among the proven it is
 * unique, and the database keeps it so (threat row 1).
 */
import type { Ctx, Ground } from '../context.ts'
import type { Schema } from '../schema/tables.ts'
import { newId, randomToken } from '../secrets.ts'
import {
  addUser,
  dropEmailClaims,
  dropMobileClaims,
  findUserById,
  listUsersByEmail,
  listUsersByMobile,
  renewEmailProof,
  renewProof,
} from './store.ts'

export {
  applyAttributes,
  type Attributes,
  type ProfileBody,
  type ProfileChange,
  ProfileFields,
  readAttributes,
  readProfile,
  readWork,
  type TextAttribute,
  textAttributes,
  workAttributes,
  WorkFields,
} from './attributes.ts'
export { countedFields } from './counted.ts'
export {
  countBehind,
  countChanged,
  countDisabled,
  countFound,
  countSlots,
  dropEmailClaims,
  dropMobileClaims,
  findIdBehind,
  findUserByName,
  listChangedPage,
  listNewest,
  listNewestDisabled,
  listUserPage,
  listUserRows,
  listUsersAfter,
  listUsersByEmail,
  listUsersByMobile,
  lockUser,
  markFactors,
  markPassword,
  removeUser,
  replaceUser,
  searchByEmail,
  searchById,
  searchByMobile,
  searchByName,
  searchByUserName,
  setDisabled,
  setEmail,
  setMobile,
  setProfile,
} from './store.ts'

export type User = Schema['users']

export const findUser = (ctx: Ground, tenantId: string, id: string): Promise<User | undefined> => findUserById(ctx, { tenantId, id })

/** What a proof of a number or an address found: its holder, and when they had proven it before, if ever. */
export type Holder = { user: User; provenBefore: number | null; stale?: true }

const DAY = 86_400_000

/**
 * Since when a number must have been proven for a code to count by itself, in milliseconds since 1970: one proven before
 * may have changed hands (threat row 10). 0: numbers never grow old here.
 */
export function provenSince(ctx: Ctx): number {
  const { number_age: age } = ctx.tenant.settings.accounts
  return age === 0 ? 0 : ctx.now() - age * DAY
}

/**
 * The user who holds a number that was proven just now, and from now on holds it proven. Everybody else
 * who claimed it without proof loses it. Nothing when nobody here has the number.
 *
 * An account whose address was proven is somebody's: a number that was only written into it does not give it away.
 * And a proof from before `since` is not renewed, nothing is: the number may have changed hands (threat row 10). Who
 * passes 0 has seen another way of this user's before.
 */
export async function takeMobile(ctx: Ctx, mobile: string, since = provenSince(ctx)): Promise<Holder | undefined> {
  const now = ctx.now()
  const claims = await listUsersByMobile(ctx, { tenantId: ctx.tenant.id, mobile })
  const user = claims.find((it) => it.mobileProvenAt !== null || it.emailProvenAt === null)
  if (!user) return undefined
  if (user.mobileProvenAt !== null && user.mobileProvenAt < since) return { user, provenBefore: user.mobileProvenAt, stale: true }
  if (claims.length > 1) await dropMobileClaims(ctx, { tenantId: ctx.tenant.id, mobile, keep: user.id, now })
  await renewProof(ctx, { tenantId: ctx.tenant.id, id: user.id, now })
  return { user: { ...user, mobileProvenAt: now }, provenBefore: user.mobileProvenAt }
}

/** A number that had grown old, proven once more beside another way of its user: from now on it counts by itself again. */
export const renewMobile = (ctx: Ctx, user: User) => renewProof(ctx, { tenantId: ctx.tenant.id, id: user.id, now: ctx.now() })

/** As `takeMobile`, for an e-mail address, written in lower case. */
export async function takeEmail(ctx: Ctx, email: string): Promise<Holder | undefined> {
  const now = ctx.now()
  const claims = await listUsersByEmail(ctx, { tenantId: ctx.tenant.id, email })
  const user = claims.find((it) => it.emailProvenAt !== null || it.mobileProvenAt === null)
  if (!user) return undefined
  if (claims.length > 1) await dropEmailClaims(ctx, { tenantId: ctx.tenant.id, email, keep: user.id, now })
  await renewEmailProof(ctx, { tenantId: ctx.tenant.id, id: user.id, now })
  return { user: { ...user, emailProvenAt: now }, provenBefore: user.emailProvenAt }
}

/** Whether people may make accounts themselves: by registering, and by binding where a source lets them. */
export const mayRegister = (ctx: Ctx): boolean => ctx.tenant.settings.registration.open

export type NewUser = {
  id?: string
  userName?: string
  name?: string
  mobile?: string | null
  mobileProvenAt?: number | null
  email?: string | null
  emailProvenAt?: number | null
  disabledAt?: number | null
  /** The profile: published names (user-api 2.8). */
  attributes?: Record<string, unknown>
}

/** A new user; nothing when another one holds the user name, or holds the number or address proven. */
export async function createUser(ctx: Ground, tenantId: string, input: NewUser): Promise<User | undefined> {
  const now = ctx.now()
  const userName = input.userName ?? `u_${randomToken(12).toLowerCase()}`
  const user: User = {
    tenantId,
    id: input.id ?? newId(now),
    userName,
    name: input.name ?? userName,
    mobile: input.mobile ?? null,
    mobileProvenAt: input.mobileProvenAt ?? null,
    email: input.email ?? null,
    emailProvenAt: input.emailProvenAt ?? null,
    disabledAt: input.disabledAt ?? null,
    createdAt: now,
    updatedAt: now,
    attributes: JSON.stringify(input.attributes ?? {}),
    passwordSetAt: null,
    passwordMustChange: 0,
    passwordBy: null,
    factors: '',
  }
  return (await addUser(ctx, user)) === 1 ? user : undefined
}
