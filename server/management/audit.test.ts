import assert from 'node:assert/strict'
import test from 'node:test'
import { parse } from 'csv-parse/sync'
import { createOwner } from '../administrators/console.double.ts'
import { record } from '../audit/index.ts'
import { transact } from '../context.ts'
import { bench, type Bench } from '../testing.ts'
import { manage, refusedBy, silent } from './management.double.ts'

const AUDIT = '/api/v2/admin/audit'
type Event = {
  event_id: string
  at: number
  event: string
  outcome: string
  user_id: string | null
  detail: unknown
  reason: string | null
}

/** `count` events a second apart, every tenth of somebody, every seventh from elsewhere. */
async function fill(b: Bench, count: number, tenantId = b.tenant.id): Promise<void> {
  for (let n = 0; n < count; n++) {
    b.clock.now += 1000
    const at = {
      ...b.ctx,
      tenant: { ...b.tenant, id: tenantId },
      address: n % 7 ? '10.0.0.1' : '10.0.0.2',
      requestId: `r${n}`,
      journey: { id: `j${n % 5}` },
    }
    await transact(at, (ctx) =>
      record(ctx, {
        event: n % 3 ? 'login' : 'send',
        outcome: n % 2 ? 'SUCCESS' : 'SOCIAL_BIND',
        ...(n % 10 === 0 && { userId: 'somebody' }),
      }),
    )
  }
}

/** Every page, one after the other. */
async function readAll(admin: Awaited<ReturnType<typeof manage>>, query: string, limit: number): Promise<Event[]> {
  const all: Event[] = []
  for (let cursor: string | null = '', pages = 0; cursor !== null; pages++) {
    assert.ok(pages < 200, 'it comes to an end')
    const { status, body, text } = await admin('GET', `${AUDIT}?${query}&limit=${limit}&cursor=${cursor}`)
    assert.equal(status, 200, text)
    const events = body['events'] as Event[]
    assert.ok(events.length <= limit)
    all.push(...events)
    cursor = body['next'] as string | null
  }
  return all
}

test('the newest first, by every filter, page by page, and only one’s own tenant', async (t) => {
  await using b = await bench()
  const other = await b.addTenant('other')
  const admin = await manage(b, ['audit_read'])
  const begun = b.clock.now
  await fill(b, 120)
  await fill(b, 10, other.id)
  const all = (await readAll(admin, '', 50)).filter((it) => it.event !== 'token')
  assert.equal(all.length, 120)
  assert.deepEqual(
    all.map((it) => it.event_id),
    all
      .map((it) => it.event_id)
      .toSorted()
      .toReversed(),
  )
  const rows: [query: string, fits: (n: number) => boolean][] = [
    ['event=send', (n) => n % 3 === 0],
    ['outcome=SUCCESS', (n) => n % 2 === 1],
    ['user_id=somebody', (n) => n % 10 === 0],
    ['address=10.0.0.2', (n) => n % 7 === 0],
    ['event=login&outcome=SUCCESS&address=10.0.0.1', (n) => n % 3 !== 0 && n % 2 === 1 && n % 7 !== 0],
    ['event=send&user_id=somebody', (n) => n % 3 === 0 && n % 10 === 0],
    [`from=${begun / 1000 + 11}&to=${begun / 1000 + 21}`, (n) => n >= 10 && n < 20],
    [`event=login&from=${begun / 1000 + 11}`, (n) => n % 3 !== 0 && n >= 10],
    ['client_id=nobody', () => false],
    ['event=nothing', () => false],
  ]
  for (const [query, fits] of rows) {
    await t.test(query, async () => {
      const expected = Array.from({ length: 120 }, (_, n) => n).filter(fits).length
      for (const limit of [1, 7, 200]) {
        const found = (await readAll(admin, query, limit)).filter((it) => it.event !== 'token')
        assert.equal(found.length, expected, `limit ${limit}`)
        assert.equal(new Set(found.map((it) => it.event_id)).size, expected)
      }
    })
  }
  await silent(b, async () => {
    for (const query of ['limit=0', 'limit=201', 'limit=x', 'from=-1', 'scope=all', `event=${'x'.repeat(65)}`])
      assert.equal((await admin('GET', `${AUDIT}?${query}`)).status, 400, query)
    assert.equal((await admin('GET', `${AUDIT}?cursor=nonsense`)).status, 200)
    assert.equal((await admin('GET', `${AUDIT}?cursor=%00`)).status, 400)
  })
})

