import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import test from 'node:test'
import { refuses } from '../refusals.ts'
import { bench } from '../testing.ts'
import { saveGateway } from './index.ts'
import { smsTypes } from './texts.ts'

const MOBILE = '15912345678'
const URL = '/api/v2/sdk/sms/send'
const open = (sms: object, more: object = {}) => ({ settings: { captcha: { required: false }, sms: { cooldown: 60, ...sms }, ...more } })

test('a code is sent for every published type, and the answer is empty', async (t) => {
  await using b = await bench(open({ cooldown: 1 }))
  for (const type of smsTypes) {
    await t.test(type, async () => {
      b.clock.now += 1000
      const answer = await b.post('/sms/send', { mobile: MOBILE, type })
      assert.equal(answer.status, 200, answer.text)
      assert.equal(answer.text, '')
      const [message] = b.inbox()
      assert.equal(message?.mobile, `+86${MOBILE}`)
      assert.equal(message?.type, type)
      assert.match(message?.code ?? '', /^\d{6}$/)
      assert.ok(message?.text.includes(message.code))
      assert.ok(message?.text.includes('5 min'))
    })
  }
  assert.equal(b.inbox().length, smsTypes.length)
})

test('nothing lets a code be read in the database or the log', async () => {
  await using b = await bench()
  const code = await b.sendCode(MOBILE, 'LOGIN_SMS')
  const rows = Object.values(await b.snapshot()).join('\n')
  assert.ok(!rows.includes(`"${code}"`))
  assert.ok(!b.log().includes(`"${code}"`) && !b.log().includes(MOBILE))
})

test('the message is in the language of the caller, and in the words of the tenant where it has its own', async () => {
  const texts = { LOGIN_SMS: { en: '{app}: {code}, {minutes}' }, REGISTER_SMS: { en: 'a text without its code' } }
  await using b = await bench({
    settings: { captcha: { required: false }, sms: { cooldown: 1, code_length: 4, code_lifetime: 90, texts } },
  })
  const said = async (type: string, language: string) => {
    const code = await b.sendCode(MOBILE, type, { 'x-l': language })
    assert.match(code, /^\d{4}$/)
    return b.inbox()[0]?.text.replace(code, 'CODE') ?? ''
  }
  assert.equal(await said('LOGIN_SMS', 'en'), 'Test: CODE, 2')
  assert.match(await said('LOGIN_SMS', 'zh'), /登录验证码CODE，2分钟内有效/)
  assert.match(await said('REGISTER_SMS', 'en'), /CODE is your Test code/)
})

test('a number somebody has and one nobody has are answered alike', async () => {
  await using b = await bench(open({}))
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const known = await b.post('/sms/send', { mobile: MOBILE, type: 'LOGIN_SMS' })
  const unknown = await b.post('/sms/send', { mobile: '13812345678', type: 'LOGIN_SMS' })
  const bare = ({ status, text, headers }: typeof known) => ({ status, text, headers: { ...headers, 'x-request-id': '', date: '' } })
  assert.deepEqual(bare(known), bare(unknown))
})

