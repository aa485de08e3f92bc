/**
 * How far somebody has come on the pages: sealed into one cookie, so that nothing is kept here of people who only looked. A browser may
 * have several under way, one a tab; each form says which is its own.
 */
import type { Ground } from '../context.ts'
import type { Said } from '../http.ts'
import type { Tenant } from '../schema/documents.ts'
import { randomToken } from '../secrets.ts'
import { readCookie } from '../cookies.ts'
import { writeCookie } from '../oauth/index.ts'

/** Where people go when they are signed in. */
export type Goal =
  /** Back into an authorization request (oauth/), whose application listens at `uri`. */
  | { kind: 'request'; id: string; uri: string }
  /** Back by a plain link, with a one-time ticket; `fingerprint` is what its application calls the device. */
  | { kind: 'link'; uri: string; state: string; fingerprint: string }
  | { kind: 'account' }

export type Channel = 'mobile' | 'email'

export type Flow = {
  /** Names the flow: in its forms and in the audit trail. */
  id: string
  /** When it began, in milliseconds. */
  at: number
  clientId: string
  goal: Goal
  /** Languages the application wishes for (OpenID Connect, ui_locales), and who it thinks it is (login_hint). */
  languages?: string
  hint?: string
  /**
   * A code under way: for this page, to this target; sent at a time, or waiting for a picture. `work`: a proof of work is asked for, and
   * `captcha` is the picture solved before that.
   */
  code?: { page: string; channel: Channel; target: string; sentAt?: number; work?: true; captcha?: string }
  /** A step of a sign-in that is to be done next, as the API answered it. */
  pending?: { status: string; token: string; data: Record<string, unknown>; choice?: 'bind' | 'register'; method?: string }
  /**
   * At a provider's page: the source, the state it was told, and the state token to come back with. `bind`: for whoever is signed in,
   * in this session.
   */
  social?: { source: string; state?: string; token?: string; bind?: string }
  /** An authenticator app that is being set up: its id and key. */
  totp?: { id: string; secret: string; uri: string }
  /** The state token of a passkey that is being asked for. */
  passkey?: string
  /** Something to say once. */
  told?: 'denied' | 'changed' | 'cancelled' | 'saved'
  /** They are signed in, and were sent on. */
  done?: true
}

const NAME = 'bowline_flow'
/** How long a flow lasts, in milliseconds. */
const LASTS = 3_600_000
/** How many are kept, and how long the cookie may be with all of them: browsers keep 4096 bytes (RFC 6265 section 6.1), its name included. */
const MOST = 4
const LONGEST = 3600

const context = (tenant: Tenant) => `flow ${tenant.id}`

export const newFlow = (ctx: Pick<Ground, 'now'>, clientId: string, goal: Goal, more: Partial<Flow> = {}): Flow => ({
  id: randomToken(22),
  at: ctx.now(),
  clientId,
  goal,
  ...more,
})

/** Stands in every form of a flow, and in no other's. */
export const tokenOf = (ctx: Pick<Ground, 'secrets'>, { id }: Pick<Flow, 'id'>): string => ctx.secrets.mac('form', id)

type Kept = { flow: Flow; until: number }

/** The one that moved last comes first. */
export function readFlows(ctx: Ground, tenant: Tenant, headers: Said['headers']): Kept[] {
  const sealed = readCookie(headers, NAME)
  if (!sealed) return []
  try {
    const kept = JSON.parse(ctx.secrets.unseal(context(tenant), sealed)) as Kept[]
    return kept.filter((it) => it.until > ctx.now())
  } catch {
    return []
  }
}

/** This one first, and of the others as many as there is room for. */
export function writeFlows(ctx: Ground, tenant: Tenant, flow: Flow, others: Kept[]): string {
  const kept = [{ flow, until: ctx.now() + LASTS }, ...others.filter((it) => it.flow.id !== flow.id)].slice(0, MOST)
  const seal = () => ctx.secrets.seal(context(tenant), JSON.stringify(kept))
  let sealed = seal()
  while (sealed.length > LONGEST && kept.length > 1) {
    kept.pop()
    sealed = seal()
  }
  return writeCookie(ctx, tenant, NAME, sealed, LASTS)
}
export const dropFlow = (ctx: Ground, tenant: Tenant): string => writeCookie(ctx, tenant, NAME, '', 0)
