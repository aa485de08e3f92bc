import assert from 'node:assert/strict'
import test from 'node:test'
import { refuses } from '../refusals.ts'
import { bench } from '../testing.ts'
import { createApp, createTemplate, updateApp } from './index.ts'

const TEMPLATE = 'DRrYIqauawN0I8myTMoDTPys6ezGZxnm'
const URL = '/api/v2/sdk/public-key'

test('an application is its tenant’s, named or not', async () => {
  await using b = await bench()
  const plain = await b.get('/public-key')
  assert.equal(plain.status, 200)
  assert.deepEqual((await b.get('/public-key', { 'x-tenant-id': b.tenant.id })).body, plain.body)
  const other = await b.addTenant('other')
  assert.notEqual((await b.get('/public-key', { 'x-client-id': other.clientId })).body['public_key'], plain.body['public_key'])
})

test('a template and a tenant name that tenant’s own instance', async (t) => {
  await using b = await bench()
  await createTemplate(b.ctx, { clientId: TEMPLATE, name: 'ISV' })
  const other = await b.addTenant('other')
  const without = await b.addTenant('without')
  const mine = await createApp(b.ctx, b.tenant.id, { name: 'Mine', templateClientId: TEMPLATE })
  const theirs = await createApp(b.ctx, other.id, { name: 'Theirs', templateClientId: TEMPLATE })
  const ask = async (tenantId: string) =>
    (await b.get('/public-key', { 'x-client-id': TEMPLATE, 'x-tenant-id': tenantId })).body['public_key']
  assert.equal(await ask(b.tenant.id), mine.publicKey)
  assert.equal(await ask(other.id), theirs.publicKey)
  // The instance's own client_id names it too, without the template.
  assert.equal((await b.get('/public-key', { 'x-client-id': theirs.clientId })).body['public_key'], theirs.publicKey)

  const unknown = { code: 'BOWLINE.TENANT.0001', says: 'This tenant does not exist or does not use this application.' }
  await refuses(t, b, { method: 'GET', url: URL, headers: { 'x-client-id': TEMPLATE } }, [
    { name: 'a template without a tenant', code: 'BOWLINE.TENANT.0002', says: 'Name the tenant in the header X-tenant-id.' },
    {
      name: 'a template without a tenant, in Chinese',
      headers: { 'x-l': 'zh' },
      code: 'BOWLINE.TENANT.0002',
      says: '请在请求头X-tenant-id中指定租户',
    },
    { name: 'a tenant that does not use it', headers: { 'x-tenant-id': without.id }, ...unknown },
    { name: 'a tenant that does not exist', headers: { 'x-tenant-id': '08f770f51f80d2f40f38c00cb199fd21' }, ...unknown },
    { name: 'the application of another tenant', headers: { 'x-client-id': b.clientId, 'x-tenant-id': other.id }, ...unknown },
    {
      name: 'an application that does not exist, of a tenant that does',
      headers: { 'x-client-id': 'nobody', 'x-tenant-id': other.id },
      ...unknown,
    },
  ])
})

test('a tenant that is not there and one that is somebody else’s are answered to the letter alike', async () => {
  await using b = await bench()
  const other = await b.addTenant('other')
  const [foreign, unknown] = await Promise.all([other.id, 'f'.repeat(32)].map((id) => b.get('/public-key', { 'x-tenant-id': id })))
  assert.equal(foreign?.status, 400)
  assert.equal(foreign?.text, unknown?.text)
})

