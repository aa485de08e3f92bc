import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import test from 'node:test'
import { refuses } from '../refusals.ts'
import { bench, type Bench } from '../testing.ts'

const MOBILE = '15912345678'
const SEND = '/api/v2/sdk/sms/send'
const wants = { captcha: { required: true, work: 1000 }, sms: { cooldown: 1 } }

type Challenge = { algorithm: string; challenge: string; salt: string; maxnumber: number; signature: string; expires: number }

const ask = async (b: Bench, sender = MOBILE, headers?: Record<string, string>): Promise<Challenge> =>
  (await b.get(`/captcha/challenge?sender=${encodeURIComponent(sender)}`, headers)).body as unknown as Challenge

/** As a client does it: salt and number, hashed, until it fits. */
function find({ salt, challenge, maxnumber }: Challenge): number {
  for (let n = 0; n <= maxnumber; n++) if (hash('sha256', salt + n) === challenge) return n
  throw new Error('this challenge has no answer')
}
const write = (it: object) => Buffer.from(JSON.stringify(it)).toString('base64')
const solve = ({ algorithm, challenge, salt, signature, ...rest }: Challenge, more: object = {}) =>
  write({ algorithm, challenge, salt, signature, number: find({ algorithm, challenge, salt, signature, ...rest }), took: 12, ...more })

test('whoever cannot see the picture works instead: a right answer takes the place of the captcha_token', async () => {
  await using b = await bench({ settings: wants })
  const challenge = await ask(b)
  assert.deepEqual(Object.keys(challenge), ['algorithm', 'challenge', 'salt', 'maxnumber', 'signature', 'expires'])
  assert.equal(challenge.expires, Math.floor(b.clock.now / 1000) + 300)
  assert.equal(challenge.maxnumber, 1000)
  const reply = await b.post('/sms/send', { mobile: MOBILE, type: 'LOGIN_SMS', challenge_answer: solve(challenge) })
  assert.equal(reply.status, 200, reply.text)
  assert.equal(b.inbox().length, 1)
})

test('asking for a challenge writes nothing, and no two are alike', async () => {
  await using b = await bench({ settings: wants })
  const before = await b.snapshot()
  const seen = new Set<string>()
  for (let i = 0; i < 20; i++) seen.add((await ask(b)).challenge)
  assert.equal(seen.size, 20)
  assert.deepEqual(await b.snapshot(), before)
})

test('what is refused as an answer', async (t) => {
  await using b = await bench({ settings: wants })
  const other = await b.addApp()
  const foreign = await b.addTenant('other', wants)
  const wrong = { code: 'BOWLINE.CAPTCHA.0001', says: 'Fetch a new one.' }
  const answer = (challenge_answer: string) => async () => ({ body: { challenge_answer } })
  const good = { url: SEND, body: { mobile: MOBILE, type: 'LOGIN_SMS' } }
  await refuses(t, b, good, [
    { name: 'none, and no picture either', code: 'PARAM.0008', says: 'Solve a CAPTCHA' },
    { name: 'an empty one', body: { challenge_answer: '' }, code: 'BOWLINE.PARAM.0001', says: 'challenge_answer' },
    { name: 'one that is too long', body: { challenge_answer: 'a'.repeat(1001) }, code: 'BOWLINE.PARAM.0002', says: 'challenge_answer' },
    { name: 'no base64', first: answer('***'), ...wrong },
    { name: 'no JSON', first: answer(Buffer.from('{').toString('base64')), ...wrong },
    { name: 'null', first: answer(write(null as unknown as object)), ...wrong },
    { name: 'a list', first: answer(write([])), ...wrong },
    { name: 'a wrong number', first: async () => ({ body: { challenge_answer: solve(await ask(b), { number: 1001 }) } }), ...wrong },
    { name: 'a number that is none', first: async () => ({ body: { challenge_answer: solve(await ask(b), { number: '7' }) } }), ...wrong },
    { name: 'a number below nothing', first: async () => ({ body: { challenge_answer: solve(await ask(b), { number: -1 }) } }), ...wrong },
    {
      name: 'another algorithm',
      first: async () => ({ body: { challenge_answer: solve(await ask(b), { algorithm: 'SHA-1' }) } }),
      ...wrong,
    },
    {
      name: 'a signature in capitals',
      first: async () => {
        const challenge = await ask(b)
        return { body: { challenge_answer: solve(challenge, { signature: challenge.signature.toUpperCase() }) } }
      },
      ...wrong,
    },
    {
      name: 'a challenge of one’s own',
      first: async () => {
        const salt = `abc?expires=${Math.floor(b.clock.now / 1000) + 300}&`
        return {
          body: {
            challenge_answer: write({
              algorithm: 'SHA-256',
              salt,
              number: 1,
              challenge: hash('sha256', `${salt}1`),
              signature: 'a'.repeat(64),
            }),
          },
        }
      },
      ...wrong,
    },
    {
      name: 'a later end',
      first: async () => {
        const challenge = await ask(b)
        const salt = challenge.salt.replace(/expires=\d+/, 'expires=9999999999')
        return { body: { challenge_answer: solve(challenge, { salt }) } }
      },
      ...wrong,
    },
    {
      name: 'digits of the number moved into the end',
      later: 400_000,
      first: async () => {
        const challenge = await ask(b)
        const number = String(find(challenge))
        const { algorithm, signature } = challenge
        const moved = {
          algorithm,
          signature,
          challenge: challenge.challenge,
          salt: challenge.salt + number.slice(0, -1),
          number: Number(number.at(-1)),
        }
        return { body: { challenge_answer: write(moved) } }
      },
      ...wrong,
    },
    { name: 'one past its time', later: 300_001, first: async () => ({ body: { challenge_answer: solve(await ask(b)) } }), ...wrong },
    { name: 'one for another number', first: async () => ({ body: { challenge_answer: solve(await ask(b, '13812345678')) } }), ...wrong },
    {
      name: 'one of another application',
      first: async () => ({ body: { challenge_answer: solve(await ask(b, MOBILE, { 'x-client-id': other })) } }),
      ...wrong,
    },
    {
      name: 'one of another tenant',
      first: async () => ({ body: { challenge_answer: solve(await ask(b, MOBILE, { 'x-client-id': foreign.clientId })) } }),
      ...wrong,
    },
  ])
  const challenge_answer = solve(await ask(b, `+86-${MOBILE}`))
  assert.equal((await b.post('/sms/send', { ...good.body, challenge_answer })).status, 200)
  await refuses(t, b, good, [{ name: 'one that was used', first: answer(challenge_answer), later: 1001, ...wrong }])
})

