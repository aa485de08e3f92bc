/** What the tests of the connectors share: the guarded door to the doubles on this machine, and how a refusal is checked. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after } from 'node:test'
import { createOutbound } from '../../outbound.ts'
import { ConnectorRefusal, type Outside, type Refusal } from './connector.ts'

/** The real door, not plain fetch: what a connector does must get through it. */
export function openOutside(timeoutMs = 2_000, now: () => number = Date.now): Outside {
  const outbound = createOutbound({ allow: ['127.0.0.1'], timeoutMs })
  after(outbound.close)
  return { fetch: outbound.fetch, now }
}

/** A ConnectorRefusal of this kind, whose words give nothing away. */
export async function assertRefused(work: Promise<unknown>, refusal: Refusal, secrets: string[] = []): Promise<ConnectorRefusal> {
  const error: unknown = await work.then(
    (value) => assert.fail(`${refusal} expected, got ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof ConnectorRefusal, `only a ConnectorRefusal may escape, got ${String(error)}`)
  assert.equal(error.refusal, refusal, error.message)
  const { cause } = error as { cause?: unknown }
  const said = `${error.message} ${cause instanceof Error ? `${cause.message} ${JSON.stringify(cause)}` : String(cause)}`
  for (const secret of secrets) assert.ok(!said.includes(secret), `"${said}" gives away ${secret}`)
  return error
}

export type Double = { url: string; close(): Promise<void> }

export async function listen(handle: RequestListener): Promise<Double> {
  const server = createServer(handle).listen(0, '127.0.0.1')
  await new Promise((resume) => server.once('listening', resume))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resume) => {
        server.close(() => resume())
        server.closeAllConnections()
      }),
  }
}

/** An answer a provider in trouble gives instead of its own; `silent` accepts the request and says nothing. */
export type Trouble = { status?: number; body?: string; type?: string; location?: string } | 'silent'

export function answerInTrouble(reply: ServerResponse, trouble: Trouble): void {
  if (trouble === 'silent') return
  const { status = 200, body = '', type = 'application/json', location } = trouble
  reply.writeHead(status, { 'content-type': type, ...(location && { location }) }).end(body)
}

export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let body = ''
  for await (const part of request) body += part
  return new URLSearchParams(body)
}

/** The ways any provider can be in trouble, all of them `unreachable`. */
export const troubles: [string, Trouble][] = [
  ['HTTP 500', { status: 500, body: '{"error":"server_error"}' }],
  ['HTTP 502 with a page', { status: 502, body: '<html>Bad gateway</html>', type: 'text/html' }],
  ['HTTP 503', { status: 503 }],
  ['a page instead of JSON', { body: '<html>Sign in</html>', type: 'text/html' }],
  ['half of the JSON', { body: '{"access_token":"abc' }],
  ['nothing', { body: '' }],
  ['JSON that is no object', { body: '["access_token"]' }],
  ['JSON null', { body: 'null' }],
  ['a redirect', { status: 302, location: 'http://127.0.0.1:1/' }],
  ['too much', { body: JSON.stringify({ access_token: 'x'.repeat(1_100_000) }) }],
  ['silence', 'silent'],
]

/** RFC 7636 section 4.2. */
export const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url')
