import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { findAppRow } from '../apps/index.ts'
import { addImported } from '../password/password.double.ts'
import { findTenantOfName } from '../tenants/index.ts'
import { bench, type Bench } from '../testing.ts'
import { findUserByName } from '../users/index.ts'
import { applyBlueprint } from './apply.ts'
import { BlueprintFault } from './fault.ts'
import { readBlueprint } from './reader.ts'

const read = (text: string) => readBlueprint(text, 'bowline.yaml', { environment: {}, readFile: () => '', mode: 'development' })
const apply = (b: Bench, text: string) => applyBlueprint(b.ctx, read(text))
const told = (changes: Awaited<ReturnType<typeof apply>>) => changes.map((it) => [it.action, it.kind, it.key, ...it.fields].join(' '))

async function refused(b: Bench, text: string, faults: string[]) {
  const before = await b.snapshot()
  await assert.rejects(apply(b, text), (reason) => {
    assert.ok(reason instanceof BlueprintFault, String(reason))
    assert.deepEqual(reason.message.split('\n'), faults)
    return true
  })
  assert.deepEqual(await b.snapshot(), before)
}

const user = async (b: Bench, userName: string, tenant: string) =>
  findUserByName(b.ctx, { tenantId: (await findTenantOfName(b.ctx, tenant))?.id as string, userName })

describe('numbers and addresses', () => {
  const one = (fields: string) => `version: 1\ntenants: [{name: acme, users: [{user_name: wang, ${fields}}]}]`
  const mobile = '+8615912345678'
  const wang = (b: Bench) => user(b, 'wang', 'acme')

  test('true proves, once; false does not take a proof back; another number must be proven anew', async () => {
    await using b = await bench()
    await apply(b, one(`mobile: "${mobile}"`))
    assert.equal((await wang(b))?.mobileProvenAt, null)
    b.clock.now += 1000
    assert.deepEqual(told(await apply(b, one(`mobile: "${mobile}", mobile_verified: true`))), ['update user acme/wang mobile_verified'])
    const proven = b.clock.now
    b.clock.now += 1000
    assert.deepEqual(await apply(b, one(`mobile: "${mobile}", mobile_verified: true`)), [])
    assert.deepEqual(await apply(b, one(`mobile: "${mobile}", mobile_verified: false`)), [])
    assert.equal((await wang(b))?.mobileProvenAt, proven)
    assert.deepEqual(told(await apply(b, one('mobile: "+8615912345679"'))), ['update user acme/wang mobile mobile_verified'])
    assert.equal((await wang(b))?.mobileProvenAt, null)
    assert.deepEqual(told(await apply(b, one(`mobile: "${mobile}", mobile_verified: true`))), [
      'update user acme/wang mobile mobile_verified',
    ])
    assert.equal((await wang(b))?.mobileProvenAt, b.clock.now)
  })

  test('who has proven a number or an address keeps it', async () => {
    await using b = await bench()
    await b.addUser({ userName: 'holder', mobile, mobileProvenAt: 1, email: 'a@example.com', emailProvenAt: 1 })
    const faults = [
      'bowline.yaml:2:58 tenants[0].users[0].mobile: the user "holder" has proven this number; take it away there first (mobile: null), or correct it here',
      'bowline.yaml:2:83 tenants[0].users[0].email: the user "holder" has proven this address; take it away there first (email: null), or correct it here',
    ]
    await refused(b, one(`mobile: "${mobile}", email: a@example.com`), faults)
    await refused(b, one(`mobile: "${mobile}", email: A@example.com, mobile_verified: true, email_verified: true`), faults)
    await b.addUser({ userName: 'wang' })
    await refused(b, one(`mobile: "${mobile}", email: a@example.com`), faults)
  })

  test('who only claimed the number loses it to the one the file declares its holder', async () => {
    await using b = await bench()
    await b.addUser({ userName: 'squatter', mobile })
    await apply(b, one(`mobile: "${mobile}", mobile_verified: true`))
    assert.equal((await user(b, 'squatter', 'acme'))?.mobile, null)
    assert.equal((await wang(b))?.mobile, mobile)
  })

  test('two may change numbers, domains or templates with each other in one file', async () => {
    await using b = await bench()
    const text = (x: string, y: string) => `
version: 1
templates: [{client_id: T1, name: T1}, {client_id: T2, name: T2}]
tenants:
- name: acme
  domain: ${x}.example.com
  applications: [{client_id: A1, template: T${x}}, {client_id: A2, template: T${y}}]
  users:
  - {user_name: a, mobile: "+861591234567${x}", mobile_verified: true, email: ${x}@example.com, email_verified: true}
  - {user_name: b, mobile: "+861591234567${y}", mobile_verified: true, email: ${y}@example.com, email_verified: true}
- {name: other, domain: ${y}.example.com}
`
    await apply(b, text('1', '2'))
    assert.equal((await apply(b, text('2', '1'))).length, 6)
    assert.deepEqual(await apply(b, text('2', '1')), [])
    assert.equal((await user(b, 'a', 'acme'))?.mobile, '+8615912345672')
    assert.equal((await findAppRow(b.ctx, b.tenant.id, 'A1'))?.templateClientId, 'T2')
  })
})

describe('passwords of another system', () => {
  const one = (fields: string) => `version: 1\ntenants: [{name: acme, users: [{user_name: wang, ${fields}}]}]`
  const SALT = 'AAAAAAAAAAAAAAAAAAAAAA'
  const hash = (bytes: string) => `$argon2id$v=19$m=64,t=1,p=1$${SALT}$${bytes.repeat(43)}`
  const passwords = async (b: Bench) => (await b.snapshot())['passwords'] ?? ''

  test('are taken over once, where there is none, and never again', async () => {
    await using b = await bench()
    assert.deepEqual(told(await apply(b, one(`password_hash: "${hash('A')}"`))), ['create user acme/wang'])
    assert.ok((await passwords(b)).includes(hash('A')))
    assert.equal((await user(b, 'wang', 'acme'))?.passwordSetAt, b.clock.now)
    assert.equal((await user(b, 'wang', 'acme'))?.passwordMustChange, 0)
    for (const bytes of ['A', 'B']) assert.deepEqual(await apply(b, one(`password_hash: "${hash(bytes)}"`)), [])
    assert.ok((await passwords(b)).includes(hash('A')))
  })

  test('are given to a user who is here already and has none; and may be for once', async () => {
    await using b = await bench()
    await b.addUser({ userName: 'wang' })
    const text = one(`password_hash: "${hash('A')}", password_must_change: true`)
    assert.deepEqual(told(await apply(b, text)), ['update user acme/wang password_hash'])
    assert.equal((await user(b, 'wang', 'acme'))?.passwordMustChange, 1)
    assert.deepEqual(await apply(b, text), [])
  })

  test('one that came meanwhile stays', async () => {
    await using b = await bench()
    await addImported(b, { userName: 'wang' }, hash('B'))
    assert.deepEqual(await apply(b, one(`password_hash: "${hash('A')}"`)), [])
    assert.ok((await passwords(b)).includes(hash('B')))
  })

  test('sign in', async () => {
    await using b = await bench()
    const bcrypt = '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'
    await apply(b, one(`password_hash: "${bcrypt}"`))
    assert.equal((await b.post('/login', { user_name: 'wang', password: 'U*U' })).body['status'], 'SUCCESS')
    assert.ok(!(await passwords(b)).includes(bcrypt), 'and are made anew')
  })
})
