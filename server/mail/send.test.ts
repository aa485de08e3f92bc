import assert from 'node:assert/strict'
import test from 'node:test'
import { solveChallenge } from '../../bench/solve.ts'
import { type Refusal, refuses } from '../refusals.ts'
import { bench, type Bench, type Reply } from '../testing.ts'
import { saveMailGateway } from './index.ts'
import { removeMailGateway } from './store.ts'
import { mailTypes } from './texts.ts'

const EMAIL = 'wang@example.com'
const URL = '/api/v2/sdk/email/send'
const open = (mail: object, more: object = {}) => ({ settings: { captcha: { required: false }, mail: { cooldown: 60, ...mail }, ...more } })

test('a code is sent for every published type, and the answer is empty', async (t) => {
  await using b = await bench()
  for (const type of mailTypes) {
    await t.test(type, async () => {
      b.clock.now += 1000
      const answer = await b.post('/email/send', { email: ' Wang@Example.COM', type })
      assert.equal(answer.status, 200, answer.text)
      assert.equal(answer.text, '')
      const [mail] = b.mails()
      assert.equal(mail?.email, EMAIL)
      assert.equal(mail?.type, type)
      assert.match(mail?.code ?? '', /^\d{6}$/)
      for (const part of [mail?.text, mail?.html]) {
        assert.ok(part?.includes(mail?.code ?? ' '))
        assert.ok(part?.includes('10 minutes'))
        assert.doesNotMatch(part ?? '{', /[{}]/)
      }
      assert.match(mail?.subject ?? '', /^Your code (to|for) .*: Test$/)
    })
  }
  assert.equal(b.mails().length, mailTypes.length)
  assert.equal(b.inbox().length, 0)
})

test('nothing lets a code or an address be read in the database or the log', async () => {
  await using b = await bench()
  const code = await b.sendMailCode(EMAIL, 'LOGIN_EMS')
  const { codes, budgets } = await b.snapshot()
  assert.ok(!codes?.includes(`"${code}"`) && !budgets?.includes(EMAIL))
  assert.ok(!b.log().includes(`"${code}"`) && !b.log().includes(EMAIL))
})

test('the mail is in the language of the caller; a name with a line break in it adds no header', async () => {
  await using b = await bench(open({ cooldown: 1, code_length: 4, code_lifetime: 90 }))
  const evil = { 'x-client-id': await b.addApp({}, { name: 'Shop\r\nBcc: li@example.com <b>' }) }
  const code = await b.sendMailCode(EMAIL, 'LOGIN_EMS', { ...evil, 'x-l': 'zh' })
  assert.match(code, /^\d{4}$/)
  const [mail] = b.mails()
  assert.equal(mail?.subject, 'Shop Bcc: li@example.com <b>登录验证码')
  assert.match(mail.text, /^\d{4}\n\n这是您在Shop Bcc: li@example.com <b>登录的验证码，2分钟内有效/)
  assert.ok(mail.html?.includes('&lt;b&gt;') && !mail.html.includes('<b>'))
})

test('an address somebody has and one nobody has are answered alike', async () => {
  await using b = await bench(open({}))
  await b.addUser({ email: EMAIL, emailProvenAt: 1 })
  const bare = ({ status, text, headers }: Reply) => ({ status, text, headers: { ...headers, 'x-request-id': '', date: '' } })
  const known = await b.post('/email/send', { email: EMAIL, type: 'LOGIN_EMS' })
  assert.deepEqual(bare(known), bare(await b.post('/email/send', { email: 'li@example.com', type: 'LOGIN_EMS' })))
})

