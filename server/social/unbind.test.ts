import assert from 'node:assert/strict'
import test from 'node:test'
import { type Ctx, transact } from '../context.ts'
import { refuses } from '../refusals.ts'
import { bench, type Bench } from '../testing.ts'
import { linkAccount } from './accounts.ts'

const MOBILE = '15912345678'
const EMAIL = 'wang@example.com'

const link = (b: Bench, userId: string, ...all: { sourceId: string; subject: string; alias?: string }[]) =>
  transact({ ...b.ctx, tenant: b.tenant } as Ctx, async (ctx) => {
    for (const it of all) await linkAccount(ctx, it, userId)
  })

type Listed = { id: string; social_uid: string; socialType: string }

/** Somebody with a number and an account `alice` at the sandbox, logged in by the number. */
async function somebody(b: Bench) {
  const user = await b.addUser({ userName: 'wang', mobile: `+86${MOBILE}`, mobileProvenAt: 1, email: EMAIL, emailProvenAt: 1 })
  await link(b, user.id, { sourceId: 'sandbox', subject: 'sandbox-alice' })
  const { id_token } = await b.login(MOBILE)
  const headers = { authorization: `Bearer ${id_token}` }
  const list = async () => (await b.get('/social', headers)).body['social'] as Listed[]
  return { user, headers, list, id: (await list())[0]?.id ?? '' }
}

const enter = async (b: Bench, code = 'sandbox:alice', source = 'sandbox') => (await b.post('/login/social', { source, code })).body

test('an account is taken away by the id of the list: it opens nothing any more, and the owner is told', async () => {
  await using b = await bench()
  const { headers, list, id } = await somebody(b)
  const session = await enter(b)
  assert.equal(session['status'], 'SUCCESS')
  const other = await b.login(MOBILE, { 'x-device-fingerprint': 'another' })
  const gone = await b.post('/social/unbind-account', { id }, headers)
  assert.deepEqual([gone.status, gone.text], [200, ''])
  assert.deepEqual(await list(), [])
  assert.equal((await enter(b))['status'], 'SOCIAL_BIND')
  // What it opened is over; what the number opened is not, on this device or another.
  assert.equal((await b.get('/social', { authorization: `Bearer ${String(session['id_token'])}` })).body['error_code'], 'PARAM.0016')
  assert.equal((await b.get('/social', { authorization: `Bearer ${other.id_token}` })).status, 200)
  assert.match(String(b.mails(EMAIL)[0]?.text), /Sandbox/)
  assert.match(String(b.inbox(`+86${MOBILE}`)[0]?.text), /Sandbox/)
})

test('an account is taken away by its type and its id at the provider', async () => {
  await using b = await bench()
  const { headers, list } = await somebody(b)
  const gone = await b.post('/social/unbind', { social_uid: 'sandbox-alice', social_type: 'sandbox' }, headers)
  assert.deepEqual([gone.status, gone.text, await list()], [200, '', []])
})

test('weixin is one person at the provider: its mini-program goes with its website', async () => {
  await using b = await bench()
  const { user, headers, list } = await somebody(b)
  const settings = { app_id: 'wx1', app_secret: 's' }
  await b.addSource({ id: 'web', connector: 'wechat', settings: { ...settings, scene: 'website' } })
  await b.addSource({ id: 'mini', connector: 'wechat', settings: { ...settings, scene: 'mini_program' } })
  await b.addSource({ id: 'mp', connector: 'wechat', settings: { ...settings, scene: 'official_account' } })
  const person = { alias: 'union-1' }
  await link(b, user.id, { sourceId: 'web', subject: 'o-web', ...person }, { sourceId: 'mini', subject: 'o-mini', ...person })
  await link(b, user.id, { sourceId: 'mp', subject: 'o-other', alias: 'union-2' })
  const answer = await b.post('/social/unbind', { social_uid: 'o-mini', social_type: 'weixin' }, headers)
  assert.equal(answer.status, 200, answer.text)
  assert.deepEqual((await list()).map((it) => it.social_uid).toSorted(), ['o-other', 'sandbox-alice'])
})

