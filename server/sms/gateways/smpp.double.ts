/** A vendor in the test process, over the server of the package: it looks at who binds, answers with a status, and delivers receipts. */
import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import smpp, { type Pdu, type Session } from 'smpp'
import { createAuthority } from '../../../test/certificate.ts'
import type { Outside, Receipt } from './gateway.ts'
import { message, openOutside } from './testing.double.ts'

export const authority = createAuthority()
const certified = authority.issue(['localhost', '127.0.0.1'])

/** Statuses of section 5.1.3 that the tests answer with. */
const BAD_PASSWORD = 0x0e
const BAD_SYSTEM_ID = 0x0f
export const THROTTLED = 0x58

type Given = {
  plain?: boolean
  /** What a bind is answered with, if it is not about who binds. */
  bindStatus?: number
  /** A status, or silence; 'hang up' closes the line instead. */
  answer?: (pdu: Pdu, at: number) => number | 'silence' | 'hang up'
  id?: (at: number) => string
  /** Answers no enquire_link. */
  asleep?: boolean
}

export async function startSmsc(t: TestContext, given: Given = {}) {
  const submitted: Pdu[] = []
  const binds: Pdu[] = []
  const sessions = new Set<Session>()
  const seen = { enquiries: 0, unbinds: 0 }
  const listen = (session: Session) => {
    sessions.add(session)
    session.on('close', () => sessions.delete(session)).on('error', () => session.destroy())
    session.on('bind_transceiver', (pdu: Pdu) => {
      binds.push(pdu)
      const wrong = pdu['system_id'] !== 'bowline' ? BAD_SYSTEM_ID : pdu['password'] !== 'correct' ? BAD_PASSWORD : 0
      const command_status = given.bindStatus ?? wrong
      session.send(pdu.response({ command_status, system_id: 'smsc' }))
      if (command_status) session.close()
    })
    session.on('submit_sm', (pdu: Pdu) => {
      const at = submitted.push(pdu)
      const said = given.answer?.(pdu, at) ?? 0
      if (said === 'hang up') session.destroy()
      else if (said !== 'silence') session.send(pdu.response({ command_status: said, message_id: given.id?.(at) ?? `id-${at}` }))
    })
    session.on('enquire_link', (pdu: Pdu) => {
      seen.enquiries++
      if (!given.asleep) session.send(pdu.response())
    })
    session.on('unbind', (pdu: Pdu) => {
      seen.unbinds++
      session.send(pdu.response(), () => session.close())
    })
  }
  const server = smpp.createServer(given.plain ? {} : certified, listen)
  // A handshake that the client broke off is what some tests are about.
  server.on('tlsClientError', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const drop = () => sessions.forEach((it) => it.destroy())
  t.after(() => (drop(), server.close()))
  return {
    settings: {
      host: 'localhost',
      port: (server.address() as AddressInfo).port,
      ca: authority.cert,
      system_id: 'bowline',
      password: 'correct',
      time_limit: 5,
      ...(given.plain && { security: 'none' }),
    },
    submitted,
    binds,
    sessions,
    seen,
    drop,
    stop: () => new Promise((done) => (drop(), server.close(done))),
    /** Delivers to the session that is bound, and answers with the status of the response. */
    deliver: (fields: Record<string, unknown>, command: 'deliver_sm' | 'data_sm' = 'deliver_sm') =>
      new Promise<number>((resolve) => {
        const [session] = sessions
        assert.ok(session, 'nobody is bound')
        session[command](fields, (answer) => resolve(answer.command_status))
      }),
  }
}

/** Keeps one link, as the room does, and closes it with the test; what comes back is gathered. */
export function holdOutside(t: TestContext, given: Partial<Outside> = {}) {
  const receipts: Receipt[] = []
  let kept: Promise<{ close(): Promise<void> | void }> | undefined
  t.after(async () => (await kept?.catch(() => undefined))?.close())
  const outside: Outside = {
    ...openOutside(),
    // `localhost` is also ::1 on some machines, where the double does not listen.
    reach: async () => '127.0.0.1',
    open: <T extends { close(): Promise<void> | void }>(make: () => T | Promise<T>) =>
      (kept ??= Promise.resolve().then(make)) as Promise<T>,
    receipt: (it) => receipts.push(it),
    ...given,
  }
  return { outside, receipts }
}

/** What a phone shows: the parts put together by their headers, whatever order they came in. */
export function joinParts(pdus: Pdu[]): string {
  const parts = pdus.map((it) => (it['message_payload'] ?? it['short_message']) as { message: string; udh?: Buffer[] })
  const headers = parts.map((it) => it.udh?.[0])
  const order = parts.map((_, i) => i).toSorted((a, b) => (headers[a]?.[4] ?? 0) - (headers[b]?.[4] ?? 0))
  for (const [at, i] of order.entries()) {
    const header = headers[i]
    if (pdus.length === 1) assert.equal(header, undefined)
    else assert.deepEqual([header?.[0], header?.[1], header?.[2], header?.[3], header?.[4]], [0, 3, headers[0]?.[2], parts.length, at + 1])
  }
  return order.map((i) => parts[i]?.message ?? '').join('')
}

export { message }
