/** The rules that binding, registering and signing in share: who a social account is, and whose it becomes. */
import type { Ctx, Ground } from '../context.ts'
import { fail } from '../errors.ts'
import { spend } from '../limits/index.ts'
import { dropPassword } from '../password/index.ts'
import type { Schema } from '../schema/tables.ts'
import { newId } from '../secrets.ts'
import { endSessionsOfUser, type Identity } from '../session/index.ts'
import { type Holder, markFactors, takeEmail, takeMobile } from '../users/index.ts'
import { findConnector } from './connectors/index.ts'
import { addAccount, findAccountBySubject, listAccountsByAlias, removeAccountsOfUser } from './store.ts'

/**
 * The user who holds a number or an address proven just now. Somebody may have prepared that account with a number
 * that was not theirs and waited (pre-hijacking, threat row 1): if it was never proven before, whatever opens that
 * account goes: sessions, social accounts, password, second factors. `stale`: the number is too old to count by itself.
 */
export async function claimAccount(ctx: Ctx, target: string): Promise<Holder | undefined> {
  const holder = target.includes('@') ? await takeEmail(ctx, target) : await takeMobile(ctx, target)
  if (!holder || holder.provenBefore !== null) return holder
  const { user } = holder
  await endSessionsOfUser(ctx, { tenantId: ctx.tenant.id, userId: user.id, now: ctx.now() })
  await removeAccountsOfUser(ctx, { tenantId: ctx.tenant.id, userId: user.id })
  if (user.passwordSetAt !== null) await dropPassword(ctx, user.id)
  if (user.factors) await markFactors(ctx, { tenantId: ctx.tenant.id, id: user.id, factors: '', now: ctx.now() })
  return { ...holder, user: { ...user, passwordSetAt: null, passwordMustChange: 0, passwordBy: null, factors: '' } }
}

export type Account = Schema['socialAccounts']
type Within = Ground & Pick<Ctx, 'tenant'>

/** How an account was recognised: by its own id, by the other one, by the only one there was before, or in another source. */
export type Known = { account: Account; by: 'subject' | 'alias' | 'earlier' | 'elsewhere' }

/**
 * The account of this identity, by any of the ids a provider knows a person by; its own first. A connector says
 * whether its second id means the same person in all its sources; then an account in another of them is this person.
 */
export async function findAccount(ctx: Within, { sourceId, subject, alias }: Identity): Promise<Known | undefined> {
  const own = await findAccountBySubject(ctx, { tenantId: ctx.tenant.id, sourceId, subject })
  if (own) return { account: own, by: 'subject' }
  if (!alias) return undefined
  const found = await listAccountsByAlias(ctx, { tenantId: ctx.tenant.id, sourceId, alias })
  const known = found
    .filter((it) => it.sourceId === sourceId || findConnector(it.connector)?.sharedAlias)
    .map(({ connector: _, ...account }): Known => ({ account, by: relation(account, sourceId, alias) }))
  const order = ['alias', 'earlier', 'elsewhere']
  return known.toSorted((a, b) => order.indexOf(a.by) - order.indexOf(b.by) || a.account.createdAt - b.account.createdAt)[0]
}

function relation(account: Account, sourceId: string, alias: string): Known['by'] {
  if (account.sourceId !== sourceId) return 'elsewhere'
  return account.alias === alias ? 'alias' : 'earlier'
}

/**
 * A person may come at once from two sources that know them by one id (PostgreSQL): the second waits here until the
 * first has committed, and then finds their account. Before any row of a user is written: everybody waits in that order.
 */
export async function waitForPerson(ctx: Within, { alias }: Identity): Promise<void> {
  if (!alias) return
  await spend(ctx, { tenantId: ctx.tenant.id, key: `person ${ctx.secrets.mac('person', alias)}`, most: 1_000_000_000, window: 60_000 })
}

/**
 * Ties a social account to a user. Once tied it stays with them; tying it to the same user again is no error, and
 * answers false: it was theirs before.
 */
export async function linkAccount(ctx: Within, identity: Identity, userId: string): Promise<boolean> {
  await waitForPerson(ctx, identity)
  return tie(ctx, identity, userId)
}

/** As `linkAccount`, for who has waited already. */
export async function tie(ctx: Within, identity: Identity, userId: string): Promise<boolean> {
  const known = identity.alias ? await findAccount(ctx, identity) : undefined
  if (known && known.account.userId !== userId) fail('socialBound')
  if (known && known.by !== 'elsewhere') return false
  const now = ctx.now()
  const added = await addAccount(ctx, {
    tenantId: ctx.tenant.id,
    sourceId: identity.sourceId,
    subject: identity.subject,
    alias: identity.alias ?? null,
    id: newId(now),
    userId,
    nickname: identity.nickname ?? null,
    avatar: identity.avatar ?? null,
    createdAt: now,
    updatedAt: now,
  })
  if (added === 1) return true
  const held = await findAccount(ctx, identity)
  return held?.account.userId === userId ? false : fail('socialBound')
}
