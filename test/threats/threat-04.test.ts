import assert from 'node:assert/strict'
import test from 'node:test'
import { bench, type Bench } from '../../server/testing.ts'
import { compared, E164, MOBILE, refused, wrong } from './expect.ts'

const settings = { captcha: { required: false }, sms: { cooldown: 1, per_number_per_day: 1000 } }
/** The test plays the proxy, so that the attacker has many addresses. */
const env = { BOWLINE_TRUSTED_PROXIES: '127.0.0.1' }
const DAY = 86_400_000

test('threat 4: 200 rounds of "send, guess 3" from 20 addresses over two servers on one database, one of them started again: ten guesses are compared', async () => {
  await using one = await bench({ settings, env })
  await one.addUser({ mobile: E164, mobileProvenAt: 1 })
  let two = await bench({ database: one.place, env })
  let gone = 0
  const codes: string[] = []
  try {
    for (let round = 0; round < 200; round++) {
      if (round === 100) {
        gone = await compared(two)
        await two.bowline.stop()
        two = await bench({ database: one.place, env })
      }
      codes.push(...(await attack(round, one, two)))
    }
    assert.equal((await compared(one)) + (await compared(two)) + gone, 10)
    assert.equal(codes.length, 600)
    assert.equal(codes.filter((it) => it === 'CAPTCHA.0007').length, 10)
    assert.equal(codes.filter((it) => it === 'BOWLINE.SMS.0003').length, 590)
    // Past the budget the right code is not looked at either; a day after the first guess it is.
    const verify_code = await one.sendCode(MOBILE, 'LOGIN_SMS', from(21))
    refused(await one.post('/login/mobile-verify-code', { mobile: MOBILE, verify_code }), 'guessesSpent')
    one.clock.now += DAY
    assert.equal((await one.login(MOBILE, from(21))).status, 'SUCCESS')
  } finally {
    await two.bowline.stop()
  }
})

const from = (address: number) => ({ 'x-forwarded-for': `198.51.100.${address}` })

/** One round: a code by one server, for a purpose that turns, and three guesses at once over both. */
async function attack(round: number, one: Bench, two: Bench): Promise<string[]> {
  two.clock.now = one.clock.now
  const [sender, other] = round % 2 ? [two, one] : [one, two]
  const address = from(1 + (round % 20))
  const binds = round % 4 < 2
  const state = binds ? { ...address, 'x-state-token': await other.unknown(`mallory-${round}`, address) } : address
  const code = await sender.sendCode(MOBILE, binds ? 'BIND_MOBILE_SMS' : 'LOGIN_SMS', state)
  one.clock.now = two.clock.now = sender.clock.now
  const guesses = [other, sender, other].map((b, i) => {
    const body = { mobile: MOBILE, verify_code: wrong(code, 1 + i) }
    return b.post(binds ? '/social/bind' : '/login/mobile-verify-code', body, { ...state, ...from(1 + ((round + i) % 20)) })
  })
  return (await Promise.all(guesses)).map((it) => String(it.body['error_code']))
}

test('threat 4: one code takes five guesses, and sending it again under the same state token does not forgive those at the number', async () => {
  await using b = await bench({ settings })
  await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  for (let sent = 0; sent < 2; sent++) {
    const code = await b.sendCode(MOBILE, 'LOGIN_SMS')
    for (let left = 4; left >= 0; left--) {
      const reply = await b.post('/login/mobile-verify-code', { mobile: MOBILE, verify_code: wrong(code, 1 + left) })
      refused(reply, 'codeWrong')
      assert.match(String(reply.body['error_msg']), new RegExp(`attempts: ${left}\\.`))
    }
    const spent = sent === 0 ? 'codeExhausted' : 'guessesSpent'
    refused(await b.post('/login/mobile-verify-code', { mobile: MOBILE, verify_code: code }), spent)
  }
  assert.equal(await compared(b), 10)
})

test('threat 4: an honest person who proves the number many times a day never runs out', async () => {
  await using b = await bench({ settings })
  await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  for (let day = 0; day < 30; day++) {
    const code = await b.sendCode(MOBILE, 'LOGIN_SMS')
    if (day < 9) refused(await b.post('/login/mobile-verify-code', { mobile: MOBILE, verify_code: wrong(code) }), 'codeWrong')
    assert.equal((await b.post('/login/mobile-verify-code', { mobile: MOBILE, verify_code: code })).body['status'], 'SUCCESS')
  }
})
