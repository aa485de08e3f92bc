import assert from 'node:assert/strict'
import test from 'node:test'
import { administrate } from '../../server/administration.double.ts'
import { addImported, addPerson, hashed, PASSWORD } from '../../server/password/password.double.ts'
import { makeHash } from '../../server/password/index.ts'
import { bench, type Bench, type Reply } from '../../server/testing.ts'
import { E164, MOBILE, refused, refusedSilently, rows } from './expect.ts'

const LIMIT = 5
const settings = { captcha: { required: false }, sms: { cooldown: 1 }, password: { per_address_per_hour: LIMIT } }
const env = { BOWLINE_TRUSTED_PROXIES: '127.0.0.1' }
const HOUR = 3_600_000

const from = (address: string) => ({ 'x-forwarded-for': address })
const ATTACKER = from('203.0.113.7')
const HOME = from('198.51.100.7')
const signIn = (b: Bench, user_name: string, password: string, headers: Record<string, string>) =>
  b.post('/login', { user_name, password }, headers)

/** One password, as many people: none of them is locked by it. */
async function spray(b: Bench, headers: (i: number) => Record<string, string>, count = LIMIT): Promise<void> {
  for (let i = 0; i < count; i++) refused(await signIn(b, `person${i}`, 'Summer-2026', headers(i)), 'credentialsWrong')
}

/** Refused, nothing written, and nothing compared: also what would have been right. */
async function spent(b: Bench, call: () => Promise<Reply>): Promise<void> {
  const before = await hashed(b)
  await refusedSilently(b, 'passwordsSpent', call)
  assert.equal(await hashed(b), before)
}

test('threat 26: one password tried on many people is cut off at its network, and nowhere else', async () => {
  await using b = await bench({ settings, env })
  await addPerson(b, { userName: 'wang' })
  await spray(b, () => ATTACKER)
  await spent(b, () => signIn(b, 'wang', PASSWORD, ATTACKER))
  await spent(b, () => signIn(b, 'nobody', PASSWORD, { ...ATTACKER, 'x-device-ip': '198.51.100.9', 'x-device-fingerprint': 'another' }))
  assert.match(String((await signIn(b, 'wang', PASSWORD, ATTACKER)).body['error_msg']), /Sign in another way, or try again in 60 minutes\./)
  // Anywhere else, and of another tenant, nothing is different.
  assert.equal((await signIn(b, 'wang', PASSWORD, HOME)).body['status'], 'SUCCESS')
  const other = await b.addTenant('other', settings)
  await addPerson(b, { userName: 'wang' }, PASSWORD, other.id)
  assert.equal((await signIn(b, 'wang', PASSWORD, { ...ATTACKER, 'x-client-id': other.clientId })).body['status'], 'SUCCESS')
  // The hour began with the first of them.
  b.clock.now += HOUR - 1
  await spent(b, () => signIn(b, 'wang', PASSWORD, ATTACKER))
  b.clock.now += 1
  assert.equal((await signIn(b, 'wang', PASSWORD, ATTACKER)).body['status'], 'SUCCESS')
})

test('threat 26: an attacker with IPv6 has one network, however many addresses', async () => {
  await using b = await bench({ settings, env })
  await addPerson(b, { userName: 'wang' })
  await spray(b, (i) => from(`2001:db8:0:1::${i + 1}`))
  await spent(b, () => signIn(b, 'wang', PASSWORD, from('2001:db8:0:1:ffff::7')))
  assert.equal((await signIn(b, 'wang', PASSWORD, from('2001:db8:0:2::1'))).body['status'], 'SUCCESS')
  assert.ok(!JSON.stringify(await rows(b, 'budgets')).includes('2001:db8'))
})

test('threat 26: the right password costs nothing, and gives back no wrong one', async () => {
  await using b = await bench({ settings, env })
  await addPerson(b, { userName: 'wang' })
  for (let i = 0; i < 2 * LIMIT; i++) assert.equal((await signIn(b, 'wang', PASSWORD, HOME)).body['status'], 'SUCCESS')
  await spray(b, () => HOME, LIMIT - 1)
  assert.equal((await signIn(b, 'wang', PASSWORD, HOME)).body['status'], 'SUCCESS')
  refused(await signIn(b, 'one more', 'Summer-2026', HOME), 'credentialsWrong')
  await spent(b, () => signIn(b, 'wang', PASSWORD, HOME))
})

