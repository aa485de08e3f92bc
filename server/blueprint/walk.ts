/**
 * Checks a YAML tree against a TypeBox schema, value by value, so that every fault has its line and all of
 * them are told at once. Knows the kinds of schema that settings are made of; the rest is left to TypeBox.
 */
import { isMap, isScalar, isSeq, type Pair, type YAMLMap } from 'yaml'
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { faultOfPicture } from '../picture.ts'
import { type Saying, say, tell } from '../languages/faults.ts'
import { BlueprintFault, type Faults, nearest, type Place, suggest } from './fault.ts'
import type { Tree } from './tree.ts'
import { expected, found, type Rules } from './words.ts'

export type Walk = {
  file: string
  tree: Tree
  faults: Faults
  warnings: string[]
  places: Map<string, Place>
  /** A secret's value by reference, or what is wrong with the reference. */
  readReference(kind: 'env' | 'file', name: string): { value: string } | { fault: Saying }
  production: boolean
  /** How many values may still be looked at: aliases of aliases unfold without end. */
  left: number
}

/** `owner` is where a fault is told when the value itself is not in the file; `settings`: within a connector's or gateway's own. */
type At = { node: unknown; path: string; owner: Place; settings: boolean }

export const MOST_VALUES = 500_000
const MOST_WORDS = 60

const place = (it: Walk, at: At): Place => it.tree.placeOf(at.node) ?? at.owner
const refuse = (it: Walk, at: At, fault: Saying): undefined => void it.faults.add(place(it, at), at.path, fault)
const misfit = (it: Walk, at: At, wanted: Saying, node: unknown, rules: Rules): undefined =>
  refuse(it, at, say('expectedFound', { expected: wanted, found: found(node, rules) }))

export function walk(it: Walk, rules: Rules, at: At): unknown {
  if (--it.left < 0) throw new BlueprintFault(`${it.file}: its aliases unfold to more than ${MOST_VALUES} values; write fewer`)
  it.places.set(at.path, place(it, at))
  const node = it.tree.follow(at.node)
  if (node === undefined) return refuse(it, at, say('noAnchor'))
  if (rules.anyOf) return walkChoice(it, rules, rules.anyOf, at, node)
  if (rules.properties || rules.patternProperties) {
    return isMap(node) ? walkMap(it, rules, at, node.items) : misfit(it, at, say('keysAndValues'), node, rules)
  }
  if (rules.type === 'array') return walkList(it, rules, at, node)
  if (rules.type === 'string' && isMap(node) && (at.settings || rules.format === 'secret')) return walkReference(it, rules, at, node)
  if (!rules.type && rules.const === undefined && !rules.enum) return readPlain(it, at, node)
  return walkScalar(it, rules, at, node)
}

/** One of several: words to choose from, something or nothing, or kinds of value. */
function walkChoice(it: Walk, rules: Rules, all: Rules[], at: At, node: unknown): unknown {
  if (isScalar(node) && node.value === null && all.some((one) => one.type === 'null')) return null
  const some = all.filter((one) => one.type !== 'null')
  if (some.every((one) => one.const !== undefined)) return walkScalar(it, { ...rules, enum: some.map((one) => one.const) }, at, node)
  const kind = (one: Rules) =>
    isMap(node) ? (one.properties ?? one.patternProperties) : isSeq(node) ? one.type === 'array' : one.type !== 'array' && !one.properties
  const fitting = some.filter(kind)
  const plain = fitting.length > 1 ? readPlain(it, at, node) : undefined
  const one = fitting.find((one) => Value.Check(one as TSchema, plain)) ?? fitting[0] ?? some[0]
  return one && walk(it, one, at)
}

