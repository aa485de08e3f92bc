/** The four calls that bind by a number a mini-program was given, against doubles of WeChat and Alipay. */
import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { refuses } from '../refusals.ts'
import { bench, type Bench, claimsOf } from '../testing.ts'
import { keys, openGateway } from './connectors/alipay.double.ts'
import { startWechatDouble } from './connectors/wechat.double.ts'

const MOBILE = '13800138000'
const NOW = Date.UTC(2026, 5, 1, 8)
const aesKey = Buffer.from('0123456789abcdef').toString('base64')
const wechatApp = { appId: 'wx1', appSecret: 'sesame' }

async function withWechat(more: object = {}, tenant: object = {}) {
  const double = await startWechatDouble({ ...wechatApp, now: () => b.clock.now })
  after(double.close)
  const settings = { scene: 'mini_program', app_id: wechatApp.appId, app_secret: wechatApp.appSecret, api_url: double.url }
  const b: Bench = await bench({
    source: { id: 'mini', connector: 'wechat', settings, trustMobile: true, ...more },
    settings: { captcha: { required: false }, sms: { cooldown: 1 }, mail: { cooldown: 1 }, ...tenant },
  })
  after(() => b[Symbol.asyncDispose]())
  const enter = async (openid: string) => ({
    'x-state-token': String((await b.post('/login/wechat-miniprogram', { code: double.login({ openid }) })).body['state_token']),
  })
  return { b, double, settings, enter, phone: (number = MOBILE) => double.givePhone({ country: '86', number }) }
}

async function withAlipay(more: object = {}, tenant: object = {}) {
  const { double, settings: own } = await openGateway('public_key', () => b.clock.now)
  const settings = { ...own, scene: 'mini_program', aes_key: aesKey, scope: 'auth_base' }
  const b: Bench = await bench({
    source: { id: 'mini', connector: 'alipay', settings, trustMobile: true, ...more },
    settings: { captcha: { required: false }, ...tenant },
  })
  after(() => b[Symbol.asyncDispose]())
  const enter = async (open_id: string) => {
    const { body } = await b.post('/login/alipay-miniprogram', { code: double.agree({ open_id }) })
    return { 'x-state-token': String(body['state_token']) }
  }
  const blob = (mobile = MOBILE) => double.tellMobile({ code: '10000', msg: 'Success', mobile }, aesKey)
  return { b, double, settings, enter, blob }
}

const rows = async (b: Bench, table: string) => ((await b.snapshot())[table] ?? '').split('\n').filter(Boolean).length

test('WeChat: the user who holds the number is who the mini-program’s person is from now on', async () => {
  const { b, double, enter, phone } = await withWechat()
  const user = await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1, email: 'wang@example.com', emailProvenAt: 1 })
  const state = await enter('o-1')
  const answer = await b.post('/social/wechat-mobile-bind', { wechat_code: phone() }, state)
  assert.deepEqual(Object.keys(answer.body).toSorted(), ['expire', 'id_token', 'session_token', 'status'], answer.text)
  assert.equal(answer.body['status'], 'SUCCESS')
  const again = await b.post('/login/wechat-miniprogram', { code: double.login({ openid: 'o-1' }) })
  assert.equal(claimsOf(again.body['id_token'])['id'], user.id)
  assert.equal(b.mails('wang@example.com').length, 1)
})

test('WeChat: the code under the name that one published page spells', async () => {
  const { b, enter, phone } = await withWechat()
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const answer = await b.post('/social/wechat-mobile-bind', { wchat_code: phone() }, await enter('o-1'))
  assert.equal(answer.body['status'], 'SUCCESS', answer.text)
})

test('WeChat: register-bind makes the user whom nobody is, and finds the one who is there', async () => {
  const { b, enter, phone } = await withWechat({ unknownUser: 'bind_or_register' })
  const made = await b.post('/social/wechat-mobile-register-bind', { wechat_code: phone() }, await enter('o-1'))
  assert.equal(made.body['status'], 'SUCCESS', made.text)
  const claims = claimsOf(made.body['id_token'])
  assert.equal(claims['mobile'], `+86-${MOBILE}`)
  const found = await b.post('/social/wechat-mobile-register-bind', { wechat_code: phone() }, await enter('o-2'))
  assert.equal(claimsOf(found.body['id_token'])['id'], claims['id'])
})

