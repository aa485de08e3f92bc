import assert from 'node:assert/strict'
import test from 'node:test'
import { refuses } from '../refusals.ts'
import { addressOf, bench, claimsOf } from '../testing.ts'

const CALL = '/api/v2/sdk/login/wechat'
/** The code of the published sample. */
const CODE = 'ad12sasdsfe3dfdg3sc'
const settings = { scene: 'mobile', app_id: 'wx0123456789', app_secret: 'sesame' }
const source = { id: 'wx', connector: 'wechat', settings } as const

const errors: Record<string, number> = { used: 40163, unknown: 40029, secret: 40125, busy: -1, odd: 40003 }

/** WeChat: errors are HTTP 200, JSON is text/plain. */
const wechat = (async (input: string | URL | Request) => {
  const { pathname, searchParams } = new URL(addressOf(input))
  const code = searchParams.get('code') ?? ''
  if (code === 'down') throw new TypeError('fetch failed')
  if (code === 'gateway') return new Response('<html>', { status: 502 })
  const errcode = errors[code]
  const answer =
    pathname === '/sns/userinfo'
      ? { openid: 'o-1', unionid: 'u-1', nickname: '王', headimgurl: 'https://wx.example.com/1.png' }
      : errcode
        ? { errcode, errmsg: 'no' }
        : { access_token: 'at', expires_in: 7200, openid: 'o-1', scope: 'snsapi_userinfo', unionid: 'u-1' }
  return new Response(JSON.stringify(answer), { headers: { 'content-type': 'text/plain' } })
}) as typeof fetch

test('the published request gets the published answers', async (t) => {
  await using b = await bench({ source, fetch: wechat })
  const user = await b.addUser({ mobile: '+8615912345678', mobileProvenAt: 1 })
  const proofs = '{"socialBindOrRegisterFlow":["VERIFY_PHONE","VERIFY_EMAIL"]}'
  for (const [unknownUser, status] of [
    ['bind_or_register', 'USER_REGISTER'],
    ['bind', 'SOCIAL_BIND'],
  ] as const) {
    await t.test(status, async () => {
      await b.addSource({ ...source, unknownUser })
      const answer = await b.post('/login/wechat', { code: CODE })
      assert.equal(answer.status, 200, answer.text)
      assert.deepEqual({ ...answer.body, state_token: '' }, { status, state_token: '', data: proofs })
    })
  }
  await t.test('SUCCESS, once it is bound', async () => {
    const state = { 'x-state-token': String((await b.post('/login/wechat', { code: CODE })).body['state_token']) }
    const verify_code = await b.sendCode('15912345678', 'BIND_MOBILE_SMS', state)
    await b.post('/social/bind', { mobile: '15912345678', verify_code }, state)
    const answer = await b.post('/login/wechat', { code: CODE })
    assert.deepEqual(Object.keys(answer.body).toSorted(), ['expire', 'id_token', 'session_token', 'status'])
    assert.equal(answer.body['status'], 'SUCCESS')
    assert.equal(claimsOf(answer.body['id_token'])['id'], user.id)
  })
})

test('a switched off source gives way to the next of its kind', async () => {
  await using b = await bench({ source: { ...source, id: 'first', disabled: true }, fetch: wechat })
  await b.addSource({ ...source, id: 'second', unknownUser: 'deny' })
  assert.deepEqual((await b.post('/login/wechat', { code: CODE })).body, { status: 'ACCESS_DENIED' })
})

test('what login/wechat refuses', async (t) => {
  await using b = await bench({ source, fetch: wechat })
  const { clientId } = await b.addTenant('without')
  const choosy = await b.addApp({ sources: ['sandbox'] })
  await refuses(t, b, { url: CALL, body: { code: CODE } }, [
    { name: 'no code', body: { code: undefined }, code: 'BOWLINE.PARAM.0001', says: 'Parameter code cannot be left blank.' },
    { name: 'an empty code', body: { code: '' }, code: 'BOWLINE.PARAM.0001', says: 'code' },
    { name: 'a code that is a number', body: { code: 1 }, code: 'BOWLINE.PARAM.0002', says: 'code' },
    { name: 'a code without end', body: { code: 'x'.repeat(513) }, code: 'BOWLINE.PARAM.0002', says: 'code' },
    { name: 'a code that was used', body: { code: 'used' }, code: 'BOWLINE.SOCIAL.0003', says: 'Sign in at the provider again' },
    { name: 'a code that is none', body: { code: 'unknown' }, code: 'BOWLINE.SOCIAL.0003', says: 'invalid, used or expired' },
    { name: 'a plain no', body: { code: 'odd' }, code: 'BOWLINE.SOCIAL.0004', says: 'refused this sign-in' },
    { name: 'a secret of ours that is wrong', body: { code: 'secret' }, code: 'BOWLINE.SOCIAL.0005', says: 'Tell the administrator' },
    { name: 'WeChat is busy', body: { code: 'busy' }, code: 'BOWLINE.SOCIAL.0006', says: 'cannot be reached' },
    { name: 'WeChat is down', body: { code: 'down' }, code: 'BOWLINE.SOCIAL.0006', says: 'cannot be reached' },
    { name: 'something stands before WeChat', body: { code: 'gateway' }, code: 'BOWLINE.SOCIAL.0006', says: 'cannot be reached' },
    {
      name: 'a tenant without WeChat',
      headers: { 'x-client-id': clientId },
      code: 'BOWLINE.SOCIAL.0002',
      says: 'does not exist or is switched off',
    },
    { name: 'an application without WeChat', headers: { 'x-client-id': choosy }, code: 'BOWLINE.SOCIAL.0002', says: 'Choose another' },
  ])
  assert.equal((await b.call('POST', CALL, { code: CODE })).body['status'], 'SOCIAL_BIND')
})
