/** What is decided by who commits first: one is held open in its transaction while the other one comes. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { type Ground, transact } from '../context.ts'
import { EVERYWHERE } from '../limits/index.ts'
import { makeHash, normalize } from '../password/index.ts'
import { hashToken } from '../secrets.ts'
import { bench, type Bench, type Reply } from '../testing.ts'
import { addPasskey, createConsole, createOwner, ok, PASSWORD, refused, tokenOf } from './console.double.ts'
import { createFirstRunLink } from './index.ts'
import { addAdministrator, changeHash, findAdministrator, removeSessions, spendLink } from './store.ts'

const HOME = 'https://id.example.com'

/** Does `first` in a transaction that takes its time, and `second` meanwhile. On SQLite, with one writer, the second waits outside. */
async function during(b: Bench, first: (ctx: Ground) => Promise<unknown>, second: () => Promise<Reply>): Promise<Reply> {
  const held = transact(b.ctx, async (ctx) => {
    await first(ctx)
    // Nothing but the database may be waited for: so the database is asked until the other one has surely come.
    const until = performance.now() + 400
    while (performance.now() < until) await findAdministrator(ctx, { tenantId: EVERYWHERE, id: '' })
  })
  const [reply] = await Promise.all([second(), held])
  return reply
}

test('the first owner comes by one link while somebody else comes by another', async () => {
  await using b = await bench()
  const hash = hashToken(tokenOf(await createFirstRunLink(b.ctx)))
  const token = tokenOf(await createFirstRunLink(b.ctx))
  const passwordHash = await makeHash(b.ctx, normalize(PASSWORD))
  const first = async (ctx: Ground) => {
    // Its own link alone: the other side has to wait for every link there is.
    assert.equal(await spendLink(ctx, { tenantId: EVERYWHERE, hash, now: ctx.now() }), 1)
    const it = { id: 'first', email: 'alice@example.com', name: 'Alice', role: 'owner', createdAt: ctx.now() }
    await addAdministrator(ctx, { tenantId: EVERYWHERE, passwordHash, ...it })
  }
  const eve = { token, email: 'eve@example.com', name: 'Eve', password: PASSWORD }
  refused(await during(b, first, () => createConsole(b).post('/first-run', eve)), 'adminLinkInvalid')
  assert.equal((await b.snapshot())['administrators']?.split('\n').length, 1)
})

test('a sign-in that waited its turn does not outlive the change of the password it knew', async () => {
  await using b = await bench()
  const owner = await createOwner(b)
  const { id } = await owner.self()
  const key = { tenantId: EVERYWHERE, id }
  const instead = (await findAdministrator(b.ctx, key))?.passwordHash ?? ''
  const passwordHash = await makeHash(b.ctx, normalize('Another-Kiwi-43'))
  const change = async (ctx: Ground) => {
    assert.equal(await changeHash(ctx, { ...key, passwordHash, instead }), 1)
    await removeSessions(ctx, { tenantId: EVERYWHERE, administratorId: id, keep: '' })
  }
  refused(await during(b, change, () => createConsole(b).signIn('alice@example.com')), 'credentialsWrong')
  assert.equal((await b.snapshot())['adminSessions'], '')
})

test('one answer of a passkey that does not count, many requests at once: one gets in', async () => {
  await using b = await bench({ env: { BOWLINE_PUBLIC_URL: HOME } })
  const { passkey } = await addPasskey(await createOwner(b), HOME, { counts: false })
  const c = createConsole(b)
  const credential = passkey.get(ok(await c.post('/session/passkey-options')).body['options'] as never)
  const { cookie } = c.held
  const replies = await Promise.all([1, 2, 3, 4, 5].map(() => createConsole(b).post('/session/passkey', { credential }, { cookie })))
  assert.equal(replies.filter((it) => it.status === 200).length, 1, replies.map((it) => it.text).join('\n'))
  assert.equal((await b.snapshot())['adminSessions']?.split('\n').length, 2)
})
