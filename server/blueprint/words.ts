/** A schema and a value, in words. */
import { isMap, isScalar, isSeq } from 'yaml'
import type { TSchema } from 'typebox'

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
  expected?: string
  asWritten?: boolean
  choose?(beside: Record<string, unknown>): TSchema | undefined
}

const span = (least: number | undefined, most: number | undefined): string => {
  if (least !== undefined && most !== undefined) return ` of ${least} to ${most}`
  return least !== undefined ? ` of at least ${least}` : most !== undefined ? ` of at most ${most}` : ''
}

export function expected(rules: Rules): string {
  if (rules.expected) return rules.expected
  const some = rules.anyOf?.filter((it) => it.type !== 'null') ?? []
  if (some.length === 1) return expected(some[0] as Rules)
  const choices = rules.enum ?? (some.length && some.every((it) => it.const !== undefined) ? some.map((it) => it.const) : undefined)
  if (choices) return `one of ${choices.join(', ')}`
  if (some.length) return some.map(expected).join(' or ')
  if (rules.const !== undefined) return String(rules.const)
  if (rules.properties ?? rules.patternProperties) return 'keys and values'
  if (rules.type === 'array') return 'a list'
  if (rules.type === 'boolean') return 'true or false'
  if (rules.type === 'integer') return `a whole number${span(rules.minimum, rules.maximum)}`
  if (rules.type === 'number') return `a number${span(rules.minimum, rules.maximum)}`
  const length = span(rules.minLength, rules.maxLength)
  return `text${length && `${length} characters`}${rules.pattern ? ` of the form ${rules.pattern}` : ''}`
}

/** A secret's value is never repeated. */
export function found(node: unknown, rules: Rules): string {
  if (isMap(node)) return 'keys and values'
  if (isSeq(node)) return 'a list'
  const value = isScalar(node) ? node.value : null
  if (value === null || value === undefined) return 'nothing'
  if (rules.format === 'secret') return typeof value === 'string' ? 'another text' : `a ${typeof value}`
  if (typeof value !== 'string') return String(value)
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
}
