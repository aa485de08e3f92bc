/** Taking a social account away again, by its owner. */
import { record } from '../audit/index.ts'
import { type Ctx, type Ground, transact } from '../context.ts'
import { fail } from '../errors.ts'
import type { Session } from '../http.ts'
import { servesMail } from '../mail/index.ts'
import { announce } from '../notices/index.ts'
import { endSession, listSessionsOfUser, type Method, requireFresh, secondMethods } from '../session/index.ts'
import { findUser, type User } from '../users/index.ts'
import type { Account } from './accounts.ts'
import { findConnector } from './connectors/index.ts'
import { listKnown, listSources, nameOfSource, type Source } from './sources.ts'
import { holdAccountsOfUser, listAccountRows, removeAccount } from './store.ts'

type Within = Ground & Pick<Ctx, 'tenant'>

/**
 * What is chosen goes, and with it what the provider knows the same person by in its other sources: left there, it would
 * bring the account back at the next sign-in. Sessions a social account opened end with it, but for the one this is asked
 * from; which of several opened a session is not kept, so all of them do.
 */
export async function unbind(
  ctx: Ctx,
  session: Session,
  isChosen: (account: Account, source: Source | undefined) => boolean,
): Promise<void> {
  requireFresh(ctx, session)
  const sources = new Map((await listKnown(ctx)).map((it) => [it.id, it]))
  const byMail = await servesMail(ctx)
  const { user, sourceId } = await transact(ctx, async (ctx) => {
    const key = { tenantId: ctx.tenant.id, userId: session.userId }
    const user = await findUser(ctx, ctx.tenant.id, session.userId)
    if (!user || user.disabledAt !== null) return fail('sessionInvalid')
    await holdAccountsOfUser(ctx, key)
    const accounts = await listAccountRows(ctx, key)
    const chosen = accounts.filter((it) => isChosen(it, sources.get(it.sourceId)))
    const first = chosen[0] ?? fail('accountUnknown')
    const gone = withTwins(sources, accounts, chosen)
    const left = accounts.filter((it) => !gone.includes(it) && sources.get(it.sourceId)?.disabled === false)
    if (!hasWayIn(ctx, user, left, byMail)) fail('lastWayIn')
    await remove(ctx, user.id, gone, session.id)
    await record(ctx, { event: 'unbind', outcome: 'SUCCESS', userId: user.id, sourceId: first.sourceId, detail: { accounts: gone.length } })
    return { user, sourceId: first.sourceId }
  })
  await announce(ctx, user, { kind: 'account_unbound', detail: await nameOfSource(ctx, sourceId) })
}

/** What is chosen, and what the provider knows the same person by in its other sources. */
const withTwins = (sources: Map<string, Source>, accounts: Account[], chosen: Account[]): Account[] =>
  accounts.filter((it) => chosen.some((one) => it === one || isSamePerson(sources, it, one)))

async function remove(ctx: Within, userId: string, gone: Account[], keep?: string): Promise<void> {
  const key = { tenantId: ctx.tenant.id, userId }
  for (const { sourceId, subject } of gone) await removeAccount(ctx, { ...key, sourceId, subject })
  for (const it of await listSessionsOfUser(ctx, key)) {
    const opened = it.methods.split(' ').includes('social') && it.id !== keep && it.endedAt === null
    if (opened) await endSession(ctx, { tenantId: ctx.tenant.id, id: it.id, now: ctx.now() })
  }
}

/**
 * By an administrator, inside a transaction: as by the owner, but the last way in may go too. Answers what went;
 * `accountUnknown` when nothing is chosen.
 */
export async function unbindByHand(ctx: Within, userId: string, isChosen: (account: Account) => boolean): Promise<Account[]> {
  const sources = new Map((await listSources(ctx, ctx.tenant.id)).map((it) => [it.id, it]))
  const key = { tenantId: ctx.tenant.id, userId }
  await holdAccountsOfUser(ctx, key)
  const accounts = await listAccountRows(ctx, key)
  const gone = withTwins(sources, accounts, accounts.filter(isChosen))
  if (gone.length === 0) fail('accountUnknown')
  await remove(ctx, userId, gone)
  return gone
}

function isSamePerson(sources: Map<string, Source>, a: Account, b: Account): boolean {
  const [one, two] = [sources.get(a.sourceId)?.connector, sources.get(b.sourceId)?.connector]
  if (one === undefined || one !== two || !findConnector(one)?.sharedAlias) return false
  return a.alias !== null && a.alias === b.alias
}

/** Two ways, where the tenant asks everybody for two; a passkey is both. */
function hasWayIn(ctx: Ctx, user: User, left: Account[], byMail: boolean): boolean {
  if (user.factors.split(' ').includes('passkey')) return true
  const ways: Method[] = [
    ...(user.mobileProvenAt === null ? [] : (['sms'] as const)),
    ...(user.emailProvenAt === null || !byMail ? [] : (['email'] as const)),
    ...(user.passwordSetAt === null ? [] : (['pwd'] as const)),
    ...(left.length === 0 ? [] : (['social'] as const)),
  ]
  const two = ctx.tenant.settings.mfa.required === 'always'
  return ways.some((it) => !two || secondMethods(ctx, user, [it]).length > 0)
}
