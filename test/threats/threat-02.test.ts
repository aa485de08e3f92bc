import assert from 'node:assert/strict'
import test from 'node:test'
import { bench, claimsOf } from '../../server/testing.ts'
import { codeOf } from '../echo.ts'
import { E164, MOBILE } from './expect.ts'

const hints: [string, Record<string, unknown>][] = [
  ['verified false', { mobileVerified: false }],
  ['verified missing', {}],
  ['verified "false"', { mobileVerified: 'false' }],
  ['verified "true"', { mobileVerified: 'true' }],
  ['verified 1', { mobileVerified: 1 }],
  ['verified null', { mobileVerified: null }],
]
test("threat 2: a profile with the victim's number, not verified in so many words, is asked for proof at a source that is trusted for numbers", async (t) => {
  await using b = await bench({ source: { connector: 'echo', trustMobile: true, trustEmail: true } })
  await b.addUser({ mobile: E164, mobileProvenAt: 1, email: 'victim@example.com', emailProvenAt: 1 })
  for (const [what, hint] of hints) {
    await t.test(`threat 2: ${what}`, async () => {
      const profile = { subject: 'mallory', mobile: E164, email: 'victim@example.com', emailVerified: hint['mobileVerified'], ...hint }
      const reply = await b.post('/login/social', { source: 'sandbox', code: codeOf(profile) })
      assert.deepEqual([reply.status, reply.body['status'], reply.body['session_token']], [200, 'SOCIAL_BIND', undefined], reply.text)
      const after = await b.snapshot()
      assert.deepEqual([after['socialAccounts'], after['sessions']], ['', ''])
    })
  }
})

test('threat 2: a number the provider verified is asked for proof all the same where the administrator does not trust it for that', async () => {
  await using b = await bench({ source: { connector: 'echo' } })
  await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  const code = codeOf({ subject: 'mallory', mobile: E164, mobileVerified: true, email: 'victim@example.com', emailVerified: true })
  assert.equal((await b.post('/login/social', { source: 'sandbox', code })).body['status'], 'SOCIAL_BIND')
})

test('threat 2: verified and trusted is what signs in, so the rows above are refused for what they lack', async () => {
  await using b = await bench({ source: { connector: 'echo', trustMobile: true } })
  const user = await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  const reply = await b.post('/login/social', {
    source: 'sandbox',
    code: codeOf({ subject: 'owner', mobile: MOBILE, mobileVerified: true }),
  })
  assert.equal(claimsOf(reply.body['id_token'])['sub'], user.id)
})

test('threat 2: an address never finds a user, and a user made by the source gets it only if it was verified', async () => {
  await using b = await bench({ source: { connector: 'echo', trustEmail: true, unknownUser: 'auto_create' } })
  const victim = await b.addUser({ email: 'victim@example.com', emailProvenAt: 1 })
  for (const emailVerified of [true, false, 'false', undefined]) {
    const code = codeOf({ subject: `mallory-${emailVerified}`, email: 'Victim@example.com', emailVerified })
    const claims = claimsOf((await b.post('/login/social', { source: 'sandbox', code })).body['id_token'])
    assert.notEqual(claims['sub'], victim.id)
    assert.equal(claims['email'], '')
  }
  const unverified = await b.post('/login/social', { source: 'sandbox', code: codeOf({ subject: 'a', email: 'a@example.com' }) })
  assert.equal(claimsOf(unverified.body['id_token'])['email'], '')
  const verified = await b.post('/login/social', {
    source: 'sandbox',
    code: codeOf({ subject: 'b', email: 'b@example.com', emailVerified: true }),
  })
  assert.equal(claimsOf(verified.body['id_token'])['email'], 'b@example.com')
})

test('threat 2: the key of a social identity is tenant, source and subject: the same subject elsewhere is a stranger', async () => {
  await using b = await bench({ source: { connector: 'echo', unknownUser: 'auto_create' } })
  await b.addSource({ id: 'second', connector: 'echo' })
  const other = await b.addTenant('other')
  await b.addSource({ connector: 'echo' }, other.id)
  assert.equal((await b.post('/login/social', { source: 'sandbox', code: codeOf({ subject: 'one' }) })).body['status'], 'SUCCESS')
  assert.equal((await b.post('/login/social', { source: 'second', code: codeOf({ subject: 'one' }) })).body['status'], 'SOCIAL_BIND')
  const elsewhere = await b.post(
    '/login/social',
    { source: 'sandbox', code: codeOf({ subject: 'one' }) },
    { 'x-client-id': other.clientId },
  )
  assert.equal(elsewhere.body['status'], 'SOCIAL_BIND')
})

test("threat 2: a person whose subject is spelled like somebody's second id is not that somebody", async () => {
  await using b = await bench({ source: { connector: 'echo', unknownUser: 'auto_create' } })
  const enter = async (profile: object) =>
    claimsOf((await b.post('/login/social', { source: 'sandbox', code: codeOf({ ...profile }) })).body['id_token'])['sub']
  const owner = await enter({ subject: 'openid-1', alias: 'union-1' })
  assert.equal(await enter({ subject: 'openid-2', alias: 'union-1' }), owner)
  assert.notEqual(await enter({ subject: 'union-1' }), owner)
})
