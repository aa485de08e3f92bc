import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invite, ok, refused, refusedSilently } from '../administrators/console.double.ts'
import type { Reply } from '../testing.ts'
import { setUp } from './tries.double.ts'

test('what an answer is refused for, and that it leaves nothing behind', async (t) => {
  await using it = await setUp()
  const { b, owner } = it
  await b.addSource({ id: 'other', connector: 'sandbox' })
  const tenant = await b.addTenant('globex')
  const other = await invite(b, owner, 'bob@example.com', 'owner')
  const auditor = await invite(b, owner, 'eve@example.com', 'auditor')
  const begun = await it.begin()
  const { code, state } = it.agree(begun)
  const theirs = await it.begin(other)
  const nobodyAsked = it.double.seen.length
  const silent = (name: Parameters<typeof refused>[1], call: () => Promise<Reply>) => refusedSilently(b, name, call)
  await t.test('no state, a wrong one, that of somebody else', async () => {
    for (const wrong of [undefined, `${state.slice(0, -1)}?`, it.agree(theirs).state])
      await silent('tryInvalid', () => it.answer(begun, { code, ...(wrong && { state: wrong }) }))
  })
  await t.test('another administrator, with the right state', async () => {
    await silent('tryInvalid', () => it.answer(begun, { code, state }, other))
    await silent('tryInvalid', () => it.read(begun, other))
  })
  await t.test('an auditor', async () => {
    await refusedSilently(b, 'permissionMissing', () => auditor.post(it.path(), {}, it.here))
    await refusedSilently(b, 'permissionMissing', () => it.answer(begun, { code, state }, auditor))
    await refusedSilently(b, 'tryInvalid', () => it.read(begun, auditor))
  })
  await t.test('another source, another tenant', async () => {
    await silent('tryInvalid', () => owner.post(`/sources/other/tries/${begun['try_id']}/answer`, { code, state }, it.here))
    await b.addSource({ id: 'shop', connector: 'sandbox' }, tenant.id)
    await silent('tryInvalid', () => it.answer(begun, { code, state }, owner, { 'x-tenant-id': tenant.id }))
  })
  await t.test('without the CSRF token', async () => {
    await silent('csrfInvalid', () => it.answer(begun, { code, state }, owner, { ...it.here, 'x-csrf-token': 'x' }))
  })
  await t.test('a field that there is not', async () => {
    await silent('bodyInvalid', () => it.answer(begun, { code, state, redirect_uri: 'https://evil.example' }))
  })
  assert.equal(it.double.seen.length, nobodyAsked, 'nobody was asked')
  await t.test('after all that it still works, once', async () => {
    const replies = await Promise.all([1, 2, 3].map(() => it.answer(begun, { code, state })))
    assert.deepEqual(
      replies.map((one) => one.status).toSorted((a, b) => a - b),
      [200, 400, 400],
    )
    await silent('tryInvalid', () => it.answer(begun, { code, state }))
  })
  await t.test('the source was changed meanwhile', async () => {
    const late = await it.begin()
    const agreed = it.agree(late)
    ok(await owner.put('/sources/shop', { name: 'Shop 2' }, it.here))
    await silent('tryOutdated', () => it.answer(late, agreed))
  })
  await t.test('too late', async () => {
    const late = await it.begin()
    const agreed = it.agree(late)
    b.clock.now += 600_000
    // That somebody was seen is written down once a minute.
    await refusedSilently(b, 'tryInvalid', () => it.answer(late, agreed), ['adminSessions'])
    await silent('tryInvalid', () => it.read(late))
  })
  await t.test('in another sign-in of the same person', async () => {
    const mine = await it.begin()
    const agreed = it.agree(mine)
    ok(await owner.signIn('alice@example.com'))
    ok(await owner.get('/session'))
    refused(await it.answer(mine, agreed), 'tryInvalid')
  })
  await t.test('a source that is gone', async () => {
    const gone = await it.begin()
    const agreed = it.agree(gone)
    ok(await owner.remove('/sources/shop', it.here))
    refused(await it.answer(gone, agreed), 'sourceUnknown')
  })
})