test('what email/send refuses', async (t) => {
  await using b = await bench(open({}))
  const strict = await b.addApp({ codes_need_state: true })
  const good = { url: URL, body: { email: EMAIL, type: 'BIND_EMAIL_EMS' } }
  const invalid: Omit<Refusal, 'name'> = { code: 'USER.0039', says: 'Invalid email address' }
  await refuses(t, b, good, [
    { name: 'no email', body: { email: undefined }, code: 'BOWLINE.PARAM.0001', says: 'Parameter email cannot be left blank.' },
    { name: 'an empty email', body: { email: '' }, code: 'BOWLINE.PARAM.0001', says: 'email' },
    { name: 'an email that is none', body: { email: 'wang' }, ...invalid },
    { name: 'two addresses', body: { email: `${EMAIL},li@example.com` }, ...invalid },
    { name: 'an email with a header in it', body: { email: `${EMAIL}\r\nBcc: li@example.com` }, ...invalid },
    { name: 'a number', body: { email: '15912345678' }, ...invalid },
    { name: 'no type', body: { type: undefined }, code: 'BOWLINE.PARAM.0001', says: 'type' },
    { name: 'a type of text messages', body: { type: 'LOGIN_SMS' }, code: 'BOWLINE.PARAM.0002', says: 'type' },
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
      name: 'no state token, where the application wants one',
      headers: { 'x-client-id': strict },
      code: 'BOWLINE.SMS.0008',
      says: 'Send the header X-state-token.',
    },
  ])
  // Other codes are spent without a state token: the header is not looked at.
  assert.equal((await b.call('POST', URL, { email: EMAIL, type: 'LOGIN_EMS' }, { 'x-state-token': 'eyJ' })).status, 200)
})

test('a tenant without a gateway, or with one for development only, says so', async (t) => {
  await using b = await bench(open({}))
  await removeMailGateway(b.ctx, { tenantId: b.tenant.id, id: 'inbox' })
  const refusal = { code: 'BOWLINE.MAIL.0001', says: 'E-mail is not offered here. Use a mobile number.' }
  await refuses(t, b, { url: URL, body: { email: EMAIL, type: 'LOGIN_EMS' } }, [{ name: 'none', ...refusal }])
  await using production = await bench({ ...open({}), env: { BOWLINE_MODE: 'production', BOWLINE_PUBLIC_URL: 'https://id.example.com' } })
  await refuses(t, production, { url: URL, body: { email: EMAIL, type: 'LOGIN_EMS' } }, [{ name: 'in production', ...refusal }])
})

test('a mailbox is left alone for the cool-down and has a cap for the day, over all tenants; so has who asks', async (t) => {
  await using b = await bench(open({ per_mailbox_per_day: 3, per_address_per_hour: 5 }))
  const other = { 'x-client-id': (await b.addTenant('other', open({ per_mailbox_per_day: 3 }).settings)).clientId }
  const good = { url: URL, body: { email: EMAIL, type: 'LOGIN_EMS' } }
  assert.equal((await b.call('POST', URL, good.body)).status, 200)
  const wait = { code: 'BOWLINE.SMS.0004', says: 'Wait 60 seconds before the next.' }
  await refuses(t, b, good, [
    { name: 'at once', ...wait },
    { name: 'for another purpose', body: { type: 'REGISTER_EMS' }, ...wait },
    { name: 'in capitals', body: { email: EMAIL.toUpperCase() }, ...wait },
    { name: 'by another tenant', headers: other, ...wait },
  ])
  for (const headers of [other, {}]) {
    b.clock.now += 60_000
    assert.equal((await b.call('POST', URL, good.body, headers)).status, 200)
  }
  b.clock.now += 60_000
  const spent = { code: 'BOWLINE.SMS.0006', says: 'Try again in 24 hours.' }
  await refuses(t, b, good, [
    { name: 'a fourth that day', ...spent },
    { name: 'by another tenant', headers: other, ...spent },
  ])
  for (const i of [1, 2, 3]) assert.equal((await b.call('POST', URL, { ...good.body, email: `p${i}@example.com` })).status, 200)
  await refuses(t, b, good, [
    {
      name: 'a sixth from one network address within the hour',
      body: { email: 'p4@example.com' },
      headers: { 'x-device-ip': '203.0.113.9' },
      code: 'BOWLINE.SMS.0007',
      says: 'Try again in',
    },
  ])
  b.clock.now += 86_400_000
  assert.equal((await b.call('POST', URL, good.body)).status, 200)
})

