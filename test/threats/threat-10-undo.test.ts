import assert from 'node:assert/strict'
import test from 'node:test'
import { bench, type Bench } from '../../server/testing.ts'
import { findUser } from '../../server/users/index.ts'
import { E164, MOBILE, refused, rows } from './expect.ts'

const HOUR = 3_600_000
const EMAIL = 'wang@example.com'
const THIEFS = '13812345678'
const bearer = (it: { id_token: string }) => ({ authorization: `Bearer ${it.id_token}` })

const owner = (b: Bench) => b.addUser({ userName: 'wang', mobile: E164, mobileProvenAt: b.clock.now, email: EMAIL, emailProvenAt: 1 })

/** The path of the link in the last notice to an address. */
const linkTo = (b: Bench, email: string): string => /\/tenants\/\w+\/undo\?token=\w{32}/.exec(b.mails(email)[0]?.text ?? '')?.[0] ?? ''

async function press(b: Bench, link: string): Promise<number> {
  const [url, payload] = link.split('?') as [string, string]
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return (await b.bowline.server.inject({ method: 'POST', url, headers, payload })).statusCode
}

const enter = async (b: Bench, name: string) => (await b.post('/login/social', { source: 'sandbox', code: `sandbox:${name}` })).body

/** Whoever has the number binds a social account of theirs to its old owner. */
async function bound(b: Bench): Promise<{ id_token: string }> {
  const state = { 'x-state-token': await b.unknown('thief') }
  const verify_code = await b.sendCode(MOBILE, 'BIND_MOBILE_SMS', state)
  const reply = await b.post('/social/bind', { mobile: MOBILE, verify_code }, state)
  assert.equal(reply.body['status'], 'SUCCESS', reply.text)
  return reply.body as { id_token: string }
}

/** Somebody with a session of the owner's takes the account to a number, and to an address, of their own. */
async function moved(b: Bench) {
  const thief = bearer(await b.login(MOBILE))
  const verify_code = await b.sendCode(THIEFS, 'UPDATE_MOBILE_SMS')
  assert.equal((await b.post('/profile/update-mobile', { mobile: THIEFS, verify_code }, thief)).status, 200)
  const mobileLink = linkTo(b, EMAIL)
  const email = 'thief@example.com'
  const code = await b.sendMailCode(email, 'UPDATE_EMAIL_EMS')
  assert.equal((await b.post('/profile/update-email', { email, verify_code: code }, thief)).status, 200)
  return { thief, links: [mobileLink, linkTo(b, EMAIL)] as [string, string] }
}

test('threat 10: a social account bound by a code alone is told of by the other channel; after 71 hours it can be undone, and its session is over', async () => {
  await using b = await bench()
  await owner(b)
  const before = bearer(await b.login(MOBILE))
  b.clock.now += HOUR
  const thief = await bound(b)
  const link = linkTo(b, EMAIL)
  assert.ok(link)
  assert.equal(b.inbox(E164).filter((it) => it.type === 'NOTICE').length, 0, 'not by the channel the thief reads')
  b.clock.now += HOUR
  const again = (await enter(b, 'thief')) as { id_token: string; status: string }
  assert.equal(again.status, 'SUCCESS')
  b.clock.now += 70 * HOUR - 60_000
  assert.equal(await press(b, link), 200)
  assert.equal((await enter(b, 'thief'))['status'], 'SOCIAL_BIND')
  assert.deepEqual(await rows(b, 'socialAccounts'), [])
  // Ended by the row, not by age.
  b.clock.now -= 71 * HOUR - 60_000
  for (const session of [thief, again]) refused(await b.get('/profile', bearer(session)), 'idTokenInvalid')
  assert.equal((await b.get('/profile', before)).status, 200, 'a session from before goes on')
})

test('threat 10: after 73 hours a link undoes nothing', async () => {
  await using b = await bench()
  await owner(b)
  await bound(b)
  const link = linkTo(b, EMAIL)
  b.clock.now += 73 * HOUR
  const before = await b.snapshot()
  assert.equal(await press(b, link), 410)
  assert.deepEqual(await b.snapshot(), before)
  assert.equal((await enter(b, 'thief'))['status'], 'SUCCESS')
})

test('threat 10: a link is good once: bound again, the account stays bound', async () => {
  await using b = await bench()
  await owner(b)
  await bound(b)
  const link = linkTo(b, EMAIL)
  assert.equal(await press(b, link), 200)
  await bound(b)
  const before = await b.snapshot()
  assert.equal(await press(b, link), 410)
  assert.deepEqual(await b.snapshot(), before)
})

test('threat 10: a number and an address that were changed come back, everybody is logged out', async () => {
  await using b = await bench()
  const { id, emailProvenAt } = await owner(b)
  const { thief, links } = await moved(b)
  for (const link of links) assert.equal(await press(b, link), 200)
  const user = await findUser(b.ctx, b.tenant.id, id)
  assert.deepEqual([user?.mobile, user?.email], [E164, EMAIL])
  assert.ok(user?.mobileProvenAt)
  assert.equal(user.emailProvenAt, emailProvenAt, 'as proven as before, and not more')
  refused(await b.get('/profile', thief), 'idTokenInvalid')
  assert.equal((await b.login(MOBILE)).status, 'SUCCESS')
  const verify_code = await b.sendCode(THIEFS, 'LOGIN_SMS')
  refused(await b.post('/login/mobile-verify-code', { mobile: THIEFS, verify_code }), 'mobileUnknown')
})

test('threat 10: the notice of the second change goes to the thief too, and its link gives them nothing', async () => {
  await using b = await bench()
  const { id } = await owner(b)
  const { links } = await moved(b)
  const theirs = /\/tenants\/\w+\/undo\?token=\w{32}/.exec(b.inbox(`+86${THIEFS}`)[0]?.text ?? '')?.[0] ?? ''
  assert.equal(theirs, links[1], 'the number the thief brought reads of the changed address')
  assert.equal(await press(b, theirs), 200)
  assert.equal((await findUser(b.ctx, b.tenant.id, id))?.email, EMAIL, 'what the owner had')
  assert.equal(await press(b, links[0]), 200)
  assert.equal((await findUser(b.ctx, b.tenant.id, id))?.mobile, E164)
})

test('threat 10: a link of another tenant undoes nothing, and stays good in its own', async () => {
  await using b = await bench()
  const other = await b.addTenant('other')
  await owner(b)
  await bound(b)
  const link = linkTo(b, EMAIL)
  const before = await b.snapshot()
  for (const path of [link.replace(b.tenant.id, other.id), link.replace(/^\/tenants\/\w+/, '')])
    assert.equal(await press(b, path), 410, path)
  assert.deepEqual(await b.snapshot(), before)
  assert.equal(await press(b, link), 200)
})

test('threat 10: how long is the tenant’s to say', async () => {
  const settings = { captcha: { required: false }, sms: { cooldown: 1 }, mail: { cooldown: 1 }, accounts: { undo_for: 3600 } }
  await using b = await bench({ settings })
  await owner(b)
  await bound(b)
  assert.match(b.mails(EMAIL)[0]?.text ?? '', /within 1 hours/)
  const link = linkTo(b, EMAIL)
  b.clock.now += HOUR
  assert.equal(await press(b, link), 410)
  b.clock.now -= 1
  assert.equal(await press(b, link), 200)
})
