import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import test, { type TestContext } from 'node:test'
import { count, listening, MOBILE } from './listening.double.ts'
import { BowlineError, createBowline, type Fetch, type Setup } from './index.ts'

const device = { system: 'Android 10', fingerprint: 'abc', agent: 'test' }
const clientId = 'TestAppTestAppTestAppTestApp0001'

/** Whatever answers in place of Bowline: what stands between, or a Bowline that is ill. */
async function instead(t: TestContext, handle: RequestListener, more: Partial<Setup> = {}) {
  const asked: string[] = []
  const server = createServer((request, reply) => {
    asked.push(`${request.method} ${request.url?.replace('/api/v2/sdk', '')}`)
    handle(request, reply)
  }).listen(0, '127.0.0.1')
  await new Promise((resume) => server.once('listening', resume))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { asked, server, port, bowline: createBowline({ baseUrl: `http://127.0.0.1:${port}/`, clientId, device, ...more }) }
}
const refusal = async (run: Promise<unknown>): Promise<BowlineError> => {
  const reason: unknown = await run.then(
    () => undefined,
    (it: unknown) => it,
  )
  assert.ok(reason instanceof BowlineError, String(reason))
  return reason
}

test('a refusal of the server: its code, its text in the language asked for, its request id', async () => {
  await using it = await listening()
  const wrong = { mobile: MOBILE, verify_code: '123456' }
  const said = await refusal(it.client().post('/login/mobile-verify-code', wrong))
  assert.deepEqual([said.name, said.code, said.status], ['BowlineError', 'BOWLINE.SMS.0001', 400])
  assert.match(said.requestId, /^[0-9a-f]{8,}$/)
  assert.ok(it.b.log().includes(said.requestId))
  const chinese = await refusal(it.client({ language: 'zh-CN' }).post('/login/mobile-verify-code', wrong))
  assert.equal(chinese.code, said.code)
  assert.match(chinese.message, /\p{Script=Han}/u)
  const unknown = await refusal(it.client({ clientId: 'nobody' }).get('/country-codes'))
  assert.equal(unknown.code, 'APP.0001')
})

test('the headers every call carries, and the tenant of an ISV application', async () => {
  await using it = await listening()
  const all: Record<string, string>[] = []
  const look: Fetch = (url, init) => {
    all.push(init.headers)
    return fetch(url, init)
  }
  await it.client({ fetch: look }).get('/country-codes')
  assert.deepEqual(all[0], {
    'X-operating-sys-version': 'Android 10',
    'X-device-fingerprint': it.device.fingerprint,
    'X-agent': it.device.agent,
    'X-client-id': it.b.clientId,
    'X-L': 'en',
  })
  await refusal(it.client({ fetch: look, tenantId: 'another' }).get('/country-codes'))
  assert.equal(all[1]?.['X-tenant-id'], 'another')
})

test('what no header can carry is told when the client is made', () => {
  for (const agent of ['', ' ', '微信', 'a\nb']) {
    assert.throws(() => createBowline({ baseUrl: 'http://127.0.0.1', clientId, device: { ...device, agent } }), {
      code: 'CLIENT.ENVIRONMENT',
      message: /X-agent/,
    })
  }
})

test('something else answers: a page, JSON of another kind, an empty refusal', async (t) => {
  for (const [status, body] of [
    [200, '<html>'],
    [200, '5'],
    [404, '<html>'],
    [400, '{"message":"no"}'],
    [500, ''],
  ] as const) {
    const { bowline, asked } = await instead(t, (_request, reply) => reply.writeHead(status).end(body))
    const said = await refusal(bowline.get('/country-codes'))
    assert.deepEqual([said.code, said.status], ['CLIENT.UNREADABLE', status], body)
    assert.equal(asked.length, 1)
  }
})

test('repeated: a GET that met a gateway without its server, or got no answer', async (t) => {
  let ill = 2
  const gateway = await instead(t, (_request, reply) => (ill-- > 0 ? reply.writeHead(503).end() : reply.end('{"timestamp":"5"}')))
  assert.deepEqual(await gateway.bowline.get('/server-date'), { timestamp: '5' })
  assert.equal(gateway.asked.length, 3)

  const hangsUp = await instead(t, (request) => request.socket.destroy())
  assert.equal((await refusal(hangsUp.bowline.get('/server-date'))).code, 'CLIENT.NETWORK')
  assert.equal(hangsUp.asked.length, 3)
})

