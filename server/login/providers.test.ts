/** The calls whose path names a provider, each against its double: the answers, and what they refuse. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import test, { after } from 'node:test'
import { type Refusal, refuses } from '../refusals.ts'
import { openGateway } from '../social/connectors/alipay.double.ts'
import { startAppleDouble } from '../social/connectors/apple.double.ts'
import { startQqDouble } from '../social/connectors/qq.double.ts'
import { startWechatDouble } from '../social/connectors/wechat.double.ts'
import { startWeiboDouble } from '../social/connectors/weibo.double.ts'
import { bench, type Bench, claimsOf } from '../testing.ts'

/** The clock of the bench, before there is one. */
let clock = () => Date.now()

async function open(connector: string, settings: Record<string, unknown>): Promise<Bench> {
  const b = await bench({ source: { id: 'it', connector, settings, unknownUser: 'auto_create' } })
  after(() => b[Symbol.asyncDispose]())
  clock = () => b.clock.now
  return b
}

/** As somebody new under each policy, and then known. */
async function journey(b: Bench, connector: string, settings: Record<string, unknown>, enter: () => Promise<Record<string, unknown>>) {
  for (const [unknownUser, status] of [
    ['bind', 'SOCIAL_BIND'],
    ['bind_or_register', 'USER_REGISTER'],
    ['deny', 'ACCESS_DENIED'],
  ] as const) {
    await b.addSource({ id: 'it', connector, settings, unknownUser })
    const answer = await enter()
    assert.equal(answer['status'], status)
    assert.equal(answer['data'], unknownUser === 'deny' ? undefined : '{"socialBindOrRegisterFlow":["VERIFY_PHONE","VERIFY_EMAIL"]}')
  }
  await b.addSource({ id: 'it', connector, settings, unknownUser: 'auto_create' })
  const [made, known] = [await enter(), await enter()]
  assert.deepEqual(Object.keys(known).toSorted(), ['expire', 'id_token', 'session_token', 'status'])
  assert.equal(claimsOf(known['id_token'])['id'], claimsOf(made['id_token'])['id'])
  return claimsOf(known['id_token'])
}

const gone: Refusal[] = [{ name: 'a tenant without it', code: 'BOWLINE.SOCIAL.0002', says: 'does not exist or is switched off' }]
const elsewhere = async (b: Bench): Promise<Refusal[]> => {
  const { clientId } = await b.addTenant('without')
  return gone.map((it) => ({ ...it, headers: { 'x-client-id': clientId } }))
}
const expired = { code: 'BOWLINE.SOCIAL.0003', says: 'invalid, used or expired' }
const denied = { code: 'BOWLINE.SOCIAL.0004', says: 'refused this sign-in' }
const missing = (name: string): Refusal => ({ name: `no ${name}`, body: { [name]: undefined }, code: 'BOWLINE.PARAM.0001', says: name })

test('login/qq: by the token of its kit', async (t) => {
  const double = await startQqDouble({ appId: '101', appKey: 'sesame', now: () => clock() })
  after(double.close)
  const settings = { app_id: '101', app_key: 'sesame', api_url: double.url }
  const b = await open('qq', settings)
  const person = { openid: 'Q1', nickname: '王' }
  const give = () => ({ access_token: double.agreeInApp(person), open_id: 'Q1' })
  assert.equal((await journey(b, 'qq', settings, async () => (await b.post('/login/qq', give())).body))['name'], '王')
  await refuses(t, b, { url: '/api/v2/sdk/login/qq', body: give() }, [
    missing('access_token'),
    missing('open_id'),
    { name: 'a token that is none', body: { access_token: 'x' }, ...expired },
    { name: 'the token of somebody else', body: { open_id: 'Q2' }, ...denied },
    { name: 'a token of another application', body: { access_token: double.agreeInApp(person, '999') }, ...denied },
    ...(await elsewhere(b)),
    {
      name: 'QQ is down',
      first: async () => void double.trouble.set('/oauth2.0/me', { status: 502 }),
      code: 'BOWLINE.SOCIAL.0006',
      says: 'cannot be reached',
    },
  ])
})

test('login/weibo: by the token of its kit', async (t) => {
  const double = await startWeiboDouble({ appKey: '42', appSecret: 'sesame', redirectUri: 'https://app.example.com', now: () => clock() })
  after(double.close)
  const settings = { app_key: '42', app_secret: 'sesame', api_url: double.url }
  const b = await open('weibo', settings)
  const person = { id: 1404376560, screen_name: 'zaku' }
  const give = () => ({ access_token: double.agreeInApp(person), uid: '1404376560' })
  assert.equal((await journey(b, 'weibo', settings, async () => (await b.post('/login/weibo', give())).body))['name'], 'zaku')
  await refuses(t, b, { url: '/api/v2/sdk/login/weibo', body: give() }, [
    missing('access_token'),
    missing('uid'),
    { name: 'a token that is none', body: { access_token: 'x' }, ...expired },
    { name: 'the token of somebody else', body: { uid: '2' }, ...denied },
    ...(await elsewhere(b)),
  ])
})

