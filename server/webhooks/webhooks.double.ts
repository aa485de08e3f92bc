/** A system of the operator's that is told: it checks what the Standard Webhooks specification tells a receiver to check. */
import assert from 'node:assert/strict'
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { AdminReply } from '../administration.double.ts'
import { dump } from '../db.ts'
import type { Schema } from '../schema/tables.ts'
import { bench, type Bench } from '../testing.ts'
import { manage } from '../management/management.double.ts'
import { findWorker } from './index.ts'

export type Message = { id: string; type: string; timestamp: string; data: Record<string, unknown>; text: string; signatures: number }
export type Receiver = Awaited<ReturnType<typeof startReceiver>>

/** `secrets` are those it knows; `answer` is what it does with a message that is good (status 204 if absent). */
export async function startReceiver(now: () => number) {
  const secrets: string[] = []
  const got: Message[] = []
  /** Every call, also of what it would not take. */
  const calls: { status: number; path: string }[] = []
  const behaves: { answer?: (message: Message, reply: ServerResponse) => unknown } = {}
  const server = createServer((request, reply) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString()
      const header = (name: string) => String(request.headers[name] ?? '')
      const [id, timestamp] = [header('webhook-id'), header('webhook-timestamp')]
      const signatures = header('webhook-signature').split(' ')
      const isSigned = secrets.some((secret) => {
        const expected = createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
          .update(`${id}.${timestamp}.${text}`)
          .digest()
        return signatures.some((it) => {
          const given = Buffer.from(it.replace(/^v1,/, ''), 'base64')
          return it.startsWith('v1,') && given.length === expected.length && timingSafeEqual(given, expected)
        })
      })
      const isFresh = Math.abs(now() / 1000 - Number(timestamp)) <= 300
      const end = (status: number) => {
        calls.push({ status, path: request.url ?? '' })
        reply.writeHead(status).end()
      }
      if (request.method !== 'POST' || !id || !isSigned) return end(401)
      if (!isFresh) return end(400)
      const message = { id, ...(JSON.parse(text) as Pick<Message, 'type' | 'timestamp' | 'data'>), text, signatures: signatures.length }
      got.push(message)
      if (!behaves.answer) return end(204)
      calls.push({ status: 0, path: request.url ?? '' })
      return behaves.answer(message, reply)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/hook`,
    secrets,
    got,
    calls,
    behaves,
    answers(status: number, headers: Record<string, string> = {}) {
      behaves.answer = (_, reply) => reply.writeHead(status, headers).end('what it says of itself is nobody’s here')
    },
    types: () => got.map((it) => it.type),
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  }
}

export const HOOKS = '/api/v2/admin/webhooks'
export type Admin = Awaited<ReturnType<typeof manage>>

/** A server and a receiver that is told `events`. */
export async function listening(given: { events?: string[]; bench?: Parameters<typeof bench>[0] } = {}) {
  const b = await bench(given.bench)
  const receiver = await startReceiver(() => b.clock.now)
  const admin = await manage(b)
  const hook = await addHook(admin, receiver, given.events)
  return {
    b,
    receiver,
    admin,
    hook,
    settle: () => settle(b),
    async [Symbol.asyncDispose]() {
      await b[Symbol.asyncDispose]()
      await receiver[Symbol.asyncDispose]()
    },
  }
}

export async function addHook(
  admin: Admin,
  receiver: Receiver,
  events = ['*'],
  more: object = {},
): Promise<{ id: string; secret: string; version: string }> {
  const made = await admin('POST', HOOKS, { name: 'Warehouse', url: receiver.url, events, ...more })
  assert.equal(made.status, 201, made.text)
  const hook = made.body as { id: string; secret: string; version: string }
  receiver.secrets.push(hook.secret)
  return hook
}

/** Until all that is due has been sent. What joins the trail behind an answer (a refusal) is waited for too. */
export async function settle(b: Bench): Promise<void> {
  await new Promise((resume) => setTimeout(resume, 5))
  await b.world.database.transact(async () => {})
  await findWorker(b.ctx)?.settle()
}

export async function deliveries(b: Bench): Promise<Schema['webhookDeliveries'][]> {
  const rows = (await dump(b.world.database, ['webhookDeliveries']))['webhookDeliveries'] ?? ''
  return rows
    .split('\n')
    .filter(Boolean)
    .map((row) => JSON.parse(row) as Schema['webhookDeliveries'])
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

export const shown = async (admin: Admin, id: string): Promise<AdminReply['body']> => (await admin('GET', `${HOOKS}/${id}`)).body

/** Not for ever: what does not come is a failure. */
export async function until(isSo: () => boolean | Promise<boolean>, what = 'it'): Promise<void> {
  for (let n = 0; n < 2000; n++) {
    if (await isSo()) return
    await new Promise((resume) => setTimeout(resume, 5))
  }
  assert.fail(`${what} never came`)
}
