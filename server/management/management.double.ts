/** What the tests of this room share: the trail of what was done, and how a refusal is checked. */
import assert from 'node:assert/strict'
import { administrate, type AdminReply } from '../administration.double.ts'
import { dump } from '../db.ts'
import { catalogue, type ErrorName } from '../errors.ts'
import { GatewayRefusal as MailRefusal } from '../mail/gateways/gateway.ts'
import { mailGateways } from '../mail/index.ts'
import { GatewayRefusal as SmsRefusal } from '../sms/gateways/gateway.ts'
import { gateways } from '../sms/index.ts'
import type { Bench } from '../testing.ts'
import { Type } from '../type.ts'

/** As `administrate`; every call a moment after the one before, so that the trail has an order. */
export async function manage(b: Bench, permissions?: string[], tenantId?: string): Promise<Awaited<ReturnType<typeof administrate>>> {
  const admin = await administrate(b, permissions, tenantId)
  return (...call) => {
    b.clock.now++
    return admin(...call)
  }
}

type Act = {
  event: string
  outcome: string
  by: { app?: string; administrator?: string }
  subject: string
  before?: Record<string, unknown>
  after?: Record<string, unknown>
}

/** What administrators did in a tenant, the oldest first. */
export async function acts(b: Bench, tenantId = b.tenant.id): Promise<Act[]> {
  const rows = ((await dump(b.world.database, ['auditEvents']))['auditEvents'] ?? '').split('\n').filter(Boolean)
  return rows
    .map((row) => JSON.parse(row) as { tenantId: string; event: string; outcome: string; detail: string; at: number })
    .filter((it) => it.tenantId === tenantId && it.event.startsWith('admin/'))
    .toSorted((a, b) => a.at - b.at)
    .map(({ event, outcome, detail }) => ({ ...(JSON.parse(detail) as Omit<Act, 'event' | 'outcome'>), event, outcome }))
}

/** How many calls at once were answered, the smallest first. */
export const statusesOf = (replies: AdminReply[]): number[] => replies.map((it) => it.status).toSorted((a, b) => a - b)

/** What was wrong, by path. */
export function faultsOf(reply: AdminReply): Record<string, string> {
  assert.deepEqual([reply.status, reply.body['error_code']], [400, catalogue.settingsInvalid.code], reply.text)
  const faults = reply.body['faults'] as { path: string; fault: string }[]
  return Object.fromEntries(faults.map((it) => [it.path, it.fault]))
}

/** Refused with this row of the table, and nothing else said. */
export function refusedBy(reply: AdminReply, name: ErrorName): void {
  const { code, status } = catalogue[name]
  assert.deepEqual([reply.body['error_code'], reply.status], [code, status], reply.text)
  assert.deepEqual(Object.keys(reply.body), ['error_code', 'error_msg'])
}

/** Nothing is written while this is done, not even into the trail, and no message leaves. */
export async function silent(b: Bench, work: () => Promise<void>): Promise<void> {
  const look = async () => [await b.snapshot(), await dump(b.world.database, ['auditEvents']), b.inbox().length, b.mails().length]
  const before = await look()
  await work()
  assert.deepEqual(await look(), before, 'something was written')
}

/** How a made-up gateway behaves, and what it took. */
export type Trick = { behaves: 'takes' | 'misconfigured' | 'unreachable' | 'breaks'; taken: { to: string; text: string }[] }
let carriers = 0

/** A kind of gateway of its own on the list of text messages or e-mail, with an address and a secret; answers its id. */
export function addCarrier(carries: 'sms' | 'mail', trick: Trick): string {
  const id = `trick${++carriers}`
  const settings = Type.Object(
    {
      host: Type.String({ minLength: 1 }),
      password: Type.String({ format: 'secret', minLength: 1 }),
      sender: Type.Optional(Type.String()),
    },
    { additionalProperties: false },
  )
  const Refusal = carries === 'sms' ? SmsRefusal : MailRefusal
  const it = {
    id,
    label: { en: 'Trick', zh: '替身' },
    settings,
    async send(_settings: unknown, message: { to: string; text: string }) {
      if (trick.behaves === 'breaks') throw new TypeError('a fault of its own')
      if (trick.behaves === 'misconfigured') throw new Refusal('misconfigured', 'wrong password', undefined, 'password')
      if (trick.behaves === 'unreachable') throw new Refusal('unreachable', 'nobody answers')
      trick.taken.push({ to: message.to, text: message.text })
      return { vendorId: `vendor-${trick.taken.length}` }
    },
  }
  if (carries === 'sms') gateways[id] = it as never
  else mailGateways[id] = it as never
  return id
}
