/**
 * What comes of a person a provider vouches for: whom we know, whom we take in, whom we ask for a proof. Inside a
 * transaction; `say` is told every turn of it (dry-run.ts), so that what is explained is what happens.
 */
import type { Ctx } from '../context.ts'
import { readEmail } from '../email.ts'
import { fail } from '../errors.ts'
import type { en } from '../languages/en.ts'
import { readMobile } from '../phone.ts'
import { denyLogin, finishLogin, type Identity, issueState, type Login, type Pending } from '../session/index.ts'
import { createUser, findUser, type User } from '../users/index.ts'
import { type Account, claimAccount, findAccount, type Known, tie, waitForPerson } from './accounts.ts'
import { cut, introduce, join } from './binding.ts'
import type { Profile } from './connectors/connector.ts'
import type { Notice } from './owner.ts'
import type { Source, UnknownUser } from './sources.ts'
import { refreshAccount, renameAccount } from './store.ts'

export type Say = (step: keyof typeof en.dry_run) => void

/** A proof is asked for; `choices` where the person may choose what for. */
export type Asked = { status: 'SOCIAL_BIND' | 'USER_REGISTER'; stateToken: string; choices?: string[] }

/** `notice`: an account that was there before got this identity. */
export type Judgement = { outcome: Login | Asked; user?: User; isNew?: true; bound?: boolean; notice?: Notice }

export const isAsked = (it: Login | Asked): it is Asked => it.status === 'SOCIAL_BIND' || it.status === 'USER_REGISTER'

/** What a provider says of a person, cut to what is kept. */
export const identityOf = (source: Source, profile: Profile): Identity => ({
  sourceId: source.id,
  subject: profile.subject,
  ...(profile.alias && { alias: profile.alias }),
  ...(profile.nickname && { nickname: cut(profile.nickname, 200) }),
  // Half an address is none.
  ...(profile.avatar && profile.avatar.length <= 1000 && { avatar: profile.avatar }),
})

export async function judge(ctx: Ctx, source: Source, profile: Profile, say: Say): Promise<Judgement> {
  const identity = identityOf(source, profile)
  return (await welcome(ctx, identity, say)) ?? (await admit(ctx, source, profile, identity, say)) ?? ask(ctx, source, identity, say)
}

/** Somebody known: signed in. Their second id and their face are kept up to date on the way. */
async function welcome(ctx: Ctx, identity: Identity, say: Say): Promise<Judgement | undefined> {
  const known = await findAccount(ctx, identity)
  const user = known && (await findUser(ctx, ctx.tenant.id, known.account.userId))
  if (!user) return undefined
  say(`known_by_${known.by}`)
  if (user.disabledAt === null) await keepUp(ctx, identity, known)
  const outcome = await finishLogin(ctx, user, { methods: ['social'], sourceId: identity.sourceId })
  return { outcome, user }
}

async function keepUp(ctx: Ctx, identity: Identity, { account, by }: Known): Promise<void> {
  // Never a second person: the account in the other source says whose this one is.
  if (by === 'elsewhere') return void (await tie(ctx, identity, account.userId))
  const key = { tenantId: ctx.tenant.id, sourceId: account.sourceId }
  let { subject } = account
  if (by === 'earlier' && identity.alias) {
    await renameAccount(ctx, { ...key, subject, newSubject: identity.subject, alias: identity.alias, now: ctx.now() })
    subject = identity.subject
  }
  const seen = {
    alias: account.alias ?? identity.alias ?? null,
    nickname: identity.nickname ?? account.nickname,
    avatar: identity.avatar ?? account.avatar,
  }
  if (differs(seen, account)) await refreshAccount(ctx, { ...key, subject, ...seen, now: ctx.now() })
}

const differs = (seen: Pick<Account, 'alias' | 'nickname' | 'avatar'>, kept: Account) =>
  seen.alias !== kept.alias || seen.nickname !== kept.nickname || seen.avatar !== kept.avatar

