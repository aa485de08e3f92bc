/**
 * Settings on their way out and back. A secret never leaves: a mark stands in its place, and the mark, sent back, keeps what is
 * stored. Defaults are filled in for whoever looks, and not stored for whoever sends them back: what was never said stays
 * open to better defaults.
 */
import { isDeepStrictEqual } from 'node:util'
import type { TObject, TSchema } from 'typebox'
import { hide, isSecret, type Rules, rulesOf } from '../blueprint/index.ts'
import { failFaults, type Fault } from '../errors.ts'
import { type FaultName, say } from '../languages/faults.ts'
import { fill } from '../schema/documents.ts'

export type Settings = Record<string, unknown>

const MARK = { set: true }
const isMark = (it: unknown): boolean => isDeepStrictEqual(it, MARK)
const isSettings = (it: unknown): it is Settings => typeof it === 'object' && it !== null && !Array.isArray(it)

/** As an administrator sees them. Without a schema (a connector this server does not have) every text is taken for a secret. */
export const showSettings = (schema: TSchema | undefined, stored: Settings): Settings =>
  hide(schema as Rules | undefined, schema ? fill(schema as TObject, stored) : stored, () => MARK) as Settings

/** What is to be stored. Where a mark is and nothing is stored, or may not be kept, is a fault. */
export function readSettings(schema: TSchema | undefined, sent: Settings, stored: Settings | undefined): Settings {
  const rules = schema as Rules | undefined
  const faults: Fault[] = []
  const moved = stored && rules ? whereTo(rules, sent) !== whereTo(rules, stored) : false
  const restored = restore(rules, sent, stored, (path, held) => {
    const fault: FaultName | undefined = held === undefined ? 'nothingKept' : moved ? 'secretMoved' : undefined
    if (fault) faults.push({ path: ['settings', ...path].join('.'), fault: say(fault) })
    return held
  }) as Settings
  if (faults.length) failFaults(faults)
  return rules ? unsaid(rules, restored, stored ?? {}) : restored
}

/** Settings that say where to: whoever may change them must not have the stored secret sent there. */
const ADDRESS = /(^|_)(url|uri|host|port|endpoint|issuer|domain|address)$/

function whereTo(rules: Rules, settings: Settings): string {
  const filled = fill(rules as unknown as TObject, settings) as Settings
  const names = Object.keys(rules.properties ?? {}).filter((it) => ADDRESS.test(it) || rules.properties?.[it]?.format === 'uri')
  return JSON.stringify(names.map((it) => filled[it]))
}

/** No settings of ours are nested so deeply. */
const DEEPEST = 32

function restore(
  rules: Rules | undefined,
  sent: unknown,
  stored: unknown,
  keep: (path: string[], held: unknown) => unknown,
  path: string[] = [],
): unknown {
  if (isMark(sent) && rules && isSecret(rules)) return keep(path, stored)
  if (path.length > DEEPEST) return failFaults([{ path: 'settings', fault: say('tooDeep') }])
  if (!isSettings(sent)) return sent
  const held = isSettings(stored) ? stored : {}
  return Object.fromEntries(
    Object.entries(sent).map(([key, value]) => [key, restore(rulesOf(rules, key), value, held[key], keep, [...path, key])]),
  )
}

/** Without what is at its default and was not said before. */
export function unsaid(rules: Rules, sent: Settings, stored: Settings): Settings {
  const kept: Settings = {}
  for (const [key, value] of Object.entries(sent)) {
    const own = rules.properties?.[key]
    const isSaid = Object.hasOwn(stored, key)
    if (own?.properties && isSettings(value)) {
      const inner = unsaid(own, value, isSettings(stored[key]) ? stored[key] : {})
      if (isSaid || Object.keys(inner).length > 0 || own.default === undefined) kept[key] = inner
    } else if (isSaid || own?.default === undefined || !isDeepStrictEqual(value, own.default)) kept[key] = value
  }
  return kept
}

type Side = Record<string, unknown>
/** Longer values are cut in the trail, in characters. */
const LONGEST = 2000

/**
 * What differs, by dotted path, as the trail has it: of a secret only that there is one. `schema` is that of `settings`; what stands
 * beside them is no secret. Nothing on one side is something made or removed.
 */
export function changesOf(schema: TSchema | undefined, before: Side | undefined, after: Side | undefined): { before?: Side; after?: Side } {
  const was: Side = {}
  const is: Side = {}
  const put = (side: Side, path: string, rules: Rules | undefined, plain: boolean, value: unknown) => {
    if (value === undefined || value === null) return
    const shown = plain ? value : hide(rules, value, () => MARK)
    const text = JSON.stringify(shown)
    side[path] = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : shown
  }
  const compare = (path: string, rules: Rules | undefined, plain: boolean, one: unknown, other: unknown): void => {
    if (isDeepStrictEqual(one, other)) return
    if (isSettings(one ?? {}) && isSettings(other ?? {}) && (isSettings(one) || isSettings(other))) {
      const [a, b] = [(one ?? {}) as Settings, (other ?? {}) as Settings]
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
        const isTop = path === ''
        const own = isTop ? (schema as Rules | undefined) : rulesOf(rules, key)
        compare(isTop ? key : `${path}.${key}`, own, isTop ? key !== 'settings' : plain, a[key], b[key])
      }
      return
    }
    put(was, path, rules, plain, one)
    put(is, path, rules, plain, other)
  }
  compare('', undefined, true, before, after)
  return { ...(before && { before: was }), ...(after && { after: is }) }
}