test('a picture is solved for the address that is to receive the code', async (t) => {
  await using b = await bench({ settings: { mail: { cooldown: 1 } } })
  const good = { url: URL, body: { email: EMAIL, type: 'LOGIN_EMS' } }
  await refuses(t, b, good, [
    { name: 'no captcha_token', code: 'PARAM.0008', says: 'CAPTCHA token required.' },
    {
      name: 'one solved for another address',
      first: async () => ({ body: { captcha_token: await b.solve('li@example.com') } }),
      code: 'CAPTCHA.0004',
      says: 'Solve a CAPTCHA for this number or address.',
    },
  ])
  const captcha_token = await b.solve('WANG@bücher.example')
  assert.equal((await b.call('POST', URL, { ...good.body, email: 'wang@bu\u0308cher.example', captcha_token })).status, 200)
  b.clock.now += 1000
  await refuses(t, b, good, [
    { name: 'the same again', body: { email: 'wang@bücher.example', captcha_token }, code: 'CAPTCHA.0003', says: 'Solve a new CAPTCHA.' },
  ])
})

test('a gateway that fails hands over to the next; when all fail, the code is gone and the wait too', async (t) => {
  await using b = await bench(open({ per_mailbox_per_day: 3 }))
  // Nothing listens on port 9 of this host.
  const smtp = { gateway: 'smtp', settings: { host: '127.0.0.1', port: 9, security: 'none', from: 'id@example.com' } }
  await saveMailGateway(b.ctx, b.tenant.id, { id: 'first', position: 0, ...smtp })
  assert.equal((await b.post('/email/send', { email: EMAIL, type: 'LOGIN_EMS' })).status, 200)
  assert.equal(b.mails(EMAIL).length, 1)
  assert.match(b.log(), /a mail gateway failed/)
  await removeMailGateway(b.ctx, { tenantId: b.tenant.id, id: 'inbox' })
  b.clock.now += 60_000
  const row: Refusal = {
    name: 'all fail',
    code: 'CAPTCHA.0006',
    says: 'Failed to send the verification code.',
    // The day's count stays, and so does the code of before, which is taken over and then dropped.
    writes: ['budgets', 'codes'],
  }
  await refuses(t, b, { url: URL, body: { email: EMAIL, type: 'LOGIN_EMS' } }, [
    row,
    { ...row, name: 'at once again', writes: ['budgets'] },
  ])
  assert.equal((await b.snapshot())['codes'], '')
})

/** As whoever cannot see the picture does it. */
const work = async (b: Bench, sender = EMAIL, headers?: Record<string, string>) =>
  solveChallenge((await b.get(`/captcha/challenge?sender=${encodeURIComponent(sender)}`, headers)).body)

test('the answer to a challenge takes the place of the picture: for this address, of this application, once', async (t) => {
  await using b = await bench({ settings: { captcha: { required: true, work: 1000 }, mail: { cooldown: 1 } } })
  const other = await b.addApp()
  const good = { url: URL, body: { email: EMAIL, type: 'LOGIN_EMS' } }
  const wrong = { code: 'BOWLINE.CAPTCHA.0001', says: 'Fetch a new one.' }
  await refuses(t, b, good, [
    { name: 'neither', code: 'PARAM.0008', says: 'CAPTCHA token required.' },
    { name: 'an empty one', body: { challenge_answer: '' }, code: 'BOWLINE.PARAM.0001', says: 'challenge_answer' },
    { name: 'one that is too long', body: { challenge_answer: 'a'.repeat(1001) }, code: 'BOWLINE.PARAM.0002', says: 'challenge_answer' },
    { name: 'one that is none', body: { challenge_answer: 'e30=' }, ...wrong },
    { name: 'for another address', first: async () => ({ body: { challenge_answer: await work(b, 'li@example.com') } }), ...wrong },
    { name: 'for a number', first: async () => ({ body: { challenge_answer: await work(b, '15912345678') } }), ...wrong },
    {
      name: 'of another application',
      first: async () => ({ body: { challenge_answer: await work(b, EMAIL, { 'x-client-id': other }) } }),
      ...wrong,
    },
    { name: 'past its time', later: 300_001, first: async () => ({ body: { challenge_answer: await work(b) } }), ...wrong },
  ])
  const challenge_answer = await work(b, 'WANG@EXAMPLE.COM')
  const replies = await Promise.all(Array.from({ length: 20 }, () => b.call('POST', URL, { ...good.body, challenge_answer })))
  assert.equal(replies.filter((it) => it.status === 200).length, 1)
  assert.equal(b.mails(EMAIL).length, 1)
  b.clock.now += 1001
  await refuses(t, b, good, [{ name: 'the same again', body: { challenge_answer }, ...wrong }])
})

