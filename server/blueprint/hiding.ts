/** Settings without their secrets: what stands in the place of one is the caller's. */
import type { Rules } from './words.ts'

export type { Rules } from './words.ts'

/** What a schema says of the value under a key; nothing when it does not know it. */
export const rulesOf = (rules: Rules | undefined, key: string): Rules | undefined =>
  rules?.properties?.[key] ??
  Object.values(rules?.patternProperties ?? {})[0] ??
  rules?.anyOf?.find((it) => it.properties?.[key])?.properties?.[key]

/** A text that the schema does not know is taken for a secret. */
export const isSecret = (rules: Rules | undefined): boolean => !rules || (rules.anyOf ?? [rules]).some((it) => it.format === 'secret')

/** Every secret replaced by what `instead` answers for its path. */
export function hide(rules: Rules | undefined, value: unknown, instead: (path: string[]) => unknown, path: string[] = []): unknown {
  if (typeof value === 'string') return isSecret(rules) ? instead(path) : value
  if (Array.isArray(value)) return value.map((entry, i) => hide(rules?.items, entry, instead, [...path, String(i + 1)]))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, hide(rulesOf(rules, key), entry, instead, [...path, key])]))
}