test('an answer is good once, also for many at once, and a refused send does not cost it', async () => {
  await using b = await bench({ settings: { ...wants, sms: { cooldown: 1, per_number_per_day: 1 } } })
  const challenge_answer = solve(await ask(b))
  const replies = await Promise.all(
    Array.from({ length: 20 }, () => b.post('/sms/send', { mobile: MOBILE, type: 'LOGIN_SMS', challenge_answer })),
  )
  assert.equal(replies.filter((it) => it.status === 200).length, 1)
  assert.equal(b.inbox().length, 1)

  b.clock.now += 1001
  const kept = solve(await ask(b))
  assert.equal(
    (await b.post('/sms/send', { mobile: MOBILE, type: 'LOGIN_SMS', challenge_answer: kept })).body['error_code'],
    'BOWLINE.SMS.0006',
  )
  b.clock.now += 1001
  const again = await b.post('/sms/send', { mobile: MOBILE, type: 'LOGIN_SMS', challenge_answer: kept })
  assert.equal(again.body['error_code'], 'BOWLINE.SMS.0006', 'the answer itself is still good')
})

test('a tenant may insist on the picture', async () => {
  await using b = await bench({ settings: { captcha: { required: true, work: 1000, alternative: false } } })
  const reply = await b.post('/sms/send', { mobile: MOBILE, type: 'LOGIN_SMS', challenge_answer: solve(await ask(b)) })
  assert.equal(reply.body['error_code'], 'PARAM.0008')
  const captcha_token = await b.solve(MOBILE)
  assert.equal((await b.post('/sms/send', { mobile: MOBILE, type: 'LOGIN_SMS', captcha_token })).status, 200)
})

test('where nobody answers there is more to do', async () => {
  await using b = await bench({ settings: { captcha: { required: false, work: 1000 }, sms: { cooldown: 1, firewall: {} } } })
  const most: number[] = []
  for (let i = 0; i < 6; i++) {
    const mobile = `1591234567${i}`
    const challenge = await ask(b, mobile)
    most.push(challenge.maxnumber)
    assert.equal((await b.post('/sms/send', { mobile, type: 'LOGIN_SMS', challenge_answer: solve(challenge) })).status, 200)
  }
  most.push((await ask(b, '15912345679')).maxnumber)
  assert.deepEqual(most, [1000, 1000, 2000, 4000, 4000, 8000, 16_000])
  assert.equal((await ask(b, '13800000000')).maxnumber, 1000)
  assert.equal((await ask(b, 'alice@example.com')).maxnumber, 1000)
})

test('what captcha/challenge refuses', async (t) => {
  await using b = await bench()
  const url = '/api/v2/sdk/captcha/challenge'
  const missing = { code: 'PARAM.0006', says: 'Sender required.' }
  await refuses(t, b, { method: 'GET', url }, [{ name: 'no sender', ...missing }])
  await refuses(t, b, { method: 'GET', url: `${url}?sender=` }, [{ name: 'an empty sender', ...missing }])
  await refuses(t, b, { method: 'GET', url: `${url}?sender=a&sender=b` }, [{ name: 'two', ...missing }])
  await refuses(t, b, { method: 'GET', url: `${url}?sender=${'a'.repeat(321)}` }, [{ name: 'one without end', ...missing }])
  await refuses(t, b, { method: 'GET', url: `${url}?sender=${MOBILE}` }, [
    { name: 'no device', headers: { 'x-agent': '' }, code: 'PARAM.0001', says: 'X-agent' },
  ])
})