test('never repeated: what may have been done, and what costs a message', async (t) => {
  const hangsUp = await instead(t, (request) => request.socket.destroy())
  const { bowline } = hangsUp
  const calls = [
    () => bowline.post('/sms/send', { mobile: MOBILE, type: 'LOGIN_SMS' }),
    () => bowline.post('/login', { user_name: 'wang', password: 'x' }),
    () => bowline.get('/pwd/skip-update', { state_token: 'x' }),
  ]
  for (const call of calls) assert.equal((await refusal(call())).code, 'CLIENT.NETWORK')
  assert.deepEqual(hangsUp.asked, ['POST /sms/send', 'POST /login', 'GET /pwd/skip-update'])
})

test('a connection that was never made: a login is tried again, a send is not', async (t) => {
  const { server, port } = await instead(t, () => {})
  await new Promise((resume) => server.close(resume))
  const tried: string[] = []
  const counting: Fetch = (url, init) => {
    tried.push(new URL(url).pathname.replace('/api/v2/sdk', ''))
    return fetch(url, init)
  }
  const bowline = createBowline({ baseUrl: `http://127.0.0.1:${port}`, clientId, device, fetch: counting })
  assert.equal((await refusal(bowline.post('/login', { user_name: 'wang', password: 'x' }))).code, 'CLIENT.NETWORK')
  assert.equal((await refusal(bowline.post('/sms/send', { mobile: MOBILE, type: 'LOGIN_SMS' }))).code, 'CLIENT.NETWORK')
  assert.deepEqual([count(tried, '/login'), count(tried, '/sms/send')], [3, 1])
})

test('a time limit, of the client and of a call, also with a fetch that heeds no signal', async (t) => {
  let tries = 0
  const counting: Fetch = (url, init) => {
    tries++
    return fetch(url, init)
  }
  const { bowline } = await instead(t, () => {}, { timeout: 60, fetch: counting })
  const said = await refusal(bowline.get('/server-date'))
  assert.deepEqual([said.code, said.status], ['CLIENT.TIMEOUT', 0])
  assert.match(said.message, /60 ms/)
  assert.match((await refusal(bowline.get('/server-date', { timeout: 30 }))).message, /30 ms/)
  assert.equal(tries, 2, 'who waited long enough is not made to wait again')
  const deaf = await instead(t, () => {}, { timeout: 60, fetch: () => new Promise(() => {}) })
  assert.equal((await refusal(deaf.bowline.get('/server-date'))).code, 'CLIENT.TIMEOUT')
})

test('an answer that begins and does not end is given up too', async (t) => {
  const { bowline } = await instead(t, (_request, reply) => void reply.writeHead(200).write('{"timestamp":'), { timeout: 80 })
  assert.equal((await refusal(bowline.get('/server-date'))).code, 'CLIENT.TIMEOUT')
})

test('aborted: before, on the way, and while waiting to try again', async (t) => {
  const { bowline, asked } = await instead(t, () => {})
  const before = await refusal(bowline.get('/server-date', { signal: AbortSignal.abort('changed my mind') }))
  assert.deepEqual([before.code, before.cause, asked.length], ['CLIENT.ABORTED', 'changed my mind', 0])
  const controller = new AbortController()
  const running = refusal(bowline.get('/server-date', { signal: controller.signal }))
  setTimeout(() => controller.abort('left the page'), 30)
  assert.equal((await running).cause, 'left the page')

  const later = new AbortController()
  const ill = await instead(t, (_request, reply) => {
    reply.writeHead(503).end()
    setTimeout(() => later.abort(), 20)
  })
  const waiting = refusal(ill.bowline.get('/server-date', { signal: later.signal }))
  assert.equal((await waiting).code, 'CLIENT.ABORTED')
  assert.equal(ill.asked.length, 1)
})

test('a redirection is not followed: what a call carries goes to no other address', async (t) => {
  const elsewhere = await instead(t, (_request, reply) => reply.end('{"timestamp":"5"}'))
  const { bowline } = await instead(t, (_request, reply) =>
    reply.writeHead(307, { location: `http://127.0.0.1:${elsewhere.port}/api/v2/sdk/server-date` }).end(),
  )
  assert.equal((await refusal(bowline.post('/login', { user_name: 'wang', password: 'x' }))).code, 'CLIENT.NETWORK')
  assert.deepEqual(elsewhere.asked, [])
})
