/**
 * THE TABLE of errors: name · wire code · HTTP status · the codes of the twin products.
 *
 * Codes the published API has keep their number (APP, CAPTCHA, COM, LOGIN, MOBILE, ORG, PARAM, PWD, USER); where
 * it has none that is known, ours begin with BOWLINE and cannot be mistaken for one of theirs. A code is
 * never reused and never renumbered. The status is in the row, so it cannot vary by throw. The texts are in
 * languages/; every one says what to do next and nothing of what is inside.
 */
import type { Saying } from './languages/faults.ts'
import { type Language, languages, fillIn } from './languages/index.ts'
import type { en } from './languages/en.ts'

/** Whose codes an application reads: the published API, or one of its twin products (user-api 3). */
export const dialects = ['oneaccess', 'ciam', 'eiam'] as const
export type Dialect = (typeof dialects)[number]

type Row = { code: string; status: number; ciam?: string; eiam?: string }

/**
 * The customer edition writes the published numbers with a prefix, unless its own is known; the employee
 * edition has numbers of its own. What neither has keeps the code it has here.
 */
const row = (code: string, status: number, twins: { ciam?: string; eiam?: string } = {}): Row => ({
  code,
  status,
  ...(!code.startsWith('BOWLINE.') && { ciam: `IDAAS.SDK.${code}` }),
  ...twins,
})

