import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import fc from 'fast-check'
import { listEndpoints } from '../../server/app.ts'
import { bench, type Bench, type Reply } from '../../server/testing.ts'
import { request, speak } from '../wire.ts'
import { E164, MOBILE } from './expect.ts'

const posts = listEndpoints()
  .filter((it) => it.method === 'POST')
  .flatMap((it) => [it.url, ...(it.also ?? [])])
const gets = listEndpoints()
  .filter((it) => it.method === 'GET')
  .flatMap((it) => [it.url, ...(it.also ?? [])])

/** A 4xx in the published envelope, which says what is wrong and nothing of what is inside. */
function clear(reply: Reply, what: string): void {
  assert.ok(reply.status >= 400 && reply.status < 500, `${what}: ${reply.status} ${reply.text}`)
  // A page says it in words.
  if (reply.text.startsWith('<!doctype html>')) return assert.match(reply.text, /<h1/, what)
  const [code, text] = Object.values(reply.body)
  assert.ok(typeof code === 'string' && typeof text === 'string' && text.length > 10, `${what}: ${reply.text}`)
  assert.ok(!/\bat |node_modules|select |insert |sqlite|postgres|undefined|\[object/i.test(reply.text), `${what}: ${reply.text}`)
}

/** The server lives, and serves the next request as if nothing had been. */
async function lives(b: Bench): Promise<void> {
  assert.equal((await b.get('/server-date')).status, 200)
  const failures = b
    .log()
    .split('\n')
    .filter((it) => it.includes('our own failure'))
  assert.deepEqual(failures, [])
}

async function open() {
  const b = await bench()
  await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  const state = await b.unknown('alice')
  const authorization = `Bearer ${await b.accessToken()}`
  return { b, headers: { 'x-state-token': state, authorization } }
}

/** Valid in every field any endpoint has: only what is laid over it is bad. */
const whole = {
  mobile: MOBILE,
  verify_code: '000000',
  type: 'LOGIN_SMS',
  source: 'sandbox',
  code: 'sandbox:x',
  redirect_uri: 'https://a.example/',
  point_json: '{"x":1}',
  token: 'x',
  sender: MOBILE,
  session_token: 'x',
  sso_ticket: 'x',
  operating_sys_version: 'x',
  device_ip: '1.1.1.1',
  device_fingerprint: 'x',
  agent: 'x',
  grant_type: 'client_credentials',
  client_id: 'x',
  client_secret: 'x',
  captcha_token: 'x',
  email: 'a@example.com',
}
const fields = Object.keys(whole)

type Node = { type?: string; enum?: unknown[]; const?: unknown; minimum?: number; required?: string[]; properties?: Record<string, Node> }

/** The least that a schema takes. */
function sample(it: Node): unknown {
  if (it.const !== undefined) return it.const
  if (it.enum) return it.enum[0]
  if (it.type !== 'object') return it.type === 'integer' ? (it.minimum ?? 0) : it.type === 'array' ? [] : 'x'
  return Object.fromEntries((it.required ?? []).map((name) => [name, sample(it.properties?.[name] ?? {})]))
}

/** Valid in all that a call wants: only what is laid over it is bad. */
const wholeOf = new Map(
  listEndpoints().flatMap((it) => {
    const body = it.caller === 'anyone' || !it.body ? {} : { ...(sample(it.body as Node) as object) }
    const type = 'type' in body ? { type: body.type } : {}
    return [it.url, ...(it.also ?? [])].map((url) => [url, { ...body, ...whole, ...type }] as const)
  }),
)

test('threat 25: fuzzed bodies get a clear 4xx from every POST, and never a 5xx', async () => {
  const { b, headers } = await open()
  await using _ = b
  const bad = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ maxLength: 600 }),
    fc.constantFrom(
      '',
      ' ',
      '\0',
      'a\0',
      '\ud800',
      '\udfff\ud800',
      '__proto__',
      'constructor',
      "' or 1=1 --",
      '%00',
      '../..',
      '😀',
      '-1',
      '1e309',
      '\u202e',
      '\r\n',
    ),
    fc.jsonValue(),
    fc.integer(),
    fc.double(),
    fc.constant(null),
    fc.array(fc.string()),
    fc.dictionary(fc.string(), fc.string()),
  )
  const body = fc.dictionary(fc.constantFrom(...fields), bad, { minKeys: 1 }).map((laid) => JSON.stringify({ ...whole, ...laid }))
  const given = fc.tuple(fc.constantFrom(...posts), fc.oneof({ weight: 4, arbitrary: body }, fc.json(), fc.string({ unit: 'binary' })))
  await fc.assert(
    fc.asyncProperty(given, async ([url, text]) => {
      const reply = await b.call('POST', url, text, headers)
      // Some bodies happen to be in order: signing in as sandbox:x is.
      if (reply.status !== 200) clear(reply, `${url} ${text}`)
    }),
    { numRuns: 400 },
  )
  await lives(b)
})

