/** What stands between a proof and a session: access rules, second factors, the age of the password. */
import { isListed } from '../address.ts'
import type { Ctx } from '../context.ts'
import type { User } from '../users/index.ts'
import type { Identity, Method } from './state.ts'

const DAY = 86_400_000

/** What policy is decided with. */
type Policy = Pick<Ctx, 'tenant' | 'now'>

/** How somebody came here. */
export type How = {
  methods: Method[]
  sourceId?: string
  /** A social account that is to be tied to this user by this very step: it proves nothing of the user yet. */
  link?: Identity
  /** They were told of the password's age and chose to go on. */
  warned?: boolean
  /** Their number was proven, but its last proof before is so old that it may have changed hands (threat row 10). */
  stale?: boolean
}

export type Step =
  | { status: 'SUCCESS' }
  | { status: 'ACCESS_DENIED'; reason: string; stale?: true; until?: number }
  | { status: 'MFA_AUTH'; methods: Method[] }
  | { status: 'PASSWORD_WARN' }
  | { status: 'PASSWORD_EXPIRED' }

/** Decided from the user's row and the settings alone: no statement, no network. */
export function nextStep(ctx: Ctx, user: User, how: How): Step {
  if (user.disabledAt !== null) return { status: 'ACCESS_DENIED', reason: 'user disabled' }
  const rule = findRule(ctx, user, how)
  if (rule?.decision === 'deny') return { status: 'ACCESS_DENIED', reason: `access rule ${rule.name}` }
  if (how.stale) return askOther(ctx, user, how)
  const second = askSecond(ctx, user, how, rule?.decision === 'mfa')
  if (second) return second
  return agePassword(ctx, user, how) ?? { status: 'SUCCESS' }
}

function findRule(ctx: Ctx, user: User, how: How) {
  const rules = ctx.app.settings.access_rules
  if (rules.length === 0) return undefined
  return rules.find(
    (it) =>
      (!it.users || it.users.some((name) => name.toLowerCase() === user.userName.toLowerCase())) &&
      (!it.methods || it.methods.some((method) => how.methods.includes(method as Method))) &&
      (!it.sources || it.sources.includes(how.sourceId ?? '')) &&
      (!it.addresses || isListed(it.addresses, ctx.address) !== (it.outside ?? false)) &&
      (!it.hours || isWithin(ctx.now(), it.hours)),
  )
}

function isWithin(now: number, { from, to, offset = 0 }: { from: number; to: number; offset?: number }): boolean {
  const minute = (Math.floor(now / 60_000) + offset) % 1440
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to
}

/** What was shown of the user: a social account that is only being bound proves nothing of them. */
export const shownOf = (how: Pick<How, 'methods' | 'link'>): Method[] =>
  how.link ? how.methods.filter((it) => it !== 'social') : how.methods

const enrolled = (user: User): Method[] => (user.factors ? (user.factors.split(' ') as Method[]) : [])

/**
 * The channel whose code alone set this user's password, for as long as it is no second factor to it: whoever got hold of
 * that channel, if only for an hour, would have both.
 */
function behindPassword(ctx: Policy, user: User): { channel: Method; until: number } | undefined {
  if (user.passwordSetAt === null || user.passwordBy === null) return undefined
  const until = user.passwordSetAt + ctx.tenant.settings.mfa.reset_wait * 1000
  return ctx.now() < until ? { channel: user.passwordBy as Method, until } : undefined
}

/** The different ways among these: a password that a code set is the way of that code. */
function waysOf(ctx: Policy, user: User, shown: Method[]): Method[] {
  const behind = behindPassword(ctx, user)
  return [...new Set(shown.map((it) => (it === 'pwd' && behind ? behind.channel : it)))]
}

/** Which channel alone a new password stands on, of all that was shown for it; nothing where there was something else. */
export function standsOn(ctx: Policy, user: User, shown: Method[]): 'sms' | 'email' | null {
  const [way, ...more] = waysOf(ctx, user, shown)
  return more.length === 0 && (way === 'sms' || way === 'email') ? way : null
}

/** What this user could still show, of the kinds the tenant allows. */
export function secondMethods(ctx: Ctx, user: User, shown: Method[]): Method[] {
  const has: Record<string, boolean> = {
    sms: user.mobileProvenAt !== null,
    email: user.emailProvenAt !== null,
    totp: enrolled(user).includes('totp'),
    passkey: enrolled(user).includes('passkey'),
  }
  const ways = waysOf(ctx, user, shown)
  return (ctx.tenant.settings.mfa.methods as Method[]).filter((it) => has[it] && !ways.includes(it) && !shown.includes(it))
}

/**
 * Two different ways are two factors; a passkey is two by itself (the device, and what opens it: user
 * verification is required). A social account that is only being bound is none.
 */
function askSecond(ctx: Ctx, user: User, how: How, byRule: boolean): Step | undefined {
  const { required } = ctx.tenant.settings.mfa
  const own = enrolled(user)
  if (!byRule && required !== 'always' && !(required === 'enrolled' && own.length > 0)) return undefined
  const shown = shownOf(how)
  if (shown.includes('passkey') || waysOf(ctx, user, shown).length > 1) return undefined
  const methods = secondMethods(ctx, user, shown)
  if (methods.length > 0) return { status: 'MFA_AUTH', methods }
  const behind = shown.includes('pwd') ? behindPassword(ctx, user) : undefined
  if (behind) return { status: 'ACCESS_DENIED', reason: `${behind.channel} set the password a short while ago`, until: behind.until }
  // Somebody new has nothing else yet: the account they bind by their number is their second.
  if (how.link && own.length === 0) return undefined
  return { status: 'ACCESS_DENIED', reason: 'a second factor is required, and none is set up' }
}

/** A number that may be somebody else's by now: whoever shows another way of this user's is this user. */
function askOther(ctx: Ctx, user: User, how: How): Step {
  const methods = secondMethods(ctx, user, [...how.methods, 'sms'])
  if (methods.length > 0) return { status: 'MFA_AUTH', methods }
  return { status: 'ACCESS_DENIED', reason: 'the number was last proven too long ago, and there is no other way', stale: true }
}

function agePassword(ctx: Ctx, user: User, how: How): Step | undefined {
  const { max_age, warn_before, on_codes } = ctx.tenant.settings.password
  if (user.passwordSetAt === null) return undefined
  const byPassword = how.methods.includes('pwd')
  if (!byPassword && !(on_codes && how.methods.some((it) => it === 'sms' || it === 'email'))) return undefined
  if (user.passwordMustChange) return { status: 'PASSWORD_EXPIRED' }
  if (max_age === 0) return undefined
  const left = user.passwordSetAt + max_age * DAY - ctx.now()
  if (left <= 0) return { status: 'PASSWORD_EXPIRED' }
  return left <= warn_before * DAY && !how.warned ? { status: 'PASSWORD_WARN' } : undefined
}
