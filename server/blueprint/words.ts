/** A schema and a value, in words. */
import { isMap, isScalar, isSeq } from 'yaml'
import type { TSchema } from 'typebox'
import { either, type FaultName, type Saying, say } from '../languages/faults.ts'

/** The keywords that settings are made of; `expected`, `asWritten` and `choose` are our own (see shape.ts). */
export type Rules = {
  type?: string
  format?: string
  description?: string
  default?: unknown
  const?: unknown
  enum?: unknown[]
  anyOf?: Rules[]
  properties?: Record<string, Rules>
  patternProperties?: Record<string, Rules>
  additionalProperties?: boolean | Rules
  required?: string[]
  items?: Rules
  minItems?: number
  maxItems?: number
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  pattern?: string
  expected?: Saying
  asWritten?: boolean
  choose?(beside: Record<string, unknown>): TSchema | undefined
}

type Span = { within: FaultName; from: FaultName; to: FaultName; any: FaultName }
const spans = {
  integer: { within: 'wholeNumberWithin', from: 'wholeNumberFrom', to: 'wholeNumberTo', any: 'wholeNumber' },
  number: { within: 'numberWithin', from: 'numberFrom', to: 'numberTo', any: 'aNumber' },
  text: { within: 'textWithin', from: 'textFrom', to: 'textTo', any: 'aText' },
} satisfies Record<string, Span>

function span({ within, from, to, any }: Span, least: number | undefined, most: number | undefined): Saying {
  const blanks = { ...(least !== undefined && { least }), ...(most !== undefined && { most }) }
  const text = least === undefined ? (most === undefined ? any : to) : most === undefined ? from : within
  return { text, blanks }
}

export function expected(rules: Rules): Saying {
  if (rules.expected) return rules.expected
  const some = rules.anyOf?.filter((it) => it.type !== 'null') ?? []
  if (some.length === 1) return expected(some[0] as Rules)
  const choices = rules.enum ?? (some.length && some.every((it) => it.const !== undefined) ? some.map((it) => it.const) : undefined)
  if (choices) return say('oneOf', { choices: { words: choices.map(String) } })
  if (some.length) return either(some.map(expected))
  if (rules.const !== undefined) return say('exactly', { value: String(rules.const) })
  if (rules.properties ?? rules.patternProperties) return say('keysAndValues')
  if (rules.type === 'array') return say('aList')
  if (rules.type === 'boolean') return say('trueOrFalse')
  if (rules.type === 'integer') return span(spans.integer, rules.minimum, rules.maximum)
  if (rules.type === 'number') return span(spans.number, rules.minimum, rules.maximum)
  const text = span(spans.text, rules.minLength, rules.maxLength)
  return rules.pattern ? say('ofForm', { text, pattern: rules.pattern }) : text
}

/** A secret's value is never repeated. */
export function found(node: unknown, rules: Rules): Saying | string {
  if (isMap(node)) return say('keysAndValues')
  if (isSeq(node)) return say('aList')
  const value = isScalar(node) ? node.value : null
  if (value === null || value === undefined) return say('nothing')
  if (rules.format === 'secret')
    return say(typeof value === 'string' ? 'anotherText' : typeof value === 'boolean' ? 'kindBoolean' : 'kindNumber')
  if (typeof value !== 'string') return String(value)
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
}
