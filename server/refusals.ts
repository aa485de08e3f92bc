/** A table of refusals, as the tests write it: each row is told in the published envelope, and is silent. */
import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import type { Schema } from './schema/tables.ts'
import type { Bench } from './testing.ts'

type Laid = { body?: unknown; headers?: Record<string, string> }

/** A row of a table of refusals: what differs from a request that would be granted, and what is answered. */
export type Refusal = Laid & {
  name: string
  /** Milliseconds the clock is ahead, in this row only. */
  later?: number
  /** What has to happen before; what it answers is laid over the request too. */
  first?: () => Promise<Laid | void>
  code: string
  says: string
  status?: number
  /** The only tables such a refusal writes to: a guess is counted, a picture used up. */
  writes?: (keyof Schema)[]
}

/**
 * Runs a table of refusals against one good request. Each is told in the published envelope, and silent:
 * nothing is written that the row does not name, and no message is sent. A body is laid over the good one
 * (a field that is `undefined` is left out); anything but an object is sent as it is.
 */
export async function refuses(
  t: TestContext,
  b: Bench,
  good: Laid & { method?: 'GET' | 'POST'; url: string },
  rows: Refusal[],
): Promise<void> {
  for (const row of rows) {
    await t.test(row.name, async () => {
      const laid = (await row.first?.()) ?? {}
      const given = [good.body, row.body, laid.body].filter((it) => it !== undefined)
      const last = given.at(-1)
      const body = given.length > 1 && typeof last === 'object' && last && !Array.isArray(last) ? Object.assign({}, ...given) : last
      const kept = () => b.inbox().length + b.mails().length
      const [before, sent] = [await b.snapshot(), kept()]
      b.clock.now += row.later ?? 0
      const reply = await b.call(good.method ?? 'POST', good.url, body, { ...good.headers, ...row.headers, ...laid.headers })
      b.clock.now -= row.later ?? 0
      const after = await b.snapshot()
      const [code, text] = Object.values(reply.body)
      assert.equal(code, row.code, reply.text)
      assert.equal(reply.status, row.status ?? 400)
      assert.ok(String(text).includes(row.says), reply.text)
      assert.deepEqual(Object.keys(reply.body), code === 'invalid_token' ? ['error', 'error_description'] : ['error_code', 'error_msg'])
      assert.match(String(reply.headers['x-request-id']), /^[0-9a-f]{32}$/)
      assert.equal(reply.headers['cache-control'], 'no-store')
      assert.deepEqual(
        Object.keys(after)
          .filter((table) => after[table] !== before[table])
          .toSorted(),
        (row.writes ?? []).toSorted(),
        'what was written',
      )
      assert.equal(kept(), sent, 'a message was sent')
    })
  }
}