export const catalogue = {
  // who calls
  deviceMissing: row('PARAM.0001', 400, { eiam: 'SDK.COMMON.1003' }),
  clientIdMissing: row('PARAM.0002', 400, { eiam: 'SDK.COMMON.1001' }),
  appUnknown: row('APP.0001', 400, { ciam: 'IDAAS.SDK.PARAM.0003', eiam: 'SDK.COMMON.1012' }),
  appDisabled: row('APP.0003', 400),
  tenantUnknown: row('BOWLINE.TENANT.0001', 400),
  tenantMissing: row('BOWLINE.TENANT.0002', 400),
  addressRefused: row('BOWLINE.APP.0001', 400),
  clientUnproven: row('BOWLINE.APP.0002', 400),
  grantUnsupported: row('BOWLINE.APP.0003', 400),
  accessTokenInvalid: row('BOWLINE.APP.0004', 400),
  originRefused: row('BOWLINE.APP.0005', 403),
  permissionMissing: row('BOWLINE.ADMIN.0001', 403),
  adminSessionInvalid: row('BOWLINE.ADMIN.0002', 401),
  csrfInvalid: row('BOWLINE.ADMIN.0003', 403),
  changedMeanwhile: row('BOWLINE.ADMIN.0004', 409),
  secondFactorNeeded: row('BOWLINE.ADMIN.0005', 403),
  adminLinkInvalid: row('BOWLINE.ADMIN.0006', 400),
  administratorUnknown: row('BOWLINE.ADMIN.0007', 404),
  lastOwner: row('BOWLINE.ADMIN.0008', 400),
  triesSpent: row('BOWLINE.ADMIN.0009', 400),
  settingsInvalid: row('BOWLINE.ADMIN.0010', 400),
  idTaken: row('BOWLINE.ADMIN.0011', 400),
  gatewayUnknown: row('BOWLINE.ADMIN.0012', 404),
  appStillEnabled: row('BOWLINE.ADMIN.0013', 400),
  journeyUnknown: row('BOWLINE.ADMIN.0014', 404),
  testsSpent: row('BOWLINE.ADMIN.0015', 400),
  tryInvalid: row('BOWLINE.ADMIN.0016', 400),
  tryOutdated: row('BOWLINE.ADMIN.0017', 409),
  webhookUnknown: row('BOWLINE.ADMIN.0018', 404),
  deliveryUnknown: row('BOWLINE.ADMIN.0019', 404),
  webhookOff: row('BOWLINE.ADMIN.0020', 400),
  signatureInvalid: row('PARAM.0030', 400, { eiam: 'SDK.COMMON.1004' }),
  idTokenInvalid: row('PARAM.0016', 400, { eiam: 'SDK.COMMON.1005' }),
  sessionInvalid: row('PARAM.0023', 400, { eiam: 'SDK.COMMON.1005' }),

  // what is sent
  paramMissing: row('BOWLINE.PARAM.0001', 400, { eiam: 'SDK.COMMON.1001' }),
  paramInvalid: row('BOWLINE.PARAM.0002', 400, { eiam: 'SDK.COMMON.1002' }),
  bodyInvalid: row('BOWLINE.PARAM.0003', 400, { eiam: 'SDK.COMMON.1002' }),
  bodyTooLarge: row('BOWLINE.PARAM.0004', 400),
  pathUnknown: row('BOWLINE.PARAM.0005', 404),
  pointMissing: row('PARAM.0004', 400, { eiam: 'SDK.COMMON.1001' }),
  captchaIdMissing: row('PARAM.0005', 400, { eiam: 'SDK.COMMON.1001' }),
  senderMissing: row('PARAM.0006', 400, { eiam: 'SDK.COMMON.1001' }),
  captchaTokenMissing: row('PARAM.0008', 400, { eiam: 'SDK.COMMON.1001' }),
  codeMissing: row('PARAM.0009', 400, { eiam: 'SDK.COMMON.1001' }),
  stateTokenInvalid: row('PARAM.0014', 400, { eiam: 'SDK.COMMON.1007' }),
  mobileInvalid: row('USER.0038', 400),
  countryRefused: row('BOWLINE.SMS.0005', 400),
  mailUnserved: row('BOWLINE.MAIL.0001', 400),

  // picture puzzle
  captchaWrong: row('CAPTCHA.0002', 400, { eiam: 'SDK.COMMON.1006' }),
  captchaTokenExpired: row('CAPTCHA.0003', 400, { eiam: 'SDK.COMMON.1005' }),
  captchaTokenInvalid: row('CAPTCHA.0004', 400, { eiam: 'SDK.COMMON.1006' }),

  // codes by SMS
  sendFailed: row('CAPTCHA.0006', 400),
  codeWrong: row('CAPTCHA.0007', 400, { eiam: 'SDK.SMS.1005' }),
  // One code on two of the three products, two on the third.
  mailCodeWrong: row('CAPTCHA.0007', 400, { eiam: 'SDK.SMS.1006' }),
  codeExpired: row('BOWLINE.SMS.0001', 400),
  codeExhausted: row('BOWLINE.SMS.0002', 400),
  guessesSpent: row('BOWLINE.SMS.0003', 400),
  sentTooSoon: row('BOWLINE.SMS.0004', 400),
  sendsSpent: row('BOWLINE.SMS.0006', 400),
  addressSpent: row('BOWLINE.SMS.0007', 400),
  stateRequired: row('BOWLINE.SMS.0008', 400),
  smsBlocked: row('BOWLINE.SMS.0009', 400),
  challengeNeeded: row('BOWLINE.SMS.0010', 400),
  smsBudgetSpent: row('BOWLINE.SMS.0011', 400),
  smsCrowded: row('BOWLINE.SMS.0012', 400),
  challengeWrong: row('BOWLINE.CAPTCHA.0001', 400),

  // users and social accounts
  mobileUnknown: row('MOBILE.0002', 400, { eiam: 'SDK.COMMON.1013' }),
  socialBound: row('BOWLINE.SOCIAL.0001', 400),
  sourceUnknown: row('BOWLINE.SOCIAL.0002', 400, { eiam: 'SDK.COMMON.1009' }),
  providerExpired: row('BOWLINE.SOCIAL.0003', 400),
  providerDenied: row('BOWLINE.SOCIAL.0004', 400),
  providerMisconfigured: row('BOWLINE.SOCIAL.0005', 400),
  providerUnreachable: row('BOWLINE.SOCIAL.0006', 400, { eiam: 'SDK.LOGIN.1001' }),
  redirectRefused: row('BOWLINE.SOCIAL.0007', 400),
  authorizeUnsupported: row('BOWLINE.SOCIAL.0008', 400),
  accountUnknown: row('BOWLINE.SOCIAL.0009', 400),
  lastWayIn: row('BOWLINE.SOCIAL.0010', 400),
  phoneUnserved: row('BOWLINE.SOCIAL.0011', 400),
  proofStale: row('BOWLINE.SOCIAL.0012', 400),

  // users and what they hold
  userNameTaken: row('USER.0029', 400),
  mobileTaken: row('USER.0030', 400),
  emailTaken: row('USER.0031', 400),
  userNameInvalid: row('USER.0036', 400),
  nameInvalid: row('USER.0037', 400),
  emailInvalid: row('USER.0039', 400),
  attributeInvalid: row('BOWLINE.USER.0001', 400),
  registrationClosed: row('BOWLINE.USER.0002', 400),
  undoInvalid: row('BOWLINE.USER.0003', 400),
  userUnknown: row('USER.0001', 400, { ciam: 'IDAAS.TENANT.USER.0001' }),
  orgUnknown: row('ORG.0001', 400, { ciam: 'IDAAS.TENANT.ORG.0001' }),
  eraseUnconfirmed: row('BOWLINE.USER.0004', 400),
  listUnreadable: row('BOWLINE.USER.0005', 400),
  listTooLong: row('BOWLINE.USER.0006', 400),
  importUnknown: row('BOWLINE.USER.0007', 400),
  emailUnknown: row('BOWLINE.MAIL.0002', 400, { eiam: 'SDK.COMMON.1013' }),

  // passwords
  locked: row('LOGIN.0001', 400, { eiam: 'SDK.LOGIN.1003' }),
  credentialsWrong: row('LOGIN.0002', 400, { eiam: 'SDK.LOGIN.1005' }),
  passwordMissing: row('PWD.0001', 400, { eiam: 'SDK.COMMON.1001' }),
  passwordLength: row('PWD.0002', 400, { ciam: 'IDAAS.TENANT.PWD.0007' }),
  passwordIsName: row('PWD.0003', 400),
  passwordIsNameReversed: row('PWD.0004', 400, { ciam: 'IDAAS.TENANT.PWD.0002' }),
  passwordClasses: row('PWD.0005', 400, { ciam: 'IDAAS.TENANT.PWD.0004' }),
  passwordWeak: row('PWD.0006', 400, { ciam: 'IDAAS.TENANT.PWD.0005' }),
  passwordRepeats: row('BOWLINE.PWD.0001', 400, { ciam: 'IDAAS.TENANT.PWD.0006' }),
  passwordPersonal: row('BOWLINE.PWD.0002', 400, { ciam: 'IDAAS.TENANT.PWD.0003' }),
  passwordUsed: row('BOWLINE.PWD.0003', 400, { ciam: 'IDAAS.TENANT.PWD.0001' }),
  oldPasswordWrong: row('BOWLINE.PWD.0004', 400),
  passwordUnset: row('BOWLINE.PWD.0005', 400),
  passwordsBusy: row('BOWLINE.PWD.0006', 400),
  passwordsSpent: row('BOWLINE.PWD.0007', 400),

  // second factors, and sessions
  factorUnknown: row('BOWLINE.MFA.0001', 400),
  factorWrong: row('BOWLINE.MFA.0002', 400),
  factorsSpent: row('BOWLINE.MFA.0003', 400),
  passkeyInvalid: row('BOWLINE.MFA.0004', 400),
  factorsFull: row('BOWLINE.MFA.0005', 400),
  factorElsewhere: row('BOWLINE.MFA.0006', 400),
  factorTooNew: row('BOWLINE.MFA.0007', 400),
  freshLoginNeeded: row('BOWLINE.SESSION.0001', 400),
  sessionUnknown: row('BOWLINE.SESSION.0002', 400),

  // single sign-on
  ticketMissing: row('PARAM.0031', 400, { eiam: 'SDK.COMMON.1001' }),
  ticketInvalid: row('PARAM.0032', 400, { eiam: 'SDK.COMMON.1005' }),

  // ours to mend
  systemError: row('COM.0002', 500, { ciam: 'IDAAS.TENANT.COM.0002', eiam: 'SDK.COMMON.1008' }),
} satisfies Record<keyof typeof en.errors, Row>