test('login/apple: by the code of its kit, with the name it tells once', async (t) => {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const ids = { teamId: 'DEF123GHIJ', keyId: 'ABC123DEFG', bundleId: 'com.example.shop', servicesId: 'com.example.shop.web' }
  const double = await startAppleDouble({ ...ids, publicKey: pair.publicKey, redirectUris: [], now: () => clock() })
  after(double.close)
  const settings = {
    client_id: ids.servicesId,
    bundle_id: ids.bundleId,
    team_id: ids.teamId,
    key_id: ids.keyId,
    private_key: pair.privateKey.export({ format: 'pem', type: 'pkcs8' }),
    issuer: double.url,
  }
  const b = await open('apple', settings)
  const person = { sub: '001234.0001' }
  const user = JSON.stringify({ name: { firstName: 'Mei', lastName: 'Lin' } })
  const give = () => ({ code: double.agreeInKit(ids.bundleId, person), user })
  assert.equal((await journey(b, 'apple', settings, async () => (await b.post('/login/apple', give())).body))['name'], 'Mei Lin')
  await refuses(t, b, { url: '/api/v2/sdk/login/apple', body: give() }, [
    missing('code'),
    { name: 'a code that is none', body: { code: 'x' }, ...expired },
    { name: 'a name without end', body: { user: 'x'.repeat(2049) }, code: 'BOWLINE.PARAM.0002', says: 'user' },
    ...(await elsewhere(b)),
  ])
})

test('login/alipay at both of its addresses, and login/alipay-miniprogram', async (t) => {
  const { double, settings: own } = await openGateway('public_key', () => clock())
  for (const [scene, calls] of [
    ['mobile', ['/api/v3/sdk/login/alipay', '/api/v2/sdk/login/alipay']],
    ['mini_program', ['/api/v2/sdk/login/alipay-miniprogram']],
  ] as const) {
    const settings = { ...own, scene }
    const b = await open('alipay', settings)
    const give = (who = 'A1') => ({ code: double.agree({ open_id: who, user_id: `2088${who}`, nick_name: '李' }) })
    for (const url of calls) {
      assert.equal((await journey(b, 'alipay', settings, async () => (await b.call('POST', url, give(url))).body))['name'], '李')
      await refuses(t, b, { url, body: give() }, [missing('code'), { name: 'a code that is none', body: { code: 'x' }, ...expired }])
    }
    const other = scene === 'mobile' ? '/api/v2/sdk/login/alipay-miniprogram' : '/api/v3/sdk/login/alipay'
    await refuses(t, b, { url: other, body: give() }, [{ ...gone[0]!, name: `a source that is for ${scene}` }])
  }
})

test('login/wechat and login/wechat-miniprogram choose the source that is for them', async (t) => {
  const double = await startWechatDouble({ appId: 'wx1', appSecret: 'sesame', now: () => clock() })
  after(double.close)
  const settings = { app_id: 'wx1', app_secret: 'sesame', api_url: double.url, scene: 'mini_program' }
  const b = await open('wechat', settings)
  const give = () => ({ code: double.login({ openid: 'o-1', unionid: 'u-1' }) })
  await journey(b, 'wechat', settings, async () => (await b.post('/login/wechat-miniprogram', give())).body)
  await refuses(t, b, { url: '/api/v2/sdk/login/wechat-miniprogram', body: give() }, [
    missing('code'),
    { name: 'a code that is none', body: { code: 'x' }, ...expired },
    ...(await elsewhere(b)),
  ])
  await refuses(t, b, { url: '/api/v2/sdk/login/wechat', body: give() }, [{ ...gone[0]!, name: 'only a mini-program there' }])
  // The application's own source is asked before the website's, whichever was there first.
  await b.addSource({ id: 'website', connector: 'wechat', settings: { ...settings, app_id: 'wx9', scene: 'website' } })
  b.clock.now += 1
  await b.addSource({ id: 'mobile', connector: 'wechat', settings: { ...settings, scene: 'mobile' } })
  const answer = await b.post('/login/wechat', { code: double.agree({ openid: 'o-2', unionid: 'u-1' }, 'snsapi_userinfo') })
  assert.equal(answer.body['status'], 'SUCCESS', answer.text)
})