test('what sms/send refuses', async (t) => {
  await using b = await bench(open({}, { countries: ['CN'] }))
  const strict = await b.addApp({ codes_need_state: true })
  const good = { url: URL, body: { mobile: MOBILE, type: 'BIND_MOBILE_SMS' } }
  await refuses(t, b, good, [
    { name: 'no mobile', body: { mobile: undefined }, code: 'BOWLINE.PARAM.0001', says: 'Parameter mobile cannot be left blank.' },
    { name: 'an empty mobile', body: { mobile: '' }, code: 'BOWLINE.PARAM.0001', says: 'mobile' },
    { name: 'a mobile that is none', body: { mobile: '1591234567' }, code: 'USER.0038', says: 'Invalid mobile number' },
    { name: 'a fixed line, where no code arrives', body: { mobile: '+861062552233' }, code: 'USER.0038', says: 'Invalid mobile number' },
    {
      name: 'a number of a country that is not served',
      body: { mobile: '+85251234567' },
      code: 'BOWLINE.SMS.0005',
      says: 'Numbers of this country are not served',
    },
    { name: 'no type', body: { type: undefined }, code: 'BOWLINE.PARAM.0001', says: 'type' },
    { name: 'an unknown type', body: { type: 'LOGIN' }, code: 'BOWLINE.PARAM.0002', says: 'type' },
    { name: 'a captcha_token that is a number', body: { captcha_token: 1 }, code: 'BOWLINE.PARAM.0002', says: 'captcha_token' },
    {
      name: 'a state token of somebody else',
      headers: { 'x-state-token': 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9...' },
      code: 'PARAM.0014',
      says: 'Invalid state token',
    },
    {
      name: 'the state token of another application',
      first: async () => ({ headers: { 'x-client-id': strict, 'x-state-token': await b.unknown('bo') } }),
      code: 'PARAM.0014',
      says: 'Invalid',
    },
    {
      name: 'a state token past its ten minutes',
      later: 600_001,
      first: async () => ({ headers: { 'x-state-token': await b.unknown('bo') } }),
      code: 'PARAM.0014',
      says: 'Invalid',
    },
    {
      name: 'none, where the application wants one',
      headers: { 'x-client-id': strict },
      code: 'BOWLINE.SMS.0008',
      says: 'Send the header X-state-token.',
    },
  ])
  assert.equal((await b.call('POST', URL, good.body)).status, 200)
})

test('a number is left alone for the cool-down, by every tenant', async (t) => {
  await using b = await bench(open({}))
  const other = await b.addTenant('other', { captcha: { required: false }, sms: { cooldown: 60 } })
  const good = { url: URL, body: { mobile: MOBILE, type: 'LOGIN_SMS' } }
  assert.equal((await b.call('POST', URL, good.body)).status, 200)
  await refuses(t, b, good, [
    { name: 'at once', code: 'BOWLINE.SMS.0004', says: 'Wait 60 seconds before the next.' },
    { name: 'for another purpose', body: { type: 'REGISTER_SMS' }, code: 'BOWLINE.SMS.0004', says: 'Wait 60 seconds' },
    { name: 'written in another way', body: { mobile: `+86-${MOBILE}` }, code: 'BOWLINE.SMS.0004', says: 'Wait 60 seconds' },
    {
      name: 'under a state token',
      first: async () => ({ headers: { 'x-state-token': await b.unknown('bo') } }),
      code: 'BOWLINE.SMS.0004',
      says: 'Wait 60 seconds',
    },
    { name: 'by another tenant', headers: { 'x-client-id': other.clientId }, code: 'BOWLINE.SMS.0004', says: 'Wait 60 seconds' },
    { name: 'almost a minute later', later: 59_001, code: 'BOWLINE.SMS.0004', says: 'Wait 1 seconds' },
  ])
  b.clock.now += 60_000
  assert.equal((await b.call('POST', URL, good.body, { 'x-client-id': other.clientId })).status, 200)
})

test('of twenty sends to one number at once one is sent', async () => {
  await using b = await bench(open({}))
  const answers = await Promise.all(Array.from({ length: 20 }, () => b.post('/sms/send', { mobile: MOBILE, type: 'LOGIN_SMS' })))
  assert.equal(answers.filter((it) => it.status === 200).length, 1)
  assert.equal(b.inbox().length, 1)
})

test('a number gets so many codes a day, of all tenants together', async (t) => {
  await using b = await bench(open({ cooldown: 1, per_number_per_day: 3 }))
  const other = await b.addTenant('other', { captcha: { required: false }, sms: { cooldown: 1, per_number_per_day: 3 } })
  for (const headers of [{}, { 'x-client-id': other.clientId }, {}]) await b.sendCode(MOBILE, 'LOGIN_SMS', headers)
  b.clock.now += 3_600_000
  await refuses(t, b, { url: URL, body: { mobile: MOBILE, type: 'LOGIN_SMS' } }, [
    { name: 'a fourth', code: 'BOWLINE.SMS.0006', says: 'Try again in 23 hours.' },
    {
      name: 'a fourth, of another tenant',
      headers: { 'x-client-id': other.clientId },
      code: 'BOWLINE.SMS.0006',
      says: 'Too many codes were sent to this number or address.',
    },
  ])
  b.clock.now += 23 * 3_600_000
  assert.match(await b.sendCode(MOBILE, 'LOGIN_SMS'), /^\d{6}$/)
})

test('an address asks for so many codes an hour, whatever it says of itself', async (t) => {
  await using b = await bench({ ...open({ cooldown: 1, per_address_per_hour: 2 }), env: { BOWLINE_TRUSTED_PROXIES: '127.0.0.1' } })
  const from = (address: string) => ({ 'x-forwarded-for': address })
  const numbers = ['13800000001', '13800000002', '13800000003']
  for (const mobile of numbers.slice(0, 2)) await b.sendCode(mobile, 'LOGIN_SMS', from('203.0.113.7'))
  const spent = { code: 'BOWLINE.SMS.0007', says: 'Try again in 60 minutes.' }
  await refuses(t, b, { url: URL, body: { mobile: numbers[2], type: 'LOGIN_SMS' }, headers: from('203.0.113.7') }, [
    { name: 'a third', ...spent },
    { name: 'a third with another X-device-ip', headers: { 'x-device-ip': '198.51.100.1' }, ...spent },
    { name: 'a third with another address written in front', headers: from('198.51.100.1, 203.0.113.7'), ...spent },
  ])
  assert.match(await b.sendCode(numbers[2] ?? '', 'LOGIN_SMS', from('203.0.113.8')), /^\d{6}$/)
})

test('a gateway that fails costs neither the code nor the wait', async (t) => {
  await using b = await bench(open({}))
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => probe.once('listening', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  await saveGateway(b.ctx, b.tenant.id, {
    id: 'inbox',
    gateway: 'http',
    settings: { url: `http://127.0.0.1:${port}/`, secret: 'sixteen letters.' },
    position: 1,
  })
  const good = { url: URL, body: { mobile: MOBILE, type: 'LOGIN_SMS' } }
  const failed = { code: 'CAPTCHA.0006', says: 'Failed to send the verification code.' }
  await refuses(t, b, good, [
    { name: 'nobody listens', ...failed, writes: ['budgets', 'messages', 'traffic'] },
    { name: 'and again, without a wait', ...failed, writes: ['budgets', 'messages', 'traffic'] },
    {
      name: 'in Chinese',
      headers: { 'x-l': 'zh' },
      code: 'CAPTCHA.0006',
      says: '验证码发送失败',
      writes: ['budgets', 'messages', 'traffic'],
    },
  ])
  const { codes } = await b.snapshot()
  assert.equal(codes, '')
  await saveGateway(b.ctx, b.tenant.id, { id: 'inbox', gateway: 'inbox', settings: {}, position: 1 })
  assert.equal((await b.call('POST', URL, good.body)).status, 200)
})

test('a tenant whose gateway is gone, or is for development, sends nothing', async (t) => {
  await using b = await bench({ ...open({}), env: { BOWLINE_MODE: 'production', BOWLINE_PUBLIC_URL: 'https://id.example.com' } })
  const failed = { code: 'CAPTCHA.0006', says: 'Try again in a moment.' }
  const change = (gateway: string) => async () => saveGateway(b.ctx, b.tenant.id, { id: 'inbox', gateway, settings: {}, position: 1 })
  await refuses(t, b, { url: URL, body: { mobile: MOBILE, type: 'LOGIN_SMS' } }, [
    { name: 'the inbox, in production', ...failed },
    { name: 'the log, in production', first: change('log'), ...failed },
    { name: 'one nobody knows', first: change('carrier-pigeon'), ...failed },
    { name: 'one with the name of something else', first: change('constructor'), ...failed },
  ])
})
