import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import test from 'node:test'
import { OutboundRefusal } from '../../server/outbound.ts'
import type { Source } from '../../server/social/index.ts'
import { bench } from '../../server/testing.ts'
import { codeOf } from '../echo.ts'
import { refused } from './expect.ts'

/** A server inside the operator's network: it must not be asked anything. */
async function listen(location?: string) {
  const asked: string[] = []
  const server = createServer((request, reply) => {
    asked.push(request.url ?? '')
    if (location) reply.writeHead(302, { location }).end()
    else reply.setHeader('content-type', 'application/json').end('{"subject":"inner"}')
  }).listen(0, '127.0.0.1')
  await new Promise((resume) => server.once('listening', resume))
  const { port } = server.address() as AddressInfo
  return { asked, port, [Symbol.dispose]: () => void (server.closeAllConnections(), server.close()) }
}

/** Nothing is allowed that is not public; the bench allows its own machine otherwise. */
const env = { BOWLINE_OUTBOUND_ALLOW: '192.0.2.1' }
const echo = (issuer: string): Partial<Source> => ({ connector: 'echo', settings: { issuer } })
const oauth2 = (at: string): Partial<Source> => ({
  connector: 'oauth2',
  settings: {
    client_id: 'c',
    client_secret: 's',
    authorization_url: `${at}/a`,
    token_url: `${at}/t`,
    userinfo_url: `${at}/u`,
    subject_attribute: 'id',
  },
})
const oidc = (issuer: string): Partial<Source> => ({ connector: 'oidc', settings: { issuer, client_id: 'c', client_secret: 's' } })
const wechat = (api_url: string): Partial<Source> => ({
  connector: 'wechat',
  settings: { scene: 'website', app_id: 'a', app_secret: 's', api_url },
})

test('threat 23: no provider setting makes the server call an address that is not public', async (t) => {
  using inner = await listen()
  await using b = await bench({ env })
  const places = [
    `http://127.0.0.1:${inner.port}`,
    `http://[::1]:${inner.port}`,
    `http://localhost:${inner.port}`,
    `http://[::ffff:127.0.0.1]:${inner.port}`,
    `http://2130706433:${inner.port}`,
    'http://169.254.169.254',
    'http://10.0.0.1',
    'http://192.168.0.1',
    'http://172.16.0.1',
    'http://[fd00::1]',
    'http://0.0.0.0',
  ]
  for (const at of places) {
    for (const [name, source] of Object.entries({ echo: echo(at), oauth2: oauth2(at), oidc: oidc(at), wechat: wechat(at) })) {
      await t.test(`threat 23: ${name} at ${at.replace(/:\d+$/, ':port')}`, async () => {
        await b.addSource({ id: name, ...source })
        const said = b.log().length
        const reply = await b.post('/login/social', { source: name, code: codeOf({ subject: 'x' }), redirect_uri: 'https://app.example/' })
        refused(reply, name === 'echo' ? 'providerUnreachable' : 'providerMisconfigured')
        assert.ok(!reply.text.includes(inner.port.toString()) && !reply.text.includes('169.254'), 'the caller is not told what is inside')
        assert.match(b.log().slice(said), /not a public address|no answer|forbidden/)
      })
    }
  }
  assert.deepEqual(inner.asked, [])
})

test('threat 23: a redirect from an allowed address is not followed, neither to one inside nor to one that is allowed too', async () => {
  using inner = await listen()
  using outer = await listen(`http://127.0.0.1:${inner.port}/meta-data`)
  for (const allow of [`127.0.0.1:${outer.port}`, '127.0.0.1']) {
    await using b = await bench({ env: { BOWLINE_OUTBOUND_ALLOW: allow } })
    await b.addSource({ id: 'echo', ...echo(`http://127.0.0.1:${outer.port}`) })
    refused(await b.post('/login/social', { source: 'echo', code: codeOf({ subject: 'x' }) }), 'providerUnreachable')
  }
  assert.equal(outer.asked.length, 2)
  assert.deepEqual(inner.asked, [])
})

test('threat 23: what the operator allows is called, and nothing beside it', async () => {
  using inner = await listen()
  using other = await listen()
  await using b = await bench({ env: { BOWLINE_OUTBOUND_ALLOW: `127.0.0.1:${inner.port}` } })
  await b.addSource({ id: 'echo', ...echo(`http://127.0.0.1:${inner.port}`) })
  await b.addSource({ id: 'other', ...echo(`http://127.0.0.1:${other.port}`) })
  assert.equal((await b.post('/login/social', { source: 'echo', code: codeOf({ subject: 'x' }) })).body['status'], 'SOCIAL_BIND')
  refused(await b.post('/login/social', { source: 'other', code: codeOf({ subject: 'x' }) }), 'providerUnreachable')
  assert.deepEqual([inner.asked.length, other.asked.length], [1, 0])
})

test('threat 23: the door of connectors and gateways is the guarded one', async () => {
  await using b = await bench({ env })
  for (const url of ['http://169.254.169.254/', 'http://10.1.2.3/', 'http://[::1]/', 'http://localhost:8080/', 'file:///etc/passwd']) {
    await assert.rejects(b.world.fetch(url), (reason) => reason instanceof OutboundRefusal && reason.kind === 'forbidden_address')
  }
})