test('what the WeChat calls refuse, and none of it burns the state token', async (t) => {
  const { b, double, settings, enter, phone } = await withWechat()
  await b.addSource({ id: 'sandbox' })
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const state = await enter('o-1')
  const good = { url: '/api/v2/sdk/social/wechat-mobile-bind', headers: state, body: { wechat_code: phone() } }
  const used = phone()
  await b.addSource({ id: 'spare', connector: 'wechat', settings, trustMobile: true })
  await b.post('/social/wechat-mobile-bind', { wechat_code: used }, await enter('o-2'))
  const trouble = (it: Parameters<typeof double.trouble.set>[1]) => async () => {
    double.trouble.set('/wxa/business/getuserphonenumber', it)
  }
  await refuses(t, b, good, [
    { name: 'no state token', headers: { 'x-state-token': '' }, code: 'PARAM.0014', says: 'Invalid state token' },
    { name: 'no code', body: { wechat_code: undefined }, code: 'BOWLINE.PARAM.0001', says: 'wechat_code' },
    { name: 'a code that is none', body: { wechat_code: 'x' }, code: 'BOWLINE.SOCIAL.0003', says: 'invalid, used or expired' },
    { name: 'a code that was used', body: { wechat_code: used }, code: 'BOWLINE.SOCIAL.0003', says: 'invalid, used or expired' },
    {
      name: 'the number that another mini-program was given',
      body: { wechat_code: double.givePhone({ country: '86', number: MOBILE, appId: 'wx9' }) },
      code: 'BOWLINE.SOCIAL.0004',
      says: 'refused',
    },
    {
      name: 'a number nobody has',
      body: { wechat_code: phone('13900000001') },
      code: 'MOBILE.0002',
      says: 'Unauthenticated mobile number',
    },
    { name: 'WeChat is down', first: trouble({ status: 502 }), code: 'BOWLINE.SOCIAL.0006', says: 'cannot be reached' },
    {
      name: 'a state token of another provider',
      first: async () => ({ headers: { 'x-state-token': await b.unknown('alice') } }),
      code: 'BOWLINE.SOCIAL.0011',
      says: 'hands over no mobile number',
    },
    {
      name: 'a source that is not trusted for numbers',
      first: () => b.addSource({ id: 'mini', connector: 'wechat', settings, trustMobile: false }),
      code: 'BOWLINE.SOCIAL.0011',
      says: 'Bind with a code by SMS',
    },
    {
      name: 'a source that is switched off meanwhile',
      first: () => b.addSource({ id: 'mini', connector: 'wechat', settings, trustMobile: true, disabled: true }),
      code: 'BOWLINE.SOCIAL.0002',
      says: 'switched off',
    },
  ])
  double.trouble.clear()
  await b.addSource({ id: 'mini', connector: 'wechat', settings, trustMobile: true })
  assert.equal((await b.call('POST', good.url, good.body, state)).body['status'], 'SUCCESS')
})

test('threat 10: a number the host knows is no younger than one by a code', async () => {
  const { b, enter, phone } = await withWechat()
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: NOW - 91 * 86_400_000, email: 'wang@example.com', emailProvenAt: 1 })
  const answer = await b.post('/social/wechat-mobile-bind', { wechat_code: phone() }, await enter('o-1'))
  assert.equal(answer.body['status'], 'MFA_AUTH', answer.text)
  assert.deepEqual(JSON.parse(String(answer.body['data'])), { mfaMethods: ['email'] })
  const second = { 'x-state-token': String(answer.body['state_token']) }
  const code = await b.sendCode(MOBILE, 'MFA_AUTH_SMS')
  assert.equal((await b.post('/mfa/sms', { mobile: MOBILE, verify_code: code }, second)).body['error_code'], 'BOWLINE.MFA.0001')
  assert.equal(await rows(b, 'socialAccounts'), 0)
})