export type ErrorName = keyof typeof catalogue

/** The `{blanks}` of the English text are the type of the arguments. */
type Blanks<T extends string> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | Blanks<Rest> : never
type Fill<N extends ErrorName> = [Blanks<(typeof en.errors)[N]>] extends [never]
  ? []
  : [blanks: Record<Blanks<(typeof en.errors)[N]>, string | number>]

/** `path` is dotted as a blueprint has it: settings.sms.routes[0].gateways. */
export type Fault = { path: string; fault: Saying }

/** A refusal from the table. `reason` is for the audit trail and the log; the caller never sees it. */
export class Failure extends Error {
  readonly error: ErrorName
  readonly blanks: Record<string, string | number>
  reason: string | undefined
  /** Everything that is wrong with what was sent, by its path: told beside the text. Never a secret. */
  faults: Fault[] | undefined
  constructor(error: ErrorName, blanks: Record<string, string | number>) {
    super(error)
    this.error = error
    this.blanks = blanks
  }
}
// A refusal is an answer, not a fault: its stack would be built for nothing.
Failure.prototype.stack = ''

/** The only way to fail. */
export function fail<N extends ErrorName>(name: N, ...blanks: Fill<N>): never {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 0
  const failure = new Failure(name, blanks[0] ?? {})
  Error.stackTraceLimit = limit
  throw failure
}

/** Settings that cannot be, with all that is wrong with them at once. */
export function failFaults(faults: Fault[]): never {
  const failure = new Failure('settingsInvalid', { count: faults.length })
  failure.faults = faults
  throw failure
}

/** As `fail`, with what the caller is not told. */
export function failBecause<N extends ErrorName>(reason: string, name: N, ...blanks: Fill<N>): never {
  const failure = new Failure(name, blanks[0] ?? {})
  failure.reason = reason
  throw failure
}

/** The code an application of this dialect reads. */
export const errorCode = (name: ErrorName, dialect: Dialect): string => {
  const entry: Row = catalogue[name]
  return (dialect === 'oneaccess' ? undefined : entry[dialect]) ?? entry.code
}

export const errorText = (name: ErrorName, language: Language, blanks: Record<string, string | number>): string =>
  fillIn(languages[language].errors[name], blanks)