test('what is rare among very many is found, a piece at a time', async () => {
  await using b = await bench()
  const admin = await manage(b, ['audit_read'])
  await fill(b, 1)
  await transact({ ...b.ctx, tenant: b.tenant, address: '10.9.9.9', requestId: 'r', journey: { id: 'j' } }, async (ctx) => {
    await record(ctx, { event: 'login', outcome: 'SUCCESS' })
    for (let n = 0; n < 1200; n++) {
      b.clock.now += 1
      await record({ ...ctx, address: '10.0.0.1' }, { event: 'login', outcome: 'SUCCESS' })
    }
  })
  const { body } = await admin('GET', `${AUDIT}?address=10.9.9.9`)
  assert.equal((body['events'] as Event[]).length, 1)
  assert.equal(body['next'], null)
})

test('a journey is told from its first call to its last', async () => {
  await using b = await bench()
  const admin = await manage(b, ['audit_read'])
  const user = await b.addUser({ mobile: '+8615912345678', mobileProvenAt: 1 })
  const entered = await b.post('/login/social', { source: 'sandbox', code: 'sandbox:alice' })
  const state = { 'x-state-token': String(entered.body['state_token']) }
  const verify_code = await b.sendCode('15912345678', 'BIND_MOBILE_SMS', state)
  b.clock.now += 1000
  await b.post('/social/bind', { mobile: '15912345678', verify_code }, state)
  const id = String(entered.headers['x-request-id'])
  const { body } = await admin('GET', `${AUDIT}/journeys/${id}`)
  assert.deepEqual(
    (body['events'] as Event[]).map((it) => [it.event, it.outcome, it.user_id]),
    [
      ['login', 'SOCIAL_BIND', null],
      ['send', 'SUCCESS', null],
      ['bind', 'SUCCESS', user.id],
    ],
  )
  assert.deepEqual([body['journey_id'], body['outcome'], Number(body['ended_at']) - Number(body['began_at'])], [id, 'SUCCESS', 2])
  refusedBy(await admin('GET', `${AUDIT}/journeys/nobody`), 'journeyUnknown')
  const other = await b.addTenant('other')
  refusedBy(await (await manage(b, ['audit_read'], other.id))('GET', `${AUDIT}/journeys/${id}`), 'journeyUnknown')
})

test('the export is the same, whole, and no formula; it is in the trail', async () => {
  await using b = await bench()
  const admin = await manage(b, ['audit_read'])
  await fill(b, 1100)
  b.clock.now += 1
  await transact({ ...b.ctx, tenant: b.tenant, address: '=cmd()', requestId: 'r', journey: { id: 'j' } }, (ctx) =>
    record(ctx, { event: 'login', outcome: 'failed', reason: '=HYPERLINK("x")', detail: { a: 'b,"c"' } }),
  )
  const answer = await admin('GET', `${AUDIT}/export?event=login`)
  assert.match(String(answer.headers['content-type']), /^text\/csv/)
  const rows = parse(answer.text, { columns: true }) as unknown as Record<string, string>[]
  assert.equal(rows.length, 734)
  const first = rows[0] ?? {}
  assert.deepEqual(
    [first['event'], first['outcome'], first['reason'], first['address'], first['detail']],
    ['login', 'failed', '\'=HYPERLINK("x")', "'=cmd()", '{"a":"b,\\"c\\""}'],
  )
  assert.match(first['at'] ?? '', /^2026-06-01T08:18:2\d\.\d{3}Z$/)
  const last = (await admin('GET', `${AUDIT}?event=admin/audit-export`)).body['events'] as Event[]
  assert.equal(last.length, 1)
  const other = await b.addTenant('other')
  refusedBy(await admin('GET', `${AUDIT}/export?tenant_id=${other.id}`), 'tenantUnknown')
})

test('what administrators do to each other is for owners, and no application', async () => {
  await using b = await bench()
  const owner = await createOwner(b)
  await owner.post('/administrators', { email: 'bob@example.com', role: 'auditor' })
  const found = await owner.get('/audit?scope=server&event=admin/administrator-invite')
  assert.equal((found.body['events'] as Event[]).length, 1, found.text)
  assert.equal((await owner.get('/audit?event=admin/administrator-invite')).text, '{"events":[],"next":null}')
  // A link of the console names the tenant in the address.
  await fill(b, 3)
  assert.equal((await owner.get(`/audit/export?tenant_id=${b.tenant.id}&outcome=SOCIAL_BIND`)).text.trim().split('\r\n').length, 3)
  refusedBy(await (await manage(b, ['all', 'tenant_all', 'admin_all']))('GET', `${AUDIT}?scope=server`), 'permissionMissing')
})
