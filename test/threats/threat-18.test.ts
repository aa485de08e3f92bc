import assert from 'node:assert/strict'
import test from 'node:test'
import { setSecret } from '../../server/apps/index.ts'
import { bench, type Bench } from '../../server/testing.ts'
import { E164, MOBILE, refused, refusedSilently, serverCall } from './expect.ts'

async function issue(b: Bench, input: object = {}): Promise<string> {
  const { session_token } = await b.login(MOBILE)
  const reply = await serverCall(b, 'session-token/sso-ticket', { session_token, ...input })
  assert.equal(reply.body['expire'], 60)
  return String(reply.body['sso_ticket'])
}

const redeem = (b: Bench, sso_ticket: string, body: object = {}, headers: Record<string, string> = {}) =>
  serverCall(b, 'sso-ticket/verify', { sso_ticket, ...body }, headers)

test('threat 18: a ticket redeemed by twenty at once over two servers gets one answer', async () => {
  await using one = await bench()
  await using two = await bench({ database: one.place })
  await one.addUser({ userName: 'wang', mobile: E164, mobileProvenAt: 1 })
  const ticket = await issue(one)
  two.clock.now = one.clock.now
  const authorization = `Bearer ${await one.accessToken()}`
  const replies = await Promise.all(Array.from({ length: 20 }, (_, i) => redeem(i % 2 ? two : one, ticket, {}, { authorization })))
  const good = replies.filter((it) => it.status === 200)
  assert.equal(good.length, 1)
  assert.equal(good[0]?.text.includes('"userName":"wang"'), true)
  for (const it of replies.filter((it) => it.status !== 200)) refused(it, 'ticketInvalid')
  await refusedSilently(two, 'ticketInvalid', () => redeem(two, ticket, {}, { authorization }))
})

test('threat 18: a ticket is for one application, one device and sixty seconds, and a wrong try does not spend it', async () => {
  await using b = await bench()
  await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  const client_id = await b.addApp()
  const client_secret = await setSecret(b.ctx, b.tenant.id, client_id)
  const token = await b.call('POST', '/api/v2/tenant/token', { grant_type: 'client_credentials', client_id, client_secret })
  const others = { authorization: `Bearer ${String(token.body['access_token'])}` }
  const own = { authorization: `Bearer ${await b.accessToken()}` }
  const ticket = await issue(b)
  await refusedSilently(b, 'ticketInvalid', () => redeem(b, ticket, {}, others))
  await refusedSilently(b, 'ticketInvalid', () => redeem(b, ticket, { device_fingerprint: 'the-attackers-own' }, own))
  await refusedSilently(b, 'ticketInvalid', () => redeem(b, `${ticket}x`, {}, own))
  assert.equal((await redeem(b, ticket, {}, own)).status, 200)
  await refusedSilently(b, 'ticketInvalid', () => redeem(b, ticket, {}, own))

  const forOther = await issue(b, { client_id })
  await refusedSilently(b, 'ticketInvalid', () => redeem(b, forOther, {}, own))
  assert.equal((await redeem(b, forOther, {}, others)).status, 200)

  const late = await issue(b)
  b.clock.now += 60_000
  await refusedSilently(b, 'ticketInvalid', () => redeem(b, late, {}, own))
  const inTime = await issue(b)
  b.clock.now += 59_999
  assert.equal((await redeem(b, inTime, {}, own)).status, 200)
})
