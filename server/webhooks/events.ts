/**
 * What operators' systems may be told, and which events of the trail it is read from. The names are public: one that is out is never
 * changed and never means something else. What each means is told in every language (`webhook_events`).
 */

/** An event of the trail, as `audit` records it. */
export type Happened = {
  /** What was tried: login, send, bind, register, logout, … */
  event: string
  /** The status answered, or `refused`. */
  outcome: string
  reason?: string
  userId?: string
  sourceId?: string
  detail?: Record<string, unknown>
  /** What came of it beside what it is called, where one event can be several things. */
  came?: { created?: boolean; bound?: boolean; signedIn?: boolean; changed?: boolean }
}

export const eventTypes = [
  'user.created',
  'user.updated',
  'user.disabled',
  'user.enabled',
  'user.erased',
  'user.signed_in',
  'user.signed_out',
  'user.bound',
  'user.unbound',
  'password.changed',
  'mobile.changed',
  'email.changed',
  'factor.added',
  'factor.removed',
  'sms.refused',
] as const
export type EventType = (typeof eventTypes)[number]

/** Stands for all of them, also for those there will be. */
export const EVERYTHING = '*'
/** What an administrator sends to see whether it arrives. */
export const TEST = 'webhook.test'

/** Of what is told besides the ids: names of fields, kinds and rules. Never a number, an address, a code or a secret. */
type More = Record<string, string | string[]>
type Source = { when?: (it: Happened) => boolean; more?: (it: Happened) => More }

const after = ({ detail }: Happened) => (detail?.['after'] ?? {}) as { fields?: string[] }
const before = ({ detail }: Happened) => (detail?.['before'] ?? {}) as { kinds?: string[] }
const fields = (it: Happened): More => ({ fields: after(it).fields ?? [] })
const kind = ({ detail }: Happened): More => ({ kinds: typeof detail?.['kind'] === 'string' ? [detail['kind']] : [] })

const done: Source = {}
const isSuccess = ({ outcome }: Happened) => outcome === 'SUCCESS'
const signedIn: Source = { when: isSuccess }
const created: Source = { when: ({ came }) => came?.created === true }
/** The same number or address proven again is no change. */
const changed: Source = { when: ({ came }) => came?.changed === true }
const bound: Source = { when: ({ came }) => came?.bound === true }
const undone = (kinds: string[]): Source => ({ when: ({ detail }) => kinds.includes(String(detail?.['kind'])) })

/** As the firewall writes it (sms/decide.ts): `hundred: 6 of 6 unanswered (+86-159****2852)`. Only the rule leaves. */
const RULE = /^([a-z_]+): /
const byFirewall: Source = {
  when: ({ reason }) => RULE.test(reason ?? ''),
  more: ({ reason, detail }) => ({
    rule: RULE.exec(reason ?? '')?.[1] ?? '',
    verdict: detail?.['error'] === 'challengeNeeded' ? 'challenge' : 'block',
  }),
}

/** THE MAP: by type, the events of the trail that are told as it. What is not here is not told. */
export const sources: Record<EventType, Record<string, Source>> = {
  'user.created': { register: done, login: created, 'admin/user-create': done, 'admin/user-import': done },
  'user.updated': { 'profile-change': done, 'admin/user-change': { more: fields } },
  'user.disabled': { 'admin/user-disable': done },
  'user.enabled': { 'admin/user-enable': done },
  'user.erased': { 'admin/user-erase': done },
  'user.signed_in': {
    login: signedIn,
    register: signedIn,
    mfa: signedIn,
    // One that is bound from inside was signed in before.
    bind: { when: ({ came }) => came?.signedIn === true },
  },
  'user.signed_out': { logout: done, 'session-end': done, 'admin/user-sessions-end': done },
  'user.bound': {
    bind: bound,
    register: bound,
    login: bound,
    mfa: { when: ({ detail }) => detail?.['bound'] === true },
    'admin/user-bind': done,
  },
  'user.unbound': { unbind: done, undo: undone(['account_bound']), 'admin/user-unbind': done },
  'password.changed': {
    password: done,
    'admin/user-password': done,
    'admin/user-change': { when: (it) => after(it).fields?.includes('password') === true },
  },
  'mobile.changed': { 'mobile-change': changed, 'mobile-release': done, undo: undone(['mobile_changed', 'mobile_released']) },
  'email.changed': { 'email-change': changed, undo: undone(['email_changed']) },
  'factor.added': { 'factor-add': { more: kind } },
  'factor.removed': { 'factor-remove': { more: kind }, 'admin/user-factors-remove': { more: (it) => ({ kinds: before(it).kinds ?? [] }) } },
  'sms.refused': { 'sms/send': byFirewall },
}

/** The map from the other side: most events are told nobody, and that must cost nothing. */
const byEvent = new Map<string, [EventType, Source][]>()
for (const type of eventTypes)
  for (const [event, source] of Object.entries(sources[type])) byEvent.set(event, [...(byEvent.get(event) ?? []), [type, source]])

export type Told = { type: EventType; more: More }

/** As what it is told. A refusal is nothing that happened, but for those of the firewall. */
export function readEvent(it: Happened): Told[] {
  const found = byEvent.get(it.event)
  if (!found) return []
  return found.flatMap(([type, { when, more }]) => {
    if ((it.outcome === 'refused') !== (type === 'sms.refused')) return []
    return when && !when(it) ? [] : [{ type, more: more?.(it) ?? {} }]
  })
}

/** Who did it: the person, an administrator, an application's server. Not which one: the trail knows. */
export function actorOf({ event, detail }: Happened): string {
  const by = (detail?.['by'] ?? {}) as { administrator?: unknown; app?: unknown }
  if (by.administrator !== undefined) return 'administrator'
  return by.app === undefined && !event.startsWith('admin/') ? 'person' : 'application'
}