/**
 * An unknown person who needs no proof of ours: because the provider proved the number and the
 * administrator trusts it for that, or because the source creates users by itself.
 */
async function admit(ctx: Ctx, source: Source, profile: Profile, identity: Identity, say: Say): Promise<Judgement | undefined> {
  say('unknown')
  if (source.unknownUser === 'deny') return undefined
  const mobile = trustedMobile(ctx, source, profile, say)
  if (!mobile && source.unknownUser !== 'auto_create') return undefined
  if (identity.alias) {
    await waitForPerson(ctx, identity)
    const known = await welcome(ctx, identity, say)
    if (known) return known
  }
  const holder = mobile ? await claimAccount(ctx, mobile) : undefined
  if (mobile) say(holder?.stale ? 'number_stale' : holder ? 'number_held' : 'number_free')
  if (holder) {
    const { login: outcome, ...rest } = await join(ctx, identity, holder, [])
    const refused = outcome.status === 'ACCESS_DENIED' && outcome.stale
    if (!refused) return { outcome, user: holder.user, ...rest }
  }
  if (source.unknownUser !== 'auto_create') return undefined
  const user = await create(ctx, source, profile, identity, holder ? undefined : mobile)
  say('policy_auto_create')
  const { login: outcome, bound = false } = await join(ctx, identity, { user, isNew: true }, [])
  return { outcome, user, isNew: true, bound }
}

/** What is somebody else's stays theirs, and this person goes on without it. */
async function create(ctx: Ctx, source: Source, profile: Profile, identity: Identity, mobile: string | undefined): Promise<User> {
  const now = ctx.now()
  const email = source.trustEmail && profile.emailVerified === true ? readEmail(profile.email ?? '') : undefined
  const byMobile = mobile ? { mobile, mobileProvenAt: now } : {}
  const byEmail = email ? { email, emailProvenAt: now } : {}
  const person = introduce(identity)
  return (
    (await createUser(ctx, ctx.tenant.id, { ...person, ...byMobile, ...byEmail })) ??
    (email ? await createUser(ctx, ctx.tenant.id, { ...person, ...byMobile }) : undefined) ??
    // The number was taken this very moment (PostgreSQL): now its holder is there to be found.
    fail('socialBound')
  )
}

/** Threat row 2: verified in so many words, by a source that is trusted for it. */
function trustedMobile(ctx: Ctx, source: Source, profile: Profile, say: Say): string | undefined {
  if (!profile.mobile) return undefined
  const mobile = readMobile(profile.mobile, ctx.tenant.settings.preferred_country)
  if (mobile && source.trustMobile && profile.mobileVerified === true) return mobile
  say(!mobile ? 'number_unreadable' : profile.mobileVerified === true ? 'number_untrusted' : 'number_unverified')
  return undefined
}

/** The policies that ask for a proof: the status they answer, and what the state token is for. */
const asking = {
  bind: { status: 'SOCIAL_BIND', purpose: 'SOCIAL_BIND' },
  bind_or_register: { status: 'USER_REGISTER', purpose: 'USER_REGISTER' },
  // Ours: an application that does not know of the choice binds.
  ask: { status: 'SOCIAL_BIND', purpose: 'SOCIAL_CHOICE', choices: ['BIND', 'REGISTER'] },
} as const satisfies Partial<Record<UnknownUser, { status: Asked['status']; purpose: keyof Pending; choices?: readonly string[] }>>

async function ask(ctx: Ctx, source: Source, identity: Identity, say: Say): Promise<Judgement> {
  const { unknownUser } = source
  say(`policy_${unknownUser}`)
  if (unknownUser === 'deny' || unknownUser === 'auto_create') return { outcome: denyLogin() }
  const { status, purpose } = asking[unknownUser]
  const { token } = await issueState(ctx, purpose, identity)
  return { outcome: { status, stateToken: token, ...(unknownUser === 'ask' && { choices: [...asking.ask.choices] }) } }
}
