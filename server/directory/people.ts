/** People as others write them: what is said of one, whether it is free, and how it is kept. */
import type { Static, TObject } from 'typebox'
import type { AdminCtx } from '../context.ts'
import { readEmail } from '../email.ts'
import { fail } from '../errors.ts'
import { unlock, savePassword } from '../password/index.ts'
import { readMobile } from '../phone.ts'
import { hashToken } from '../secrets.ts'
import { endSessionsOfUser } from '../session/index.ts'
import { Type } from '../type.ts'
import {
  applyAttributes,
  createUser,
  dropEmailClaims,
  dropMobileClaims,
  findUser,
  findUserByName,
  listUsersByEmail,
  listUsersByMobile,
  markPassword,
  type ProfileChange,
  ProfileFields,
  readAttributes,
  readProfile,
  readWork,
  setEmail,
  setMobile,
  setProfile,
  type User,
  WorkFields,
} from '../users/index.ts'

const text = (description: string) => Type.Optional(Type.Union([Type.String({ maxLength: 320, description }), Type.Null()]))

/** What may be said of a person. Null is nothing said; an empty text takes away. */
export const PersonFields = {
  ...ProfileFields,
  ...WorkFields,
  mobile: text('In any writing; without a country it is one of the tenant’s preferred country.'),
  mobile_verified: Type.Optional(Type.Boolean({ description: 'Whether it is proven to be theirs, as by a code.' })),
  email: text('An address; kept in lower case.'),
  email_verified: Type.Optional(Type.Boolean({ description: 'Whether it is proven to be theirs.' })),
}
const Body = Type.Object(PersonFields)
export type PersonBody = Static<typeof Body>

export const passwordField = (description: string) => Type.String({ minLength: 1, maxLength: 256, description })

type Contact = { value: string | null; proven: boolean }
export type PersonChange = ProfileChange & { mobile?: Contact; email?: Contact }

/** Whoever is asked for by id: another tenant's is answered like nobody (threat row 22). */
export const getUser = async (ctx: AdminCtx, id: string | undefined): Promise<User> =>
  (await findUser(ctx, ctx.tenant.id, id ?? '')) ?? fail('userUnknown')

/** `provenByDefault`: what a number or an address is that nothing is said of. */
export function readPerson(ctx: AdminCtx, body: PersonBody, before: User | undefined, provenByDefault: boolean): PersonChange {
  const contact = (field: 'mobile' | 'email', read: (it: string) => string | undefined): Contact | undefined => {
    const [said, verified] = [body[field], body[`${field}_verified`]]
    const kept = { value: before?.[field] ?? null, proven: (before?.[`${field}ProvenAt`] ?? null) !== null }
    if (said === undefined || said === null) {
      if (verified === undefined) return undefined
      return kept.value === null ? fail('paramMissing', { name: field }) : { value: kept.value, proven: verified }
    }
    if (said.trim() === '') return { value: null, proven: false }
    const value = read(said) ?? fail(field === 'mobile' ? 'mobileInvalid' : 'emailInvalid')
    return { value, proven: verified ?? (value === kept.value ? kept.proven : provenByDefault) }
  }
  const mobile = contact('mobile', (it) => readMobile(it, ctx.tenant.settings.preferred_country))
  const email = contact('email', readEmail)
  const held = email ?? { value: before?.email ?? null, proven: (before?.emailProvenAt ?? null) !== null }
  const profile = readProfile(ctx, body, held.proven ? held.value : null)
  const attributes = { ...profile.attributes, ...readWork(body) }
  return { ...profile, attributes, ...(mobile && { mobile }), ...(email && { email }) }
}

type Wanted = { userName?: string | undefined; mobile?: Contact | undefined; email?: Contact | undefined }

/** A name is one person's; so is a number or an address that is proven. Who only claims it keeps nobody away. */
export async function refuseTaken(ctx: AdminCtx, own: string | undefined, { userName, mobile, email }: Wanted): Promise<void> {
  const tenantId = ctx.tenant.id
  const holder = userName === undefined ? undefined : await findUserByName(ctx, { tenantId, userName })
  if (holder && holder.id !== own) fail('userNameTaken')
  const [byMobile] = mobile?.value ? await listUsersByMobile(ctx, { tenantId, mobile: mobile.value }) : []
  if (byMobile && byMobile.id !== own && byMobile.mobileProvenAt !== null) fail('mobileTaken')
  const [byEmail] = email?.value ? await listUsersByEmail(ctx, { tenantId, email: email.value }) : []
  if (byEmail && byEmail.id !== own && byEmail.emailProvenAt !== null) fail('emailTaken')
}

