import assert from 'node:assert/strict'
import test from 'node:test'
import { administrate } from './administration.double.ts'
import { createApp, findAppRow, updateApp } from './apps/index.ts'
import { isOrigin } from './cors.ts'
import type { Bench } from './testing.ts'
import { bench } from './testing.ts'
import { refuses } from './refusals.ts'

const SHOP = 'https://shop.example.com'
const OTHER = 'https://other.example.com'
const MOBILE = '15912345678'

/** One application with pages at SHOP, another one, of another tenant, with pages at OTHER. */
async function open() {
  const b = await bench({ app: { origins: [SHOP] } })
  return Object.assign(b, { other: await b.addTenant('other', undefined, { origins: [OTHER] }) })
}
const preflight = (b: Bench, url: string, origin: string, more: Record<string, string> = {}) =>
  b.bowline.server.inject({
    method: 'OPTIONS',
    url,
    headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type,x-client-id', ...more },
  })
const allowed = (headers: Record<string, unknown>) => headers['access-control-allow-origin']

test('a page of a listed origin may call, and read what is answered and what is refused', async () => {
  await using b = await open()
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const from = { origin: SHOP, 'sec-fetch-site': 'cross-site' }
  const asked = await preflight(b, '/api/v2/sdk/login/mobile-verify-code', SHOP)
  assert.equal(asked.statusCode, 204)
  assert.equal(asked.body, '')
  assert.equal(allowed(asked.headers), SHOP)
  assert.equal(asked.headers['access-control-max-age'], '600')
  assert.equal(asked.headers['access-control-allow-methods'], 'GET, POST')
  const named = String(asked.headers['access-control-allow-headers']).toLowerCase().split(', ')
  for (const name of [
    'authorization',
    'content-type',
    'x-client-id',
    'x-tenant-id',
    'x-operating-sys-version',
    'x-device-fingerprint',
    'x-agent',
    'x-l',
    'x-signature',
    'x-state-token',
  ]) {
    assert.ok(named.includes(name), name)
  }
  const { session_token, id_token, status } = await b.login(MOBILE, from)
  assert.equal(status, 'SUCCESS')
  const replies = [
    await b.get('/profile', { ...from, ...(await b.signed(session_token)) }),
    await b.get('/profile', { ...from, authorization: `Bearer ${id_token}` }),
    // By the application, by the body, by the session, before the application is known, and what is too large.
    await b.post('/login/mobile-verify-code', { mobile: MOBILE, verify_code: 'wrong' }, from),
    await b.post('/login/mobile-verify-code', {}, from),
    await b.post('/login/mobile-verify-code', '{', from),
    await b.get('/profile', from),
    await b.get('/server-date', { ...from, 'x-client-id': 'nobody' }),
    await b.get('/server-date', { ...from, 'x-client-id': '' }),
    await b.post('/login/social', { code: 'x'.repeat(70_000) }, from),
    await b.post('/login/social', 'a=b', { ...from, 'content-type': 'application/x-www-form-urlencoded' }),
  ]
  assert.deepEqual(
    replies.map((it) => it.status),
    [200, 200, 400, 400, 400, 400, 400, 400, 400, 400],
  )
  for (const { headers, text } of replies) {
    assert.equal(allowed(headers), SHOP, text)
    assert.equal(headers['vary'], 'Origin')
    assert.equal(headers['access-control-expose-headers'], 'WWW-Authenticate, X-request-id')
    assert.equal(headers['access-control-allow-credentials'], undefined)
    assert.equal(headers['set-cookie'], undefined)
  }
})

