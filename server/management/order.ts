/** An order that somebody wants for things that have one. */
import { type ErrorName, Failure } from '../errors.ts'

/** Those that are named, then the rest as it stood. One that is not there, or named twice, refuses the whole. */
export function inOrder(now: string[], wanted: string[], unknown: ErrorName): string[] {
  if (wanted.some((id) => !now.includes(id))) throw new Failure(unknown, {})
  if (new Set(wanted).size !== wanted.length) throw new Failure('paramInvalid', { name: 'ids' })
  return [...wanted, ...now.filter((id) => !wanted.includes(id))]
}
