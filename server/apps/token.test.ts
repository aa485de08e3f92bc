import assert from 'node:assert/strict'
import test from 'node:test'
import { refuses } from '../refusals.ts'
import { bench, type Bench, claimsOf } from '../testing.ts'

const URL = '/api/v2/tenant/token'
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
/** An application's server has no device headers. */
const server = { 'x-client-id': '', 'x-operating-sys-version': '', 'x-device-fingerprint': '', 'x-agent': '' }
const basic = (id: string, secret: string) => ({ authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` })
const ask = (b: Bench, body: string, headers: Record<string, string> = {}, query = '') =>
  b.call('POST', URL + query, body, { ...server, ...FORM, ...headers })

test('a client proves itself in the form, by Basic, or in the query', async (t) => {
  await using b = await bench()
  const all = new URLSearchParams({ grant_type: 'client_credentials', client_id: b.clientId, client_secret: b.secret }).toString()
  const rows = {
    'in the form': () => ask(b, all),
    'by Basic, with the grant in the form': () => ask(b, 'grant_type=client_credentials', basic(b.clientId, b.secret)),
    'by Basic, with the grant in the query': () => ask(b, '', basic(b.clientId, b.secret), '?grant_type=client_credentials'),
    'in the query, as the twin’s sample has it': () => ask(b, '', {}, `?${all}`),
    'in the query, without a body at all': () => b.call('POST', `${URL}?${all}`, undefined, { ...server, 'content-type': '' }),
    'naming its tenant': () => ask(b, all, { 'x-tenant-id': b.tenant.id }),
  }
  for (const [name, send] of Object.entries(rows)) {
    await t.test(name, async () => {
      const { status, body, headers, text } = await send()
      assert.equal(status, 200, text)
      assert.deepEqual(Object.keys(body).toSorted(), ['access_token', 'expires_in', 'id_token', 'scope', 'token_type'])
      assert.match(String(body['access_token']), /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/)
      assert.deepEqual([body['token_type'], body['expires_in'], body['scope']], ['Bearer', 1800, 'all'])
      assert.equal(headers['cache-control'], 'no-store')
      const { aud, sub, exp, iat } = claimsOf(body['id_token'])
      assert.deepEqual([aud, sub, Number(exp) - Number(iat)], [b.clientId, b.clientId, 1800])
    })
  }
})

test('a new token leaves the older ones good, each for its own time', async (t) => {
  await using b = await bench({ app: { access_token_lifetime: 600 } })
  const verify = { url: '/api/v2/tenant/sso/sso-ticket/verify', body: { sso_ticket: 'x', ...b.deviceFields } }
  const first = { authorization: `Bearer ${await b.accessToken()}` }
  b.clock.now += 599_000
  const second = { authorization: `Bearer ${await b.accessToken()}` }
  const alive = { code: 'PARAM.0032', says: 'SSO ticket invalid' }
  await refuses(t, b, verify, [
    { name: 'the first is good to its last second', headers: first, ...alive },
    { name: 'then it is not', headers: first, later: 1000, code: 'invalid_token', says: 'Fetch a new one from /api/v2/tenant/token.' },
    { name: 'the second goes on', headers: second, later: 1000, ...alive },
  ])
})

test('what tenant/token refuses', async (t) => {
  await using b = await bench()
  const other = await b.addTenant('other')
  const bare = await b.addApp()
  const off = await b.addApp({}, { secret: 's', disabled: true })
  const form = (given: Record<string, string>) =>
    new URLSearchParams({ grant_type: 'client_credentials', client_id: b.clientId, client_secret: b.secret, ...given }).toString()
  const unproven = { code: 'BOWLINE.APP.0002', says: 'Wrong client_id or client_secret.' }
  await refuses(t, b, { url: URL, headers: { ...server, ...FORM } }, [
    { name: 'a wrong secret', body: form({ client_secret: 'guess' }), ...unproven },
    {
      name: 'a wrong secret, in Chinese',
      body: form({ client_secret: 'guess' }),
      headers: { 'x-l': 'zh' },
      code: 'BOWLINE.APP.0002',
      says: '错误',
    },
    { name: 'a wrong secret by Basic, whatever the form says', body: form({}), headers: basic(b.clientId, 'guess'), ...unproven },
    { name: 'an application that has no secret', body: form({ client_id: bare, client_secret: 'x' }), ...unproven },
    {
      name: 'an application that is disabled',
      body: form({ client_id: off, client_secret: 's' }),
      code: 'APP.0003',
      says: 'Application disabled.',
    },
    {
      name: 'an application that does not exist',
      body: form({ client_id: 'nobody' }),
      code: 'APP.0001',
      says: 'Application does not exist.',
    },
    {
      name: 'a tenant it is not of',
      body: form({}),
      headers: { 'x-tenant-id': other.id },
      code: 'BOWLINE.TENANT.0001',
      says: 'does not use this application',
    },
    { name: 'no client_id', body: form({ client_id: '' }), code: 'BOWLINE.PARAM.0001', says: 'client_id' },
    { name: 'no client_secret', body: form({ client_secret: '' }), code: 'BOWLINE.PARAM.0001', says: 'client_secret' },
    { name: 'no grant_type', body: form({ grant_type: '' }), code: 'BOWLINE.PARAM.0001', says: 'grant_type' },
    { name: 'a person’s grant_type', body: form({ grant_type: 'password' }), code: 'BOWLINE.APP.0003', says: 'Use client_credentials.' },
    {
      name: 'a form that names one thing twice',
      body: `${form({})}&client_secret=again`,
      code: 'BOWLINE.PARAM.0001',
      says: 'client_secret',
    },
    {
      name: 'a body that is no form',
      body: '<xml/>',
      headers: { 'content-type': 'text/xml' },
      code: 'BOWLINE.PARAM.0003',
      says: 'cannot be read',
    },
  ])
  assert.equal((await ask(b, form({}))).status, 200)
})

test('a server calls from the addresses its application allows', async (t) => {
  await using b = await bench({
    app: { allowed_addresses: ['203.0.113.7', '198.51.100.*', '2001:db8::/32'] },
    env: { BOWLINE_TRUSTED_PROXIES: '127.0.0.1' },
  })
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: b.clientId, client_secret: b.secret }).toString()
  const from = (address: string) => ({ 'x-forwarded-for': address })
  for (const address of ['203.0.113.7', '198.51.100.1', '198.51.100.255', '2001:db8::1', '::ffff:203.0.113.7'])
    assert.equal((await ask(b, body, from(address))).status, 200, address)
  const refused = { code: 'BOWLINE.APP.0001', says: 'may not be used from this address' }
  const good = { url: URL, body, headers: { ...server, ...FORM } }
  await refuses(t, b, good, [
    { name: 'its own machine', ...refused },
    { name: 'a neighbour', headers: from('203.0.113.8'), ...refused },
    { name: 'a neighbour that names an allowed one before itself', headers: from('203.0.113.7, 203.0.113.8'), ...refused },
    { name: 'another network', headers: from('2001:db9::1'), ...refused },
  ])
  const access = String((await ask(b, body, from('203.0.113.7'))).body['access_token'])
  await refuses(
    t,
    b,
    {
      url: '/api/v2/tenant/sso/sso-ticket/verify',
      body: { sso_ticket: 'x', ...b.deviceFields },
      headers: { authorization: `Bearer ${access}` },
    },
    [{ name: 'the token is not good from elsewhere either', ...refused }],
  )
})
