import assert from 'node:assert/strict'
import test from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { parse } from 'csv-parse/sync'
import { administrate } from '../administration.double.ts'
import { dump } from '../db.ts'
import { sweep } from '../system/sweep.ts'
import { bench, type Bench } from '../testing.ts'

const IMPORT = '/api/v2/admin/users/import'
type Admin = Awaited<ReturnType<typeof administrate>>
type Fault = { line: number; column: string; text: string }
type Told = { import_id: string | null; rows: number; good: number; faults_total: number; faults: Fault[] }

const send = async (admin: Admin, lines: string[], more: object = {}): Promise<Told> => {
  const reply = await admin('POST', '/api/v2/admin/users/import', { csv: lines.join('\n'), ...more })
  assert.equal(reply.status, 200, reply.text)
  return reply.body as Told
}
const progress = async (admin: Admin, id: unknown) => (await admin('GET', `/api/v2/admin/users/imports/${String(id)}`)).body
async function finished(admin: Admin, id: unknown) {
  for (let n = 0; n < 500; n++) {
    const it = await progress(admin, id)
    if (it['state'] !== 'running') return it
    await setTimeout(10)
  }
  throw new Error('the import never ended')
}
const byName = async (admin: Admin, user_name: string) => (await admin('POST', '/api/v2/tenant/users/user-by-username', { user_name })).body

/** bcrypt of "correct horse", cost 4, made by another program. */
const HASH = '$2b$04$cVWp4XaNU8a4v1uMRum2SO026BWLIoQMD/TXg5uZV.0P.uO8m3YEm'

test('a list is read in: every column, in any order, with what a table program does to it', async () => {
  await using b = await bench()
  const admin = await administrate(b)
  const told = await send(admin, [
    '\uFEFFname,user_name,mobile,mobile_verified,email,email_verified,disabled,attr_birthday,employee_id,mailing_address,password_hash,password_must_change',
    `张三,zhangsan,'+86-15912345678,true,San@Example.com,yes,,1990-02-17,E-1,"1 Road, Town",${HASH},true`,
    '',
    "Li Si,lisi,13900000001,,,,TRUE,,'=1+1,,,",
  ])
  assert.deepEqual({ ...told, import_id: '' }, { import_id: '', rows: 2, good: 2, faults_total: 0, faults: [] })
  const done = await finished(admin, told.import_id)
  assert.deepEqual([done['state'], done['total'], done['done'], done['created'], done['faults']], ['done', 2, 2, 2, []])
  const san = await byName(admin, 'zhangsan')
  assert.deepEqual(
    [
      san['name'],
      san['mobile'],
      san['email'],
      san['attr_birthday'],
      san['employee_id'],
      san['mailing_address'],
      san['pwd_must_modify'],
      san['disabled'],
    ],
    ['张三', '15912345678', 'san@example.com', '1990-02-17', 'E-1', '1 Road, Town', true, false],
  )
  const li = await byName(admin, 'lisi')
  assert.deepEqual([li['disabled'], li['employee_id'], li['pwd_change_at']], [true, '=1+1', null])
  const page = (await admin('GET', `/api/v2/admin/users/${String(li['user_id'])}`)).body
  assert.deepEqual([page['mobile'], page['mobile_verified']], ['+86-13900000001', false])
  // Nothing of the list is kept.
  assert.equal((await b.snapshot())['importParts'], '')
  // Each is in the trail, with who did it.
  assert.deepEqual(
    (page['events'] as { event: string }[]).map((it) => it.event),
    ['admin/user-import'],
  )
})