test('the question before is answered for all applications; the call, by its own alone', async (t) => {
  await using b = await open()
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const { session_token } = await b.login(MOBILE)
  for (const origin of [SHOP, OTHER]) assert.equal(allowed((await preflight(b, '/api/v2/sdk/sms/send', origin)).headers), origin)
  const nobodys = [
    'https://evil.example.com',
    'null',
    '*',
    '',
    'http://shop.example.com',
    `${SHOP}:8443`,
    `${SHOP}/`,
    `${SHOP}.evil.example`,
    'https://a.shop.example.com',
    'https://SHOP.example.com',
    `${SHOP}, ${OTHER}`,
  ]
  for (const origin of nobodys) {
    await t.test(`asked by ${origin || 'nothing'}`, async () => {
      const { headers, statusCode } = await preflight(b, '/api/v2/sdk/sms/send', origin)
      assert.deepEqual([allowed(headers), headers['access-control-allow-headers'], statusCode], [undefined, undefined, 403])
      assert.equal(headers['vary'], 'Origin')
    })
  }
  const good = { url: '/api/v2/sdk/sms/send', body: { mobile: MOBILE, type: 'LOGIN_SMS' } }
  const refused = { code: 'BOWLINE.APP.0005', says: 'origin', status: 403 }
  await refuses(t, b, good, [
    ...[OTHER, ...nobodys.slice(0, 3)].map((origin) => ({ name: `called by ${origin}`, headers: { origin }, ...refused })),
    { name: 'called by a neighbour', headers: { origin: OTHER, 'sec-fetch-site': 'same-site' }, ...refused },
    { name: 'by a page of this application, of another one', headers: { origin: SHOP, 'x-client-id': b.other.clientId }, ...refused },
  ])
  for (const headers of [{ origin: OTHER }, { origin: SHOP, 'x-client-id': b.other.clientId }, { origin: 'null' }]) {
    const before = await b.snapshot()
    const reply = await b.get('/logout', { ...headers, ...(await b.signed(session_token)) })
    assert.deepEqual([reply.status, allowed(reply.headers), reply.headers['vary']], [403, undefined, 'Origin'])
    assert.deepEqual(await b.snapshot(), before, 'not even the signature is used up')
  }
  assert.equal((await b.get('/logout', { origin: SHOP, ...(await b.signed(session_token)) })).status, 200)
})

test('pages of this server need no permission, whatever the proxy in front of it makes of the host', async () => {
  await using b = await bench({ env: { BOWLINE_PUBLIC_URL: 'https://id.example.com' } })
  const rows: [Record<string, string>, number][] = [
    [{ origin: 'https://id.example.com' }, 200],
    [{ origin: 'https://login.shop.example', host: 'login.shop.example' }, 200],
    [{ origin: 'http://127.0.0.1:8080', host: '127.0.0.1:8080' }, 200],
    [{ origin: SHOP, 'sec-fetch-site': 'same-origin' }, 200],
    [{ origin: SHOP, 'sec-fetch-site': 'same-site' }, 403],
    [{ origin: SHOP }, 403],
    [{ origin: 'http://127.0.0.1:8081', host: '127.0.0.1:8080' }, 403],
    [{ origin: 'http://id.example.com', host: 'id.example.com', 'sec-fetch-site': 'cross-site' }, 403],
    [{ origin: 'null', host: 'null' }, 403],
    [{}, 200],
  ]
  for (const [headers, status] of rows) {
    const reply = await b.get('/server-date', headers)
    assert.deepEqual([reply.status, allowed(reply.headers)], [status, undefined], JSON.stringify(headers))
  }
})

test('nothing that lives on cookies or on secrets is opened: console, management, pages, servers', async () => {
  await using b = await open()
  const admin = await administrate(b)
  const urls = [
    '/api/v2/admin/session',
    '/api/v2/admin/users',
    '/api/v2/tenant/users?offset=0&limit=10',
    '/api/v2/tenant/token',
    '/api/v2/tenant/session-token/verify',
    '/api/v1/oauth2/introspect',
    '/api/v1/oauth2/authorize',
    '/api/v1/logout',
    '/login',
    '/account',
    '/console',
    '/console/users',
    '/healthz',
    '/metrics',
  ]
  for (const url of urls) {
    for (const origin of [SHOP, 'https://evil.example.com', 'null']) {
      const asked = await preflight(b, url, origin)
      const said = Object.keys(asked.headers).filter((name) => name.startsWith('access-control-'))
      assert.deepEqual([asked.statusCode, said], [404, []], url)
      for (const method of ['GET', 'POST'] as const) {
        const answer = await b.bowline.server.inject({ method, url, headers: { origin } })
        assert.deepEqual(
          Object.keys(answer.headers).filter((name) => name.startsWith('access-control-')),
          [],
          `${method} ${url}`,
        )
      }
    }
  }
  // A server that says an origin, as some proxies do, is served as before, and no page reads it.
  const list = await admin('GET', '/api/v2/tenant/users?offset=0&limit=10', undefined, { origin: SHOP })
  assert.deepEqual([list.status, allowed(list.headers)], [200, undefined])
})

