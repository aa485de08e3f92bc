import assert from 'node:assert/strict'
import test from 'node:test'
import { refuses } from '../refusals.ts'
import { bench, type Bench } from '../testing.ts'

const MOBILE = '15912345678'
const VERIFY = '/api/v2/sdk/captcha/verify'
const SEND = '/api/v2/sdk/sms/send'
const asked = { settings: { captcha: { required: true }, sms: { cooldown: 60 } } }

async function draw(b: Bench, off = 0) {
  const token = String((await b.get('/captcha')).body['token'])
  const x = (await b.answer(token)) + off
  return { token, point_json: `{"x":${x.toFixed(1)},"y":5.0}`, sender: MOBILE }
}

test('a piece that fits earns a captcha_token in the published form', async (t) => {
  await using b = await bench(asked)
  for (const off of [0, 5, -5]) {
    await t.test(`put ${off} pixels beside the place`, async () => {
      const body = await draw(b, off)
      const answer = await b.post('/captcha/verify', body)
      assert.equal(answer.status, 200, answer.text)
      assert.deepEqual(answer.body, { captcha_token: `${body.token}---${body.point_json}` })
    })
  }
})

test('what captcha/verify refuses', async (t) => {
  await using b = await bench(asked)
  const other = await b.addTenant('other')
  const good = await draw(b)
  const used: { writes: ['captchas'] } = { writes: ['captchas'] }
  const wrong = { code: 'CAPTCHA.0002', says: 'Invalid CAPTCHA code.' }
  await refuses(t, b, { url: VERIFY, body: good }, [
    { name: 'no point_json', body: { point_json: undefined }, code: 'PARAM.0004', says: 'Coordinates required.' },
    { name: 'an empty point_json', body: { point_json: '' }, code: 'PARAM.0004', says: 'Coordinates required.' },
    { name: 'no token', body: { token: undefined }, code: 'PARAM.0005', says: 'Token required.' },
    { name: 'an empty token', body: { token: '' }, code: 'PARAM.0005', says: 'Token required.' },
    { name: 'no sender', body: { sender: undefined }, code: 'PARAM.0006', says: 'Sender required.' },
    { name: 'an empty sender', body: { sender: '' }, code: 'PARAM.0006', says: 'Sender required.' },
    { name: 'a point that is no JSON', body: { point_json: 'x=1' }, code: 'BOWLINE.PARAM.0002', says: 'point_json' },
    { name: 'a point that is null', body: { point_json: 'null' }, code: 'BOWLINE.PARAM.0002', says: 'point_json' },
    { name: 'a point without x', body: { point_json: '{"y":5.0}' }, code: 'BOWLINE.PARAM.0002', says: 'point_json' },
    { name: 'a point whose x is text', body: { point_json: '{"x":"60","y":5}' }, code: 'BOWLINE.PARAM.0002', says: 'point_json' },
    { name: 'a point beyond all numbers', body: { point_json: '{"x":1e999,"y":5}' }, code: 'BOWLINE.PARAM.0002', says: 'point_json' },
    { name: 'a point that is an object already', body: { point_json: { x: 1 } }, code: 'BOWLINE.PARAM.0002', says: 'point_json' },
    { name: 'a token nobody was given', body: { token: 'f'.repeat(32) }, ...wrong },
    { name: 'a token of another tenant', headers: { 'x-client-id': other.clientId }, ...wrong },
    { name: 'a picture past its two minutes', later: 120_000, ...wrong },
    {
      name: 'a piece put wrong, in Chinese',
      first: async () => ({ body: await draw(b, 6) }),
      headers: { 'x-l': 'zh' },
      code: 'CAPTCHA.0002',
      says: '图形验证码校验失败',
      ...used,
    },
  ])
  assert.equal((await b.call('POST', VERIFY, good)).status, 200)
  await refuses(t, b, { url: VERIFY, body: good }, [{ name: 'the same picture again', ...wrong }])
})

