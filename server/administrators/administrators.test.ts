import assert from 'node:assert/strict'
import test from 'node:test'
import { administrate } from '../administration.double.ts'
import type { Role } from '../context.ts'
import { bench, type Reply } from '../testing.ts'
import { type Console, createConsole, createOwner, invite, ok, PASSWORD, refused, refusedSilently, tokenOf } from './console.double.ts'

const HOUR = 3_600_000
const BOB = 'bob@example.com'
type Listed = { id: string; email: string; name: string; role: Role; disabled: boolean; version: number; last_login_at: number | null }

const list = async (c: Console) =>
  ok(await c.get('/administrators')).body as { administrators: Listed[]; invitations: { id: string; email: string }[] }
const find = async (c: Console, email: string) => (await list(c)).administrators.find((it) => it.email === email) as Listed
const change = async (c: Console, email: string, it: object): Promise<Reply> => {
  const { id, version } = await find(c, email)
  return c.put(`/administrators/${id}`, { version, ...it })
}

test('the list, and an invitation from its making to its use', async () => {
  await using b = await bench({ env: { BOWLINE_PUBLIC_URL: 'https://id.example.com' } })
  const owner = await createOwner(b)
  const at = Math.floor(b.clock.now / 1000)
  const invited = await owner.post('/administrators', { email: ' Bob@Example.com', role: 'administrator' })
  assert.equal(invited.status, 201, invited.text)
  const { id, link, expires_at } = invited.body
  assert.match(String(link), /^https:\/\/id\.example\.com\/console\/invitation#token=\w{43}$/)
  assert.equal(expires_at, at + 72 * 3600)
  const before = await list(owner)
  assert.deepEqual(before.invitations, [{ id, email: BOB, role: 'administrator', created_at: at, expires_at }])
  const bob = createConsole(b)
  const good = { token: tokenOf(link), name: 'Bob', password: PASSWORD }
  await refusedSilently(b, 'adminLinkInvalid', () => bob.post('/first-run', { ...good, email: BOB }), ['budgets'])
  await refusedSilently(b, 'passwordPersonal', () => bob.post('/invitation', { ...good, password: 'a-bob-and-a-kiwi' }), ['budgets'])
  const reply = ok(await bob.post('/invitation', good))
  assert.equal(reply.body['status'], 'SUCCESS')
  await refusedSilently(b, 'adminLinkInvalid', () => createConsole(b).post('/invitation', good), ['budgets'])
  const after = await list(owner)
  assert.deepEqual(after.invitations, [])
  const mine = await find(owner, BOB)
  assert.deepEqual(mine, {
    id: (await bob.self()).id,
    email: BOB,
    name: 'Bob',
    role: 'administrator',
    language: null,
    factors: [],
    disabled: false,
    created_at: at,
    last_login_at: at,
    version: 1,
  })
})

test('an invitation is good once, for three days, until it is replaced, withdrawn, or whoever made it is no owner', async () => {
  await using b = await bench()
  const owner = await createOwner(b)
  const token = async (c = owner, email = BOB) => tokenOf(ok(await c.post('/administrators', { email, role: 'auditor' })).body['link'])
  const accept = (token: string) => createConsole(b).post('/invitation', { token, name: 'Bob', password: PASSWORD })
  const first = await token()
  const second = await token()
  refused(await accept(first), 'adminLinkInvalid')
  b.clock.now += 72 * HOUR
  refused(await accept(second), 'adminLinkInvalid')
  ok(await owner.signIn('alice@example.com'))
  const third = await token()
  const [{ id } = { id: '' }] = (await list(owner)).invitations
  ok(await owner.remove(`/administrators/${id}`))
  refused(await accept(third), 'adminLinkInvalid')
  const carol = await invite(b, owner, 'carol@example.com', 'owner')
  const theirs = await token(carol)
  const alsoTheirs = await token(carol, 'dave@example.com')
  ok(await change(owner, 'carol@example.com', { role: 'administrator' }))
  for (const it of [theirs, alsoTheirs]) refused(await accept(it), 'adminLinkInvalid')
  const last = await token()
  const replies = await Promise.all([accept(last), accept(last), accept(last)])
  assert.equal(replies.filter((it) => it.status === 200).length, 1)
  await refusedSilently(b, 'emailTaken', () => owner.post('/administrators', { email: BOB, role: 'owner' }))
  await refusedSilently(b, 'emailInvalid', () => owner.post('/administrators', { email: 'bob', role: 'owner' }))
})

test('each role: what it may read, and that writing is for owners', async () => {
  await using b = await bench()
  const owner = await createOwner(b)
  const people = {
    auditor: await invite(b, owner, 'auditor@example.com', 'auditor'),
    administrator: await invite(b, owner, 'administrator@example.com', 'administrator'),
    owner: await invite(b, owner, 'owner@example.com', 'owner'),
  }
  const target = await find(owner, 'alice@example.com')
  const acts: Record<string, (c: Console) => Promise<Reply>> = {
    invite: (c) => c.post('/administrators', { email: 'eve@example.com', role: 'auditor' }),
    change: (c) => c.put(`/administrators/${target.id}`, { name: 'Alice B', version: target.version }),
    remove: (c) => c.remove(`/administrators/${target.id}`),
  }
  for (const role of ['auditor', 'administrator', 'owner'] as const) {
    const c = people[role]
    ok(await c.get('/administrators'))
    ok(await c.get('/me/sessions'))
    ok(await c.put('/me', { name: role }))
    for (const act of Object.values(acts)) {
      if (role === 'owner') ok(await act(c))
      else await refusedSilently(b, 'permissionMissing', () => act(c))
    }
  }
  refused(await owner.get('/session'), 'adminSessionInvalid')
})

test('what an owner changes holds for sessions that are open', async () => {
  await using b = await bench()
  const owner = await createOwner(b)
  const bob = await invite(b, owner, BOB, 'owner')
  ok(await bob.post('/administrators', { email: 'eve@example.com', role: 'owner' }))
  const changed = ok(await change(owner, BOB, { role: 'auditor', name: 'Robert' }))
  assert.deepEqual([changed.body['role'], changed.body['name'], changed.body['version']], ['auditor', 'Robert', 2])
  refused(await bob.post('/administrators', { email: 'eve@example.com', role: 'owner' }), 'permissionMissing')
  assert.deepEqual([(await bob.self()).role, (await bob.self()).name], ['auditor', 'Robert'])
  ok(await change(owner, BOB, { disabled: true }))
  refused(await bob.get('/session'), 'adminSessionInvalid')
  refused(await bob.signIn(BOB), 'credentialsWrong')
  ok(await change(owner, BOB, { disabled: false }))
  refused(await bob.get('/session'), 'adminSessionInvalid')
  ok(await bob.signIn(BOB))
  const { id } = await bob.self()
  ok(await owner.remove(`/administrators/${id}`))
  refused(await bob.get('/session'), 'adminSessionInvalid')
  await refusedSilently(b, 'administratorUnknown', () => owner.remove(`/administrators/${id}`))
  await refusedSilently(b, 'administratorUnknown', () => owner.put(`/administrators/${id}`, { version: 4 }))
  // The address is free again.
  await invite(b, owner, BOB, 'auditor')
})

test('what somebody else changed meanwhile is not overwritten', async () => {
  await using b = await bench()
  const owner = await createOwner(b)
  await invite(b, owner, BOB, 'auditor')
  const { id, version } = await find(owner, BOB)
  const replies = await Promise.all(['A', 'B', 'C'].map((name) => owner.put(`/administrators/${id}`, { name, version })))
  assert.equal(replies.filter((it) => it.status === 200).length, 1)
  for (const it of replies.filter((it) => it.status !== 200)) refused(it, 'changedMeanwhile')
  await refusedSilently(b, 'changedMeanwhile', () => owner.put(`/administrators/${id}`, { role: 'owner', version }))
  await refusedSilently(b, 'paramMissing', () => owner.put(`/administrators/${id}`, { role: 'owner' }))
  await refusedSilently(b, 'nameInvalid', () => owner.put(`/administrators/${id}`, { name: ' ', version: version + 1 }))
})

test('the last enabled owner stays one, also against two at once', async () => {
  await using b = await bench()
  const owner = await createOwner(b)
  const { id, version } = await find(owner, 'alice@example.com')
  await invite(b, owner, 'auditor@example.com', 'auditor')
  const gone = await invite(b, owner, 'gone@example.com', 'owner')
  ok(await change(owner, 'gone@example.com', { disabled: true }))
  await refusedSilently(b, 'lastOwner', () => owner.put(`/administrators/${id}`, { role: 'administrator', version }))
  await refusedSilently(b, 'lastOwner', () => owner.put(`/administrators/${id}`, { disabled: true, version }))
  await refusedSilently(b, 'lastOwner', () => owner.remove(`/administrators/${id}`))
  ok(await change(owner, 'gone@example.com', { disabled: false }))
  ok(await gone.signIn('gone@example.com'))
  const other = await find(owner, 'gone@example.com')
  for (let round = 0; round < 3; round++) {
    const [mine, theirs] = [await find(owner, 'alice@example.com'), await find(owner, 'gone@example.com')]
    const replies = await Promise.all([
      owner.put(`/administrators/${other.id}`, { role: 'auditor', version: theirs.version }),
      gone.put(`/administrators/${id}`, { role: 'auditor', version: mine.version }),
    ])
    const owners = (await list(owner)).administrators.filter((it) => it.role === 'owner')
    assert.equal(owners.length, 1, replies.map((it) => it.text).join('\n'))
    const left = owners[0]?.id === id ? owner : gone
    ok(await change(left, left === owner ? 'gone@example.com' : 'alice@example.com', { role: 'owner' }))
  }
  ok(await gone.remove(`/administrators/${id}`))
  refused(await gone.remove(`/administrators/${other.id}`), 'lastOwner')
})

test('an application administers administrators only when that was named', async () => {
  await using b = await bench()
  await createOwner(b)
  const url = '/api/v2/admin/administrators'
  for (const permissions of [['all'], ['read'], ['tenant_all']]) {
    const none = await administrate(b, permissions)
    assert.equal((await none('GET', url)).body['error_code'], 'BOWLINE.ADMIN.0001')
  }
  const reader = await administrate(b, ['admin_read'])
  assert.equal((await reader('GET', url)).status, 200)
  assert.equal((await reader('POST', url, { email: BOB, role: 'auditor' })).status, 403)
  const all = await administrate(b, ['admin_all'])
  assert.equal((await all('POST', url, { email: BOB, role: 'auditor' })).status, 201)
  // It is nobody: what belongs to a person is not for it.
  for (const [method, path] of [
    ['GET', 'session'],
    ['PUT', 'me'],
    ['GET', 'me/sessions'],
    ['DELETE', 'session'],
  ] as const) {
    assert.equal((await all(method, `/api/v2/admin/${path}`, method === 'PUT' ? {} : undefined)).status, 403, path)
  }
})