test('an origin holds with the next call, and no longer than it is listed', async () => {
  await using b = await bench()
  const save = (origins: string[], disabled = false) =>
    updateApp(b.ctx, b.tenant.id, b.clientId, { name: 'Test', settings: { origins }, disabled })
  const ask = async () => [
    (await preflight(b, '/api/v2/sdk/server-date', SHOP)).statusCode,
    (await b.get('/server-date', { origin: SHOP })).status,
  ]
  assert.deepEqual(await ask(), [403, 403])
  await save([SHOP])
  assert.deepEqual(await ask(), [204, 200])
  await save([SHOP], true)
  const told = await b.get('/server-date', { origin: SHOP })
  assert.deepEqual([told.body['error_code'], allowed(told.headers)], ['APP.0003', SHOP], 'a disabled application is told so')
  await save([])
  assert.deepEqual(await ask(), [403, 403])
  const { clientId } = await createApp(b.ctx, b.tenant.id, { name: 'New', settings: { origins: [SHOP] } })
  assert.deepEqual(await ask(), [204, 403], 'of another application of the same tenant')
  assert.equal((await b.get('/server-date', { origin: SHOP, 'x-client-id': clientId })).status, 200)
})

test('calls that say no origin ask the database nothing about one; those that do, once a second', async () => {
  await using b = await open()
  const read = () => b.statements.filter((it) => /"settings" like/.test(it.compiled('sqlite').sql)).length
  await b.get('/server-date')
  await b.post('/login/social', { source: 'sandbox', code: 'sandbox:a' })
  assert.equal(read(), 0)
  for (let n = 0; n < 20; n++) await b.get('/server-date', { origin: n % 2 ? SHOP : `https://n${n}.example.com` })
  assert.equal(read(), 1)
  b.clock.now += 1001
  await b.get('/server-date', { origin: SHOP })
  assert.equal(read(), 2)
})

test('what may be listed: an origin as browsers write it, and nothing that matches more than itself', async (t) => {
  const good = ['https://shop.example.com', 'https://shop.example.com:8443', 'https://xn--fiqs8s.example', 'https://[2001:db8::1]']
  const local = ['http://localhost', 'http://localhost:5173', 'http://app.localhost:3000', 'http://127.0.0.1:8080', 'http://[::1]:3000']
  const plain = ['http://shop.example.com', 'http://192.168.1.20:5173']
  const bad = [
    '*',
    'null',
    '',
    'https://*.example.com',
    'https://*',
    'https://shop.example.com/',
    'https://shop.example.com/path',
    'https://shop.example.com?x',
    'https://shop.example.com#x',
    'https://user@shop.example.com',
    'https://Shop.example.com',
    'https://shop.example.com:443',
    'https://shop.example.com:99999',
    'https://商店.example',
    ' https://shop.example.com',
    'https://shop.example.com https://b.example.com',
    'shop.example.com',
    'capacitor://localhost',
    'file://',
    'data:text/html,x',
    'https://localhost.evil.example:443',
    'http://localhost.evil.example:80',
  ]
  for (const it of [...good, ...local]) assert.ok(isOrigin(it, 'production'), it)
  for (const it of plain) assert.deepEqual([isOrigin(it, 'production'), isOrigin(it, 'development')], [false, true], it)
  for (const it of bad) assert.ok(!isOrigin(it, 'production') && !isOrigin(it, 'development'), it)

  await using b = await bench({ env: { BOWLINE_MODE: 'production', BOWLINE_PUBLIC_URL: 'https://id.example.com' } })
  const admin = await administrate(b)
  const url = `/api/v2/admin/apps/${b.clientId}`
  await t.test('saved by an administrator, and held at once', async () => {
    const saved = await admin('PUT', url, { settings: { origins: [...good, ...local] } })
    assert.equal(saved.status, 200, saved.text)
    assert.equal((await b.get('/server-date', { origin: 'http://localhost:5173' })).status, 200)
  })
  await t.test('refused with its place, and nothing saved', async () => {
    const before = await findAppRow(b.ctx, b.tenant.id, b.clientId)
    for (const it of [...bad, ...plain]) {
      const refused = await admin('PUT', url, { settings: { origins: [good[0], it] } })
      assert.equal(refused.status, 400, it)
      const [fault] = refused.body['faults'] as { path: string; fault: string }[]
      assert.deepEqual([fault?.path, /origin as browsers write it/.test(String(fault?.fault))], ['settings.origins[1]', true], refused.text)
    }
    assert.deepEqual(await findAppRow(b.ctx, b.tenant.id, b.clientId), before)
  })
})
