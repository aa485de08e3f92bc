import assert from 'node:assert/strict'
import test from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { bench, type Bench } from '../testing.ts'
import { listJourney } from './index.ts'

const MOBILE = '15912345678'

/** What the trail says of a journey. A refusal is written beside the answer, so it is waited for. */
async function trail(b: Bench, journeyId: string, events: number) {
  for (let i = 0; ; i++) {
    const rows = await listJourney(b.ctx, { tenantId: b.tenant.id, journeyId })
    if (rows.length >= events || i === 200) return rows.map((row) => [row.event, row.outcome, row.reason])
    await setTimeout(10)
  }
}

async function enter(b: Bench, code = 'sandbox:alice') {
  const answer = await b.post('/login/social', { source: 'sandbox', code })
  b.clock.now += 1
  return { state: { 'x-state-token': String(answer.body['state_token']) }, journey: String(answer.headers['x-request-id']) }
}

test('a journey is one, from the social account to the session, refusals included', async () => {
  await using b = await bench()
  const user = await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const { state, journey } = await enter(b)
  const verify_code = await b.sendCode(MOBILE, 'BIND_MOBILE_SMS', state)
  b.clock.now += 1
  await b.post('/social/bind', { mobile: MOBILE, verify_code: 'wrong' }, state)
  await trail(b, journey, 3)
  b.clock.now += 1
  const bound = await b.post('/social/bind', { mobile: MOBILE, verify_code }, state)
  assert.equal(bound.body['status'], 'SUCCESS')
  assert.deepEqual(await trail(b, journey, 4), [
    ['login', 'SOCIAL_BIND', null],
    ['send', 'SUCCESS', null],
    ['social/bind', 'refused', 'codeWrong'],
    ['bind', 'SUCCESS', null],
  ])
  const last = (await listJourney(b.ctx, { tenantId: b.tenant.id, journeyId: journey })).at(-1)
  assert.deepEqual([last?.userId, last?.sourceId, last?.clientId, last?.address], [user.id, 'sandbox', b.clientId, '127.0.0.1'])
  // Numbers, codes and tokens have no place in it.
  const text = JSON.stringify(await listJourney(b.ctx, { tenantId: b.tenant.id, journeyId: journey }))
  for (const secret of [MOBILE, verify_code, state['x-state-token'], String(bound.body['session_token'])]) assert.ok(!text.includes(secret))
})

test('a disabled user’s attempts are in it', async () => {
  await using b = await bench({ source: { unknownUser: 'ask' } })
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1, disabledAt: 1 })
  for (const [path, type] of [
    ['/social/bind', 'BIND_MOBILE_SMS'],
    ['/social/register-bind', 'REGISTER_SMS'],
  ] as const) {
    const { state, journey } = await enter(b)
    const verify_code = await b.sendCode(MOBILE, type, state)
    b.clock.now += 1
    await b.post(path, { mobile: MOBILE, verify_code }, state)
    assert.deepEqual((await trail(b, journey, 3)).at(-1), ['bind', 'ACCESS_DENIED', null])
  }
})

test('the caller is told one thing, the trail which', async () => {
  await using b = await bench()
  const { state } = await enter(b)
  const reasons = []
  for (const headers of [{ ...state, 'x-device-fingerprint': 'another' }, { 'x-state-token': 'eyJ' }]) {
    const answer = await b.post('/social/bind', { mobile: MOBILE, verify_code: '1' }, headers)
    reasons.push(await trail(b, String(answer.headers['x-request-id']), 1))
  }
  assert.deepEqual(reasons, [
    [['social/bind', 'refused', 'state token: of another device']],
    [['social/bind', 'refused', 'state token: not one of ours']],
  ])
})
