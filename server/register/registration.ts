/** The rules of both ways to register, and of registering at a sign-in by code. */
import type { Static } from 'typebox'
import { record } from '../audit/index.ts'
import { proveCode, spendCode } from '../codes/index.ts'
import { type Ctx, transact } from '../context.ts'
import { readEmail } from '../email.ts'
import { fail } from '../errors.ts'
import { readMobile } from '../phone.ts'
import { checkPassword, hashForCode, savePassword } from '../password/index.ts'
import { newId } from '../secrets.ts'
import { finishLogin, loginReply } from '../session/index.ts'
import { type Released, releaseNumber, tellReleased } from '../social/index.ts'
import {
  applyAttributes,
  createUser,
  dropEmailClaims,
  dropMobileClaims,
  findUserByName,
  listUsersByEmail,
  listUsersByMobile,
  mayRegister,
  type NewUser,
  ProfileFields,
  readProfile,
  type User,
} from '../users/index.ts'
import { Type } from '../type.ts'

const optional = (description: string) => Type.Optional(Type.Union([Type.String({ maxLength: 320, description }), Type.Null()]))

export const code = Type.String({ minLength: 1, maxLength: 16 })

/** What may be said beside the number or address that is proven (user-api 2.3.1, 7.1 rows 15 and 16). */
export const OptionalFields = {
  ...ProfileFields,
  pwd: Type.Optional(
    Type.Union([Type.String({ maxLength: 512, description: 'As the password policy of the tenant wants it.' }), Type.Null()]),
  ),
}
export const unprovenMobile = optional('Checked, and not kept: a number is a user’s only once proven (profile/update-mobile).')
export const unprovenEmail = optional('Checked, and not kept: an address is a user’s only once proven (profile/update-email).')

/** What was proven: a number or an address. */
export type Proven = { mobile: string } | { email: string }

const Optionals = Type.Object(OptionalFields)
type Said = Static<typeof Optionals> & { verify_code: string; mobile?: string | null; email?: string | null }

/**
 * Registers whoever proves a number or an address, and logs them in. What is said and not proven is not kept, not
 * even as a claim: tokens and profiles would show it as theirs (threat row 1). That a number, address or name is
 * taken is told only after a right code (threat row 13).
 */
export async function register(ctx: Ctx, body: Said, proven: Proven) {
  if (!mayRegister(ctx)) fail('registrationClosed')
  const target = 'mobile' in proven ? proven.mobile : proven.email
  const said = { mobile: readSaidMobile(ctx, body.mobile), email: readSaidEmail(body.email) }
  const profile = readProfile(ctx, body, 'email' in proven ? proven.email : null)
  const person = { userName: profile.userName ?? null, ...said, ...proven }
  // Before the code: a password that is no good must not cost a try.
  if (body.pwd) checkPassword(ctx, person, body.pwd)
  const proof = await proveCode(ctx, { target, purpose: 'REGISTER', stateHash: '' }, body.verify_code)
  const hash = body.pwd ? await hashForCode(ctx, proof, person, body.pwd) : undefined

  const done = await transact(ctx, async (ctx) => {
    // Thrown, so that the code stays good: the person may choose another name.
    if (profile.userName) await requireFreeName(ctx, profile.userName)
    await spendCode(ctx, proof)
    const made = await enroll(ctx, proven, {
      ...(profile.userName && { userName: profile.userName }),
      ...(profile.name && { name: profile.name }),
      attributes: applyAttributes({}, profile.attributes),
    })
    if (!made) {
      if (profile.userName) await requireFreeName(ctx, profile.userName)
      return undefined
    }
    const user = hash === undefined ? made.user : await savePassword(ctx, made.user, hash)
    const login = await finishLogin(ctx, user, { methods: ['mobile' in proven ? 'sms' : 'email'] })
    await record(ctx, { event: 'register', outcome: login.status, userId: user.id })
    return { login, released: made.released }
  })
  await tellReleased(ctx, done?.released)
  // Told after the commit: the code stays spent.
  return loginReply(ctx, done?.login ?? fail('mobile' in proven ? 'mobileTaken' : 'emailTaken'))
}

/**
 * A new user who has proven something just now; nothing when another user has, or has the name. A number that was last
 * proven too long ago to count is set free for them.
 */
async function enroll(ctx: Ctx, proven: Proven, input: NewUser): Promise<{ user: User; released?: Released | undefined } | undefined> {
  const now = ctx.now()
  const tenantId = ctx.tenant.id
  const [holder] =
    'mobile' in proven ? await listUsersByMobile(ctx, { tenantId, ...proven }) : await listUsersByEmail(ctx, { tenantId, ...proven })
  const heldSince = 'mobile' in proven ? holder?.mobileProvenAt : holder?.emailProvenAt
  const id = newId(now)
  const released = holder && heldSince !== null && 'mobile' in proven ? await releaseNumber(ctx, holder, id) : undefined
  if (holder && heldSince !== null && !released) return undefined
  const contact = 'mobile' in proven ? { mobileProvenAt: now } : { emailProvenAt: now }
  const user = await createUser(ctx, tenantId, { ...input, id, ...proven, ...contact })
  // Threat row 1: who only claimed it loses it to who proved it.
  if (user && holder) {
    const key = { tenantId, keep: user.id, now }
    await ('mobile' in proven ? dropMobileClaims(ctx, { ...key, ...proven }) : dropEmailClaims(ctx, { ...key, ...proven }))
  }
  return user && { user, released }
}

/**
 * Somebody unknown who proved a number or address by a code to sign in: registered, where the tenant says so (user-api
 * 7.2 e). Nothing where it does not.
 */
export async function registerAtLogin(ctx: Ctx, proven: Proven): Promise<User | undefined> {
  if (!ctx.tenant.settings.registration.at_login || !mayRegister(ctx)) return undefined
  // Lost to another registration at the same moment; its code was another one, so ask again.
  return (await enroll(ctx, proven, {}))?.user ?? fail('codeExpired')
}

async function requireFreeName(ctx: Ctx, userName: string): Promise<void> {
  if (await findUserByName(ctx, { tenantId: ctx.tenant.id, userName })) fail('userNameTaken')
}

const readSaidMobile = (ctx: Ctx, said: string | null | undefined): string | null =>
  said?.trim() ? (readMobile(said, ctx.tenant.settings.preferred_country) ?? fail('mobileInvalid')) : null
const readSaidEmail = (said: string | null | undefined): string | null => (said?.trim() ? (readEmail(said) ?? fail('emailInvalid')) : null)