test('a preview tells every fault of every line, and writes nothing', async () => {
  await using b = await bench()
  const admin = await administrate(b)
  await b.addUser({ userName: 'taken', mobile: '+8615912345678', mobileProvenAt: 1, email: 'taken@example.com', emailProvenAt: 1 })
  await b.addUser({ userName: 'claimant', mobile: '+8615900000000' })
  const lines = [
    'user_name,name,mobile,mobile_verified,email,attr_gender,attr_birthday,password_hash',
    'good,Good,13900000001,true,good@example.com,female,2000-02-29,',
    ',Nobody,,,,,,',
    '12345,A,1234,maybe,no address,other,2001-02-29,plain',
    'Taken,B,15912345678,,Taken@example.com,,,',
    'twice,C,13900000002,,c@example.com,,,',
    'TWICE,D,+86-13900000002,,C@example.com,,,',
    'short,E',
    'proven,F,,true,,,,$2b$04$broken',
    'costly,G,,,,,,$2b$31$cVWp4XaNU8a4v1uMRum2SO026BWLIoQMD/TXg5uZV.0P.uO8m3YEm',
    // A number somebody only claims keeps nobody away.
    'claims,H,15900000000,true,,,,',
  ]
  const before = await b.snapshot()
  const told = await send(admin, lines, { preview: true })
  assert.deepEqual(await b.snapshot(), before)
  assert.deepEqual([told.import_id, told.rows, told.good], [null, 10, 3])
  assert.deepEqual(
    told.faults.map((it) => `${it.line} ${it.column}`),
    [
      '3 user_name',
      '4 mobile_verified',
      '4 password_hash',
      '4 user_name',
      '4 mobile',
      '4 email',
      '4 attr_gender',
      '4 attr_birthday',
      '5 user_name',
      '5 mobile',
      '5 email',
      '7 user_name',
      '7 mobile',
      '7 email',
      '8 ',
      '9 mobile',
      '9 password_hash',
      '10 password_hash',
    ],
  )
  assert.match(told.faults.find((it) => it.line === 7)?.text ?? '', /^Line 6 says the same\./)
  assert.match(told.faults.find((it) => it.line === 8)?.text ?? '', /2 cells here, and 8/)
  // Not a word of what stands in the list.
  assert.doesNotMatch(JSON.stringify(told.faults), /1234\b|plain|no address|broken/)
  const chinese = await admin('POST', IMPORT, { csv: lines.join('\n'), preview: true }, { 'x-l': 'zh' })
  assert.match((chinese.body as Told).faults[0]?.text ?? '', /缺少内容/)
})

test('with a fault nothing is begun, unless those lines may stay out', async () => {
  await using b = await bench()
  const admin = await administrate(b)
  const lines = ['user_name;mobile', 'one;13900000001', 'two;13900000001', 'three;13900000003']
  const before = await b.snapshot()
  assert.equal((await send(admin, lines)).import_id, null)
  assert.deepEqual(await b.snapshot(), before)
  const told = await send(admin, lines, { skip_faulty: true })
  assert.deepEqual([told.good, told.faults_total], [2, 1])
  assert.equal((await finished(admin, told.import_id))['created'], 2)
  assert.equal((await byName(admin, 'two'))['error_code'], 'USER.0001')
  const heads = await send(admin, ['name,colour,name', 'A,red,B'])
  assert.deepEqual(
    heads.faults.map((it) => it.column),
    ['colour', 'name', 'user_name'],
  )
})

test('people who come between the check and the writing keep what is theirs', async () => {
  await using b = await bench()
  const admin = await administrate(b)
  const lists = await Promise.all(
    Array.from({ length: 3 }, () => send(admin, ['user_name', ...Array.from({ length: 250 }, (_, n) => `person${n}`)])),
  )
  const ends = await Promise.all(lists.filter((it) => it.import_id).map((it) => finished(admin, it.import_id)))
  assert.ok(ends.length > 0)
  assert.equal(
    ends.reduce((sum, it) => sum + Number(it['created']), 0),
    250,
  )
  for (const it of ends) assert.equal((it['faults'] as Fault[]).length, Number(it['total']) - Number(it['created']))
  assert.equal((await admin('GET', '/api/v2/admin/users/count')).body['count'], 250)
})

/** A list of so many, and what another process makes of it when the first one is gone in the middle. */
async function leave(one: Bench, people: number) {
  const admin = await administrate(one)
  const rows = Array.from({ length: people }, (_, n) => `person${n},1390000${String(n).padStart(4, '0')}`)
  const told = await send(admin, ['user_name,mobile', ...rows])
  one.world.database.transact = () => Promise.reject(new Error('the process is gone'))
  // What it was doing at that moment it still does.
  for (let n = 0; n < 500 && !one.log().includes('an import stopped'); n++) await setTimeout(10)
  return String(told.import_id)
}

