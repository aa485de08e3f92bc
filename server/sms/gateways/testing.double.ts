/** What the tests of the gateways share: the guarded door to the doubles on this machine, and how a refusal is checked. */
import assert from 'node:assert/strict'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after } from 'node:test'
import { createOutbound } from '../../outbound.ts'
import { GatewayRefusal, type Message, type Outside } from './gateway.ts'

export const message: Message = {
  to: '+8615912345678',
  text: '842913 is your code',
  code: '842913',
  type: 'LOGIN_SMS',
  language: 'en',
  ttl: 290,
  tenantId: 't',
  messageId: '01970c3f-message',
}

/** The real door, not plain fetch: what a gateway does must get through it. */
export function openOutside(now: () => number = Date.now, timeoutMs = 2_000): Outside {
  const outbound = createOutbound({ allow: ['127.0.0.1'], timeoutMs })
  after(outbound.close)
  return { fetch: outbound.fetch, reach: outbound.reach, now, log: { info: () => undefined }, keep: async () => undefined }
}

/** A GatewayRefusal of this kind, whose words give nothing away: neither the code nor the number, nor any of `secrets`. */
export async function assertRefused(
  work: Promise<unknown>,
  refusal: GatewayRefusal['refusal'],
  given: { setting?: string | undefined; secrets?: string[] } = {},
): Promise<GatewayRefusal> {
  const error: unknown = await work.then(
    (value) => assert.fail(`${refusal} expected, got ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof GatewayRefusal, `only a GatewayRefusal may escape, got ${String(error)}`)
  assert.equal(error.refusal, refusal, error.message)
  if ('setting' in given) assert.equal(error.setting, given.setting, error.message)
  const { cause } = error as { cause?: unknown }
  const said = `${error.message} ${cause instanceof Error ? `${cause.message} ${JSON.stringify(cause)}` : String(cause)}`
  const secrets = [message.code, message.to.slice(1), message.to.slice(3), ...(given.secrets ?? [])]
  for (const secret of secrets) assert.ok(!said.includes(secret), `"${said}" gives away ${secret}`)
  return error
}

export type Asked = { method: string; url: string; path: string; headers: IncomingHttpHeaders; body: string }
export type Answer = { status: number; body: string | object; headers?: Record<string, string> }
export type Trouble = Answer | 'silent'

/** A vendor: `answer` gets what was asked as it came over the wire. `trouble`, while set, is answered instead. */
export async function startVendor(answer: (asked: Asked) => Answer) {
  const seen: Asked[] = []
  const state: { trouble?: Trouble | undefined } = {}
  const server = createServer(async (request, reply) => {
    let body = ''
    for await (const part of request) body += part
    const url = request.url ?? '/'
    const asked = { method: request.method ?? '', url, path: url.split('?')[0] ?? '', headers: request.headers, body }
    seen.push(asked)
    const said = state.trouble ?? answer(asked)
    if (said === 'silent') return
    reply.writeHead(said.status, { 'content-type': 'application/json;charset=utf-8', ...said.headers })
    reply.end(typeof said.body === 'string' ? said.body : JSON.stringify(said.body))
  }).listen(0, '127.0.0.1')
  await new Promise((resume) => server.once('listening', resume))
  after(
    () =>
      new Promise<void>((resume) => {
        server.close(() => resume())
        server.closeAllConnections()
      }),
  )
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, state }
}

export const form = (body: string): Record<string, string> => Object.fromEntries(new URLSearchParams(body))

/** The ways any vendor can be in trouble, all of them `unreachable`. */
export const troubles: [string, Trouble][] = [
  ['HTTP 500', { status: 500, body: '{"code":"E000000"}' }],
  ['HTTP 502 with a page', { status: 502, body: '<html>Bad gateway</html>', headers: { 'content-type': 'text/html' } }],
  ['HTTP 503', { status: 503, body: '' }],
  ['a page instead of its own words', { status: 200, body: '<html>Maintenance</html>', headers: { 'content-type': 'text/html' } }],
  ['half of an answer', { status: 200, body: '{"Code":"OK","BizI' }],
  ['nothing', { status: 200, body: '' }],
  ['an answer that is no object', { status: 200, body: '["OK"]' }],
  ['null', { status: 200, body: 'null' }],
  ['an object that says nothing', { status: 200, body: '{}' }],
  ['too much', { status: 200, body: { text: 'x'.repeat(1_100_000) } }],
  ['too many questions', { status: 429, body: '' }],
  ['silence', 'silent'],
]