/** `items` are those of the map, or none for one that is not in the file. */
function walkMap(it: Walk, rules: Rules, at: At, items: Pair[]): Record<string, unknown> {
  const value: Record<string, unknown> = {}
  const { properties = {}, patternProperties = {} } = rules
  const later: (() => void)[] = []
  const seen = new Map<string, Place>()
  for (const pair of items) {
    const owner = it.tree.placeOf(pair.key) ?? place(it, at)
    const key = isScalar(pair.key) ? pair.key.value : undefined
    if (typeof key !== 'string' || !key.isWellFormed() || /\p{Cc}/u.test(key) || key === '__proto__') {
      it.faults.add(owner, at.path, say('notAKey'))
      continue
    }
    const path = join(at.path, key)
    const first = seen.get(key)
    if (first) {
      it.faults.add(owner, path, say('standsTwice', { line: first.line }))
      continue
    }
    seen.set(key, owner)
    const own = Object.hasOwn(properties, key)
      ? properties[key]
      : Object.entries(patternProperties).find(([pattern]) => new RegExp(pattern, 'u').test(key))?.[1]
    const next: At = { node: pair.value, path, owner, settings: at.settings }
    if (own?.choose) later.push(() => walkChosen(it, own, next, value))
    else if (own) value[key] = walk(it, own, next)
    else if (typeof rules.additionalProperties === 'object') value[key] = walk(it, rules.additionalProperties, next)
    else if (rules.additionalProperties === true) value[key] = readPlain(it, next, it.tree.follow(pair.value))
    else it.faults.add(owner, path, say('noSuchKey', { hint: suggest(key, Object.keys(properties)) }))
    // Also a key that is faulty leaves its mark, so that `isWhole` sees it.
    if (!Object.hasOwn(value, key)) value[key] = undefined
  }
  for (const [key, own] of Object.entries(properties)) {
    if (seen.has(key)) continue
    const path = join(at.path, key)
    if (own.choose) later.push(() => walkChosen(it, own, { node: undefined, path, owner: place(it, at), settings: true }, value))
    else if (rules.required?.includes(key) && own.default === undefined)
      value[key] = refuse(it, { ...at, path }, say('missing', { expected: expected(own) }))
    else if (rules.required?.includes(key) && at.settings) value[key] = structuredClone(own.default)
  }
  for (const settle of later) settle()
  return value
}

/** The settings of a connector or gateway; when they are not in the file, those of an empty block. */
function walkChosen(it: Walk, rules: Rules, at: At, beside: Record<string, unknown>) {
  const chosen = rules.choose?.(beside)
  const within = { ...at, settings: true }
  const value = chosen && (at.node === undefined ? walkMap(it, chosen, within, []) : walk(it, chosen, within))
  beside[at.path.slice(at.path.lastIndexOf('.') + 1)] = value
  // Rules between settings, which only TypeBox knows; asked when each one for itself is right.
  if (chosen && isWhole(value) && !Value.Check(chosen as TSchema, value)) {
    const [first] = Value.Errors(chosen as TSchema, value)
    refuse(it, at, say('unfit', { which: first?.instancePath.slice(1) ?? '', why: first?.message ?? '' }))
  }
}

/** Whether every value was read: a faulty one is left undefined. */
const isWhole = (value: unknown): boolean =>
  value !== undefined && (typeof value !== 'object' || value === null || Object.values(value).every(isWhole))

function walkList(it: Walk, rules: Rules, at: At, node: unknown): unknown[] | undefined {
  // A key whose entries are all commented out.
  if (isScalar(node) && node.value === null) return []
  if (!isSeq(node)) return misfit(it, at, say('aList'), node, rules)
  if (node.items.length < (rules.minItems ?? 0) || node.items.length > (rules.maxItems ?? Infinity)) {
    refuse(it, at, say('listSize', { least: rules.minItems ?? 0, most: rules.maxItems ?? say('anyNumberOf'), found: node.items.length }))
  }
  const owner = place(it, at)
  return node.items.map((item, i) => walk(it, rules.items ?? {}, { node: item, path: `${at.path}[${i}]`, owner, settings: at.settings }))
}

