import assert from 'node:assert/strict'
import { connect } from 'node:net'
import test from 'node:test'
import { refuses } from './refusals.ts'
import { bench } from './testing.ts'

const LOGIN = '/api/v2/sdk/login/mobile-verify-code'
const unread = { code: 'BOWLINE.PARAM.0003', says: 'Send a JSON object as application/json.' }
const unknown = { code: 'BOWLINE.PARAM.0005', says: 'There is no such API.', status: 404 }

test('what is not there is told in the envelope', async (t) => {
  await using b = await bench()
  for (const [name, method, url] of [
    ['an unknown path', 'GET', '/api/v2/sdk/nowhere'],
    ['the root', 'GET', '/'],
    ['an unknown version', 'POST', '/api/v9/sdk/social/bind'],
    ['a path in capitals', 'GET', '/API/V2/SDK/SERVER-DATE'],
    ['a GET of what is posted', 'GET', '/api/v2/sdk/social/bind'],
    ['a POST of what is got', 'POST', '/api/v2/sdk/server-date'],
    ['a path that climbs', 'GET', '/api/v2/sdk/../../../etc/passwd'],
  ] as const) {
    await refuses(t, b, { method, url }, [{ name, ...unknown }])
  }
  await refuses(t, b, { method: 'GET', url: '/nowhere' }, [
    { name: 'in Chinese', headers: { 'x-l': 'zh' }, ...unknown, says: '接口不存在' },
  ])
  assert.equal((await b.get('/server-date/')).status, 200)
})

test('an address that cannot be decoded is told in the envelope, too', async (t) => {
  await using b = await bench()
  await refuses(t, b, { method: 'GET', url: '/api/v2/sdk/%zz' }, [{ name: 'half an escape', ...unknown }])
  await refuses(t, b, { method: 'GET', url: `/tenants/${'x'.repeat(300)}/api/v1/oauth2/keys` }, [
    { name: 'a name without end', ...unknown },
  ])
})

test('a body that is none is told so, and harms nobody', async (t) => {
  await using b = await bench()
  const good = { mobile: '15912345678', verify_code: '123456' }
  const text = JSON.stringify(good)
  const type = (it: string) => ({ 'content-type': it })
  await refuses(t, b, { url: LOGIN }, [
    { name: 'nothing', ...unread },
    { name: 'nothing of no type', headers: type(''), ...unread },
    {
      name: 'a form, which any page on the web could send',
      body: 'mobile=15912345678&verify_code=123456',
      headers: type('application/x-www-form-urlencoded'),
      ...unread,
    },
    { name: 'plain text, which any page on the web could send', body: text, headers: type('text/plain'), ...unread },
    { name: 'a file, which any page on the web could send', body: '--x--', headers: type('multipart/form-data; boundary=x'), ...unread },
    { name: 'XML', body: '<a/>', headers: type('application/xml'), ...unread },
    { name: 'a body of no type', body: text, headers: type(''), ...unread },
    { name: 'broken JSON', body: '{"mobile":"159', ...unread },
    { name: 'a list', body: [good], ...unread },
    { name: 'null', body: 'null', ...unread },
    { name: 'a number', body: '1', ...unread },
    { name: 'text', body: '"mobile"', ...unread },
    { name: 'a prototype', body: `{"__proto__":{"admin":true},${text.slice(1)}`, ...unread },
    { name: 'a constructor', body: `{"constructor":{"prototype":{"admin":true}},${text.slice(1)}`, ...unread },
    { name: 'brackets without end', body: '['.repeat(60_000), ...unread },
    { name: 'objects without end', body: '{"a":'.repeat(12_000), ...unread },
    {
      name: 'more than anybody has to say',
      body: { ...good, more: 'x'.repeat(65_536) },
      code: 'BOWLINE.PARAM.0004',
      says: 'Send at most 64 KB.',
    },
    {
      name: 'a number where text belongs',
      body: { ...good, mobile: 15912345678 },
      code: 'BOWLINE.PARAM.0002',
      says: 'Parameter mobile has the wrong form.',
    },
    { name: 'a list where text belongs', body: { ...good, mobile: ['15912345678'] }, code: 'BOWLINE.PARAM.0002', says: 'mobile' },
    { name: 'null where text belongs', body: { ...good, verify_code: null }, code: 'BOWLINE.PARAM.0002', says: 'verify_code' },
    { name: 'a NUL in the text', body: { ...good, mobile: '15912345678\u0000' }, code: 'BOWLINE.PARAM.0002', says: 'mobile' },
    { name: 'half a character in the text', body: `{"mobile":"\\udc00","verify_code":"1"}`, code: 'BOWLINE.PARAM.0002', says: 'mobile' },
  ])
  // The published type, and what others write.
  for (const it of ['application/json;charset=utf8', 'application/json', 'application/json; charset=UTF-8', 'APPLICATION/JSON']) {
    assert.equal((await b.call('POST', LOGIN, good, type(it))).body['error_code'], 'BOWLINE.SMS.0001', it)
  }
  // Fields we do not know are passed over: the twin's clients send more than ours.
  assert.equal((await b.call('POST', LOGIN, { ...good, more: 1 })).body['error_code'], 'BOWLINE.SMS.0001')
})

