/** How far somebody has come on the pages: sealed into one cookie, so that nothing is kept here of people who only looked. */
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
  clientId: string
  goal: Goal
  /** Languages the application wishes for (OpenID Connect, ui_locales), and who it thinks it is (login_hint). */
  languages?: string
  hint?: string
  /** A code under way: for this page, to this target; sent at a time, or waiting for a picture. */
  code?: { page: string; channel: Channel; target: string; sentAt?: number }
  /** A step of a sign-in that is to be done next, as the API answered it. */
  pending?: { status: string; token: string; data: Record<string, unknown>; choice?: 'bind' | 'register'; method?: string }
  /** At a provider's page: the source, and the state token to come back with. `bind`: for whoever is signed in, in this session. */
  social?: { source: string; token?: string; bind?: string }
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

const context = (tenant: Tenant) => `flow ${tenant.id}`

export const newFlow = (clientId: string, goal: Goal, more: Partial<Flow> = {}): Flow => ({ id: randomToken(22), clientId, goal, ...more })

export function readFlow(ctx: Ground, tenant: Tenant, headers: Said['headers']): Flow | undefined {
  const sealed = readCookie(headers, NAME)
  if (!sealed) return undefined
  try {
    const { flow, until } = JSON.parse(ctx.secrets.unseal(context(tenant), sealed)) as { flow: Flow; until: number }
    return until > ctx.now() ? flow : undefined
  } catch {
    return undefined
  }
}

export const writeFlow = (ctx: Ground, tenant: Tenant, flow: Flow): string =>
  writeCookie(ctx, tenant, NAME, ctx.secrets.seal(context(tenant), JSON.stringify({ flow, until: ctx.now() + LASTS })), LASTS)
export const dropFlow = (ctx: Ground, tenant: Tenant): string => writeCookie(ctx, tenant, NAME, '', 0)
