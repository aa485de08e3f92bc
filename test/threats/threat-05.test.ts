import assert from 'node:assert/strict'
import test from 'node:test'
import { bench } from '../../server/testing.ts'
import { compared, E164, MOBILE, rows } from './expect.ts'

const REFUSALS = new Set(['PARAM.0014', 'BOWLINE.SMS.0001', 'BOWLINE.SMS.0002', 'BOWLINE.SMS.0003'])

test('threat 5: 100 binds at once with one code: one SUCCESS, one link, one session', async () => {
  await using b = await bench()
  const user = await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  const state = { 'x-state-token': await b.unknown('alice') }
  const verify_code = await b.sendCode(MOBILE, 'BIND_MOBILE_SMS', state)
  const replies = await Promise.all(Array.from({ length: 100 }, () => b.post('/social/bind', { mobile: MOBILE, verify_code }, state)))
  const good = replies.filter((it) => it.body['status'] === 'SUCCESS')
  const refusals = replies.filter((it) => it.status === 400)
  assert.deepEqual([good.length, refusals.length], [1, 99])
  for (const it of refusals) assert.ok(REFUSALS.has(String(it.body['error_code'])), it.text)
  assert.deepEqual(
    (await rows(b, 'socialAccounts')).map((it) => [it['subject'], it['userId']]),
    [['sandbox-alice', user.id]],
  )
  assert.equal((await rows(b, 'sessions')).length, 1)
  assert.ok((await compared(b)) <= 5)
})

test('threat 5: 100 binds at once with one code that was sent without a state token, under 100 of them: one SUCCESS, one link, one session', async () => {
  await using b = await bench()
  await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  const states = await Promise.all(Array.from({ length: 100 }, (_, i) => b.unknown(`person-${i}`)))
  const verify_code = await b.sendCode(MOBILE, 'BIND_MOBILE_SMS')
  const replies = await Promise.all(
    states.map((state) => b.post('/social/bind', { mobile: MOBILE, verify_code }, { 'x-state-token': state })),
  )
  assert.equal(replies.filter((it) => it.body['status'] === 'SUCCESS').length, 1)
  assert.equal(replies.filter((it) => it.status === 400 && REFUSALS.has(String(it.body['error_code']))).length, 99)
  assert.equal((await rows(b, 'socialAccounts')).length, 1)
  assert.equal((await rows(b, 'sessions')).length, 1)
})

test('threat 5: a code that was spent stays spent, for the same call and for any other', async () => {
  await using b = await bench()
  await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  const verify_code = await b.sendCode(MOBILE, 'BIND_MOBILE_SMS')
  const body = { mobile: MOBILE, verify_code }
  assert.equal((await b.post('/social/bind', body, { 'x-state-token': await b.unknown('one') })).body['status'], 'SUCCESS')
  const second = await b.post('/social/bind', body, { 'x-state-token': await b.unknown('two') })
  assert.equal(second.body['error_code'], 'BOWLINE.SMS.0001')
  assert.equal((await rows(b, 'socialAccounts')).length, 1)
})
