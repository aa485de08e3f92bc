import assert from 'node:assert/strict'
import test from 'node:test'
import { bench } from '../../server/testing.ts'
import { E164, MOBILE, refused, refusedSilently } from './expect.ts'

const settings = { captcha: { required: false }, sms: { cooldown: 60, per_number_per_day: 4 } }
const send = { mobile: MOBILE, type: 'LOGIN_SMS' }

test('threat 12: the cool-down of a number holds over purposes, applications, addresses, spellings and tenants, and no gateway is called', async () => {
  await using b = await bench({ settings, env: { BOWLINE_TRUSTED_PROXIES: '127.0.0.1' } })
  const other = await b.addTenant('other', settings)
  assert.equal((await b.post('/sms/send', send)).status, 200)
  b.clock.now += 59_000
  const elsewhere: [object, Record<string, string>][] = [
    [send, {}],
    [{ ...send, type: 'BIND_MOBILE_SMS' }, {}],
    [{ ...send, mobile: E164 }, {}],
    [{ ...send, mobile: `+86-${MOBILE}` }, {}],
    [send, { 'x-client-id': await b.addApp() }],
    [send, { 'x-client-id': other.clientId }],
    [send, { 'x-forwarded-for': '198.51.100.7' }],
    [send, { 'x-state-token': await b.unknown('alice') }],
  ]
  for (const [body, headers] of elsewhere) await refusedSilently(b, 'sentTooSoon', () => b.post('/sms/send', body, headers))
  assert.equal(b.inbox().length, 1)
  b.clock.now += 1000
  assert.equal((await b.post('/sms/send', send, { 'x-client-id': other.clientId })).status, 200)
  assert.equal(b.inbox().length, 2)
})

test('threat 12: the cap of a day counts over all tenants, has its own error, and opens again', async () => {
  await using b = await bench({ settings })
  const other = await b.addTenant('other', settings)
  for (let i = 0; i < 4; i++) {
    assert.equal((await b.post('/sms/send', send, i % 2 ? { 'x-client-id': other.clientId } : {})).status, 200)
    b.clock.now += 60_000
  }
  for (const headers of [{}, { 'x-client-id': other.clientId }])
    await refusedSilently(b, 'sendsSpent', () => b.post('/sms/send', send, headers))
  assert.equal(b.inbox().length, 4)
  assert.equal((await b.post('/sms/send', { ...send, mobile: '13900000001' })).status, 200)
  b.clock.now += 86_400_000
  assert.equal((await b.post('/sms/send', send)).status, 200)
})

test('threat 12: of fifty sends to one number at once one message leaves', async () => {
  await using b = await bench({ settings })
  const replies = await Promise.all(Array.from({ length: 50 }, () => b.post('/sms/send', send)))
  assert.equal(replies.filter((it) => it.status === 200).length, 1)
  for (const it of replies.filter((it) => it.status !== 200)) refused(it, 'sentTooSoon')
  assert.equal(b.inbox().length, 1)
})