test('what both refuse', async (t) => {
  await using b = await bench()
  const { headers, id } = await somebody(b)
  const other = await b.addUser({ userName: 'other', mobile: '+8613800000001', mobileProvenAt: 1 })
  await link(b, other.id, { sourceId: 'sandbox', subject: 'sandbox-bob' })
  const theirs = await b.login('13800000001')
  const bobs = ((await b.get('/social', { authorization: `Bearer ${theirs.id_token}` })).body['social'] as Listed[])[0]?.id
  const unknown = { code: 'BOWLINE.SOCIAL.0009', says: 'not bound to you' }
  await refuses(t, b, { url: '/api/v2/sdk/social/unbind-account', headers, body: { id } }, [
    { name: 'nobody', headers: { authorization: '' }, code: 'PARAM.0030', says: 'Signature' },
    { name: 'no id', body: { id: undefined }, code: 'BOWLINE.PARAM.0001', says: 'id' },
    { name: 'an id that is none', body: { id: '001GKgGa15HGZA0aOxIa1bFktp1GKgG4' }, ...unknown },
    { name: 'the id of somebody else’s', body: { id: bobs }, ...unknown },
    { name: 'a sign-in a quarter of an hour ago', later: 900_001, code: 'BOWLINE.SESSION.0001', says: 'recent sign-in' },
  ])
  await refuses(t, b, { url: '/api/v2/sdk/social/unbind', headers, body: { social_uid: 'sandbox-alice', social_type: 'sandbox' } }, [
    { name: 'no social_uid', body: { social_uid: undefined }, code: 'BOWLINE.PARAM.0001', says: 'social_uid' },
    { name: 'no social_type', body: { social_type: '' }, code: 'BOWLINE.PARAM.0001', says: 'social_type' },
    { name: 'another type', body: { social_type: 'weixin' }, ...unknown },
    { name: 'somebody else’s', body: { social_uid: 'sandbox-bob' }, ...unknown },
    { name: 'a sign-in a quarter of an hour ago', later: 900_001, code: 'BOWLINE.SESSION.0001', says: 'recent sign-in' },
  ])
})

test('nobody takes their last way in away', async (t) => {
  await using b = await bench({ source: { unknownUser: 'auto_create' } })
  const { id_token } = await enter(b)
  const headers = { authorization: `Bearer ${String(id_token)}` }
  const [{ id, userId } = { id: '', userId: '' }] = (await b.get('/social', headers)).body['social'] as (Listed & { userId: string })[]
  const good = { url: '/api/v2/sdk/social/unbind-account', headers, body: { id } }
  const last = { code: 'BOWLINE.SOCIAL.0010', says: 'the only way left' }
  await refuses(t, b, good, [
    { name: 'the only account there is', ...last },
    {
      name: 'the only one of a source that is not switched off',
      async first() {
        await b.addSource({ id: 'off', disabled: true })
        await link(b, userId, { sourceId: 'off', subject: 'x' })
      },
      ...last,
    },
  ])
  await b.addSource({ id: 'off' })
  assert.equal((await b.call('POST', good.url, good.body, headers)).status, 200)
})

test('of two ways in that are taken away at once, one stays', async () => {
  await using b = await bench({ source: { unknownUser: 'auto_create' } })
  await b.addSource({ id: 'second' })
  const { id_token } = await enter(b)
  const headers = { authorization: `Bearer ${String(id_token)}` }
  const own = async () => (await b.get('/social', headers)).body['social'] as (Listed & { userId: string })[]
  await link(b, (await own())[0]?.userId ?? '', { sourceId: 'second', subject: 'x' })
  const ids = (await own()).map((it) => it.id)
  assert.equal(ids.length, 2)
  const answers = await Promise.all(ids.map((id) => b.post('/social/unbind-account', { id }, headers)))
  assert.deepEqual(
    answers.map((it) => it.status).toSorted((a, b) => a - b),
    [200, 400],
  )
  assert.equal((await own()).length, 1)
})
