import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import pg from 'pg'
import { administrate } from '../administration.double.ts'
import { dump } from '../db.ts'
import { enrollTotp } from '../mfa/authenticator.double.ts'
import { TABLES } from '../snapshot.double.ts'
import { bench, type Bench } from '../testing.ts'

const MOBILE = '15912345678'
const NEIGHBOUR = '13912345678'
const EMAIL = 'zhang.san@example.com'
const erase = (id: string) => `/api/v2/admin/users/${id}/erase`

/** Somebody who has everything there is to have, and left traces of every kind. */
async function person(b: Bench) {
  const user = await b.addUser({
    userName: 'zhangsan',
    name: 'Zhang San',
    mobile: `+86${MOBILE}`,
    mobileProvenAt: 1,
    email: EMAIL,
    emailProvenAt: 1,
    attributes: { attr_city: 'Shenzhen-of-Zhang' },
  })
  const state = { 'x-state-token': await b.unknown('alice-at-provider') }
  const verify_code = await b.sendCode(MOBILE, 'BIND_MOBILE_SMS', state)
  await b.post('/social/bind', { mobile: MOBILE, verify_code: 'wrong' }, state)
  const bound = await b.post('/social/bind', { mobile: MOBILE, verify_code }, state)
  assert.equal(bound.body['status'], 'SUCCESS', bound.text)
  const session = await b.login(MOBILE)
  await enrollTotp(b, session)
  // A second sign-in that waits for its factor, a ticket, a code that nobody used, and another by e-mail.
  await b.post('/login/social', { source: 'sandbox', code: 'sandbox:alice-at-provider' })
  const authorization = `Bearer ${await b.accessToken()}`
  const ticket = await b.call(
    'POST',
    '/api/v2/tenant/sso/session-token/sso-ticket',
    { session_token: session.session_token, client_id: b.clientId, ...b.deviceFields },
    { authorization },
  )
  assert.equal(ticket.status, 200, ticket.text)
  await b.sendCode(MOBILE, 'LOGIN_SMS')
  await b.sendMailCode(EMAIL, 'LOGIN_EMAIL').catch(() => '')
  return user.id
}

/** Every row there is, the trail included. */
async function everything(b: Bench): Promise<Record<string, string>> {
  return dump(b.world.database, [...TABLES, 'auditEvents'])
}
const holding = (tables: Record<string, string>, text: string) =>
  Object.entries(tables)
    .filter(([, rows]) => rows.toLowerCase().includes(text.toLowerCase()))
    .map(([table]) => table)