test('every answer has a request id of ours, and none is for a cache', async () => {
  await using b = await bench()
  const ids = new Set<string>()
  for (const answer of [
    await b.get('/server-date'),
    await b.get('/nowhere'),
    await b.post('/sms/send'),
    await b.get('/server-date', { 'x-request-id': 'mine', 'request-id': 'mine' }),
  ]) {
    assert.match(String(answer.headers['x-request-id']), /^[0-9a-f]{32}$/)
    assert.equal(answer.headers['cache-control'], 'no-store')
    ids.add(String(answer.headers['x-request-id']))
  }
  assert.equal(ids.size, 4)
  for (const id of ids) assert.ok(b.log().includes(id))
})

test('a failure of our own is told by its request id alone', async () => {
  await using b = await bench()
  await b.get('/server-date')
  b.clock.now += 1000
  const { rows } = b.world.database
  b.world.database.rows = () => Promise.reject(new TypeError('connect ECONNREFUSED 10.1.2.3:5432'))
  const [answer, chinese] = [await b.get('/server-date'), await b.get('/server-date', { 'x-l': 'zh' })]
  b.world.database.rows = rows
  assert.equal(answer.status, 500)
  const id = String(answer.headers['x-request-id'])
  assert.deepEqual(answer.body, { error_code: 'COM.0002', error_msg: `System busy. Try again later; if it stays, report request ${id}.` })
  assert.equal(answer.headers['cache-control'], 'no-store')
  assert.ok(String(chinese.body['error_msg']).startsWith('系统繁忙'))
  const line = b
    .log()
    .split('\n')
    .find((it) => it.includes('our own failure') && it.includes(id)) // the cause is where we can read it
  assert.ok(line?.includes('ECONNREFUSED'))
  // And the next request is served.
  assert.equal((await b.get('/server-date')).status, 200)
})

test('what is no HTTP at all is answered and hung up on', async () => {
  await using b = await bench()
  const { port } = new URL(await b.bowline.listen())
  const send = (text: string) =>
    new Promise<string>((resolve, reject) => {
      let heard = ''
      const socket = connect(Number(port), '127.0.0.1', () => void socket.write(text))
      socket.on('data', (chunk) => (heard += chunk.toString()))
      socket.on('close', () => resolve(heard))
      socket.on('error', reject)
    })
  const refused = /^HTTP\/1\.1 400 [^]*\{"error_code":"BOWLINE\.PARAM\.0003","error_msg":"[^"]+"\}$/
  assert.match(await send('good morning\r\n\r\n'), refused)
  assert.match(await send(`GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`), refused)
  assert.equal((await fetch(`http://127.0.0.1:${port}/healthz`)).status, 200)
})
