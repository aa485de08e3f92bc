import assert from 'node:assert/strict'
import test from 'node:test'
import { createApp, createTemplate } from '../apps/index.ts'
import { refuses } from '../refusals.ts'
import { saveGateway } from '../sms/index.ts'
import { createTenant } from '../tenants/index.ts'
import { bench, claimsOf } from '../testing.ts'

const MOBILE = '15912345678'
const URL = '/api/v2/sdk/social/bind'

test('an unknown social account is bound to the user of a proven mobile number', async () => {
  await using b = await bench()
  const user = await b.addUser({ userName: 'wang', name: 'Wang', mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const entered = await b.post('/login/social', { source: 'sandbox', code: 'sandbox:alice' })
  assert.equal(entered.status, 200)
  assert.equal(entered.body['status'], 'SOCIAL_BIND')
  assert.deepEqual(JSON.parse(String(entered.body['data'])), { socialBindOrRegisterFlow: ['VERIFY_PHONE', 'VERIFY_EMAIL'] })
  const state = { 'x-state-token': String(entered.body['state_token']) }
  const verify_code = await b.sendCode(MOBILE, 'BIND_MOBILE_SMS', state)
  const bound = await b.post('/social/bind', { mobile: MOBILE, verify_code }, state)
  assert.equal(bound.status, 200, bound.text)
  assert.equal(bound.body['status'], 'SUCCESS')
  assert.equal(bound.body['expire'], 604800)
  assert.match(String(bound.body['session_token']), /^[A-Za-z0-9]{32}$/)
  // From now on the social account is that user.
  const again = await b.post('/login/social', { source: 'sandbox', code: 'sandbox:alice' })
  assert.equal(again.body['status'], 'SUCCESS')
  assert.equal(claimsOf(again.body['id_token'])['sub'], user.id)
  assert.equal(claimsOf(again.body['id_token'])['mobile'], '+86-15912345678')
})

test('the published request, as it is written, gets the published answer', async () => {
  await using b = await bench()
  const id = '08f770f51f80d2f40f38c00cb199fd21'
  const template = 'DRrYIqauawN0I8myTMoDTPys6ezGZxnm'
  await createTemplate(b.ctx, { clientId: template, name: 'ISV' })
  await createTenant(b.ctx, { id, name: 'published', settings: { captcha: { required: false }, sms: { cooldown: 1 } } })
  await createApp(b.ctx, id, { name: 'Instance', templateClientId: template })
  await saveGateway(b.ctx, id, { id: 'inbox', gateway: 'inbox', settings: {}, position: 1 })
  await b.addSource({}, id)
  const user = await b.addUser({ mobile: '+8612345678901', mobileProvenAt: 1 }, id)
  const published = {
    'Content-Type': 'application/json;charset=utf8',
    'X-operating-sys-version': 'Android 10',
    'X-device-fingerprint': '156aysdna213sac',
    'X-device-ip': '10.10.10.1',
    'X-agent':
      'Mozilla/5.0 (Linux; Android 10; Redmi K30 Build/QKQ1.190825.002; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/80.0.3987.99 Mobile Safari/537.36',
    'X-L': 'zh',
    'X-client-id': template,
    'X-tenant-id': id,
  }
  const send = (path: string, body: string, headers: object = published) =>
    b.bowline.server.inject({ method: 'POST', url: `/api/v2/sdk${path}`, headers: { ...headers }, payload: body })

  const entered = await send('/login/social', '{"source":"sandbox","code":"sandbox:alice"}')
  const state = { ...published, 'X-state-token': (entered.json() as Record<string, string>)['state_token'] }
  assert.match(state['X-state-token'] ?? '', /^eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9\.[\w-]+\.[\w-]+$/)
  await send('/sms/send', '{"mobile":"12345678901","type":"BIND_MOBILE_SMS"}', state)
  const answer = await send('/social/bind', `{\n  "mobile": "12345678901",\n  "verify_code": "${b.code('+8612345678901')}"\n}`, state)

  assert.equal(answer.statusCode, 200, answer.body)
  const body = answer.json() as Record<string, unknown>
  assert.deepEqual(Object.keys(body).toSorted(), ['expire', 'id_token', 'session_token', 'status'])
  assert.equal(body['status'], 'SUCCESS')
  assert.equal(body['expire'], 604800)
  assert.match(String(body['session_token']), /^[A-Za-z0-9]{32}$/)
  const claims = claimsOf(body['id_token'])
  assert.equal(claims['id'], user.id)
  assert.equal(claims['mobile'], '+86-12345678901')
  // Two hours by default, and the device-ip of the header is nobody's address.
  assert.equal(Number(claims['exp']) - Number(claims['iat']), 7200)
  assert.ok(
    !Object.values(await b.snapshot())
      .join()
      .includes('10.10.10.1'),
  )
})

test('what bind refuses', async (t) => {
  await using b = await bench()
  await b.addSource({ id: 'register', unknownUser: 'bind_or_register' })
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const otherApp = await b.addApp()
  const other = await b.addTenant('other')
  const state = await b.unknown('alice')
  const verify_code = await b.sendCode(MOBILE, 'BIND_MOBILE_SMS', { 'x-state-token': state })
  const good = { url: URL, body: { mobile: MOBILE, verify_code }, headers: { 'x-state-token': state } }
  const wrong = verify_code === '000000' ? '000001' : '000000'

  await refuses(t, b, good, [
    { name: 'no state token', headers: { 'x-state-token': '' }, code: 'PARAM.0014', says: 'Invalid state token' },
    {
      name: 'a state token of somebody else',
      headers: { 'x-state-token': 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9...' },
      code: 'PARAM.0014',
      says: 'Start the sign-in again',
    },
    {
      name: 'a state token with another signature',
      headers: { 'x-state-token': state.slice(0, -6) + 'AAAAAA' },
      code: 'PARAM.0014',
      says: 'Invalid',
    },
    {
      name: 'a state token without signature',
      headers: { 'x-state-token': `eyJhbGciOiJub25lIn0.${state.split('.')[1]}.` },
      code: 'PARAM.0014',
      says: 'Invalid',
    },
    { name: 'the state token of another application', headers: { 'x-client-id': otherApp }, code: 'PARAM.0014', says: 'Invalid' },
    { name: 'the state token of another tenant', headers: { 'x-client-id': other.clientId }, code: 'PARAM.0014', says: 'Invalid' },
    { name: 'the state token of another device', headers: { 'x-device-fingerprint': 'another' }, code: 'PARAM.0014', says: 'Invalid' },
    {
      name: 'a state token given for register-bind',
      first: async () => ({
        headers: {
          'x-state-token': String((await b.post('/login/social', { source: 'register', code: 'sandbox:bo' })).body['state_token']),
        },
      }),
      code: 'PARAM.0014',
      says: 'Invalid',
    },
    { name: 'a state token past its ten minutes', later: 600_000, code: 'PARAM.0014', says: 'Invalid' },
    { name: 'no mobile', body: { mobile: undefined }, code: 'BOWLINE.PARAM.0001', says: 'Parameter mobile cannot be left blank.' },
    { name: 'an empty mobile', body: { mobile: '' }, code: 'BOWLINE.PARAM.0001', says: 'mobile' },
    { name: 'a mobile that is a number', body: { mobile: 15912345678 }, code: 'BOWLINE.PARAM.0002', says: 'mobile' },
    { name: 'a mobile that is none', body: { mobile: '123' }, code: 'USER.0038', says: 'Invalid mobile number' },
    { name: 'a mobile without end', body: { mobile: '1'.repeat(65) }, code: 'BOWLINE.PARAM.0002', says: 'mobile' },
    { name: 'an e-mail address that is none', body: { mobile: undefined, email: 'a@b' }, code: 'USER.0039', says: 'Invalid email address' },
    {
      name: 'an e-mail address no code was sent to',
      body: { mobile: undefined, email: 'a@example.com' },
      code: 'BOWLINE.SMS.0001',
      says: 'No verification code is waiting',
    },
    { name: 'no verify_code', body: { verify_code: undefined }, code: 'PARAM.0009', says: 'Verification code required.' },
    { name: 'an empty verify_code', body: { verify_code: '' }, code: 'PARAM.0009', says: 'verify_code' },
    { name: 'a verify_code that is a number', body: { verify_code: 123456 }, code: 'BOWLINE.PARAM.0002', says: 'verify_code' },
    { name: 'a verify_code with a NUL in it', body: { verify_code: '12\u000034' }, code: 'BOWLINE.PARAM.0002', says: 'verify_code' },
    {
      name: 'a verify_code with half a character in it',
      body: '{"mobile":"15912345678","verify_code":"1\\ud800"}',
      code: 'BOWLINE.PARAM.0002',
      says: 'verify_code',
    },
    { name: 'a body that is a list', body: [], code: 'BOWLINE.PARAM.0003', says: 'JSON object' },
    { name: 'a body that is null', body: 'null', code: 'BOWLINE.PARAM.0003', says: 'JSON object' },
    { name: 'a body that is no JSON', body: '{"mobile":', code: 'BOWLINE.PARAM.0003', says: 'JSON object' },
    {
      name: 'a number no code was sent to',
      body: { mobile: '13812345678' },
      code: 'BOWLINE.SMS.0001',
      says: 'No verification code is waiting',
    },
    {
      name: 'a code that was sent for another purpose',
      first: async () => ({ body: { mobile: '13812345678', verify_code: await b.sendCode('13812345678', 'LOGIN_SMS') } }),
      code: 'BOWLINE.SMS.0001',
      says: 'Request a new one',
    },
    {
      name: 'a code that was sent under another state token',
      async first() {
        const mine = { 'x-state-token': await b.unknown('mallory') }
        return { body: { mobile: '13712345678', verify_code: await b.sendCode('13712345678', 'BIND_MOBILE_SMS', mine) } }
      },
      code: 'BOWLINE.SMS.0001',
      says: 'No verification code is waiting',
    },
    { name: 'a code past its five minutes', later: 300_000, code: 'BOWLINE.SMS.0001', says: 'expired' },
    {
      name: 'a wrong code',
      body: { verify_code: wrong },
      code: 'CAPTCHA.0007',
      says: 'Remaining attempts: 4.',
      writes: ['budgets', 'codes', 'stateTokens'],
    },
    {
      name: 'a wrong code, told in Chinese',
      body: { verify_code: wrong },
      headers: { 'x-l': 'zh-CN' },
      code: 'CAPTCHA.0007',
      says: '验证码错误，剩余尝试次数：3。',
      writes: ['budgets', 'codes', 'stateTokens'],
    },
    {
      name: 'a wrong code, told in English',
      body: { verify_code: wrong },
      headers: { 'x-l': 'en' },
      code: 'CAPTCHA.0007',
      says: 'Remaining attempts: 2.',
      writes: ['budgets', 'codes', 'stateTokens'],
    },
  ])

  // None of them burned anything: the good one is still granted, and only once.
  assert.equal((await b.call('POST', URL, good.body, good.headers)).body['status'], 'SUCCESS')
  await refuses(t, b, good, [{ name: 'the same request again', code: 'PARAM.0014', says: 'Invalid state token' }])
})

test('a tenant that speaks Chinese is told so when X-L names no language', async (t) => {
  await using b = await bench({ settings: { language: 'zh' } })
  const good = { url: URL, body: { mobile: MOBILE, verify_code: '123456' } }
  await refuses(t, b, good, [
    { name: 'without X-L', code: 'PARAM.0014', says: 'state_token无效' },
    { name: 'with an X-L of another language', headers: { 'x-l': 'fr' }, code: 'PARAM.0014', says: 'state_token无效' },
    { name: 'with an X-L of its own', headers: { 'x-l': 'en-GB' }, code: 'PARAM.0014', says: 'Invalid state token' },
  ])
})

test('a right code of a number nobody has is spent, the state token is not', async (t) => {
  await using b = await bench()
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const state = { 'x-state-token': await b.unknown('alice') }
  const good = {
    url: URL,
    headers: state,
    body: { mobile: '13812345678', verify_code: await b.sendCode('13812345678', 'BIND_MOBILE_SMS', state) },
  }
  await refuses(t, b, good, [
    {
      name: 'at first it is said that nobody has it',
      code: 'MOBILE.0002',
      says: 'Unauthenticated mobile number.',
      writes: ['budgets', 'codes'],
    },
    { name: 'then the code is gone', code: 'BOWLINE.SMS.0001', says: 'No verification code is waiting' },
  ])
  const verify_code = await b.sendCode(MOBILE, 'BIND_MOBILE_SMS', state)
  assert.equal((await b.post('/social/bind', { mobile: MOBILE, verify_code }, state)).body['status'], 'SUCCESS')
})

test('a disabled user is denied, and nothing is tied to them', async () => {
  await using b = await bench()
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1, disabledAt: 1 })
  const state = { 'x-state-token': await b.unknown('alice') }
  const verify_code = await b.sendCode(MOBILE, 'BIND_MOBILE_SMS', state)
  const before = await b.snapshot()
  const answer = await b.post('/social/bind', { mobile: MOBILE, verify_code }, state)
  assert.equal(answer.status, 200)
  assert.deepEqual(answer.body, { status: 'ACCESS_DENIED' })
  const after = await b.snapshot()
  for (const table of ['socialAccounts', 'sessions', 'stateTokens']) assert.equal(after[table], before[table], table)
})

test('an account that is bound to somebody stays with them', async (t) => {
  await using b = await bench()
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  await b.addUser({ mobile: '+8613812345678', mobileProvenAt: 1 })
  const bind = async (mobile: string, state: Record<string, string>) => ({
    body: { mobile, verify_code: await b.sendCode(mobile, 'BIND_MOBILE_SMS', state) },
  })
  const [first, second, third] = [
    { 'x-state-token': await b.unknown('alice') },
    { 'x-state-token': await b.unknown('alice') },
    { 'x-state-token': await b.unknown('alice') },
  ]
  assert.equal((await b.post('/social/bind', (await bind(MOBILE, first)).body, first)).body['status'], 'SUCCESS')
  await refuses(t, b, { url: URL, headers: second }, [
    {
      name: 'to another user',
      first: () => bind('13812345678', second),
      code: 'BOWLINE.SOCIAL.0001',
      says: 'already bound to another user',
      writes: ['budgets', 'codes'],
    },
  ])
  // To the same user again is no error: the client may have lost the first answer.
  assert.equal((await b.post('/social/bind', (await bind(MOBILE, third)).body, third)).body['status'], 'SUCCESS')
  assert.equal((await b.snapshot())['socialAccounts']?.split('\n').length, 1)
})