test('where two factors are asked for, a number the host knows is none of them: nothing is tied before both are shown', async () => {
  const { b, enter, phone } = await withWechat({}, { mfa: { required: 'always' } })
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1, email: 'wang@example.com', emailProvenAt: 1 })
  const bound = await b.post('/social/wechat-mobile-bind', { wechat_code: phone() }, await enter('o-1'))
  assert.deepEqual([bound.body['status'], bound.body['data']], ['MFA_AUTH', '{"mfaMethods":["sms","email"]}'], bound.text)
  const after = (reply: typeof bound) => ({ 'x-state-token': String(reply.body['state_token']) })
  const one = await b.post('/mfa/sms', { mobile: MOBILE, verify_code: await b.sendCode(MOBILE, 'MFA_AUTH_SMS') }, after(bound))
  assert.deepEqual([one.body['status'], one.body['data']], ['MFA_AUTH', '{"mfaMethods":["email"]}'], one.text)
  assert.equal(await rows(b, 'socialAccounts'), 0)
  const email = 'wang@example.com'
  const two = await b.post('/mfa/email', { email, verify_code: await b.sendMailCode(email, 'MFA_AUTH_EMS') }, after(one))
  assert.equal(two.body['status'], 'SUCCESS', two.text)
  assert.equal(await rows(b, 'socialAccounts'), 1)
})

test('Alipay: the user who holds the number is who the mini-program’s person is from now on', async () => {
  const { b, enter, blob } = await withAlipay()
  const user = await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const answer = await b.post('/social/alipay-mini-mobile-bind', { alipay_encrypt: JSON.stringify(blob()) }, await enter('open-1'))
  assert.equal(answer.body['status'], 'SUCCESS', answer.text)
  assert.equal(claimsOf(answer.body['id_token'])['id'], user.id)
})

test('Alipay: register-bind makes the user whom nobody is', async () => {
  const { b, enter, blob } = await withAlipay({ unknownUser: 'bind_or_register' })
  const body = { alipay_encrypt: JSON.stringify(blob()) }
  const made = await b.post('/social/alipay-mini-mobile-register-bind', body, await enter('open-1'))
  assert.equal(claimsOf(made.body['id_token'])['mobile'], `+86-${MOBILE}`, made.text)
  assert.equal(await rows(b, 'socialAccounts'), 1)
})

test('where nobody may register, it makes none; where a country is not served, neither', async (t) => {
  const url = '/api/v2/sdk/social/alipay-mini-mobile-register-bind'
  const closed = await withAlipay({ unknownUser: 'bind_or_register' }, { registration: { open: false } })
  const body = { alipay_encrypt: JSON.stringify(closed.blob()) }
  await refuses(t, closed.b, { url, body, headers: await closed.enter('open-1') }, [
    { name: 'closed', code: 'BOWLINE.USER.0002', says: 'Registration is not open', writes: ['budgets'] },
  ])
  const abroad = await withAlipay({ unknownUser: 'bind_or_register' }, { countries: ['SG'] })
  await refuses(t, abroad.b, { url, body, headers: await abroad.enter('open-1') }, [
    { name: 'abroad', code: 'BOWLINE.SMS.0005', says: 'not served' },
  ])
})