test('threat 26: a locked account takes nothing from its network', async () => {
  await using b = await bench({ settings: { ...settings, password: { per_address_per_hour: LIMIT, attempts: 2 } }, env })
  await addPerson(b, { userName: 'wang' })
  for (let i = 0; i < 2; i++) refused(await signIn(b, 'wang', 'Summer-2026', HOME), 'credentialsWrong')
  for (let i = 0; i < LIMIT; i++) await refusedSilently(b, 'locked', () => signIn(b, 'wang', 'Summer-2026', HOME))
  await spray(b, () => HOME, LIMIT - 2)
  await spent(b, () => signIn(b, 'another', 'Summer-2026', HOME))
})

test('threat 26: of forty at once over two servers as many are compared as the limit says', async () => {
  await using b = await bench({ settings, env })
  await using c = await bench({ database: b.place, env })
  const all = await Promise.all(Array.from({ length: 40 }, (_, i) => signIn(i % 2 ? b : c, `person${i}`, 'Summer-2026', ATTACKER)))
  const codes = all.map((it) => it.body['error_code'])
  assert.equal(codes.filter((it) => it === 'LOGIN.0002').length, LIMIT)
  assert.equal(codes.filter((it) => it === 'BOWLINE.PWD.0007').length, 40 - LIMIT)
  assert.equal((await hashed(b)) + (await hashed(c)), LIMIT)
  // Whoever was refused by the network has lost no try of their own.
  const tries = (await rows(b, 'budgets')).filter((it) => String(it['key']).startsWith('password '))
  assert.equal(tries.length, LIMIT)
})

test('threat 26: whatever compares a password goes by it', async (t) => {
  await using b = await bench({ settings, env })
  const { id } = await addPerson(b, { userName: 'wang', mobile: E164, mobileProvenAt: 1, email: 'w@example.com', emailProvenAt: 1 })
  await addImported(b, { userName: 'li' }, await makeHash(b.ctx, PASSWORD), { mustChange: true })
  const expired = String((await signIn(b, 'li', PASSWORD, HOME)).body['state_token'])
  const { id_token } = await b.login(MOBILE, ATTACKER)
  const state = await b.unknown('somebody', ATTACKER)
  const admin = await administrate(b, ['user_all'])
  await spray(b, () => ATTACKER)
  const fresh = 'Plum-Ladder-77'
  const ways: Record<string, () => Promise<Reply>> = {
    login: () => signIn(b, 'wang', PASSWORD, ATTACKER),
    'login/auth': () => b.post('/login/auth', { user_name: 'wang', password: PASSWORD }, ATTACKER),
    'login/mobile-pwd': () => b.post('/login/mobile-pwd', { mobile: MOBILE, password: PASSWORD }, ATTACKER),
    'login/email-pwd': () => b.post('/login/email-pwd', { email: 'w@example.com', password: PASSWORD }, ATTACKER),
    'social/username-password-bind': () =>
      b.post('/social/username-password-bind', { user_name: 'wang', password: PASSWORD }, { ...ATTACKER, 'x-state-token': state }),
    'pwd/update': () => b.post('/pwd/update', { old_password: PASSWORD, new_password: fresh }, { ...ATTACKER, 'x-state-token': expired }),
    'pwd/change': () =>
      b.post('/pwd/change', { old_password: PASSWORD, new_password: fresh }, { ...ATTACKER, authorization: `Bearer ${id_token}` }),
    'users/:id/change-password-verify': () =>
      admin('PUT', `/api/v2/tenant/users/${id}/change-password-verify`, { password: fresh, old_password: PASSWORD }, ATTACKER),
  }
  for (const [name, call] of Object.entries(ways)) await t.test(name, () => spent(b, call))
})
