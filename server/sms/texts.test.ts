import assert from 'node:assert/strict'
import test from 'node:test'
import { composeText, purposeOf, smsTypes } from './texts.ts'

const fill = { code: '12345678', minutes: 60, app: 'A Name of Twenty Let' }

test('every text fits one message, names the code once, warns, and leaves no blank', () => {
  for (const type of smsTypes) {
    const en = composeText(undefined, type, 'en', fill)
    const zh = composeText(undefined, type, 'zh-CN', fill)
    assert.match(en, /^[\x20-\x7e]{20,160}$/)
    assert.match(en, /Never tell it to anyone/)
    assert.match(zh, /请勿告知他人/)
    assert.ok(zh.length <= 70, `${zh.length}: ${zh}`)
    for (const text of [en, zh]) {
      assert.equal(text.split(fill.code).length, 2)
      assert.doesNotMatch(text, /[{}]/)
    }
  }
})

test('types that name one purpose share it', () => {
  assert.equal(purposeOf('OTP_REST_SMS'), purposeOf('MFA_AUTH_SMS'))
  assert.equal(purposeOf('UPDATE_PWD_SMS'), purposeOf('CHANGE_PWD_SMS'))
  assert.equal(new Set(smsTypes.map(purposeOf)).size, 7)
})

test("a tenant's own text is used when it carries the code, and ours when it does not", () => {
  assert.equal(composeText('{app}: {code}', 'LOGIN_SMS', 'en', fill), `${fill.app}: ${fill.code}`)
  assert.equal(composeText('hello', 'LOGIN_SMS', 'en', fill), composeText(undefined, 'LOGIN_SMS', 'en', fill))
})