test('Alipay writes one text for one number: whoever brings it first keeps it, and it binds nobody else', async (t) => {
  const { b, enter, blob } = await withAlipay({ unknownUser: 'bind_or_register' })
  const url = '/api/v2/sdk/social/alipay-mini-mobile-register-bind'
  const first = blob()
  assert.deepEqual(blob(), first)
  const made = await b.post('/social/alipay-mini-mobile-register-bind', { alipay_encrypt: JSON.stringify(first) }, await enter('open-1'))
  assert.equal(made.body['status'], 'SUCCESS', made.text)
  const theirs = { code: 'BOWLINE.SOCIAL.0003', says: 'invalid, used or expired' }
  const state = await enter('open-2')
  await refuses(t, b, { url, headers: state, body: { alipay_encrypt: JSON.stringify(first) } }, [
    { name: 'as it was', ...theirs },
    {
      name: 'written down in another way',
      body: { alipay_encrypt: JSON.stringify({ sign: first.sign, response: first.response }, null, 2) },
      ...theirs,
    },
    { name: 'wrapped once more', body: { alipay_encrypt: JSON.stringify({ response: JSON.stringify(first) }) }, ...theirs },
  ])
  // Themselves they may bring it again, when they have unbound.
  const headers = { authorization: `Bearer ${String(made.body['id_token'])}` }
  const [one] = (await b.get('/social', headers)).body['social'] as { id: string }[]
  assert.equal((await b.post('/social/unbind-account', { id: one?.id }, headers)).status, 200)
  const again = await b.post('/social/alipay-mini-mobile-register-bind', { alipay_encrypt: JSON.stringify(first) }, await enter('open-1'))
  assert.equal(again.body['status'], 'SUCCESS', again.text)
})

test('two who bring one text at once: one of them has it', async () => {
  const { b, enter, blob } = await withAlipay({ unknownUser: 'bind_or_register' })
  const states = [await enter('open-1'), await enter('open-2')]
  const body = { alipay_encrypt: JSON.stringify(blob()) }
  const answers = await Promise.all(states.map((state) => b.post('/social/alipay-mini-mobile-register-bind', body, state)))
  assert.deepEqual(answers.map((it) => String(it.body['status'] ?? it.body['error_code'])).toSorted(), ['BOWLINE.SOCIAL.0003', 'SUCCESS'])
  assert.equal(await rows(b, 'socialAccounts'), 1)
})

test('what the Alipay calls refuse, and none of it burns the state token', async (t) => {
  const { b, double, settings, enter, blob } = await withAlipay()
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const state = await enter('open-1')
  const good = { url: '/api/v2/sdk/social/alipay-mini-mobile-bind', headers: state, body: { alipay_encrypt: JSON.stringify(blob()) } }
  const forged = double.tellMobile({ code: '10000', msg: 'Success', mobile: MOBILE }, aesKey, keys.stranger.privateKey)
  const failed = double.tellMobile({ code: '20000', msg: 'Service Currently Unavailable', subCode: 'aop.unknow-error' }, aesKey)
  await refuses(t, b, good, [
    { name: 'no text', body: { alipay_encrypt: undefined }, code: 'BOWLINE.PARAM.0001', says: 'alipay_encrypt' },
    { name: 'a text that is none', body: { alipay_encrypt: 'x' }, code: 'BOWLINE.SOCIAL.0004', says: 'refused' },
    {
      name: 'one that Alipay did not sign',
      body: { alipay_encrypt: JSON.stringify(forged) },
      code: 'BOWLINE.SOCIAL.0004',
      says: 'refused',
    },
    {
      name: 'Alipay’s own trouble',
      body: { alipay_encrypt: JSON.stringify(failed) },
      code: 'BOWLINE.SOCIAL.0006',
      says: 'cannot be reached',
    },
    {
      name: 'a key of ours that is wrong',
      async first() {
        await b.addSource({
          id: 'mini',
          connector: 'alipay',
          settings: { ...settings, aes_key: Buffer.alloc(16).toString('base64') },
          trustMobile: true,
        })
      },
      code: 'BOWLINE.SOCIAL.0005',
      says: 'Tell the administrator',
    },
    {
      name: 'a source that is not trusted for numbers',
      first: () => b.addSource({ id: 'mini', connector: 'alipay', settings }),
      code: 'BOWLINE.SOCIAL.0011',
      says: 'Bind with a code by SMS',
    },
  ])
  await b.addSource({ id: 'mini', connector: 'alipay', settings, trustMobile: true })
  assert.equal((await b.call('POST', good.url, good.body, state)).body['status'], 'SUCCESS')
})