test('threat 25: NUL, lone surrogates, prototypes, depth and the wrong type get a clear 4xx from every POST, whoever calls', async () => {
  const { b, headers } = await open()
  await using _ = b
  const bodies = [
    ...['\\u0000', '\\ud800', '\\udc00x'].flatMap((it) =>
      fields.map((name) => JSON.stringify({ ...whole, [name]: '@' }).replace('"@"', `"${it}"`)),
    ),
    '{"__proto__":{"mobile":"1"}}',
    '{"constructor":{"prototype":{"x":1}}}',
    '{"mobile":{"__proto__":{"x":1}}}',
    '['.repeat(30_000),
    '{"a":'.repeat(10_000),
    '['.repeat(30_000) + ']'.repeat(30_000),
    '{"a":'.repeat(8000) + '1' + '}'.repeat(8000),
    '',
    'null',
    'true',
    '1',
    '"x"',
    '[]',
    '[{}]',
    '{',
    '{"mobile":}',
    '\u0000',
    '{"mobile":"\u0000"}',
    '\ufeff{}',
    '{"a":1e999999}',
    `{"mobile":${'9'.repeat(400)}}`,
    `{"${'k'.repeat(60_000)}":1}`,
  ]
  const noise = b.log().length
  for (const url of posts) {
    for (const body of bodies) {
      const reply = await b.call('POST', url, body, headers)
      if (reply.status !== 200) clear(reply, `${url} ${body.slice(0, 80)}`)
    }
  }
  assert.equal(({} as Record<string, unknown>)['x'], undefined)
  assert.ok(b.log().length > noise)
  await lives(b)
})

test('threat 25: a text that cannot be stored is named by its parameter, in every call that has one', async () => {
  const { b, headers } = await open()
  await using _ = b
  // Pages and receipts take no JSON; who administers is asked before what they want, and this application may not.
  const others = (it: { caller: string }) => it.caller === 'anyone' || it.caller === 'admin'
  const pages = new Set(listEndpoints().flatMap((it) => (others(it) ? [it.url, ...(it.also ?? [])] : [])))
  for (const url of posts.filter((it) => !pages.has(it) && !/session-token\/(refresh-)?id-token$/.test(it))) {
    for (const bad of ['a\0', '\ud800']) {
      for (const name of ['mobile', 'a-field-nobody-knows']) {
        const reply = await b.call('POST', url, { ...wholeOf.get(url), [name]: bad }, headers)
        assert.deepEqual([reply.status, reply.body['error_code']], [400, 'BOWLINE.PARAM.0002'], `${url} ${name} ${reply.text}`)
        assert.ok(reply.text.includes(name), reply.text)
      }
    }
  }
  await lives(b)
})

test('threat 25: NUL and rubbish in paths, queries and headers get a clear 4xx', async () => {
  const { b, headers } = await open()
  await using _ = b
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const basic = (text: string) => ({ ...form, authorization: `Basic ${Buffer.from(text).toString('base64')}` })
  const token = '/api/v2/tenant/token'
  for (const bad of ['%00', 'a%00b', '%ED%A0%80', '%FF', '%', '%2e%2e%2f', 'x'.repeat(300), '__proto__', 'constructor', '*']) {
    for (const url of gets.filter((it) => it.includes(':'))) clear(await b.call('GET', url.replace(/:\w+/, bad)), `${url} ${bad}`)
    for (const query of [
      `client_id=${bad}&client_secret=x`,
      `client_id=x&client_secret=${bad}`,
      `${bad}=x`,
      `client_id[__proto__]=${bad}`,
    ]) {
      clear(await b.call('POST', `${token}?grant_type=client_credentials&${query}`, 'grant_type=client_credentials', form), query)
      clear(await b.call('POST', token, `grant_type=client_credentials&${query}`, form), query)
    }
    const plain = bad.startsWith('%') ? decodeURIComponent(bad === '%' || bad === '%FF' || bad === '%ED%A0%80' ? '%25' : bad) : bad
    for (const text of [`${plain}:x`, `x:${plain}`, plain, `${b.clientId}:${plain}`])
      clear(await b.call('POST', token, 'grant_type=client_credentials', basic(text)), text)
    for (const name of ['x-client-id', 'x-tenant-id', 'x-state-token', 'authorization', 'x-signature', 'session-token', 'x-l']) {
      const reply = await b.get('/logout', { ...headers, [name]: plain.replace(/\0/g, '') || 'x' })
      clear(reply, `${name}: ${plain}`)
    }
  }
  assert.equal((await b.call('GET', '/sandbox/inbox?mobile=%00')).status, 200)
  await lives(b)
})

