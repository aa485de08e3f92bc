import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { Failure, type ErrorName } from '../errors.ts'
import { fill } from '../schema/documents.ts'
import { PasswordSettings } from '../schema/people-settings.ts'
import { checkPolicy, type Person } from './policy.ts'
import { isWeak } from './weak.ts'

/** Which row of the table of errors a password meets, or nothing. */
function told(password: string, settings: object = {}, person: Person = {}): ErrorName | undefined {
  try {
    checkPolicy(fill(PasswordSettings, settings), person, password.normalize('NFKC'))
    return undefined
  } catch (reason) {
    assert.ok(reason instanceof Failure, String(reason))
    return reason.error
  }
}

const WANG: Person = { userName: 'Wang.Wei', mobile: '+8615912345678', email: 'wwei99@example.com' }

const rows: [name: string, password: string, error: ErrorName | undefined, settings?: object, person?: Person][] = [
  ['one that is long and of two classes', 'stapler kiwi 42', undefined],
  ['nothing', '', 'passwordMissing'],
  ['seven characters', 'kiwi-42', 'passwordLength'],
  ['eight characters', 'kiwi--42', undefined],
  ['eight, composed of more', 'u\u0308iwi--42', undefined],
  ['seven, composed of eight', 'u\u0308iwi-42', 'passwordLength'],
  ['eight signs of two units each', '\u{1f600}\u{1f601}\u{1f602}\u{1f603}\u{1f604}\u{1f605}\u{1f606}a', undefined],
  ['four signs of two units each', '\u{1f600}\u{1f601}\u{1f602}\u{1f603}', 'passwordLength'],
  ['fifty characters', `${'kiwi-42 '.repeat(6)}az`, undefined],
  ['fifty-one', `${'kiwi-42 '.repeat(6)}azb`, 'passwordLength'],
  ['a least length of twelve', 'stapler-42', 'passwordLength', { min_length: 12 }],
  ['the user name', 'wang.wei', 'passwordIsName', {}, WANG],
  ['the user name, whatever their policy says of persons', 'WANG.WEI', 'passwordIsName', { personal: false }, WANG],
  ['the user name in reverse', 'iew.gnaw', 'passwordIsNameReversed', {}, WANG],
  ['one class', 'staplerkiwi', 'passwordClasses'],
  ['one class, where one is enough', 'staplerkiwi', undefined, { classes: 1 }],
  ['two, where three are asked for', 'staplerkiwi42', 'passwordClasses', { classes: 3 }],
  ['three, where three are asked for', 'Staplerkiwi42', undefined, { classes: 3 }],
  ['three, where four are asked for', 'Staplerkiwi42', 'passwordClasses', { classes: 4 }],
  ['four', 'Stapler kiwi42', undefined, { classes: 4 }],
  ['letters of other scripts are of the fourth class', '订书机猕猴桃四2', undefined],
  ['four of a kind', 'kiwiiii-42', 'passwordRepeats'],
  ['three of a kind', 'kiwiii-42', undefined],
  ['two of a kind, where one is the most', 'kiwii-42', 'passwordRepeats', { repeats: 1 }],
  ['four signs of a kind', 'kiwi\u{1f600}\u{1f600}\u{1f600}\u{1f600}', 'passwordRepeats'],
  ['the user name inside', '1Wang.Wei!77', 'passwordPersonal', {}, WANG],
  ['the number inside', 'x15912345678x', 'passwordPersonal', {}, WANG],
  ['the number with its country', '+8615912345678!', 'passwordPersonal', {}, WANG],
  ['the first part of the address inside', 'my-WWEI99-pass', 'passwordPersonal', {}, WANG],
  ['all of them, where it is allowed', 'Wang.Wei15912345678wwei99', undefined, { personal: false }, WANG],
  ['a name too short to mean anything', 'li-stapler-42', undefined, {}, { userName: 'li', email: 'l@example.com' }],
  ['listed', 'iloveyou1', 'passwordWeak'],
  ['listed, in capitals', 'QWERTY123', 'passwordWeak'],
  ['a word with a year', 'Dragon2024!', 'passwordWeak'],
  ['a word in disguise', 'P@$$w0rd!', 'passwordWeak'],
  ['a walk over the keyboard', '!@#$%^&*1', undefined],
  ['a walk over one row', '567890123', 'passwordWeak', { classes: 1 }],
  ['a walk back', 'poiuytrew', 'passwordWeak', { classes: 1 }],
  ['over and over', 'kiw7kiw7kiw7', 'passwordWeak'],
  ['listed, where nobody looks', 'iloveyou1', undefined, { weak: false }],
  ['a word of the administrator', 'Acme-Shop-1', 'passwordWeak', { weak_words: ['acme-shop-1'] }],
  [
    'a word of the administrator, where nobody looks at the list',
    'Acme-Shop-1',
    'passwordWeak',
    { weak: false, weak_words: ['ACME-shop-1'] },
  ],
  ['more than the word of the administrator', 'Acme-Shop-1 and 2', undefined, { weak_words: ['acme-shop-1'] }],
]

describe('what a password must be like', () => {
  for (const [name, password, error, settings, person] of rows)
    test(name, () => assert.equal(told(password, settings ?? {}, person ?? {}), error))
})

test('a word stays weak under every ornament of up to six characters, and in every disguise', () => {
  const ornament = fc.string({ unit: fc.constantFrom(...'0123456789!?.#*-'), maxLength: 3 })
  const disguise: Record<string, string> = { a: '@', e: '3', i: '1', o: '0', s: '$', t: '7' }
  fc.assert(
    fc.property(
      fc.constantFrom('password', 'welcome', 'dragon', 'sunshine'),
      ornament,
      ornament,
      fc.boolean(),
      (word, before, after, hide) => {
        // The first and the last letter stay letters: what stands before and behind is ornament.
        const inside = hide ? word.slice(1, -1).replace(/./g, (it) => disguise[it] ?? it) : word.slice(1, -1)
        return isWeak(before + word.slice(0, 1) + inside + word.slice(-1) + after)
      },
    ),
  )
})

test('random passwords are not weak', () => {
  const letters = [...'bcdfghjkmnpqrvwxyz2689']
  fc.assert(
    fc.property(fc.uniqueArray(fc.constantFrom(...letters), { minLength: 12, maxLength: 12 }), (it) => !isWeak(it.join(''))),
    { numRuns: 500 },
  )
})
