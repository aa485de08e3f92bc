import assert from 'node:assert/strict'
import test from 'node:test'
import { addPerson, hashed, PASSWORD } from '../../server/password/password.double.ts'
import { bench, type Bench } from '../../server/testing.ts'
import { E164, MOBILE, refused } from './expect.ts'

const HOME = { 'x-device-fingerprint': 'the phone of the owner' }
const AWAY = { 'x-device-fingerprint': 'the machine of the attacker' }
const HOUR = 3_600_000

const signIn = (b: Bench, device: Record<string, string>, password = PASSWORD) => b.post('/login', { user_name: 'wang', password }, device)

/** Somebody who signed in at home once, and whom a stranger has locked out since. */
async function lockedOut(b: Bench) {
  await addPerson(b, { userName: 'wang', mobile: E164, mobileProvenAt: 1 })
  const home = await signIn(b, HOME)
  assert.equal(home.body['status'], 'SUCCESS')
  for (let i = 0; i < 10; i++) refused(await signIn(b, AWAY, `guess ${i}`), 'credentialsWrong')
  refused(await signIn(b, AWAY), 'locked')
  return home
}

test('threat 24: strangers lock an account, and its owner still signs in from the device they know', async () => {
  await using b = await bench()
  await lockedOut(b)
  assert.equal((await signIn(b, HOME)).body['status'], 'SUCCESS')
  // Again and again: the right password costs none of the few tries.
  for (let i = 0; i < 5; i++) assert.equal((await signIn(b, HOME)).body['status'], 'SUCCESS')
  refused(await signIn(b, AWAY), 'locked')
})

test('threat 24: also when they had signed out there long before', async () => {
  await using b = await bench()
  await addPerson(b, { userName: 'wang' })
  const home = await signIn(b, HOME)
  const bearer = { authorization: `Bearer ${String(home.body['id_token'])}` }
  assert.equal((await b.get('/logout', { ...HOME, ...bearer })).status, 200)
  b.clock.now += HOUR
  for (let i = 0; i < 10; i++) await signIn(b, AWAY, `guess ${i}`)
  assert.equal((await signIn(b, HOME)).body['status'], 'SUCCESS')
})

test('threat 24: a device that was known by a code is known', async () => {
  await using b = await bench()
  await addPerson(b, { userName: 'wang', mobile: E164, mobileProvenAt: 1 })
  assert.equal((await b.login(MOBILE, HOME)).status, 'SUCCESS')
  for (let i = 0; i < 10; i++) await signIn(b, AWAY, `guess ${i}`)
  assert.equal((await signIn(b, HOME)).body['status'], 'SUCCESS')
})

test('threat 24: who knows the name of the device gets those few guesses, and no more', async () => {
  await using b = await bench()
  await lockedOut(b)
  const before = await hashed(b)
  const all = await Promise.all(Array.from({ length: 20 }, (_, i) => signIn(b, HOME, `more ${i}`)))
  const codes = all.map((it) => String(it.body['error_code'])).toSorted()
  assert.deepEqual([...new Set(codes)], ['LOGIN.0001', 'LOGIN.0002'])
  assert.equal(codes.filter((it) => it === 'LOGIN.0002').length, 3)
  assert.equal((await hashed(b)) - before, 3)
  refused(await signIn(b, HOME), 'locked')
  b.clock.now += HOUR / 2
  assert.equal((await signIn(b, HOME)).body['status'], 'SUCCESS')
})

test('threat 24: a device that another user signed in from is none of this one’s', async () => {
  await using b = await bench()
  await lockedOut(b)
  await addPerson(b, { userName: 'li' })
  const theirs = { 'x-device-fingerprint': 'the phone of somebody else' }
  assert.equal((await b.post('/login', { user_name: 'li', password: PASSWORD }, theirs)).body['status'], 'SUCCESS')
  refused(await signIn(b, theirs), 'locked')
})

test('threat 24: a known device in another tenant is none here', async () => {
  await using b = await bench()
  await lockedOut(b)
  const other = await b.addTenant('other')
  await addPerson(b, { userName: 'wang' }, PASSWORD, other.id)
  const there = { 'x-device-fingerprint': 'known over there', 'x-client-id': other.clientId }
  assert.equal((await signIn(b, there)).body['status'], 'SUCCESS')
  refused(await signIn(b, { 'x-device-fingerprint': 'known over there' }), 'locked')
})

test('threat 24: an account that does not exist has no known device either, and is locked like one that has', async () => {
  await using b = await bench()
  const guess = () => b.post('/login', { user_name: 'nobody', password: PASSWORD }, HOME)
  for (let i = 0; i < 10; i++) refused(await guess(), 'credentialsWrong')
  refused(await guess(), 'locked')
})

test('threat 24: a locked owner can set a new password by code, and is let in everywhere', async () => {
  await using b = await bench()
  await lockedOut(b)
  const verify_code = await b.sendCode(MOBILE, 'FORGET_PWD_SMS')
  assert.equal((await b.post('/pwd/update-by-mobile', { mobile: MOBILE, verify_code, password: 'Plum-Ladder-77' })).status, 200)
  assert.equal((await signIn(b, { 'x-device-fingerprint': 'a new phone' }, 'Plum-Ladder-77')).body['status'], 'SUCCESS')
})