test('a picture has one attempt', async (t) => {
  await using b = await bench(asked)
  const [near, right] = await (async () => {
    const body = await draw(b)
    const x = await b.answer(body.token)
    return [{ ...body, point_json: JSON.stringify({ x: x - 6, y: 5 }) }, body]
  })()
  const wrong = { code: 'CAPTCHA.0002', says: 'Fetch a new picture' }
  await refuses(t, b, { url: VERIFY, body: near }, [
    { name: 'put wrong, it is used up', ...wrong, writes: ['captchas'] },
    { name: 'then the right place is wrong too', body: right, ...wrong },
  ])
  const body = await draw(b)
  const answers = await Promise.all(Array.from({ length: 10 }, () => b.post('/captcha/verify', body)))
  assert.equal(answers.filter((it) => it.status === 200).length, 1)
})

test('what sms/send refuses of a captcha_token', async (t) => {
  await using b = await bench(asked)
  const captcha_token = await b.solve(MOBILE)
  const unsolved = await draw(b)
  const token = captcha_token.split('---')[0]
  const invalid = { code: 'CAPTCHA.0004', says: 'Invalid CAPTCHA token.' }
  const good = { url: SEND, body: { mobile: MOBILE, type: 'LOGIN_SMS', captcha_token } }
  await refuses(t, b, good, [
    { name: 'none', body: { captcha_token: undefined }, code: 'PARAM.0008', says: 'CAPTCHA token required.' },
    { name: 'an empty one', body: { captcha_token: '' }, code: 'PARAM.0008', says: 'CAPTCHA token required.' },
    { name: 'one that was never given', body: { captcha_token: 'abc---{"x":1,"y":5}' }, ...invalid },
    { name: 'one with another point', body: { captcha_token: `${token}---{"x":1.0,"y":5.0}` }, ...invalid },
    { name: 'one without its point', body: { captcha_token: token }, ...invalid },
    { name: 'one earned for another number', body: { mobile: '13812345678' }, ...invalid },
    {
      name: 'a picture that was not solved',
      body: { captcha_token: `${unsolved.token}---${unsolved.point_json}` },
      code: 'CAPTCHA.0003',
      says: 'Solve a new CAPTCHA.',
    },
    { name: 'one past its five minutes', later: 300_000, code: 'CAPTCHA.0003', says: 'CAPTCHA token expired.' },
    { name: 'a number that is none', body: { mobile: '1' }, code: 'USER.0038', says: 'Invalid mobile number.' },
  ])
  assert.equal((await b.call('POST', SEND, good.body)).status, 200)
  b.clock.now += 60_000
  await refuses(t, b, good, [{ name: 'the same one again', code: 'CAPTCHA.0003', says: 'CAPTCHA token expired.' }])
})

test('a refused send does not cost the captcha_token', async (t) => {
  await using b = await bench(asked)
  await b.post('/sms/send', { mobile: MOBILE, type: 'LOGIN_SMS', captcha_token: await b.solve(MOBILE) })
  const body = { mobile: MOBILE, type: 'LOGIN_SMS', captcha_token: await b.solve(MOBILE) }
  await refuses(t, b, { url: SEND, body }, [{ name: 'sent too soon', code: 'BOWLINE.SMS.0004', says: 'Wait 60 seconds before the next.' }])
  b.clock.now += 60_000
  assert.equal((await b.post('/sms/send', body)).status, 200)
  assert.equal(b.inbox().length, 2)
})

test('the number is one, in whichever way it is written', async () => {
  await using b = await bench(asked)
  for (const [sender, mobile] of [
    [MOBILE, `+86-${MOBILE}`],
    [`+86${MOBILE}`, MOBILE],
  ] as const) {
    const captcha_token = await b.solve(sender)
    assert.equal((await b.post('/sms/send', { mobile, type: 'LOGIN_SMS', captcha_token })).status, 200)
    b.clock.now += 60_000
  }
  assert.equal(b.inbox(`+86${MOBILE}`).length, 2)
})

test('of ten sends at once with one captcha_token one is sent', async () => {
  await using b = await bench({ settings: { sms: { cooldown: 1, per_number_per_day: 100 } } })
  const body = { mobile: MOBILE, type: 'LOGIN_SMS', captcha_token: await b.solve(MOBILE) }
  const answers = await Promise.all(Array.from({ length: 10 }, () => b.post('/sms/send', body)))
  assert.equal(answers.filter((it) => it.status === 200).length, 1)
  assert.equal(b.inbox().length, 1)
})
