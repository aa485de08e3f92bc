/** Erasing a person: every room gives up what it has of them, in one transaction, and what went is counted. */
import { findEventOfUser, forgetPerson, recordAct } from '../audit/index.ts'
import { removeCodesTo } from '../codes/index.ts'
import { type AdminCtx, transact } from '../context.ts'
import { fail } from '../errors.ts'
import { removeFactorsOfUser } from '../mfa/index.ts'
import { removeChangesOfUser } from '../notices/index.ts'
import { removePassword, trimOldPasswords, unlock } from '../password/index.ts'
import { maskMobile } from '../phone.ts'
import { removeSessionsOfUser, removeStatesNaming, removeTicketsOfUser } from '../session/index.ts'
import { forgetMessages } from '../sms/index.ts'
import { listAccountRows, removeAccountsOfUser } from '../social/index.ts'
import { listUsersByEmail, listUsersByMobile, lockUser, removeUser, type User } from '../users/index.ts'
import { getUser } from './people.ts'
import { leaveRank } from './ranks.ts'

export type Proof = { user_id: string; erased_at: number; rows: Record<string, number> }

const EVENT = 'user-erase'

export const erasePerson = (ctx: AdminCtx, { id }: User): Promise<Proof> =>
  transact(ctx, async (ctx) => {
    // Whoever changes this user now waits here, and then finds nobody.
    await lockUser(ctx, { tenantId: ctx.tenant.id, id, now: ctx.now() })
    const user = await getUser(ctx, id)
    await unlock(ctx, user)
    const contacts = await dropContacts(ctx, user)
    const held = await dropHeld(ctx, id)
    const users = await removeUser(ctx, { tenantId: ctx.tenant.id, id })
    leaveRank(ctx, ctx.tenant.id, id)
    const audit_events = await forgetPerson(ctx, id, contacts.numbers)
    const rows = { users, ...held, ...contacts.rows, audit_events }
    const proof: Proof = { user_id: id, erased_at: Math.floor(ctx.now() / 1000), rows }
    await recordAct(ctx, { event: EVENT, subject: id, userId: id, after: proof })
    return proof
  })

/**
 * The proof of an erasure that was. A sign-in that was on its way may have committed behind it (PostgreSQL): what it left is
 * swept up here. `userUnknown` when there never was such a person.
 */
export const eraseAgain = (ctx: AdminCtx, id: string): Promise<Proof> =>
  transact(ctx, async (ctx) => {
    const event = await findEventOfUser(ctx, { tenantId: ctx.tenant.id, userId: id, event: `admin/${EVENT}` })
    const { after } = JSON.parse(event?.detail ?? '{}') as { after?: Proof }
    if (!after) return fail('userUnknown')
    await dropHeld(ctx, id)
    await forgetPerson(ctx, id, [])
    return after
  })

/** What names the user by id. Social accounts refer to the user's row: they go before it. */
async function dropHeld(ctx: AdminCtx, userId: string): Promise<Record<string, number>> {
  const key = { tenantId: ctx.tenant.id, userId }
  const subjects = (await listAccountRows(ctx, key)).map((it) => `"subject":${JSON.stringify(it.subject)}`)
  let state_tokens = 0
  for (const named of [userId, ...subjects])
    state_tokens += await removeStatesNaming(ctx, { tenantId: ctx.tenant.id, pattern: like(named) })
  return {
    social_accounts: await removeAccountsOfUser(ctx, key),
    state_tokens,
    sso_tickets: await removeTicketsOfUser(ctx, key),
    sessions: await removeSessionsOfUser(ctx, key),
    factors: await removeFactorsOfUser(ctx, key),
    passwords: await removePassword(ctx, key),
    old_passwords: await trimOldPasswords(ctx, { ...key, most: 0 }),
    changes: await removeChangesOfUser(ctx, key),
  }
}

const like = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`

/** What was sent to their number and address; unless they only claimed it, and it is somebody else's. */
async function dropContacts(ctx: AdminCtx, user: User) {
  const tenantId = ctx.tenant.id
  const rows = { codes: 0, messages: 0 }
  const numbers: { masked: string; sent: number[] }[] = []
  const isOthers = (holders: User[], field: 'mobileProvenAt' | 'emailProvenAt') =>
    holders.some((it) => it.id !== user.id && it[field] !== null)
  const { mobile, email } = user
  if (mobile && !isOthers(await listUsersByMobile(ctx, { tenantId, mobile }), 'mobileProvenAt')) {
    const { removed, sent } = await forgetMessages(ctx, mobile)
    rows.codes += await removeCodesTo(ctx, { tenantId, target: mobile })
    rows.messages += removed
    numbers.push({ masked: maskMobile(mobile), sent })
  }
  if (email && !isOthers(await listUsersByEmail(ctx, { tenantId, email }), 'emailProvenAt'))
    rows.codes += await removeCodesTo(ctx, { tenantId, target: email })
  return { rows, numbers }
}