function walkScalar(it: Walk, rules: Rules, at: At, node: unknown): unknown {
  if (!isScalar(node)) return misfit(it, at, expected(rules), node, rules)
  const isNumber = typeof node.value === 'number' || typeof node.value === 'bigint'
  const value: unknown = rules.asWritten && isNumber ? node.source : node.value
  const { anyOf: _, ...own } = rules
  const isGood: boolean = Value.Check(own as TSchema, value)
  if (!isGood) {
    const hint = rules.enum && typeof value === 'string' ? nearest(value.slice(0, MOST_WORDS), rules.enum.map(String)) : undefined
    const advice = rules.type === 'string' && (isNumber || typeof value === 'boolean') ? say('inQuotes') : ''
    const [wanted, held] = [expected(rules), found(node, rules)]
    return refuse(it, at, say('wrongValue', { expected: wanted, found: held, advice, hint: hint ?? '', about: about(rules) }))
  }
  if (rules.format === 'secret') {
    const advice = say('plainSecret')
    if (it.production) return refuse(it, at, advice)
    const { line, column } = place(it, at)
    it.warnings.push(`${it.file}:${line}:${column} ${at.path}: ${tell(advice, 'en')}. Production refuses it`)
  }
  const fault = rules.format === 'picture' ? faultOfPicture(String(value)) : undefined
  if (fault) return refuse(it, at, say('wrongPicture', { fault, about: about(rules) }))
  return typeof value === 'string' ? readText(it, at, value) : value
}

/** What the schema says of it, which it says in English only. */
const about = ({ description }: Rules) => ({ english: description ? ` ${description}` : '' })

/** NUL and lone surrogates: PostgreSQL cannot store the one, nobody can read the other. */
const readText = (it: Walk, at: At, value: string): string | undefined =>
  value.includes('\0') || !value.isWellFormed() ? refuse(it, at, say('unstorable')) : value

function walkReference(it: Walk, rules: Rules, at: At, node: YAMLMap): string | undefined {
  const [pair, more] = node.items
  const kind = pair && isScalar(pair.key) ? pair.key.value : undefined
  const name = pair ? it.tree.follow(pair.value) : undefined
  if (more || (kind !== 'env' && kind !== 'file')) return refuse(it, at, say('aReference'))
  const inside: At = { ...at, node: pair?.value, path: join(at.path, kind) }
  if (!isScalar(name) || typeof name.value !== 'string' || !name.value) {
    return refuse(it, inside, say(kind === 'env' ? 'aVariableName' : 'aFilePath'))
  }
  const read = it.readReference(kind, name.value)
  if ('fault' in read) return refuse(it, inside, read.fault)
  if (!Value.Check(rules as TSchema, read.value)) return refuse(it, inside, say('wrongContent', { expected: expected(rules) }))
  return readText(it, inside, read.value)
}

/** Anything, as it is: for schemas that say nothing of it. */
function readPlain(it: Walk, at: At, node: unknown, depth = 0): unknown {
  if (--it.left < 0 || depth > 32) throw new BlueprintFault(`${it.file}: ${at.path} is too large or too deep; write less`)
  const next = (node: unknown) => readPlain(it, at, it.tree.follow(node), depth + 1)
  if (isSeq(node)) return node.items.map(next)
  if (isMap(node)) return Object.fromEntries(node.items.map((pair) => [isScalar(pair.key) ? String(pair.key.value) : '', next(pair.value)]))
  const value = isScalar(node) ? node.value : undefined
  return typeof value === 'string' ? readText(it, at, value) : value
}

const join = (path: string, key: string) => {
  if (!/^[\w-]+$/.test(key)) return `${path}[${JSON.stringify(key.length > MOST_WORDS ? `${key.slice(0, MOST_WORDS)}…` : key)}]`
  return path ? `${path}.${key}` : key
}
