/** Two real processes on one PostgreSQL, and the firewall before messages: neither lets through what the other has counted. */
import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { bench } from '../server/testing.ts'
import { client, startProcess } from './process.ts'
import { rows } from './threats/expect.ts'

const onPostgres = process.env['TEST_DATABASE_URL'] !== undefined

async function start(t: TestContext, sms: object) {
  const b = await bench({
    settings: { captcha: { required: false }, sms: { cooldown: 1, ...sms } },
    env: { BOWLINE_PUBLIC_URL: 'https://id.example' },
  })
  const env = { ...b.place.env, BOWLINE_PUBLIC_URL: 'https://id.example' }
  const both = await Promise.all([startProcess(env), startProcess(env)])
  t.after(async () => {
    await Promise.all(both.map((it) => it.kill()))
    await b[Symbol.asyncDispose]()
  })
  b.clock.now = Date.now()
  const { post, code } = client(b.clientId, b.device)
  /** Sends to many numbers, turn and turn about; answers the numbers that got one, and the codes of the refusals. */
  const sendAll = async (mobiles: string[]) => {
    const replies = await Promise.all(
      mobiles.map((mobile, i) => post((both[i % 2] as (typeof both)[0]).url, '/sms/send', { mobile, type: 'LOGIN_SMS' })),
    )
    return {
      sent: mobiles.filter((_, i) => replies[i]?.status === 200),
      refusals: new Set(replies.flatMap((it) => (it?.status === 200 ? [] : [String(it?.body['error_code'])]))),
    }
  }
  return { b, both, post, code, sendAll }
}

if (!onPostgres) {
  test('two processes before one firewall run in the PostgreSQL pass (npm run unit:pg): SQLite is for one', () => {
    assert.equal(process.env['TEST_DATABASE_URL'], undefined)
  })
} else {
  test('of a hundred sends over one prefix at both processes at once as many get through as at one', async (t) => {
    const { b, sendAll } = await start(t, { firewall: { challenge_from: 100 } })
    const { sent, refusals } = await sendAll(Array.from({ length: 100 }, (_, i) => `+861591234${String(i * 97).padStart(4, '0')}`))
    assert.equal(sent.length, 12)
    assert.deepEqual([...refusals], ['BOWLINE.SMS.0009'])
    assert.equal((await rows(b, 'messages')).length, 12)
  })

  test('the caps of an address, an application and a day are exact over both', async (t) => {
    const { b, sendAll } = await start(t, { per_address_per_hour: 30 })
    const { sent, refusals } = await sendAll(Array.from({ length: 80 }, (_, i) => `+86138${String(10_000_000 + i * 10_007)}`))
    assert.equal(sent.length, 30)
    assert.deepEqual([...refusals], ['BOWLINE.SMS.0007'])
    const day = (await rows(b, 'traffic')).find((it) => it['area'] === 'day')
    assert.equal(day?.['sent'], 30)
  })

  test('answers at one process make room at the other', async (t) => {
    const { both, post, code, sendAll } = await start(t, { firewall: { challenge_from: 100 } })
    const number = (i: number) => `+861591234${String(i * 97).padStart(4, '0')}`
    const { sent } = await sendAll(Array.from({ length: 40 }, (_, i) => number(i)))
    assert.equal(sent.length, 12)
    for (const mobile of sent.slice(0, 4)) {
      const codes = await Promise.all(both.map((it) => code(it.url, mobile)))
      const reply = await post(both[0].url, '/login/mobile-verify-code', { mobile, verify_code: codes.find(Boolean) ?? '' })
      // Nobody has the number: the code was right, and is spent.
      assert.equal(reply?.body['error_code'], 'MOBILE.0002')
    }
    // The process that heard the answers knows at once, and writes them with its next message; the other then knows, too.
    const first = await post(both[0].url, '/sms/send', { mobile: number(80), type: 'LOGIN_SMS' })
    assert.equal(first?.status, 200, JSON.stringify(first))
    const second = await post(both[1].url, '/sms/send', { mobile: number(81), type: 'LOGIN_SMS' })
    assert.equal(second?.status, 200, JSON.stringify(second))
  })
}