test('two tenants of one template share no user, no code and no session', async (t) => {
  await using b = await bench()
  await createTemplate(b.ctx, { clientId: TEMPLATE, name: 'ISV' })
  const other = await b.addTenant('other')
  for (const id of [b.tenant.id, other.id]) await createApp(b.ctx, id, { name: 'Instance', templateClientId: TEMPLATE })
  const [mine, theirs] = [b.tenant.id, other.id].map((id) => ({ 'x-client-id': TEMPLATE, 'x-tenant-id': id }))
  await b.addUser({ mobile: '+8615912345678', mobileProvenAt: 1 })
  const login = await b.login('15912345678', mine)
  assert.equal(login.status, 'SUCCESS')
  const verify_code = await b.sendCode('15912345678', 'LOGIN_SMS', mine)
  await refuses(
    t,
    b,
    { url: '/api/v2/sdk/login/mobile-verify-code', body: { mobile: '15912345678', verify_code }, headers: theirs ?? {} },
    [{ name: 'the code of the one in the other', code: 'BOWLINE.SMS.0001', says: 'No verification code is waiting' }],
  )
  await refuses(t, b, { method: 'GET', url: '/api/v2/sdk/logout', headers: theirs ?? {} }, [
    {
      name: 'the id_token of the one in the other',
      headers: { authorization: `Bearer ${login.id_token}` },
      code: 'PARAM.0016',
      says: 'IdToken invalid',
    },
    {
      name: 'the session of the one in the other',
      first: async () => ({ headers: await b.signed(login.session_token) }),
      code: 'PARAM.0030',
      says: 'Signature invalid',
    },
  ])
})

test('who does not say who they are is told what is missing', async (t) => {
  await using b = await bench()
  const device = (name: string) => ({ code: 'PARAM.0001', says: `Incomplete device information. Send the header ${name}.` })
  await refuses(t, b, { method: 'GET', url: URL }, [
    { name: 'no system', headers: { 'x-operating-sys-version': '' }, ...device('X-operating-sys-version') },
    { name: 'no fingerprint', headers: { 'x-device-fingerprint': '' }, ...device('X-device-fingerprint') },
    { name: 'no agent', headers: { 'x-agent': '' }, ...device('X-agent') },
    {
      name: 'no agent, in Chinese',
      headers: { 'x-agent': '', 'x-l': 'zh' },
      code: 'PARAM.0001',
      says: '设备信息不完整，请提供请求头X-agent。',
    },
    { name: 'no client_id', headers: { 'x-client-id': '' }, code: 'PARAM.0002', says: 'clientId required. Send the header X-client-id.' },
    {
      name: 'no client_id, but a tenant',
      headers: { 'x-client-id': '', 'x-tenant-id': b.tenant.id },
      code: 'PARAM.0002',
      says: 'clientId required.',
    },
    {
      name: 'a client_id that does not exist',
      headers: { 'x-client-id': TEMPLATE },
      code: 'APP.0001',
      says: 'Application does not exist.',
    },
    {
      name: 'a client_id in small letters',
      headers: { 'x-client-id': b.clientId.toLowerCase() },
      code: 'APP.0001',
      says: 'Application does not exist.',
    },
    {
      name: 'a client_id with SQL in it',
      headers: { 'x-client-id': `${b.clientId}' or '1'='1` },
      code: 'APP.0001',
      says: 'Application does not exist.',
    },
  ])
  // X-device-ip is optional, and X-L too.
  assert.equal((await b.get('/public-key', { 'x-device-ip': '10.10.10.1', 'x-l': 'tlh' })).status, 200)
})

test('a disabled application is served no more, and an enabled one again', async (t) => {
  await using b = await bench()
  const refused = { code: 'APP.0003', says: 'Application disabled. Contact the administrator.' }
  const change = (disabled: boolean) => updateApp(b.ctx, b.tenant.id, b.clientId, { name: 'Test', disabled })
  const access = { authorization: `Bearer ${await b.accessToken()}` }
  await change(true)
  await refuses(t, b, { method: 'GET', url: URL }, [{ name: 'its front end', ...refused }])
  await refuses(t, b, { url: '/api/v2/tenant/sso/sso-ticket/verify', body: { sso_ticket: 'x', ...b.deviceFields }, headers: access }, [
    { name: 'its server, with a token from before', ...refused },
  ])
  await change(false)
  assert.equal((await b.get('/public-key')).status, 200)
})

test('a change made on another process holds within a second', async () => {
  await using b = await bench()
  await using elsewhere = await bench({ database: b.place })
  assert.equal((await elsewhere.get('/public-key')).status, 200)
  await updateApp(b.ctx, b.tenant.id, b.clientId, { name: 'Test', disabled: true })
  assert.equal((await b.get('/public-key')).status, 400)
  elsewhere.clock.now += 1000
  assert.equal((await elsewhere.get('/public-key')).body['error_code'], 'APP.0003')
})
