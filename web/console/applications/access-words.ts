/** An access rule in plain words, and as the server takes it. */
import { fillIn, type Language, type Texts } from '../languages/index.ts'
import { listed } from '../messages/route-words.ts'

export type AccessRule = {
  name?: string
  users?: string[]
  methods?: string[]
  sources?: string[]
  addresses?: string[]
  outside?: boolean
  hours?: { from?: number; to?: number; offset?: number } | null
  decision?: string
}

export const METHODS = ['pwd', 'sms', 'email', 'social', 'totp', 'passkey'] as const
export const DECISIONS = ['allow', 'deny', 'mfa'] as const

/** Minutes of a day, as a clock has them; 1440 is its end. */
export const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

export function zone(offset: number): string {
  const size = Math.abs(offset)
  return `UTC${offset < 0 ? '−' : '+'}${clock(size)}`
}

export function inWords(rule: AccessRule, nameOf: (source: string) => string, { rules }: Pick<Texts, 'rules'>, language: Language): string {
  const list = (words: string[] = []) => listed(words, language, rules.others)
  const { users, methods, sources, addresses, hours } = rule
  const where = rule.outside ? rules.notAt : rules.at
  return fillIn(rules.sentence, {
    who: users?.length ? list(users) : rules.everyone,
    how: `${methods?.length ? fillIn(rules.by, { methods: list(methods.map((it) => rules[it as 'pwd'] ?? it)) }) : ''}${
      sources?.length ? fillIn(rules.through, { sources: list(sources.map(nameOf)) }) : ''
    }`,
    where: addresses?.length ? fillIn(where, { addresses: list(addresses) }) : '',
    when: hours
      ? fillIn(rules.between, { from: clock(hours.from ?? 0), to: clock(hours.to ?? 1440), offset: zone(hours.offset ?? 0) })
      : '',
    decision: rules[rule.decision as 'allow'] ?? '…',
  })
}

/** What says nothing is absent: an empty list of users would be nobody. */
export function tidyRule({ outside, hours, ...rule }: AccessRule): AccessRule {
  const said = Object.entries(rule).filter(([, it]) => (Array.isArray(it) ? it.length > 0 : it !== undefined && it !== null))
  const { offset, ...day } = hours ?? {}
  return {
    ...Object.fromEntries(said),
    ...(outside && rule.addresses?.length && { outside }),
    ...(hours && { hours: { from: 0, to: 1440, ...day, ...(offset && { offset }) } }),
  }
}