test('what a process leaves that ends in the middle another one finishes, and nobody is written twice', async () => {
  await using one = await bench()
  await using two = await bench({ database: one.place })
  const admin = await administrate(two)
  const id = await leave(one, 1000)
  const left = await progress(admin, id)
  assert.deepEqual([left['state'], left['total']], ['running', 1000])
  assert.ok(Number(left['done']) < 1000)
  // While the first may be alive nobody takes its work away.
  await sweep(two.world)
  assert.deepEqual(await progress(admin, id), left)
  two.clock.now += 60_001
  await Promise.all([sweep(two.world), sweep(two.world)])
  const done = await finished(admin, id)
  assert.deepEqual([done['state'], done['done'], done['created'], done['faults']], ['done', 1000, 1000, []])
  assert.equal((await admin('GET', '/api/v2/admin/users/count')).body['count'], 1000)
  assert.equal((await two.snapshot())['importParts'], '')
  // After a week nobody asks any more.
  two.clock.now += 8 * 86_400_000
  await sweep(two.world)
  assert.equal((await two.snapshot())['imports'], '')
})

test('an import that stops again and again is given up, clearly, and its list is gone', async () => {
  await using one = await bench()
  await using two = await bench({ database: one.place })
  const admin = await administrate(two)
  const id = await leave(one, 300)
  const [{ unseal }, secrets] = [two.world.secrets, two.world.secrets]
  secrets.unseal = () => {
    throw new Error('what was sealed cannot be opened')
  }
  for (let n = 0; n < 6; n++) {
    two.clock.now += 60_001
    await sweep(two.world)
  }
  secrets.unseal = unseal
  const failed = await progress(admin, id)
  assert.deepEqual([failed['state'], failed['finished_at']], ['failed', Math.floor(two.clock.now / 1000)])
  assert.equal((await two.snapshot())['importParts'], '')
})

test('an export is every person, safe to open in a table program, and can be read in again', async () => {
  await using b = await bench()
  const admin = await administrate(b)
  await b.addUser({
    userName: 'zhangsan',
    name: '=HYPERLINK("http://evil.example")',
    mobile: '+8615912345678',
    mobileProvenAt: 1,
    attributes: { attr_nick_name: '@sum', first_name: '-1', extension: { a: [1, 'x,"y"'] } },
  })
  for (let n = 0; n < 1200; n++) await b.addUser({ userName: `person${n}`, name: n % 2 ? `+${n}` : `Person, "${n}"` })
  const reply = await admin('GET', '/api/v2/admin/users/export')
  assert.deepEqual(
    [reply.status, reply.headers['content-type'], reply.headers['cache-control']],
    [200, 'text/csv; charset=utf-8', 'no-store'],
  )
  const rows = parse(reply.text, { columns: true }) as Record<string, string>[]
  assert.equal(rows.length, 1201)
  for (const row of rows) for (const cell of Object.values(row)) assert.doesNotMatch(cell, /^[=+\-@\t\r]/)
  assert.equal(rows.find((it) => it['user_name'] === 'zhangsan')?.['mobile'], "'+86-15912345678")
  assert.doesNotMatch(reply.text, /hash/)
  const [event] = (await listEvents(b)).filter((it) => it['event'] === 'admin/users-export')
  assert.match(event?.['detail'] ?? '', /"by":\{"app":/)

  // In another tenant: the same people, with what they had.
  const elsewhere = await b.addTenant('elsewhere')
  const other = await administrate(b, ['all'], elsewhere.id)
  const told = (await other('POST', IMPORT, { csv: reply.text })).body as Told
  assert.deepEqual([told.faults, told.good], [[], 1201])
  await finished(other, told.import_id)
  const again = parse((await other('GET', '/api/v2/admin/users/export')).text, { columns: true }) as Record<string, string>[]
  const plain = (it: Record<string, string>) => JSON.stringify({ ...it, user_id: '', created_at: '', updated_at: '' })
  assert.deepEqual(again.map(plain).toSorted(), rows.map(plain).toSorted())
})

const listEvents = async (b: Bench) => {
  const { auditEvents = '' } = await dump(b.world.database, ['auditEvents'])
  return auditEvents.split('\n').map((it) => JSON.parse(it) as Record<string, string>)
}
