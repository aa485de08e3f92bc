import assert from 'node:assert/strict'
import test from 'node:test'
import { refuses } from '../refusals.ts'
import { bench, type Bench } from '../testing.ts'

const MOBILE = '15912345678'
const CALL = '/api/v2/sdk/social'

async function bound(b: Bench) {
  const user = await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const code = 'sandbox:alice;nickname=Alice;avatar=https://pictures.example.com/a.png'
  const state = { 'x-state-token': String((await b.post('/login/social', { source: 'sandbox', code })).body['state_token']) }
  const at = b.clock.now + 1001
  const body = { mobile: MOBILE, verify_code: await b.sendCode(MOBILE, 'BIND_MOBILE_SMS', state) }
  const { id_token } = (await b.post('/social/bind', body, state)).body
  return { user, at, headers: { authorization: `Bearer ${String(id_token)}` } }
}

const shape = {
  socialType: 'sandbox',
  socialNickname: 'Alice',
  socialHeadImage: 'https://pictures.example.com/a.png',
  socialAccountDetails: null,
}

for (const dialect of ['oneaccess', 'eiam', 'ciam'] as const) {
  test(`the list as ${dialect} has it`, async () => {
    await using b = await bench({ app: { error_codes: dialect } })
    const { user, at, headers } = await bound(b)
    const time = new Date(at).toISOString().replace('T', ' ').slice(0, 23)
    const { status, body } = await b.get('/social', headers)
    const [{ id, ...one } = {}, ...more] = body['social'] as Record<string, unknown>[]
    assert.deepEqual([status, more], [200, []])
    assert.match(String(id), /^\d{17}-[0-9A-F]{4}-[0-9A-F]{9}$/)
    const ids =
      dialect === 'ciam' ? { socialUid: 'sandbox-alice', socialChannelId: 'sandbox', idpId: 'sandbox' } : { social_uid: 'sandbox-alice' }
    assert.deepEqual(one, { ...shape, ...ids, userId: user.id, createdAt: time, updatedAt: time })
    assert.match(time, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/)
  })
}

test('signed like any call of somebody logged in, and only of their own', async () => {
  await using b = await bench()
  await bound(b)
  await b.addUser({ mobile: '+8613800000001', mobileProvenAt: 1 })
  const { session_token } = await b.login('13800000001')
  assert.deepEqual((await b.get('/social', await b.signed(session_token))).body, { social: [] })
})

test('the types of the published list', async () => {
  await using b = await bench()
  const user = await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const { id_token } = await b.login(MOBILE)
  const wechat = { app_id: 'wx1', app_secret: 's' }
  const kinds: [string, string, Record<string, unknown>, string][] = [
    ['a', 'wechat', { ...wechat, scene: 'website' }, 'weixin'],
    ['b', 'wechat', { ...wechat, scene: 'mini_program' }, 'weixin'],
    ['c', 'wechat', { ...wechat, scene: 'official_account' }, 'weixinmp'],
    ['d', 'wecom', {}, 'wechat_work'],
    ['e', 'qq', {}, 'qq'],
    ['f', 'weibo', {}, 'weibo'],
    ['g', 'alipay', {}, 'alipay'],
  ]
  for (const [id, connector, settings] of kinds) await b.addSource({ id, connector, settings })
  const { linkAccount } = await import('./accounts.ts')
  const { transact } = await import('../context.ts')
  await transact({ ...b.ctx, tenant: b.tenant } as never, async (ctx) => {
    for (const [sourceId] of kinds) await linkAccount(ctx, { sourceId, subject: sourceId }, user.id)
  })
  const { social } = (await b.get('/social', { authorization: `Bearer ${id_token}` })).body as { social: Record<string, string>[] }
  assert.deepEqual(
    social.map((it) => `${it['social_uid']} ${it['socialType']}`).toSorted(),
    kinds.map(([id, , , type]) => `${id} ${type}`),
  )
})

test('what it refuses', async (t) => {
  await using b = await bench()
  const { headers } = await bound(b)
  await refuses(t, b, { method: 'GET', url: CALL, headers }, [
    { name: 'nobody', headers: { authorization: '' }, code: 'PARAM.0030', says: 'Signature' },
    { name: 'a token that is none', headers: { authorization: 'Bearer x' }, code: 'PARAM.0016', says: 'IdToken' },
  ])
})
