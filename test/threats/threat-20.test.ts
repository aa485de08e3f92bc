import assert from 'node:assert/strict'
import test from 'node:test'
import { setSecret } from '../../server/apps/index.ts'
import { bench, type Bench, type Reply } from '../../server/testing.ts'
import { E164, MOBILE, refused, rows } from './expect.ts'

const LIMIT = 20
const settings = { captcha: { required: false }, sms: { cooldown: 1, per_address_per_hour: LIMIT } }
const number = (i: number) => `139${String(10_000_000 + i)}`
const address = (i: number) => `198.51.${i >> 8}.${i & 255}`
const many = Array.from({ length: 1000 }, (_, i) => i)

const send = (b: Bench, i: number, headers: Record<string, string>) =>
  b.post('/sms/send', { mobile: number(i), type: 'LOGIN_SMS' }, headers)

async function counted(replies: Reply[]): Promise<number> {
  for (const it of replies.filter((it) => it.status !== 200)) refused(it, 'addressSpent')
  return replies.filter((it) => it.status === 200).length
}

/** A thousand sends, each to another number, a few at a time: how many got through. */
async function sendAll(b: Bench, headers: (i: number) => Record<string, string>): Promise<number> {
  const replies: Reply[] = []
  for (let i = 0; i < many.length; i += 50) replies.push(...(await Promise.all(many.slice(i, i + 50).map((n) => send(b, n, headers(n))))))
  return counted(replies)
}

test('threat 20: 1,000 values of X-device-ip do not move the limiter of the address', async () => {
  await using b = await bench({ settings })
  assert.equal(await sendAll(b, (i) => ({ 'x-device-ip': address(i) })), LIMIT)
  assert.equal(b.inbox().length, LIMIT)
})

test('threat 20: 1,000 values of X-Forwarded-For, and of every other header a caller may make up, do not move it either', async () => {
  await using b = await bench({ settings })
  const names = [
    'x-forwarded-for',
    'x-real-ip',
    'x-client-ip',
    'cf-connecting-ip',
    'true-client-ip',
    'x-device-fingerprint',
    'x-agent',
    'x-operating-sys-version',
  ]
  assert.equal(
    await sendAll(b, (i) => ({ ...Object.fromEntries(names.map((it) => [it, address(i)])), forwarded: `for=${address(i)}` })),
    LIMIT,
  )
  assert.equal(b.inbox().length, LIMIT)
})

test('threat 20: what a trusted proxy reports moves it, and what the caller wrote in front of that does not', async () => {
  await using b = await bench({ settings, env: { BOWLINE_TRUSTED_PROXIES: '127.0.0.1,10.0.0.0/8' } })
  const honest: Reply[] = []
  for (const i of many.slice(0, 100)) honest.push(await send(b, i, { 'x-forwarded-for': address(i) }))
  assert.equal(await counted(honest), 100)
  const forged: Reply[] = []
  for (const i of many.slice(100, 400)) forged.push(await send(b, i, { 'x-forwarded-for': `${address(i)}, 203.0.113.7, 10.1.1.1` }))
  assert.equal(await counted(forged), LIMIT)
})

test('threat 20: sessions and the audit trail keep the address of the socket', async () => {
  await using b = await bench({ settings })
  await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  const lies = { 'x-device-ip': '203.0.113.1', 'x-forwarded-for': '203.0.113.2', 'x-real-ip': '203.0.113.3' }
  assert.equal((await b.login(MOBILE, lies)).status, 'SUCCESS')
  assert.deepEqual(
    (await rows(b, 'sessions')).map((it) => it['address']),
    ['127.0.0.1'],
  )
  assert.ok(
    !Object.values(await b.snapshot())
      .join('')
      .includes('203.0.113.'),
  )
})

test('threat 20: the list of server addresses of an application cannot be talked round', async () => {
  await using b = await bench()
  const client_id = await b.addApp({ allowed_addresses: ['203.0.113.7'] })
  const client_secret = await setSecret(b.ctx, b.tenant.id, client_id)
  const body = { grant_type: 'client_credentials', client_id, client_secret }
  for (const headers of [{}, { 'x-forwarded-for': '203.0.113.7' }, { 'x-device-ip': '203.0.113.7' }]) {
    refused(await b.call('POST', '/api/v2/tenant/token', body, headers), 'addressRefused')
  }
})
