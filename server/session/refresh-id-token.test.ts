import assert from 'node:assert/strict'
import test from 'node:test'
import { refuses } from '../refusals.ts'
import { bench, claimsOf } from '../testing.ts'
import { replaceUser } from '../users/index.ts'

const MOBILE = '15912345678'
const URL = '/api/v2/sdk/session-token/refresh-id-token'

test('a signed request earns a fresh id_token, and writes nothing but its nonce', async () => {
  await using b = await bench()
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const login = await b.login(MOBILE)
  b.clock.now += 100_000
  const before = await b.snapshot()
  // As published: no body, and so no content type.
  const answer = await b.call('POST', URL, undefined, { ...(await b.signed(login.session_token)), 'content-type': '' })
  assert.equal(answer.status, 200, answer.text)
  assert.deepEqual(Object.keys(answer.body), ['id_token'])
  const [old, fresh] = [claimsOf(login.id_token), claimsOf(answer.body['id_token'])]
  assert.equal(fresh['sid'], old['sid'])
  assert.equal(Number(fresh['exp']) - Number(old['exp']), 100)
  assert.deepEqual({ ...(await b.snapshot()), nonces: '' }, before)
  // The fresh one opens the same doors.
  assert.equal((await b.call('POST', URL, {}, { authorization: `Bearer ${String(answer.body['id_token'])}` })).status, 200)
})

test('what refresh-id-token refuses', async (t) => {
  await using b = await bench()
  const user = await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const { session_token, id_token } = await b.login(MOBILE)
  await refuses(t, b, { url: URL }, [
    { name: 'nobody said who', code: 'PARAM.0030', says: 'Signature invalid or expired.' },
    {
      name: 'the session_token in the header of the other call',
      headers: { 'session-token': session_token },
      code: 'PARAM.0030',
      says: 'Signature invalid',
    },
    {
      name: 'an id_token past its two hours',
      headers: { authorization: `Bearer ${id_token}` },
      later: 7_200_000,
      code: 'PARAM.0016',
      says: 'IdToken invalid or expired.',
    },
    {
      name: 'a user who was disabled',
      async first() {
        await replaceUser(b.ctx, { ...user, disabledAt: 1 })
        return { headers: { authorization: `Bearer ${id_token}` } }
      },
      code: 'PARAM.0023',
      says: 'Sign in again.',
    },
  ])
})
