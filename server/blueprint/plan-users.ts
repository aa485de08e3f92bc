/** The users of a tenant: what differs. */
import { say } from '../languages/faults.ts'
import type { Ground } from '../context.ts'
import { importPassword } from '../password/index.ts'
import {
  createUser,
  dropMobileClaims,
  findUserByName,
  listUsersByEmail,
  listUsersByMobile,
  replaceUser,
  type User,
} from '../users/index.ts'
import type { TenantPart, UserPart } from './shape.ts'
import { differences, type Draft, type Home, Raced, said } from './step.ts'

export async function draftUsers(draft: Draft, home: Home, part: TenantPart): Promise<void> {
  const parts = new Map(part.users?.map((it) => [it.user_name.toLowerCase(), it]))
  for (const [i, user] of (part.users ?? []).entries()) {
    const row = home.isNew ? undefined : await findUserByName(draft.ctx, { tenantId: home.id, userName: user.user_name })
    await draftUser(draft, home, user, row, `${home.at}.users[${i}]`, parts)
  }
}

/** A number or an address: what the file wants of it, and since when it is proven. */
type Contact = { value: string | null; provenAt: number | null }

/** The file can declare proven, not unproven: that a person proved a number is not the file's to forget. */
function nextContact(current: Contact, value: string | null | undefined, verified: boolean | undefined, now: number): Contact {
  if (value === undefined) return current
  const isSame = value?.toLowerCase() === current.value?.toLowerCase()
  const provenAt = isSame ? current.provenAt : null
  return { value: isSame ? current.value : value, provenAt: value !== null && verified ? (provenAt ?? now) : provenAt }
}

async function draftUser(draft: Draft, home: Home, user: UserPart, row: User | undefined, at: string, parts: Map<string, UserPart>) {
  const now = draft.ctx.now()
  const before = {
    mobile: { value: row?.mobile ?? null, provenAt: row?.mobileProvenAt ?? null },
    email: { value: row?.email ?? null, provenAt: row?.emailProvenAt ?? null },
  }
  const mobile = nextContact(before.mobile, user.mobile, user.mobile_verified, now)
  const email = nextContact(before.email, user.email, user.email_verified, now)
  const isChanged = (a: Contact, b: Contact) => a.value !== b.value || (a.provenAt === null) !== (b.provenAt === null)
  const tenantId = home.id
  if (!home.isNew && mobile.value && isChanged(mobile, before.mobile)) {
    const others = await listUsersByMobile(draft.ctx, { tenantId, mobile: mobile.value })
    refuseHeld(draft, others, row, `${at}.mobile`, 'mobile', mobile.value, parts)
  }
  if (!home.isNew && email.value && isChanged(email, before.email)) {
    const others = await listUsersByEmail(draft.ctx, { tenantId, email: email.value })
    refuseHeld(draft, others, row, `${at}.email`, 'email', email.value, parts)
  }
  const contacts = { mobile: mobile.value, mobileProvenAt: mobile.provenAt, email: email.value, emailProvenAt: email.provenAt }
  const key = `${home.name}/${user.user_name}`
  const password = row?.passwordSetAt == null ? user.password_hash : undefined
  const givePassword = async (ctx: Ground, userId: string) => {
    if (password) await importPassword(ctx, tenantId, userId, { hash: password, mustChange: user.password_must_change ?? false })
  }
  // Threat row 1: who only claimed the number loses it to the one who has it proven.
  const dropOthers = async (ctx: Ground, keep: string) => {
    if (mobile.value && mobile.provenAt !== null && before.mobile.provenAt === null)
      await dropMobileClaims(ctx, { tenantId, mobile: mobile.value, keep, now })
  }
  if (!row) {
    draft.steps.push({
      change: { action: 'create', kind: 'user', key, fields: [] },
      async write(ctx) {
        const disabledAt = user.disabled ? now : null
        const created = await createUser(ctx, tenantId, { userName: user.user_name, ...contacts, disabledAt, ...said({ name: user.name }) })
        if (!created) throw new Raced(`the user ${key} was created elsewhere at the same moment`)
        await dropOthers(ctx, created.id)
        await givePassword(ctx, created.id)
      },
    })
    return
  }
  const disabledAt = user.disabled === undefined ? row.disabledAt : user.disabled ? (row.disabledAt ?? now) : null
  const next = { ...row, userName: user.user_name, name: user.name ?? row.name, ...contacts, disabledAt }
  const fields = [...differences(compare(next), compare(row)), ...(password ? ['password_hash'] : [])]
  if (fields.length === 0) return
  const { createdAt: _, ...kept } = row
  const isMoving = mobile.value !== row.mobile || email.value !== row.email
  draft.steps.push({
    change: { action: 'update', kind: 'user', key, fields },
    ...(isMoving && {
      release: (ctx) =>
        replaceUser(ctx, {
          ...kept,
          ...(mobile.value !== row.mobile && { mobile: null, mobileProvenAt: null }),
          ...(email.value !== row.email && { email: null, emailProvenAt: null }),
        }),
    }),
    async write(ctx) {
      await dropOthers(ctx, row.id)
      const { createdAt: _, ...rest } = next
      await replaceUser(ctx, { ...rest, updatedAt: now })
      await givePassword(ctx, row.id)
    },
  })
}

const compare = (user: User) => ({
  user_name: user.userName,
  name: user.name,
  mobile: user.mobile,
  mobile_verified: user.mobileProvenAt !== null,
  email: user.email,
  email_verified: user.emailProvenAt !== null,
  disabled: user.disabledAt !== null,
})

/** What another user has proven is theirs, unless this very file gives that user another one. */
function refuseHeld(
  draft: Draft,
  others: User[],
  row: User | undefined,
  path: string,
  field: 'mobile' | 'email',
  value: string,
  parts: Map<string, UserPart>,
) {
  const holder = others.find((it) => it.id !== row?.id && it[`${field}ProvenAt`] !== null)
  if (!holder) return
  const given = parts.get(holder.userName.toLowerCase())?.[field]
  if (given !== undefined && given !== value) return
  draft.refuse(path, say(field === 'mobile' ? 'numberHeld' : 'addressHeld', { name: holder.userName }))
}
