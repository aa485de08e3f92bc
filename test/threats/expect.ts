/** What the threat tests say again and again. */
import assert from 'node:assert/strict'
import { catalogue, type ErrorName } from '../../server/errors.ts'
import type { Bench, Reply } from '../../server/testing.ts'

export const MOBILE = '15912345678'
export const E164 = `+86${MOBILE}`

/** Refused with this row of the table, and nothing else said. */
export function refused(reply: Reply, name: ErrorName): void {
  const { code, status } = catalogue[name]
  assert.deepEqual([reply.body['error_code'], reply.status], [code, status], reply.text)
  assert.deepEqual(Object.keys(reply.body), ['error_code', 'error_msg'])
}

/** Refused, and nothing in the database is different from before. */
export async function refusedSilently(b: Bench, name: ErrorName, call: () => Promise<Reply>): Promise<void> {
  const before = await b.snapshot()
  refused(await call(), name)
  assert.deepEqual(await b.snapshot(), before)
}

/** Any code but the one that was sent. */
export const wrong = (code: string, by = 1): string => String((Number(code) + by) % 10 ** code.length).padStart(code.length, '0')

/** How often a code was looked at on this server: the counter that is increased after every comparison. */
export async function compared(b: Bench): Promise<number> {
  const { values } = await b.world.metrics.codes.get()
  return values.filter((it) => it.labels.event === 'wrong' || it.labels.event === 'verified').reduce((sum, it) => sum + it.value, 0)
}

/** The rows of some tables, as objects. */
export async function rows(b: Bench, table: string): Promise<Record<string, unknown>[]> {
  const text = (await b.snapshot())[table] ?? ''
  return text ? text.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>) : []
}

/** The device of a person, as an application's server names it. */
export const deviceBody = (b: Bench) => ({
  operating_sys_version: b.device['x-operating-sys-version'],
  device_ip: '203.0.113.9',
  device_fingerprint: b.device['x-device-fingerprint'],
  agent: b.device['x-agent'],
})

/** A call of the application's server. */
export async function serverCall(b: Bench, path: string, body: object, headers: Record<string, string> = {}): Promise<Reply> {
  const authorization = headers['authorization'] ?? `Bearer ${await b.accessToken()}`
  return b.call('POST', `/api/v2/tenant/sso/${path}`, { ...deviceBody(b), ...body }, { ...headers, authorization })
}
