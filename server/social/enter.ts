/**
 * Signing in with a social account: known here, it is a login; unknown, the source's policy decides.
 */
import { record } from '../audit/index.ts'
import { type Ctx, transact } from '../context.ts'
import { fail, Failure } from '../errors.ts'
import { readMobile } from '../phone.ts'
import { closeState, denyLogin, finishLogin, type Identity, issueState, type Login, loginReply, type OpenState } from '../session/index.ts'
import { createUser, findUser, type User } from '../users/index.ts'
import { claimAccount, findAccount, linkAccount } from './accounts.ts'
import type { Profile, Proof } from './connectors/connector.ts'
import { getSource, identify, type Source, type UnknownUser } from './sources.ts'
import { refreshAccount } from './store.ts'

/** Which proofs may be used, in the published form: a JSON string (user-api 0.6). */
const FLOW = { socialBindOrRegisterFlow: ['VERIFY_PHONE'] }

/** The policies that ask for a proof, the status they answer, and what the state token is for. */
const asking = {
  bind: { status: 'SOCIAL_BIND', purpose: 'SOCIAL_BIND', data: JSON.stringify(FLOW) },
  bind_or_register: { status: 'USER_REGISTER', purpose: 'USER_REGISTER', data: JSON.stringify(FLOW) },
  // Ours: an application that does not know of the choice binds.
  ask: { status: 'SOCIAL_BIND', purpose: 'SOCIAL_CHOICE', data: JSON.stringify({ ...FLOW, choices: ['BIND', 'REGISTER'] }) },
} as const satisfies Partial<Record<UnknownUser, { status: string; purpose: keyof import('../session/index.ts').Pending; data: string }>>

type Outcome = Login | { status: 'SOCIAL_BIND' | 'USER_REGISTER'; stateToken: string; data: string }

/** `begun` is the state token of an authorization that began here; it is spent only when the provider answered. */
export async function enterBySocial(ctx: Ctx, offered: Awaited<ReturnType<typeof getSource>>, proof: Proof, begun?: OpenState) {
  const { source } = offered
  const profile = await identify(ctx, offered, proof)
  const outcome = await decide(ctx, source, profile, begun)
  if ('stateToken' in outcome) return { status: outcome.status, state_token: outcome.stateToken, data: outcome.data }
  return loginReply(ctx, outcome)
}

async function decide(ctx: Ctx, source: Source, profile: Profile, begun: OpenState | undefined): Promise<Outcome> {
  const identity: Identity = {
    sourceId: source.id,
    subject: profile.subject,
    ...(profile.alias && { alias: profile.alias }),
    ...(profile.nickname && { nickname: profile.nickname.slice(0, 200) }),
    ...(profile.avatar && { avatar: profile.avatar.slice(0, 1000) }),
  }
  const once = () =>
    transact(ctx, async (ctx) => {
      if (begun) await closeState(ctx, begun)
      const user = (await findKnown(ctx, identity)) ?? (await admit(ctx, source, profile, identity))
      const outcome: Outcome = user ? await finishLogin(ctx, user) : await ask(ctx, source, identity)
      await record(ctx, { event: 'login', outcome: outcome.status, sourceId: source.id, ...(user && { userId: user.id }) })
      return outcome
    })
  try {
    return await once()
  } catch (reason) {
    // Two first sign-ins of one new person at once (PostgreSQL): the other one made the account; now it is known.
    if (reason instanceof Failure && reason.error === 'socialBound') return once()
    throw reason
  }
}

/** The user a social account is tied to; its second id and its face are kept up to date on the way. */
async function findKnown(ctx: Ctx, identity: Identity): Promise<User | undefined> {
  const held = await findAccount(ctx, identity)
  if (!held) return undefined
  const seen = {
    alias: held.alias ?? identity.alias ?? null,
    nickname: identity.nickname ?? held.nickname,
    avatar: identity.avatar ?? held.avatar,
  }
  if (seen.alias !== held.alias || seen.nickname !== held.nickname || seen.avatar !== held.avatar) {
    await refreshAccount(ctx, { tenantId: ctx.tenant.id, sourceId: held.sourceId, subject: held.subject, ...seen, now: ctx.now() })
  }
  return findUser(ctx, ctx.tenant.id, held.userId)
}

/**
 * An unknown person who needs no proof of ours: because the provider proved the number and the
 * administrator trusts it for that, or because the source creates users by itself.
 */
async function admit(ctx: Ctx, source: Source, profile: Profile, identity: Identity): Promise<User | undefined> {
  if (source.unknownUser === 'deny') return undefined
  const mobile =
    source.trustMobile && profile.mobileVerified === true && profile.mobile
      ? readMobile(profile.mobile, ctx.tenant.settings.preferred_country)
      : undefined
  const holder = mobile ? await claimAccount(ctx, mobile) : undefined
  if (!holder && source.unknownUser !== 'auto_create') return undefined
  const email = source.trustEmail && profile.emailVerified === true && profile.email ? profile.email.trim().toLowerCase() : undefined
  const now = ctx.now()
  const user =
    holder?.user ??
    (await createUser(ctx, ctx.tenant.id, {
      ...(identity.nickname && { name: identity.nickname }),
      ...(mobile && { mobile, mobileProvenAt: now }),
      ...(email && { email, emailProvenAt: now }),
    })) ??
    // Another account holds the address: it is theirs, and this person goes on without it.
    (await createUser(ctx, ctx.tenant.id, {
      ...(identity.nickname && { name: identity.nickname }),
      ...(mobile && { mobile, mobileProvenAt: now }),
    })) ??
    fail('socialBound')
  if (user.disabledAt === null) await linkAccount(ctx, identity, user.id)
  return user
}

async function ask(ctx: Ctx, source: Source, identity: Identity): Promise<Outcome> {
  if (source.unknownUser === 'deny' || source.unknownUser === 'auto_create') return denyLogin()
  const { status, purpose, data } = asking[source.unknownUser]
  const { token } = await issueState(ctx, purpose, identity)
  return { status, stateToken: token, data }
}
