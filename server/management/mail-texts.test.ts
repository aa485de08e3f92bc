import assert from 'node:assert/strict'
import test from 'node:test'
import { languages } from '../languages/index.ts'
import { bench } from '../testing.ts'
import { manage, refusedBy, silent } from './management.double.ts'

const TEXTS = '/api/v2/admin/mail-texts'
const EMAIL = 'wang@example.com'
type Letter = { subject: string; text: string; html: string }

test('every e-mail there is, in every language, with nothing left blank and nothing that is loaded', async () => {
  await using b = await bench()
  const admin = await manage(b, ['setting_read'])
  const { body } = await admin('GET', TEXTS)
  assert.deepEqual(body['languages'], Object.keys(languages))
  const types = body['types'] as string[]
  assert.equal(types.length, 8 + Object.keys(languages.en.notices).length)
  await silent(b, async () => {
    for (const language of body['languages'] as string[]) {
      for (const type of types) {
        const reply = await admin('POST', `${TEXTS}/preview`, { type, language })
        assert.equal(reply.status, 200, `${type} ${language} ${reply.text}`)
        const { subject, text, html } = reply.body as Letter
        for (const it of [subject, text, html]) assert.ok(it && !/\{\w+\}|undefined/.test(it), `${type} ${language}: ${it}`)
        assert.doesNotMatch(html, /<(script|img|link|iframe|form)|src=|url\(/i)
      }
    }
  })
})

test('what is shown is what is sent: the code’s length, its minutes and the name of the application', async () => {
  await using b = await bench({ settings: { captcha: { required: false }, mail: { code_length: 4, code_lifetime: 1800 } } })
  const admin = await manage(b)
  const { body } = await admin('POST', `${TEXTS}/preview`, { type: 'LOGIN_EMS', language: 'zh', app: 'Test' })
  const shown = body as Letter
  assert.match(shown.text, /^1234\n/)
  assert.equal((await b.call('POST', '/api/v2/sdk/email/send', { email: EMAIL, type: 'LOGIN_EMS' }, { 'x-l': 'zh-CN' })).status, 200)
  const sent = b.mails(EMAIL)[0]
  const same = (it: string | undefined) => it?.replaceAll(sent?.code ?? '', '1234')
  assert.deepEqual([same(sent?.subject), same(sent?.text), same(sent?.html)], [shown.subject, shown.text, shown.html])
})

test('a notice carries the link that undoes it, where there is one; a name cannot be HTML', async () => {
  await using b = await bench({ settings: { accounts: { undo_for: 7200 } } })
  const admin = await manage(b)
  const preview = async (type: string, more: object = {}) =>
    (await admin('POST', `${TEXTS}/preview`, { type, language: 'en', ...more })).body as Letter
  const undone = await preview('NOTICE.mobile_changed')
  assert.match(undone.text, /within 2 hours: https?:\/\/\S+\/undo\?token=sample/)
  assert.match(undone.html, /<a href="http[^"]+\/undo\?token=sample">/)
  assert.doesNotMatch((await preview('NOTICE.password_changed')).text, /undo/)
  const evil = await preview('LOGIN_EMS', { app: '<img src=x>\r\nBcc: a@example.com' })
  assert.doesNotMatch(evil.html, /<img/)
  assert.doesNotMatch(evil.subject, /[\r\n]/)
  await silent(b, async () => {
    refusedBy(await admin('POST', `${TEXTS}/preview`, { type: 'NOTICE.nothing', language: 'en' }), 'paramInvalid')
    refusedBy(await admin('POST', `${TEXTS}/preview`, { type: 'LOGIN_EMS', language: 'de' }), 'paramInvalid')
    refusedBy(await admin('POST', `${TEXTS}/preview`, { language: 'en' }), 'paramMissing')
  })
})
