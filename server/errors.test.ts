import assert from 'node:assert/strict'
import { test } from 'node:test'
import { catalogue, errorCode, type ErrorName, errorText, fail, Failure } from './errors.ts'

/**
 * The wire code of every error. Applications compare codes, so a line of this list is never changed and
 * never taken for another error: a new error adds a line, and the line of one that is gone stays.
 */
const pinned: Record<string, string> = {
  deviceMissing: 'PARAM.0001',
  clientIdMissing: 'PARAM.0002',
  appUnknown: 'APP.0001',
  appDisabled: 'APP.0003',
  tenantUnknown: 'BOWLINE.TENANT.0001',
  tenantMissing: 'BOWLINE.TENANT.0002',
  addressRefused: 'BOWLINE.APP.0001',
  clientUnproven: 'BOWLINE.APP.0002',
  grantUnsupported: 'BOWLINE.APP.0003',
  accessTokenInvalid: 'BOWLINE.APP.0004',
  originRefused: 'BOWLINE.APP.0005',
  permissionMissing: 'BOWLINE.ADMIN.0001',
  adminSessionInvalid: 'BOWLINE.ADMIN.0002',
  csrfInvalid: 'BOWLINE.ADMIN.0003',
  changedMeanwhile: 'BOWLINE.ADMIN.0004',
  secondFactorNeeded: 'BOWLINE.ADMIN.0005',
  adminLinkInvalid: 'BOWLINE.ADMIN.0006',
  administratorUnknown: 'BOWLINE.ADMIN.0007',
  lastOwner: 'BOWLINE.ADMIN.0008',
  triesSpent: 'BOWLINE.ADMIN.0009',
  settingsInvalid: 'BOWLINE.ADMIN.0010',
  idTaken: 'BOWLINE.ADMIN.0011',
  gatewayUnknown: 'BOWLINE.ADMIN.0012',
  appStillEnabled: 'BOWLINE.ADMIN.0013',
  journeyUnknown: 'BOWLINE.ADMIN.0014',
  testsSpent: 'BOWLINE.ADMIN.0015',
  tryInvalid: 'BOWLINE.ADMIN.0016',
  tryOutdated: 'BOWLINE.ADMIN.0017',
  webhookUnknown: 'BOWLINE.ADMIN.0018',
  deliveryUnknown: 'BOWLINE.ADMIN.0019',
  webhookOff: 'BOWLINE.ADMIN.0020',
  signatureInvalid: 'PARAM.0030',
  idTokenInvalid: 'PARAM.0016',
  sessionInvalid: 'PARAM.0023',
  paramMissing: 'BOWLINE.PARAM.0001',
  paramInvalid: 'BOWLINE.PARAM.0002',
  bodyInvalid: 'BOWLINE.PARAM.0003',
  bodyTooLarge: 'BOWLINE.PARAM.0004',
  pathUnknown: 'BOWLINE.PARAM.0005',
  pointMissing: 'PARAM.0004',
  captchaIdMissing: 'PARAM.0005',
  senderMissing: 'PARAM.0006',
  captchaTokenMissing: 'PARAM.0008',
  codeMissing: 'PARAM.0009',
  stateTokenInvalid: 'PARAM.0014',
  mobileInvalid: 'USER.0038',
  countryRefused: 'BOWLINE.SMS.0005',
  mailUnserved: 'BOWLINE.MAIL.0001',
  captchaWrong: 'CAPTCHA.0002',
  captchaTokenExpired: 'CAPTCHA.0003',
  captchaTokenInvalid: 'CAPTCHA.0004',
  sendFailed: 'CAPTCHA.0006',
  codeWrong: 'CAPTCHA.0007',
  codeExpired: 'BOWLINE.SMS.0001',
  codeExhausted: 'BOWLINE.SMS.0002',
  guessesSpent: 'BOWLINE.SMS.0003',
  sentTooSoon: 'BOWLINE.SMS.0004',
  sendsSpent: 'BOWLINE.SMS.0006',
  addressSpent: 'BOWLINE.SMS.0007',
  stateRequired: 'BOWLINE.SMS.0008',
  mobileUnknown: 'MOBILE.0002',
  socialBound: 'BOWLINE.SOCIAL.0001',
  sourceUnknown: 'BOWLINE.SOCIAL.0002',
  providerExpired: 'BOWLINE.SOCIAL.0003',
  providerDenied: 'BOWLINE.SOCIAL.0004',
  providerMisconfigured: 'BOWLINE.SOCIAL.0005',
  providerUnreachable: 'BOWLINE.SOCIAL.0006',
  redirectRefused: 'BOWLINE.SOCIAL.0007',
  authorizeUnsupported: 'BOWLINE.SOCIAL.0008',
  ticketMissing: 'PARAM.0031',
  ticketInvalid: 'PARAM.0032',
  systemError: 'COM.0002',
  mailCodeWrong: 'CAPTCHA.0007',
  smsBlocked: 'BOWLINE.SMS.0009',
  challengeNeeded: 'BOWLINE.SMS.0010',
  smsBudgetSpent: 'BOWLINE.SMS.0011',
  smsCrowded: 'BOWLINE.SMS.0012',
  challengeWrong: 'BOWLINE.CAPTCHA.0001',
  accountUnknown: 'BOWLINE.SOCIAL.0009',
  lastWayIn: 'BOWLINE.SOCIAL.0010',
  phoneUnserved: 'BOWLINE.SOCIAL.0011',
  proofStale: 'BOWLINE.SOCIAL.0012',
  userNameTaken: 'USER.0029',
  mobileTaken: 'USER.0030',
  emailTaken: 'USER.0031',
  userNameInvalid: 'USER.0036',
  nameInvalid: 'USER.0037',
  emailInvalid: 'USER.0039',
  attributeInvalid: 'BOWLINE.USER.0001',
  registrationClosed: 'BOWLINE.USER.0002',
  undoInvalid: 'BOWLINE.USER.0003',
  userUnknown: 'USER.0001',
  orgUnknown: 'ORG.0001',
  eraseUnconfirmed: 'BOWLINE.USER.0004',
  listUnreadable: 'BOWLINE.USER.0005',
  listTooLong: 'BOWLINE.USER.0006',
  importUnknown: 'BOWLINE.USER.0007',
  emailUnknown: 'BOWLINE.MAIL.0002',
  locked: 'LOGIN.0001',
  credentialsWrong: 'LOGIN.0002',
  passwordMissing: 'PWD.0001',
  passwordLength: 'PWD.0002',
  passwordIsName: 'PWD.0003',
  passwordIsNameReversed: 'PWD.0004',
  passwordClasses: 'PWD.0005',
  passwordWeak: 'PWD.0006',
  passwordRepeats: 'BOWLINE.PWD.0001',
  passwordPersonal: 'BOWLINE.PWD.0002',
  passwordUsed: 'BOWLINE.PWD.0003',
  oldPasswordWrong: 'BOWLINE.PWD.0004',
  passwordUnset: 'BOWLINE.PWD.0005',
  passwordsBusy: 'BOWLINE.PWD.0006',
  passwordsSpent: 'BOWLINE.PWD.0007',
  factorUnknown: 'BOWLINE.MFA.0001',
  factorWrong: 'BOWLINE.MFA.0002',
  factorsSpent: 'BOWLINE.MFA.0003',
  passkeyInvalid: 'BOWLINE.MFA.0004',
  factorsFull: 'BOWLINE.MFA.0005',
  factorElsewhere: 'BOWLINE.MFA.0006',
  factorTooNew: 'BOWLINE.MFA.0007',
  freshLoginNeeded: 'BOWLINE.SESSION.0001',
  sessionUnknown: 'BOWLINE.SESSION.0002',
}

