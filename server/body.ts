/** A body and what is wrong with it: read from a request, and told in the words of the endpoint it was sent to. */
import type { FastifyRequest } from 'fastify'
import { fail, Failure } from './errors.ts'
import type { AppEndpoint } from './http.ts'

export function readBody({ body }: FastifyRequest): Record<string, unknown> {
  return body && typeof body === 'object' && !Array.isArray(body) ? (body as Record<string, unknown>) : {}
}

type Fault = { validation?: { keyword: string; instancePath: string; params: Record<string, unknown> }[] }

export function failValidation(missing: AppEndpoint['missing'], reason: unknown): never {
  const fault = (reason as Fault).validation?.[0]
  const named = fault?.params['missingProperty']
  if (fault?.keyword === 'required' && typeof named === 'string') failMissing(missing, named)
  const name = fault?.instancePath.split('/')[1]
  if (!name) fail('bodyInvalid')
  // An empty string is a missing one: `minLength: 1` says so in the schema.
  if (fault?.keyword === 'minLength') failMissing(missing, name)
  fail('paramInvalid', { name })
}

function failMissing(missing: AppEndpoint['missing'], name: string): never {
  const own = missing?.[name]
  if (own) throw new Failure(own, {})
  fail('paramMissing', { name })
}

/** NUL and lone surrogates: PostgreSQL cannot store the one, nobody can read the other (threat row 25). */
export const isText = (value: string): boolean => !value.includes('\0') && value.isWellFormed()

export function checkText(body: Record<string, unknown>) {
  for (const [name, value] of Object.entries(body)) {
    if (typeof value === 'string' && !isText(value)) fail('paramInvalid', { name: name.slice(0, 64) })
  }
}
