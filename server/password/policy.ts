/** What a password must be like (admin reference 6.1). Told one fault at a time, in the order a person can mend them. */
import type { Static } from 'typebox'
import { fail } from '../errors.ts'
import { writeMobile } from '../phone.ts'
import type { PasswordSettings } from '../schema/people-settings.ts'
import { isWeak } from './weak.ts'

/** Whose password it is going to be: what it must not contain. */
export type Person = { userName?: string | null; mobile?: string | null; email?: string | null }

const CLASSES = [/[0-9]/, /[a-z]/, /[A-Z]/, /[^0-9a-zA-Z]/]

/** Shorter pieces are in half of all passwords by chance. */
const LEAST_PIECE = 3

/** `plain` is normalized; lengths are counted in code points, as NIST SP 800-63B has it. */
export function checkPolicy(settings: Static<typeof PasswordSettings>, person: Person, plain: string): void {
  const { min_length: least, max_length: most, classes, repeats } = settings
  const points = [...plain]
  if (points.length === 0) fail('passwordMissing')
  if (points.length < least || points.length > most) fail('passwordLength', { least, most })
  const lower = plain.toLowerCase()
  const name = (person.userName ?? '').normalize('NFKC').toLowerCase()
  if (name && lower === name) fail('passwordIsName')
  if (name && lower === [...name].toReversed().join('')) fail('passwordIsNameReversed')
  if (CLASSES.filter((it) => it.test(plain)).length < classes) fail('passwordClasses', { classes })
  if (longestRun(points) > repeats) fail('passwordRepeats', { most: repeats })
  if (settings.personal && piecesOf(person).some((it) => lower.includes(it))) fail('passwordPersonal')
  if (settings.weak && isWeak(lower)) fail('passwordWeak')
  if (settings.weak_words.some((it) => it.normalize('NFKC').toLowerCase() === lower)) fail('passwordWeak')
}

function longestRun(points: string[]): number {
  let [longest, run] = [0, 0]
  for (const [at, it] of points.entries()) {
    run = it === points[at - 1] ? run + 1 : 1
    longest = Math.max(longest, run)
  }
  return longest
}

/** The number without its country is in the number with it. */
function piecesOf({ userName, mobile, email }: Person): string[] {
  const pieces = [userName, email?.split('@')[0], mobile && writeMobile(mobile).split('-').at(-1)]
  return pieces.flatMap((it) => (it && it.length >= LEAST_PIECE ? [it.normalize('NFKC').toLowerCase()] : []))
}