/** A server that listens, with times short enough to wait for. */
async function listening(t: TestContext) {
  const { b, headers } = await open()
  t.after(() => b[Symbol.asyncDispose]())
  // node reads all three when it starts to listen; the check of open connections has no other door.
  Object.assign(b.bowline.server.server, { requestTimeout: 400, headersTimeout: 400, connectionsCheckingInterval: 50 })
  const { port } = new URL(await b.bowline.listen())
  const all = { ...b.device, 'x-client-id': b.clientId, ...headers, 'content-type': 'application/json' }
  return { b, port: Number(port), all }
}

const URL_BIND = '/api/v2/sdk/social/bind'
const sent = (size: number) => Array.from({ length: size / 65_536 }, () => 'x'.repeat(65_536))

test('threat 25: 10 MB bodies, announced or not, are refused before they are read, and the process does not grow by them', async (t) => {
  const { b, port, all } = await listening(t)
  const before = process.memoryUsage.rss()
  const size = 10 * 1024 * 1024
  // Of a tenant that is not there nothing is asked at all.
  const asked = posts.filter((it) => !it.startsWith('/tenants/:'))
  for (const url of asked) {
    const announced = await speak(port, [request('POST', url, { ...all, 'content-length': size }), '{"mobile":"', ...sent(size)])
    // The OpenID engine speaks the words of RFC 6749, and asks for the type first.
    const said = url.includes('/oauth2/') ? /"error":"invalid_request"|BOWLINE\.PARAM\.0004/ : /BOWLINE\.PARAM\.0004/
    assert.deepEqual([announced.status, said.test(announced.text)], [400, true], `${url} ${announced.text}`)
  }
  for (const url of asked) {
    const chunks = sent(size).map((it) => `10000\r\n${it}\r\n`)
    const unannounced = await speak(port, [request('POST', url, { ...all, 'transfer-encoding': 'chunked' }), ...chunks])
    assert.equal(unannounced.status, 400, `${url} ${unannounced.text}`)
  }
  assert.ok(process.memoryUsage.rss() - before < 150 * 1024 * 1024)
  await lives(b)
})

test('threat 25: whoever sends a byte now and then is refused in time, and others are served meanwhile', async (t) => {
  const { b, port, all } = await listening(t)
  const body = JSON.stringify({ mobile: MOBILE, verify_code: '000000' })
  const text = request('POST', URL_BIND, all, body)
  const inBody = [text.slice(0, -body.length), ...body.split('')]
  const started = Date.now()
  const slow = Array.from({ length: 40 }, (_, i) => speak(port, i % 2 ? text.split('') : inBody, { pause: 100, patience: 5000 }))
  const quick: number[] = []
  for (let i = 0; i < 20; i++) quick.push((await speak(port, [text])).status)
  assert.deepEqual(new Set(quick), new Set([400]))
  for (const { status, text } of await Promise.all(slow))
    assert.ok(status >= 400 && status < 500 && text.includes('BOWLINE.PARAM.0003'), text)
  assert.ok(Date.now() - started < 4000)
  await lives(b)
})

test('threat 25: what is no HTTP, half of it, or two requests in one is a 4xx or the end of the connection', async (t) => {
  const { b, port, all } = await listening(t)
  const wires = [
    'hello\r\n\r\n',
    '\0\0\0\0\r\n\r\n',
    '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
    'GET / HTTP/9.9\r\n\r\n',
    'GET  HTTP/1.1\r\n\r\n',
    `GET / HTTP/1.1\r\nhost: x\r\n${'a: b\r\n'.repeat(5000)}\r\n`,
    `GET /${'x'.repeat(30_000)} HTTP/1.1\r\nhost: x\r\n\r\n`,
    `GET / HTTP/1.1\r\nhost: x\r\nx: a\0b\r\n\r\n`,
    'GET / HTTP/1.1\r\nhost : x\r\n\r\n',
    request('POST', URL_BIND, { ...all, 'content-length': '-1' }),
    request('POST', URL_BIND, { ...all, 'content-length': 'x' }),
    request('POST', URL_BIND, { ...all, 'content-length': 10, 'transfer-encoding': 'chunked' }, '{}'),
    request('POST', URL_BIND, { ...all, 'transfer-encoding': 'chunked' }) + 'zz\r\n{}\r\n0\r\n\r\n',
  ]
  for (const text of wires) {
    const { status } = await speak(port, [text], { patience: 3000 })
    assert.ok(status === 0 || (status >= 400 && status < 500), `${text.slice(0, 60)}: ${status}`)
  }
  // Broken off in the middle of a body, a hundred at once.
  await Promise.all(
    Array.from({ length: 100 }, () =>
      speak(port, [request('POST', URL_BIND, { ...all, 'content-length': 500 }), '{"mobile'], { patience: 30 }),
    ),
  )
  await lives(b)
})
