/**
 * One-time links: to the first owner, back to one who is locked out, and to whoever is invited. The token stands behind the #,
 * which a browser sends to no server and names to no other page; the database keeps its hash. No password is ever made here.
 */
import type { AdminCtx, Ground, Role } from '../context.ts'
import { transact } from '../context.ts'
import { readEmail } from '../email.ts'
import { fail } from '../errors.ts'
import { EVERYWHERE } from '../limits/index.ts'
import type { Schema } from '../schema/tables.ts'
import { hashToken, newId, randomToken } from '../secrets.ts'
import { recordOwn } from './acts.ts'
import { forgetTries } from './authenticator.ts'
import { enter, type Entering } from './entry.ts'
import { countEntry, hashPassword, unlock } from './passwords.ts'
import { readName } from './people.ts'
import type { Administrator } from './sessions.ts'
import {
  addAdministrator,
  addLink,
  findAdministrator,
  findAdministratorByEmail,
  findLink,
  listAdministratorRows,
  removePasskeys,
  removeSessions,
  restoreAdministrator,
  spendFirstRun,
  spendLink,
} from './store.ts'

type Kind = 'first-run' | 'recovery' | 'invitation'
type Link = Schema['adminLinks']

const HOUR = 3_600_000
/** How long a link is good, in milliseconds. */
const LIFETIMES: Record<Kind, number> = { 'first-run': 24 * HOUR, recovery: HOUR, invitation: 72 * HOUR }

/** Inside a transaction. */
export async function createLink(
  ctx: Ground,
  kind: Kind,
  it: { role: Role; email?: string; createdBy?: string },
): Promise<{ id: string; link: string; expiresAt: number }> {
  const token = randomToken(43)
  const now = ctx.now()
  const [id, expiresAt] = [newId(now), now + LIFETIMES[kind]]
  const { role, email = null, createdBy = null } = it
  await addLink(ctx, { tenantId: EVERYWHERE, hash: hashToken(token), id, kind, email, role, createdBy, createdAt: now, expiresAt })
  const page = kind === 'invitation' ? 'invitation' : 'first-run'
  return { id, link: `${ctx.publicUrl()}/console/${page}#token=${token}`, expiresAt }
}

/** The link of a fresh installation; nothing once there is an administrator. Several starts make several: the first one used ends all. */
export async function createFirstRunLink(ctx: Ground): Promise<string | undefined> {
  if ((await listAdministratorRows(ctx, { tenantId: EVERYWHERE })).length > 0) return undefined
  return (await transact(ctx, (ctx) => createLink(ctx, 'first-run', { role: 'owner' }))).link
}

/** For whoever runs the server: a way in for an owner, whoever else there is. */
export const createRecoveryLink = async (ctx: Ground): Promise<string> =>
  (await transact(ctx, (ctx) => createLink(ctx, 'recovery', { role: 'owner' }))).link

/** Takes a link at its word: an administrator, signed in. One answer for a used, an expired and an unknown one. */
export async function acceptLink(
  handed: Entering,
  kinds: Kind[],
  wanted: { token: string; email?: string; name: string; password: string },
) {
  const { ctx } = handed
  await countEntry(ctx)
  const key = { tenantId: EVERYWHERE, hash: hashToken(wanted.token), now: ctx.now() }
  const link = (await findLink(ctx, key)) ?? fail('adminLinkInvalid')
  const kind = kinds.find((it) => it === link.kind) ?? fail('adminLinkInvalid')
  const email = link.email ?? readEmail(wanted.email ?? '') ?? fail('emailInvalid')
  const name = readName(wanted.name)
  const passwordHash = await hashPassword(ctx, email, wanted.password)
  const who = async (ctx: AdminCtx) => {
    const spent = kind === 'first-run' ? await spendFirstRun(ctx, key) : await spendLink(ctx, key)
    if (spent === 0) fail('adminLinkInvalid')
    return settle(ctx, kind, link, { email, name, passwordHash })
  }
  return enter(handed, { who, method: 'link', first: false, counted: true })
}

async function settle(
  ctx: AdminCtx,
  kind: Kind,
  link: Link,
  it: { email: string; name: string; passwordHash: string },
): Promise<Administrator> {
  if (kind === 'first-run' && (await listAdministratorRows(ctx, { tenantId: EVERYWHERE })).length > 0) fail('adminLinkInvalid')
  const known = await findAdministratorByEmail(ctx, { tenantId: EVERYWHERE, email: it.email })
  if (known && kind === 'recovery') return restore(ctx, known, it)
  const id = newId(ctx.now())
  const added = await addAdministrator(ctx, { tenantId: EVERYWHERE, id, role: link.role, createdAt: ctx.now(), ...it })
  if (added === 0) fail('emailTaken')
  const after = { email: it.email, name: it.name, role: link.role }
  await recordOwn(ctx, { event: kind, subject: id, after })
  return (await findAdministrator(ctx, { tenantId: EVERYWHERE, id })) as Administrator
}

/** Whoever holds the server's settings could write to its database: the link says no more than that. */
async function restore(ctx: AdminCtx, known: Administrator, it: { name: string; passwordHash: string }): Promise<Administrator> {
  const key = { tenantId: EVERYWHERE, id: known.id }
  await restoreAdministrator(ctx, { ...key, name: it.name, passwordHash: it.passwordHash })
  await removePasskeys(ctx, { tenantId: EVERYWHERE, administratorId: known.id })
  await removeSessions(ctx, { tenantId: EVERYWHERE, administratorId: known.id, keep: '' })
  await unlock(ctx, known.email)
  await forgetTries(ctx, known.id)
  const before = { name: known.name, role: known.role, disabled: known.disabledAt !== null }
  await recordOwn(ctx, { event: 'recovery', subject: known.id, before, after: { name: it.name, role: 'owner', disabled: false } })
  return (await findAdministrator(ctx, key)) as Administrator
}
