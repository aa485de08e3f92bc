/**
 * users: people. Owns `users`.
 *
 * Its law: a mobile number or an address belongs to a user only once proven; among the proven it is
 * unique, and the database keeps it so (threat row 1).
 */
import type { Ctx, Ground } from '../context.ts'
import type { Schema } from '../schema/tables.ts'
import { newId, randomToken } from '../secrets.ts'
import { addUser, dropClaims, findUserById, listUsersByMobile, renewProof } from './store.ts'

export { dropClaims, findUserByName, listUserRows, listUsersByEmail, listUsersByMobile, replaceUser } from './store.ts'

export type User = Schema['users']

export const findUser = (ctx: Ground, tenantId: string, id: string): Promise<User | undefined> => findUserById(ctx, { tenantId, id })

/** What a proof of a number found: its holder, and whether they had proven it before. */
export type Holder = { user: User; provenBefore: boolean }

/**
 * The user who holds a number that was proven just now, and from now on holds it proven. Everybody else
 * who claimed it without proof loses it. Nothing when nobody here has the number.
 */
export async function takeMobile(ctx: Ctx, mobile: string): Promise<Holder | undefined> {
  const now = ctx.now()
  const claims = await listUsersByMobile(ctx, { tenantId: ctx.tenant.id, mobile })
  const user = claims[0]
  if (!user) return undefined
  if (claims.length > 1) await dropClaims(ctx, { tenantId: ctx.tenant.id, mobile, keep: user.id, now })
  await renewProof(ctx, { tenantId: ctx.tenant.id, id: user.id, now })
  return { user: { ...user, mobileProvenAt: now }, provenBefore: user.mobileProvenAt !== null }
}

export type NewUser = {
  id?: string
  userName?: string
  name?: string
  mobile?: string | null
  mobileProvenAt?: number | null
  email?: string | null
  emailProvenAt?: number | null
  disabledAt?: number | null
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
  }
  return (await addUser(ctx, user)) === 1 ? user : undefined
}
