import assert from 'node:assert/strict'
import test from 'node:test'
import { bench } from '../testing.ts'
import { authorizeUrl, walk } from './walker.double.ts'

const HTML = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
const production = { BOWLINE_MODE: 'production', BOWLINE_PUBLIC_URL: 'https://id.example.com' }

test('in development the bare address leads a person to the playground', async () => {
  await using b = await bench()
  const answer = await b.bowline.server.inject({ url: '/', headers: { accept: HTML } })
  assert.equal(answer.statusCode, 303)
  assert.equal(answer.headers.location, '/playground')
})

test('a program is told that nothing is there, as at any such address', async () => {
  for (const env of [{}, production]) {
    await using b = await bench({ env })
    const nothing = await b.bowline.server.inject({ url: '/nothing', headers: { accept: 'application/json' } })
    for (const accept of ['application/json', '*/*', undefined]) {
      for (const url of ['/', `/tenants/${b.tenant.id}`]) {
        const answer = await b.bowline.server.inject({ url, headers: accept ? { accept } : {} })
        assert.equal(answer.statusCode, 404, `${url} ${accept}`)
        assert.equal(answer.json<{ error_code: string }>().error_code, nothing.json<{ error_code: string }>().error_code)
        assert.match(String(answer.headers['content-type']), /json/)
      }
    }
    assert.equal((await b.bowline.server.inject({ method: 'POST', url: '/', headers: { accept: HTML } })).statusCode, 404)
  }
})

test('in production a person is told what this is, in their language, and nothing of whose it is', async () => {
  await using b = await bench({ env: production })
  const before = await b.snapshot()
  for (const [language, title] of [
    ['en', 'Applications sign you in here'],
    ['zh-CN', '各应用在此登录'],
    ['zh-TW', '各應用程式在此登入'],
  ] as const) {
    for (const url of ['/', '/login/welcome', `/tenants/${b.tenant.id}/`]) {
      const headers = { host: 'id.example.com', accept: HTML, 'accept-language': language }
      const answer = await b.bowline.server.inject({ url, headers })
      assert.equal(answer.statusCode, 200, url)
      assert.match(answer.body, new RegExp(`<h1>${title}</h1>`))
      assert.match(answer.body, new RegExp(`<title>${title}</title>`))
      assert.match(String(answer.headers['content-security-policy']), /default-src 'none'/)
      const told = answer.body.replace(/<style>[^<]*<\/style>/g, '').replaceAll(b.tenant.id, '')
      for (const secret of ['acme', 'default', 'Test', b.clientId, 'Bowline', 'bowline']) assert.ok(!told.includes(secret), secret)
    }
  }
  assert.deepEqual(await b.snapshot(), before, 'who looks writes nothing')
  const elsewhere = await b.bowline.server.inject({ url: '/tenants/nobody', headers: { accept: HTML } })
  assert.equal(elsewhere.statusCode, 404)
})

test('whoever is signed in is led to their account', async () => {
  await using b = await bench({
    env: { BOWLINE_PUBLIC_URL: 'https://id.example.com' },
    app: { redirect_uris: ['https://app.example.com/callback'] },
  })
  b.clock.now = Date.now()
  await b.addUser({ userName: 'wang', mobile: '+8615912345678', mobileProvenAt: 1 })
  const w = walk(b)
  await w.open(authorizeUrl(b))
  await w.submit('Send a code', { target: '15912345678' })
  await w.submit('Continue', { code: b.code('+8615912345678') })
  assert.equal((await w.open(`/tenants/${b.tenant.id}`)).title, 'Your account')
})
