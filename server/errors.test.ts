import assert from 'node:assert/strict'
import { test } from 'node:test'
import { catalogue, type ErrorName, errorText, fail, Failure } from './errors.ts'

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
}

const rows = Object.entries(catalogue)
const blanks = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((it) => it[1] ?? '').toSorted()

test('a code is never renumbered: every error has the code it was given', () => {
  for (const [name, { code }] of rows) assert.equal(code, pinned[name], `${name}: pin its code here once it is decided`)
})

test('a code means one thing, now and ever', () => {
  const codes = Object.values(pinned)
  assert.deepEqual(codes, [...new Set(codes)])
})

test('codes of the published API and of our own cannot be taken for each other', () => {
  const published = /^(APP|CAPTCHA|COM|LOGIN|MOBILE|PARAM|USER)\.\d{4}$/
  for (const code of Object.values(pinned)) assert.match(code, code.startsWith('BOWLINE.') ? /^BOWLINE\.[A-Z]+\.\d{4}$/ : published)
})

test('every language fills the same blanks', () => {
  for (const [name, { en, zh }] of rows) assert.deepEqual(blanks(zh), blanks(en), name)
})

test('every text is a whole sentence in its own writing', () => {
  for (const [name, { en, zh }] of rows) {
    assert.match(en, /[\w}]\.$/, name)
    assert.match(zh, /\p{Script=Han}.*。$/u, name)
  }
})

test('a blank is filled, and what a caller sends stays what it is', () => {
  assert.equal(errorText('codeWrong', 'en', { left: 4 }), 'Incorrect verification code. Remaining attempts: 4.')
  assert.equal(errorText('paramMissing', 'zh', { name: '{name} $& $1' }), '参数{name} $& $1不能为空。')
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
