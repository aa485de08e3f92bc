/** What undoing a change means, by its kind; and who asks for it: a browser, with no application around it. */
import { record, type Told } from '../audit/index.ts'
import { ground } from '../context.ts'
import { Failure } from '../errors.ts'
import { type Answer, type Bare, header } from '../http.ts'
import { chooseLanguage, type Language, languages, readLanguage } from '../languages/index.ts'
import { dropFactorsSince } from '../mfa/index.ts'
import { type Before, type Change, spendUndo } from '../notices/index.ts'
import { dropPassword } from '../password/index.ts'
import { endSessionsOfUser, endSessionsSince } from '../session/index.ts'
import { removeAccount } from '../social/index.ts'
import { findTenant, findTenantByHost } from '../tenants/index.ts'
import { findUser, listUsersByEmail, listUsersByMobile, setEmail, setMobile, type User } from '../users/index.ts'
import { writePage } from './page.ts'

/** The session that the binding itself opened may be a moment older than what was kept of it. In milliseconds. */
const SAME_STEP = 10_000

/** The tenant is named by the path or by the host name, as `addressOf` writes it into the link. */
export async function enterUndo({ world, params, host, headers, address, requestId }: Bare): Promise<{ ctx: Told; language: Language }> {
  const ctx = ground(world)
  const named = params['tenantId']
  const tenant = (named ? await findTenant(ctx, named) : await findTenantByHost(ctx, host.replace(/:\d+$/, ''))) ?? noTenant()
  const language = chooseLanguage(header(headers, 'accept-language')) ?? readLanguage(tenant.settings.language) ?? 'en'
  return { ctx: { ...ctx, tenant, address, requestId, journey: { id: requestId } }, language }
}

function noTenant(): never {
  throw new Failure('pathUnknown', {})
}

/** One page for every link that is none: used, too old, another tenant's, made up. */
export function pageGone(language: Language): Answer {
  const { gone_title: title, gone } = languages[language].undo_page
  return writePage(410, { language, title, paragraphs: [gone] })
}

/** Inside a transaction. `taken`: the former number or address is another user's by now, and nothing was done. */
export async function undoChange(ctx: Told, change: Change): Promise<'done' | 'taken' | 'gone'> {
  const user = await findUser(ctx, ctx.tenant.id, change.userId)
  if (!user) return 'gone'
  if (await isTaken(ctx, user, change)) return 'taken'
  // They have proven another number since: there is nothing to bring back.
  if (change.kind === 'mobile_released' && user.mobileProvenAt !== null) return 'gone'
  if (!(await spendUndo(ctx, change))) return 'gone'
  const key = { tenantId: ctx.tenant.id, userId: user.id }
  const now = ctx.now()
  if (change.kind === 'mobile_released') {
    await bringBack(ctx, user.id, change.before)
  } else if (change.kind === 'account_bound') {
    await removeAccount(ctx, { ...key, ...change.before })
    await endSessionsSince(ctx, { ...key, since: change.createdAt - SAME_STEP, now })
  } else {
    const { kind, before, createdAt } = change
    const row = { tenantId: ctx.tenant.id, id: user.id, provenAt: before.provenAt, now }
    if (kind === 'mobile_changed') await setMobile(ctx, { ...row, mobile: before.mobile })
    else await setEmail(ctx, { ...row, email: before.email })
    await endSessionsOfUser(ctx, { ...key, now })
    // Whoever held the new number or address could give themselves other ways in: codes sent there open them all.
    if (user.passwordSetAt !== null && user.passwordSetAt >= createdAt) await dropPassword(ctx, user.id)
    await dropFactorsSince(ctx, user, createdAt)
  }
  await record(ctx, { event: 'undo', outcome: 'SUCCESS', userId: user.id, detail: { kind: change.kind } })
  return 'done'
}

/**
 * A number that was given to whoever proved it, as old as it was: a code to it still opens nothing by itself. Nobody came
 * into this account by it, so its sessions and its password stay; the other account keeps all but the number.
 */
async function bringBack(ctx: Told, id: string, { mobile, provenAt, to }: Before['mobile_released']): Promise<void> {
  const tenantId = ctx.tenant.id
  const now = ctx.now()
  const other = await findUser(ctx, tenantId, to)
  if (other?.mobile === mobile) {
    await setMobile(ctx, { tenantId, id: to, mobile: null, provenAt: null, now })
    await record(ctx, { event: 'mobile-release', outcome: 'undone', userId: to })
  }
  await setMobile(ctx, { tenantId, id, mobile, provenAt, now })
}

/** What a user gave up may have been proven by somebody else since: it is theirs. */
async function isTaken(ctx: Told, user: User, change: Change): Promise<boolean> {
  if (change.kind === 'account_bound') return false
  const owners = change.kind === 'mobile_released' ? [user.id, change.before.to] : [user.id]
  const tenantId = ctx.tenant.id
  const [value, claims, provenAt] =
    change.kind === 'mobile_changed' || change.kind === 'mobile_released'
      ? [change.before.mobile, listUsersByMobile, 'mobileProvenAt' as const]
      : [change.before.email, listUsersByEmail, 'emailProvenAt' as const]
  if (value === null) return false
  const [first] = await claims(ctx, { tenantId, mobile: value, email: value })
  return first !== undefined && !owners.includes(first.id) && first[provenAt] !== null
}
