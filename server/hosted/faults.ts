/** A refusal in words for a person, and the field it is about. */
import { type ErrorName, errorText, type Failure } from '../errors.ts'
import { fillIn } from '../languages/index.ts'
import type { Fault, Here } from './here.ts'

const fields: Record<string, ErrorName[]> = {
  target: [
    'mobileInvalid',
    'mobileUnknown',
    'mobileTaken',
    'countryRefused',
    'emailInvalid',
    'emailUnknown',
    'emailTaken',
    'mailUnserved',
    'sentTooSoon',
    'sendsSpent',
    'addressSpent',
    'smsBlocked',
    'smsBudgetSpent',
    'smsCrowded',
    'sendFailed',
    'proofStale',
  ],
  code: [
    'codeMissing',
    'codeWrong',
    'mailCodeWrong',
    'codeExpired',
    'codeExhausted',
    'guessesSpent',
    'factorWrong',
    'factorsSpent',
    'factorElsewhere',
  ],
  point: ['captchaWrong', 'captchaTokenMissing', 'captchaTokenExpired', 'captchaTokenInvalid', 'challengeNeeded', 'challengeWrong'],
  account: ['credentialsWrong', 'locked'],
  old_password: ['oldPasswordWrong', 'passwordUnset'],
  name: ['nameInvalid'],
  password: [
    'passwordMissing',
    'passwordLength',
    'passwordIsName',
    'passwordIsNameReversed',
    'passwordClasses',
    'passwordWeak',
    'passwordRepeats',
    'passwordPersonal',
    'passwordUsed',
  ],
}
const fieldOf = new Map(Object.entries(fields).flatMap(([field, errors]) => errors.map((it) => [it, field] as const)))

/** What the calls of the API name a field, and what the forms do. */
const names: Record<string, string> = {
  mobile: 'target',
  email: 'target',
  verify_code: 'code',
  user_name: 'account',
  new_password: 'password',
  pwd: 'password',
}

export function faultOf({ t, language }: Here, { error, blanks }: Failure): Fault {
  const own = (t.refusals as Partial<Record<ErrorName, string>>)[error]
  const text = own === undefined ? errorText(error, language, blanks) : fillIn(own, blanks)
  const named = error === 'paramMissing' || error === 'paramInvalid' ? String(blanks['name'] ?? '') : ''
  const field = fieldOf.get(error) ?? (named ? (names[named] ?? named) : undefined)
  return { error, text, ...(field && { field }) }
}