test('erasing leaves nothing of a person in any table, and a trail that says what was done', async () => {
  await using b = await bench()
  const id = await person(b)
  const admin = await administrate(b)
  assert.equal((await admin('PUT', `/api/v2/tenant/users/${id}/change-password`, { password: 'Kiwi-Harbour-42' })).status, 200)
  assert.equal((await admin('PUT', `/api/v2/tenant/users/${id}/change-password`, { password: 'Lemon-Harbour-43' })).status, 200)
  await admin('POST', `/api/v2/admin/users/${id}/bind`, { source_id: 'sandbox', subject: 'second-at-provider' })
  const neighbour = await b.addUser({ userName: 'neighbour', mobile: `+86${NEIGHBOUR}`, mobileProvenAt: 1 })
  await b.login(NEIGHBOUR)
  const personal = {
    mobile: MOBILE,
    masked: '159****5678',
    address: EMAIL,
    name: 'Zhang San',
    'user name': 'zhangsan',
    subject: 'alice-at-provider',
    other: 'second-at-provider',
    profile: 'Shenzhen-of-Zhang',
    'number, as the messages have it': b.ctx.secrets.mac('number', `+86${MOBILE}`),
  }
  const before = await everything(b)
  // Each is there before, or its absence would show nothing.
  for (const [what, text] of Object.entries(personal)) assert.notDeepEqual(holding(before, text), [], what)

  const proof = await admin('POST', erase(id), { confirm: 'zhangsan' })
  assert.equal(proof.status, 200, proof.text)
  assert.deepEqual([proof.body['user_id'], proof.body['erased_at']], [id, Math.floor(b.clock.now / 1000)])
  const rows = proof.body['rows'] as Record<string, number>
  const after = await everything(b)
  for (const [what, text] of Object.entries(personal)) {
    // Counters of how often something may be done name a number by its keyed hash, and run out within a day.
    assert.deepEqual(
      holding(after, text).filter((it) => it !== 'budgets'),
      [],
      what,
    )
  }
  assert.deepEqual(holding(after, id), ['auditEvents'])
  // What the proof counts is what is gone.
  const lines = (tables: Record<string, string>, table: string) => (tables[table] ? tables[table].split('\n').length : 0)
  for (const table of [
    'users',
    'socialAccounts',
    'sessions',
    'ssoTickets',
    'stateTokens',
    'factors',
    'passwords',
    'oldPasswords',
    'changes',
    'codes',
    'messages',
  ]) {
    const name = table.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    assert.equal(lines(before, table) - lines(after, table), rows[name], name)
    assert.ok((rows[name] ?? 0) > 0, `${name}: there was nothing to erase`)
  }
  // The trail: as many events, one more; who did what to this id; addresses and details gone but for the administrator's.
  assert.equal(lines(after, 'auditEvents'), lines(before, 'auditEvents') + 1)
  const events = (after['auditEvents'] ?? '').split('\n').map((it) => JSON.parse(it) as Record<string, string | null>)
  const own = events.filter((it) => it['userId'] === id)
  assert.ok(own.length > 5)
  for (const it of own.filter((it) => !it['event']?.startsWith('admin/')))
    assert.deepEqual([it['address'], it['detail'], it['reason']], [null, null, null])
  for (const it of own.filter((it) => it['event']?.startsWith('admin/'))) assert.match(it['detail'] ?? '', /"by":\{"app":/)
  assert.ok(own.some((it) => it['event'] === 'admin/user-erase'))
  // The neighbour has lost nothing.
  assert.ok((after['users'] ?? '').includes(neighbour.id))
  assert.equal(events.filter((it) => it['userId'] === neighbour.id && it['address'] === null).length, 0)
  assert.ok((after['auditEvents'] ?? '').includes('139****5678'))
  assert.ok((after['messages'] ?? '').includes(b.ctx.secrets.mac('number', `+86${NEIGHBOUR}`)))

  // Asked again: the same proof, and nothing more is written. Somebody new with all of it is somebody else.
  assert.deepEqual((await admin('POST', erase(id), { confirm: 'anything' })).body, proof.body)
  assert.deepEqual(await everything(b), after)
  assert.notEqual((await b.addUser({ userName: 'zhangsan', mobile: `+86${MOBILE}`, mobileProvenAt: 1 })).id, id)
})

test('of many erasures at once all tell of one', async () => {
  await using b = await bench()
  const id = await person(b)
  const admin = await administrate(b)
  const proofs = await Promise.all(Array.from({ length: 6 }, () => admin('POST', erase(id), { confirm: 'zhangsan' })))
  const told = proofs.filter((it) => it.status === 200).map((it) => it.text)
  // Who had looked before the first was done is told that there is nobody; asked again they are told the rest.
  assert.ok(told.length > 0)
  assert.equal(new Set(told).size, 1)
  for (const it of proofs.filter((it) => it.status !== 200)) assert.equal(it.body['error_code'], 'USER.0001')
  assert.equal((await admin('POST', erase(id), { confirm: 'x' })).text, told[0])
})

test('a number somebody else has proven keeps its codes and messages when one who only claimed it is erased', async () => {
  await using b = await bench()
  const claimant = await b.addUser({ userName: 'claimant', mobile: `+86${MOBILE}` })
  await b.addUser({ userName: 'holder', mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const verify_code = await b.sendCode(MOBILE, 'LOGIN_SMS')
  const admin = await administrate(b)
  const proof = await admin('POST', erase(claimant.id), { confirm: 'claimant' })
  const rows = proof.body['rows'] as Record<string, number>
  assert.deepEqual([rows['codes'], rows['messages']], [0, 0])
  assert.equal((await b.post('/login/mobile-verify-code', { mobile: MOBILE, verify_code })).body['status'], 'SUCCESS')
})

test('the tables that are looked through are all there are', async () => {
  await using b = await bench()
  const url = b.place.env['BOWLINE_DATABASE_URL']
  // Besides: the trail, which is read by itself, and what is about nobody.
  const known = [...TABLES, 'auditEvents', 'appTemplates', 'instance', 'mailResults'].map((it) =>
    it.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  )
  if (url) {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    const { rows } = await client.query<{ tablename: string }>("select tablename from pg_tables where schemaname = 'public'")
    await client.end()
    assert.deepEqual(rows.map((it) => it.tablename).toSorted(), [...known, 'migrations'].toSorted())
  } else {
    const folder = join(import.meta.dirname, '../schema/migrations')
    const text = readdirSync(folder)
      .map((it) => readFileSync(join(folder, it), 'utf8'))
      .join('\n')
    const made = [...text.matchAll(/createTable\('(\w+)'\)/g)].map((it) => it[1] ?? '')
    assert.deepEqual(made.toSorted(), known.toSorted())
  }
})