const rows = Object.entries(catalogue)

test('a code is never renumbered: every error has the code it was given', () => {
  for (const [name, { code }] of rows) assert.equal(code, pinned[name], `${name}: pin its code here once it is decided`)
})

test('a code means one thing, now and ever', () => {
  // The published API has one code for a wrong code by SMS and by e-mail; one of its twins has two.
  const codes = Object.entries(pinned).flatMap(([name, code]) => (name === 'mailCodeWrong' ? [] : [code]))
  assert.deepEqual(codes, [...new Set(codes)])
})

test('codes of the published API and of our own cannot be taken for each other', () => {
  const published = /^(APP|CAPTCHA|COM|LOGIN|MOBILE|ORG|PARAM|PWD|USER)\.\d{4}$/
  for (const code of Object.values(pinned)) assert.match(code, code.startsWith('BOWLINE.') ? /^BOWLINE\.[A-Z]+\.\d{4}$/ : published)
})

test('the twin products read their own codes, from the same table (user-api 3)', () => {
  assert.equal(errorCode('codeWrong', 'oneaccess'), 'CAPTCHA.0007')
  assert.equal(errorCode('codeWrong', 'ciam'), 'IDAAS.SDK.CAPTCHA.0007')
  assert.equal(errorCode('codeWrong', 'eiam'), 'SDK.SMS.1005')
  assert.equal(errorCode('mailCodeWrong', 'eiam'), 'SDK.SMS.1006')
  assert.equal(errorCode('socialBound', 'ciam'), 'BOWLINE.SOCIAL.0001')
  for (const [name] of rows) {
    assert.match(errorCode(name as ErrorName, 'ciam'), /^(IDAAS\.(SDK|TENANT)|BOWLINE)\.[A-Z]+\.\d{4}$/, name)
    assert.match(errorCode(name as ErrorName, 'eiam'), /^(SDK\.[A-Z]+\.1\d{3}|BOWLINE\.[A-Z]+\.\d{4}|[A-Z]+\.\d{4})$/, name)
  }
})

test('a blank is filled, and what a caller sends stays what it is', () => {
  assert.equal(errorText('codeWrong', 'en', { left: 4 }), 'Incorrect verification code. Remaining attempts: 4.')
  assert.equal(errorText('paramMissing', 'zh-CN', { name: '{name} $& $1' }), '参数{name} $& $1不能为空。')
})

test('failing says what failed, and keeps the reason to itself', () => {
  const caught = (work: () => never): Failure => {
    try {
      return work()
    } catch (reason) {
      assert.ok(reason instanceof Failure)
      return reason
    }
  }
  const failure = caught(() => fail('codeWrong', { left: 2 }))
  assert.equal(failure.error satisfies ErrorName, 'codeWrong')
  assert.deepEqual(failure.blanks, { left: 2 })
  assert.equal(failure.reason, undefined)
})