/** Threat row 1: who only claimed what this person has proven loses it. */
async function dropClaims(ctx: AdminCtx, keep: string, { mobile, email }: Wanted): Promise<void> {
  const key = { tenantId: ctx.tenant.id, keep, now: ctx.now() }
  if (mobile?.value && mobile.proven) await dropMobileClaims(ctx, { ...key, mobile: mobile.value })
  if (email?.value && email.proven) await dropEmailClaims(ctx, { ...key, email: email.value })
}

/** Inside a transaction. Refused when something is another's. */
export async function createPerson(ctx: AdminCtx, change: PersonChange, isDisabled = false): Promise<User> {
  const { userName, name, attributes, mobile, email } = change
  await refuseTaken(ctx, undefined, change)
  const now = ctx.now()
  const user = await createUser(ctx, ctx.tenant.id, {
    ...(userName !== undefined && { userName }),
    ...(name !== undefined && { name }),
    mobile: mobile?.value ?? null,
    mobileProvenAt: mobile?.proven ? now : null,
    email: email?.value ?? null,
    emailProvenAt: email?.proven ? now : null,
    disabledAt: isDisabled ? now : null,
    attributes: applyAttributes({}, attributes),
  })
  if (!user) {
    // Somebody else was there between the look and the write (PostgreSQL): now they are seen.
    await refuseTaken(ctx, undefined, change)
    throw new Error('a user could not be made, and nobody holds what is theirs')
  }
  await dropClaims(ctx, user.id, change)
  return user
}

/**
 * Inside a transaction that holds the user's row. On PostgreSQL the unique index may throw after all: `onceMore` around
 * the transaction finds who it was.
 */
export async function changePerson(ctx: AdminCtx, user: User, change: PersonChange): Promise<void> {
  await refuseTaken(ctx, user.id, change)
  await dropClaims(ctx, user.id, change)
  const now = ctx.now()
  const key = { tenantId: ctx.tenant.id, id: user.id, now }
  await setProfile(ctx, {
    ...key,
    userName: change.userName ?? user.userName,
    name: change.name ?? user.name,
    attributes: JSON.stringify(applyAttributes(readAttributes(user.attributes), change.attributes)),
  })
  const since = (it: Contact, value: string | null, provenAt: number | null) =>
    it.proven ? ((it.value === value ? provenAt : null) ?? now) : null
  const { mobile, email } = change
  if (mobile) await setMobile(ctx, { ...key, mobile: mobile.value, provenAt: since(mobile, user.mobile, user.mobileProvenAt) })
  if (email) await setEmail(ctx, { ...key, email: email.value, provenAt: since(email, user.email, user.emailProvenAt) })
}

/**
 * A password set by somebody else, inside a transaction: every session ends, and what strangers guessed at the old one
 * counts no more. `instead`: only in place of that hash.
 */
export async function keepPassword(ctx: AdminCtx, user: User, hash: string, mustChange: boolean, instead?: string): Promise<void> {
  const now = ctx.now()
  await savePassword(ctx, user, hash, instead)
  if (mustChange) await markPassword(ctx, { tenantId: ctx.tenant.id, id: user.id, setAt: now, mustChange: 1, by: null, now })
  await endSessionsOfUser(ctx, { tenantId: ctx.tenant.id, userId: user.id, now })
  await unlock(ctx, user)
}

/** What an editor saw: changes with everything that can be edited, and with nothing that a sign-in renews. */
export const versionOf = (it: User): string =>
  hashToken(
    JSON.stringify([
      it.userName,
      it.name,
      it.mobile,
      it.mobileProvenAt !== null,
      it.email,
      it.emailProvenAt !== null,
      it.disabledAt !== null,
      it.attributes,
    ]),
  )

/** For the trail: which fields, never what stands in them. Null is nothing said. */
export const saidFields = (body: object): string[] =>
  Object.entries(body)
    .flatMap(([name, value]) => (value === null || value === undefined ? [] : [name]))
    .toSorted()

/** Published bodies name organizations in two spellings. There are none here, so whichever is named does not exist. */
export const OrgFields = {
  org_code: text('Organizations are not kept here: refused unless empty.'),
  orgCode: text('The other published spelling.'),
  user_org_relation_list: Type.Optional(
    Type.Union([
      Type.Array(
        Type.Object({
          org_code: text('Organization.'),
          orgCode: text('The other published spelling.'),
          relation_type: Type.Optional(Type.Unknown({ description: '1: belongs to it; 0: attached.' })),
          relationType: Type.Optional(Type.Unknown()),
        }),
        { maxItems: 10 },
      ),
      Type.Null(),
    ]),
  ),
} satisfies Record<string, TObject['properties'][string]>

export function refuseOrganizations(body: {
  org_code?: string | null
  orgCode?: string | null
  user_org_relation_list?: unknown[] | null
}) {
  if (body.org_code?.trim() || body.orgCode?.trim() || body.user_org_relation_list?.length) fail('orgUnknown')
}
