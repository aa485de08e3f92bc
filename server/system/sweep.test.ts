import assert from 'node:assert/strict'
import test from 'node:test'
import { bench } from '../testing.ts'
import { sweep } from './index.ts'

const MOBILE = '15912345678'

test('what is past its time is cleared away, and nothing else', async () => {
  await using b = await bench()
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const kept = await b.snapshot()
  const leave = async () => {
    const { session_token } = await b.login(MOBILE)
    const access = { authorization: `Bearer ${await b.accessToken()}` }
    await b.call('POST', '/api/v2/tenant/sso/session-token/sso-ticket', { session_token, ...b.deviceFields }, access)
    await b.call('POST', '/api/v2/sdk/session-token/refresh-id-token', {}, await b.signed(session_token))
    await b.get('/captcha')
    await b.unknown('alice')
  }
  await leave()
  const tables = [
    'budgets',
    'traffic',
    'messages',
    'accessTokens',
    'captchas',
    'codes',
    'sessions',
    'stateTokens',
    'ssoTickets',
    'nonces',
  ] as const
  const full = await b.snapshot()
  for (const table of tables) assert.notEqual(full[table], '', table)
  assert.equal(await sweep(b.world), 0)

  b.clock.now += 8 * 86_400_000
  await leave()
  await sweep(b.world)
  const after = await b.snapshot()
  for (const table of tables) {
    const rows = after[table]?.split('\n').map((row) => JSON.parse(row) as { expiresAt: number }) ?? []
    assert.ok(rows.length > 0 && rows.every((row) => row.expiresAt > b.clock.now), table)
  }

  // What became of a message is kept for thirty days, as are the figures of a month.
  b.clock.now += 31 * 86_400_000
  await sweep(b.world)
  const { users, signingKeys, ...rest } = await b.snapshot()
  assert.deepEqual(
    Object.keys(rest).filter((table) => rest[table] !== kept[table]),
    [],
  )
  assert.ok(users?.includes(MOBILE) && signingKeys?.includes('RS256'))
})

test('a great heap is cleared away in one go', async () => {
  await using b = await bench()
  await Promise.all(Array.from({ length: 450 }, (_, i) => b.unknown(`person-${i}`)))
  b.clock.now += 600_000
  assert.equal(await sweep(b.world), 450)
  assert.equal((await b.snapshot())['stateTokens'], '')
})
