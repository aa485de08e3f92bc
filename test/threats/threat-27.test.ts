import assert from 'node:assert/strict'
import test from 'node:test'
import { createOwner } from '../../server/administrators/console.double.ts'
import { dump } from '../../server/db.ts'
import { bench, type Bench } from '../../server/testing.ts'
import { E164, MOBILE, refusedSilently } from './expect.ts'

const EVIL = 'https://evil.example'
const SHOP = 'https://shop.example'

/** Mallory administers a tenant of her own here, and has listed her page; the application of the others has another one. */
async function open(): Promise<Bench> {
  const b = await bench({ app: { origins: [SHOP] } })
  await b.addTenant('mallory', undefined, { origins: [EVIL] })
  await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  return b
}
/** As a page of hers in somebody's browser: a call that the browser would not make is none. */
async function fromEvil(b: Bench, method: 'GET' | 'POST', url: string, body?: unknown, headers: Record<string, string> = {}) {
  const asked = await b.bowline.server.inject({
    method: 'OPTIONS',
    url,
    headers: { origin: EVIL, 'access-control-request-method': method, 'access-control-request-headers': Object.keys(headers).join(',') },
  })
  const goesOn = asked.headers['access-control-allow-origin'] === EVIL
  const reply = await b.call(method, url, body, { origin: EVIL, 'sec-fetch-site': 'cross-site', ...headers })
  return { goesOn, isRead: reply.headers['access-control-allow-origin'] !== undefined, reply }
}

test("threat 27: a page that another tenant listed passes the browser's question, and is refused by the call before anything is done", async () => {
  await using b = await open()
  const { session_token, id_token } = await b.login(MOBILE)
  const sent = b.inbox().length
  b.clock.now += 61_000
  const calls: ['GET' | 'POST', string, unknown?][] = [
    ['POST', '/api/v2/sdk/sms/send', { mobile: MOBILE, type: 'LOGIN_SMS' }],
    ['POST', '/api/v2/sdk/login/mobile-verify-code', { mobile: MOBILE, verify_code: '000000' }],
    ['POST', '/api/v2/sdk/login/social', { source: 'sandbox', code: 'sandbox:mallory' }],
    ['GET', '/api/v2/sdk/profile'],
    ['GET', '/api/v2/sdk/logout'],
    ['POST', '/api/v2/sdk/sessions/end-others'],
  ]
  for (const [method, url, body] of calls) {
    // Even with what she should never have: the tokens of the person.
    for (const proof of [{ authorization: `Bearer ${id_token}` }, await b.signed(session_token)]) {
      await refusedSilently(b, 'originRefused', async () => {
        const { goesOn, isRead, reply } = await fromEvil(b, method, url, body, proof)
        assert.deepEqual([goesOn, isRead], [true, false], url)
        return reply
      })
    }
  }
  assert.equal(b.inbox().length, sent)
  // Whoever administers the application sees that it was tried.
  const read = async () =>
    ((await dump(b.world.database, ['auditEvents']))['auditEvents'] ?? '').split('\n').filter((it) => it.includes('originRefused'))
  // A refusal is recorded behind its answer.
  let tried = await read()
  for (let tries = 0; tries < 500 && tried.length < calls.length * 2; tries++) {
    await new Promise((done) => setTimeout(done, 10))
    tried = await read()
  }
  assert.equal(tried.length, calls.length * 2)
  assert.ok(tried.every((it) => it.includes(b.tenant.id)))
  assert.equal((await b.get('/profile', { authorization: `Bearer ${id_token}` })).status, 200)
})

test('threat 27: what has cookies is not opened: a browser that asks is told no, and nothing is answered for its pages', async () => {
  await using b = await open()
  const c = await createOwner(b)
  for (const [method, url] of [
    ['GET', '/api/v2/admin/session'],
    ['GET', '/api/v2/admin/users'],
    ['POST', '/api/v2/admin/users'],
    ['GET', `/tenants/${b.tenant.id}/account`],
    ['POST', `/tenants/${b.tenant.id}/account`],
  ] as const) {
    const { goesOn, isRead } = await fromEvil(b, method, url, method === 'POST' ? {} : undefined, { 'x-client-id': '' })
    assert.deepEqual([goesOn, isRead], [false, false], url)
  }
  const cross = await c.get('/users', { origin: EVIL, 'sec-fetch-site': 'cross-site' })
  assert.equal(cross.headers['access-control-allow-origin'], undefined)
  await refusedSilently(b, 'csrfInvalid', async () =>
    c.post('/users', { user_name: 'mallory' }, { origin: EVIL, 'sec-fetch-site': 'cross-site' }),
  )
})