test('where a tenant insists on the picture, an answer is not enough', async () => {
  await using b = await bench({ settings: { captcha: { required: true, work: 1000, alternative: false }, mail: { cooldown: 1 } } })
  const body = { email: EMAIL, type: 'LOGIN_EMS', challenge_answer: await work(b) }
  assert.equal((await b.post('/email/send', body)).body['error_code'], 'PARAM.0008')
  assert.equal((await b.post('/email/send', { ...body, captcha_token: await b.solve(EMAIL) })).status, 200)
})

for (const [name, show] of [
  ['the solved picture', async (b: Bench) => ({ captcha_token: await b.solve(EMAIL) })],
  ['the answer to a challenge', async (b: Bench) => ({ challenge_answer: await work(b) })],
] as const) {
  test(`when all gateways fail, ${name} is good again`, async () => {
    await using b = await bench({ settings: { captcha: { work: 1000 }, mail: { cooldown: 1 } } })
    const body = { email: EMAIL, type: 'LOGIN_EMS', ...(await show(b)) }
    const smtp = { gateway: 'smtp', settings: { host: '127.0.0.1', port: 9, security: 'none', from: 'id@example.com' } }
    await saveMailGateway(b.ctx, b.tenant.id, { id: 'inbox', position: 0, ...smtp })
    assert.equal((await b.post('/email/send', body)).body['error_code'], 'CAPTCHA.0006')
    await saveMailGateway(b.ctx, b.tenant.id, { id: 'inbox', gateway: 'inbox', settings: {}, position: 0 })
    assert.equal((await b.post('/email/send', body)).status, 200)
    b.clock.now += 2000
    assert.notEqual((await b.post('/email/send', body)).status, 200)
  })
}

test('who asks from IPv6 has one network, however many addresses', async () => {
  await using b = await bench({ ...open({ cooldown: 1, per_address_per_hour: 2 }), env: { BOWLINE_TRUSTED_PROXIES: '127.0.0.1' } })
  const ask = (i: number, network = '2001:db8:0:1') =>
    b.call('POST', URL, { email: `p${i}@example.com`, type: 'LOGIN_EMS' }, { 'x-forwarded-for': `${network}::${i}` })
  for (const i of [1, 2]) assert.equal((await ask(i)).status, 200)
  assert.equal((await ask(3)).body['error_code'], 'BOWLINE.SMS.0007')
  assert.equal((await ask(3, '2001:db8:0:2')).status, 200)
})

test('of fifty sends to one address at once one mail leaves', async () => {
  await using b = await bench(open({}))
  const replies = await Promise.all(Array.from({ length: 50 }, () => b.post('/email/send', { email: EMAIL, type: 'LOGIN_EMS' })))
  assert.deepEqual(
    replies.map((it) => it.status).toSorted((a, z) => a - z),
    [200, ...Array.from({ length: 49 }, () => 400)],
  )
  assert.equal(b.mails().length, 1)
})
