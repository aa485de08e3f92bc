/** What changing a number and changing an address have in common. */
import { record } from '../audit/index.ts'
import { proveCode, spendCode } from '../codes/index.ts'
import { type Ctx, transact } from '../context.ts'
import { fail } from '../errors.ts'
import type { Session } from '../http.ts'
import { announce, keepUndo } from '../notices/index.ts'
import { endOtherSessions, getLiveUser, requireFresh } from '../session/index.ts'
import { type Released, releaseNumber, tellReleased } from '../social/index.ts'
import {
  dropEmailClaims,
  dropMobileClaims,
  listUsersByEmail,
  listUsersByMobile,
  setEmail,
  setMobile,
  lockUser,
  type User,
} from '../users/index.ts'
import { onceMore } from './race.ts'

export type Contact = { mobile: string } | { email: string }

type Outcome = { taken: true } | { taken: false; before: User; isNew: boolean; undo?: string | undefined; released?: Released | undefined }

/**
 * A code sent to the new one proves it (purpose UPDATE). That another user has it is told only after a right code, and
 * the code stays spent. Other sessions end; the owner hears of it under the old number or address and everywhere else.
 */
export async function changeContact(ctx: Ctx, session: Session, contact: Contact, code: string): Promise<void> {
  requireFresh(ctx, session)
  const target = 'mobile' in contact ? contact.mobile : contact.email
  const proof = await proveCode(ctx, { target, purpose: 'UPDATE', stateHash: '' }, code)
  const outcome = await onceMore(() =>
    transact(ctx, async (ctx) => {
      await spendCode(ctx, proof)
      return take(ctx, session, contact)
    }),
  )
  if (outcome.taken) return fail('mobile' in contact ? 'mobileTaken' : 'emailTaken')
  const { before, isNew, undo, released } = outcome
  await tellReleased(ctx, released)
  if (isNew) await announce(ctx, before, { kind: 'mobile' in contact ? 'mobile_changed' : 'email_changed', undo })
}

async function take(ctx: Ctx, session: Session, contact: Contact): Promise<Outcome> {
  const tenantId = ctx.tenant.id
  const now = ctx.now()
  const claims =
    'mobile' in contact ? await listUsersByMobile(ctx, { tenantId, ...contact }) : await listUsersByEmail(ctx, { tenantId, ...contact })
  const provenAt = (user: User) => ('mobile' in contact ? user.mobileProvenAt : user.emailProvenAt)
  const [first] = claims
  const isOthers = first !== undefined && first.id !== session.userId && provenAt(first) !== null
  const released = isOthers && 'mobile' in contact ? await releaseNumber(ctx, first, session.userId) : undefined
  if (isOthers && !released) return { taken: true }
  await lockUser(ctx, { tenantId, id: session.userId, now })
  const before = await getLiveUser(ctx, session.userId)
  // The same one again is a proof of it, and no change.
  const isNew = ('mobile' in contact ? before.mobile !== contact.mobile : before.email !== contact.email) || provenAt(before) === null
  const undo = isNew ? await keep(ctx, before, contact) : undefined
  const row = { tenantId, id: before.id, provenAt: now, now }
  await ('mobile' in contact ? setMobile(ctx, { ...row, ...contact }) : setEmail(ctx, { ...row, ...contact }))
  if (claims.some((it) => it.id !== before.id)) {
    const key = { tenantId, keep: before.id, now }
    await ('mobile' in contact ? dropMobileClaims(ctx, { ...key, ...contact }) : dropEmailClaims(ctx, { ...key, ...contact }))
  }
  if (isNew) await endOtherSessions(ctx, { tenantId, userId: before.id, keep: session.id, now })
  const event = 'mobile' in contact ? 'mobile-change' : 'email-change'
  await record(ctx, { event, outcome: 'SUCCESS', userId: before.id, came: { changed: isNew } })
  return { taken: false, before, isNew, undo, released }
}

/** A former one that was never proven is not brought back: it was nobody's. */
const keep = (ctx: Ctx, { id, mobile, mobileProvenAt, email, emailProvenAt }: User, contact: Contact): Promise<string | undefined> =>
  'mobile' in contact
    ? keepUndo(ctx, id, 'mobile_changed', { mobile: mobileProvenAt === null ? null : mobile, provenAt: mobileProvenAt })
    : keepUndo(ctx, id, 'email_changed', { email: emailProvenAt === null ? null : email, provenAt: emailProvenAt })
