import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { refuses } from '../refusals.ts'
import { startAliyunDouble } from '../social/connectors/aliyun-number.double.ts'
import { bench, type Bench, claimsOf } from '../testing.ts'

const MOBILE = '13900001234'
const key = { id: 'LTAI-example', secret: 'sesame' }

async function furnished(settings: object = {}) {
  const double = await startAliyunDouble({ ...key, now: () => b.clock.now })
  after(double.close)
  const b: Bench = await bench({
    source: {
      id: 'one-click',
      connector: 'aliyun_number',
      settings: { access_key_id: key.id, access_key_secret: key.secret, api_url: double.url },
    },
    settings: { captcha: { required: false }, ...settings },
  })
  after(() => b[Symbol.asyncDispose]())
  return { b, double }
}

test('the holder of the number is logged in', async () => {
  const { b, double } = await furnished()
  const user = await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const answer = await b.post('/login/aliyun-mobile-auth', { access_token: double.agree(MOBILE) })
  assert.deepEqual(Object.keys(answer.body).toSorted(), ['expire', 'id_token', 'session_token', 'status'], answer.text)
  assert.equal(answer.body['status'], 'SUCCESS')
  assert.equal(claimsOf(answer.body['id_token'])['id'], user.id)
  assert.equal((await b.snapshot())['socialAccounts'], '')
})

test('somebody new is registered where the tenant has it so', async () => {
  const { b, double } = await furnished({ registration: { at_login: true } })
  const answer = await b.post('/login/aliyun-mobile-auth', { access_token: double.agree(MOBILE) })
  assert.equal(claimsOf(answer.body['id_token'])['mobile'], `+86-${MOBILE}`, answer.text)
})

test('what it refuses', async (t) => {
  const { b, double } = await furnished()
  const { clientId } = await b.addTenant('without')
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const used = double.agree(MOBILE)
  await b.post('/login/aliyun-mobile-auth', { access_token: used })
  const good = { url: '/api/v2/sdk/login/aliyun-mobile-auth', body: { access_token: double.agree(MOBILE) } }
  await refuses(t, b, good, [
    { name: 'no token', body: { access_token: '' }, code: 'BOWLINE.PARAM.0001', says: 'access_token' },
    { name: 'a token that is none', body: { access_token: 'x' }, code: 'BOWLINE.SOCIAL.0003', says: 'invalid, used or expired' },
    { name: 'a token that was used', body: { access_token: used }, code: 'BOWLINE.SOCIAL.0003', says: 'invalid, used or expired' },
    { name: 'a number nobody has', body: { access_token: double.agree('13900009999') }, code: 'MOBILE.0002', says: 'Unauthenticated' },
    { name: 'a tenant without it', headers: { 'x-client-id': clientId }, code: 'BOWLINE.SOCIAL.0002', says: 'does not exist' },
    {
      name: 'Alibaba Cloud is down',
      first: async () => void (double.trouble.now = { status: 503 }),
      code: 'BOWLINE.SOCIAL.0006',
      says: 'cannot be reached',
    },
  ])
  double.trouble.now = undefined
  assert.equal((await b.call('POST', good.url, good.body)).body['status'], 'SUCCESS')
})
