import assert from 'node:assert/strict'
import test from 'node:test'
import { dump } from '../db.ts'
import { en } from '../languages/en.ts'
import { addressOf, bench } from '../testing.ts'
import { acts, manage, refusedBy, silent } from './management.double.ts'

const SOURCES = '/api/v2/admin/sources'
const SECRET = 'the-wechat-secret-nobody-sees'
const wechat = { id: 'wx', connector: 'wechat', settings: { app_id: 'wx0123', app_secret: SECRET } }

test('a source that is deleted leaves its accounts with their people, says so, and made again it knows them', async () => {
  await using b = await bench()
  const admin = await manage(b)
  const user = await b.addUser({ mobile: '+8615912345678', mobileProvenAt: 1 })
  const state = { 'x-state-token': await b.unknown('alice') }
  const verify_code = await b.sendCode('15912345678', 'BIND_MOBILE_SMS', state)
  assert.equal((await b.post('/social/bind', { mobile: '15912345678', verify_code }, state)).body['status'], 'SUCCESS')
  await admin('PUT', `/api/v2/admin/apps/${b.clientId}`, { settings: { sources: ['sandbox'] } })
  const gone = await admin('DELETE', `${SOURCES}/sandbox`)
  assert.equal(gone.status, 200, gone.text)
  assert.deepEqual(gone.body, {
    accounts: 1,
    more_accounts: false,
    applications: [b.clientId],
    explanation: en.management.sourceRemoved.replace('{accounts}', '1'),
  })
  assert.equal((await b.post('/login/social', { source: 'sandbox', code: 'sandbox:alice' })).body['error_code'], 'BOWLINE.SOCIAL.0002')
  const person = await admin('GET', `/api/v2/admin/users/${user.id}`)
  assert.deepEqual(
    (person.body['accounts'] as Record<string, unknown>[]).map((it) => [it['source_id'], it['source']]),
    [['sandbox', 'sandbox']],
  )
  assert.equal((await acts(b)).at(-1)?.before?.['accounts'], 1)
  await admin('POST', SOURCES, { id: 'sandbox', connector: 'sandbox' })
  assert.equal((await b.post('/login/social', { source: 'sandbox', code: 'sandbox:alice' })).body['status'], 'SUCCESS')
})

test('a check asks the provider, names the setting, and is remembered until the settings change', async () => {
  let said: object = { errcode: 40125, errmsg: 'invalid appsecret' }
  const asked: string[] = []
  const answer = async (input: string | URL | Request) => {
    asked.push(addressOf(input))
    return new Response(JSON.stringify(said), { headers: { 'content-type': 'application/json' } })
  }
  await using b = await bench({ fetch: answer })
  const admin = await manage(b)
  await admin('POST', SOURCES, wechat)
  const bad = await admin('POST', `${SOURCES}/wx/check`)
  const fault = bad.body['fault'] as Record<string, string>
  assert.deepEqual([bad.status, fault['refusal'], fault['setting']], [200, 'misconfigured', 'app_secret'])
  assert.match(asked[0] ?? '', /^https:\/\/api\.weixin\.qq\.com\//)
  assert.deepEqual((await admin('GET', `${SOURCES}/wx`)).body['last_check'], { at: Math.floor(b.clock.now / 1000), fault })
  const attention = ((await admin('GET', '/api/v2/admin/overview')).body['attention'] as { code: string; id: string; page: string }[]).find(
    (it) => it.code === 'source_failing',
  )
  assert.deepEqual([attention?.id, attention?.page], ['wx', 'sources'])

  // Before it is saved: the mark stands for what is stored.
  const settings = { app_id: 'wx0123', app_secret: { set: true } }
  const unsaved = await admin('POST', `${SOURCES}/check`, { id: 'wx', connector: 'wechat', settings })
  assert.equal((unsaved.body['fault'] as Record<string, string>)['setting'], 'app_secret')
  assert.deepEqual((await admin('POST', `${SOURCES}/check`, { connector: 'wechat', settings: { app_id: 'x' } })).body['fault'], {
    refusal: 'misconfigured',
    setting: 'app_secret',
    text: 'is missing',
  })

  b.clock.now += 1000
  await admin('PUT', `${SOURCES}/wx`, { settings: { app_id: 'wx0123', app_secret: 'the-right-one' } })
  assert.equal((await admin('GET', `${SOURCES}/wx`)).body['last_check'], null)
  said = { errcode: 40029, errmsg: 'invalid code' }
  b.clock.now += 1000
  assert.deepEqual((await admin('POST', `${SOURCES}/wx/check`)).body, { fault: null })
  assert.deepEqual((await admin('GET', `${SOURCES}/wx`)).body['last_check'], { at: Math.floor(b.clock.now / 1000), fault: null })
  const all = JSON.stringify([await b.snapshot(), await dump(b.world.database, ['auditEvents'])])
  assert.ok(!(all + bad.text + unsaved.text + b.log()).includes(SECRET))
})

test('a dry run says what would happen and why, and writes nothing', async () => {
  await using b = await bench({ source: { trustMobile: true } })
  const admin = await manage(b, ['source_read'])
  const user = await b.addUser({ mobile: '+8615912345678', mobileProvenAt: 1 })
  const run = (profile: object, more: object = {}, headers = {}) =>
    admin('POST', `${SOURCES}/sandbox/dry-run`, { profile, ...more }, headers)
  await silent(b, async () => {
    const unknown = await run({ subject: 'alice' }, {}, { 'x-l': 'zh-TW' })
    assert.deepEqual(unknown.body, {
      status: 'SOCIAL_BIND',
      user_id: null,
      steps: ['該社群帳號未綁定任何使用者。', '登入方式設定：綁定現有使用者。'],
      refused: null,
    })
    const held = await run({ subject: 'alice', mobile: '15912345678', mobile_verified: true }, { client_id: b.clientId })
    assert.deepEqual([held.body['status'], held.body['user_id']], ['SUCCESS', user.id])
    refusedBy(await run({ subject: 'alice' }, { client_id: 'nobody' }), 'appUnknown')
    refusedBy(await run({ subject: 'alice', age: 3 }), 'paramInvalid')
    refusedBy(await run({}), 'paramMissing')
  })
})
