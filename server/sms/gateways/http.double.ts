/** A receiver of the webhook that checks what the specification tells a receiver to check. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Taken = { id: string; body: Record<string, unknown> }

export async function startReceiver(given: { key: Buffer; now(): number; answer?: { status: number; body?: string; location?: string } }) {
  const taken: Taken[] = []
  const checks: string[] = []
  const seen = new Set<string>()
  const server = createServer((request, reply) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      const header = (name: string) => String(request.headers[name] ?? '')
      const id = header('webhook-id')
      const timestamp = header('webhook-timestamp')
      const expected = createHmac('sha256', given.key).update(`${id}.${timestamp}.${body}`).digest()
      const signatures = header('webhook-signature')
        .split(' ')
        .filter((it) => it.startsWith('v1,'))
        .map((it) => Buffer.from(it.slice(3), 'base64'))
      const signed = signatures.some((it) => it.length === expected.length && timingSafeEqual(it, expected))
      const fresh = Math.abs(given.now() / 1000 - Number(timestamp)) <= 300
      const refuse = (status: number) => void reply.writeHead(status).end()
      if (!id || !signed) return refuse(401)
      if (!fresh || seen.has(id)) return refuse(400)
      if (given.answer) {
        const { status, body = '', location } = given.answer
        return void reply.writeHead(status, { 'content-type': 'application/json', ...(location && { location }) }).end(body)
      }
      seen.add(id)
      const message = JSON.parse(body) as Record<string, unknown>
      if (message['type'] === 'CHECK') {
        checks.push(id)
        return refuse(204)
      }
      taken.push({ id, body: message })
      return void reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id: `vendor-${taken.length}` }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sms`,
    taken,
    checks,
    stop: () => new Promise<void>((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  }
}

/** A receipt as the receiver posts it back: signed as the specification says. */
export function postedReceipt(key: Buffer, body: unknown, given: { now: number; id?: string }) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const timestamp = String(Math.floor(given.now / 1000))
  const id = given.id ?? 'receipt-1'
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.${text}`).digest('base64')
  const headers: Record<string, string> = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${mac}` }
  return { url: 'https://id.example.com/receipts/7', headers, body: text }
}
