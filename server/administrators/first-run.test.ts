import assert from 'node:assert/strict'
import test from 'node:test'
import { createBowline } from '../app.ts'
import { readConfig } from '../config.ts'
import { ground } from '../context.ts'
import { createLog } from '../log.ts'
import { bench, createPlace } from '../testing.ts'
import { runAdministrators } from './cli.ts'
import { addTotp, createConsole, createOwner, ok, PASSWORD, refused, refusedSilently, tokenOf } from './console.double.ts'
import { createFirstRunLink } from './index.ts'

const HOME = 'https://id.example.com'
const env = { BOWLINE_PUBLIC_URL: HOME }
const DAY = 86_400_000
const alice = { email: 'Alice@Example.com', name: ' Alice ', password: PASSWORD }

test('a fresh server makes a link, and the link makes the first owner, who is signed in', async () => {
  await using b = await bench({ env })
  const link = await createFirstRunLink(b.ctx)
  assert.match(String(link), /^https:\/\/id\.example\.com\/console\/first-run#token=\w{43}$/)
  const token = tokenOf(link)
  const c = createConsole(b)
  const reply = await c.post('/first-run', { token, ...alice })
  assert.equal(reply.status, 200, reply.text)
  const { csrf_token, administrator, ...rest } = reply.body
  assert.deepEqual(rest, { status: 'SUCCESS' })
  const { id, ...shown } = administrator as { id: string }
  assert.deepEqual(shown, { email: 'alice@example.com', name: 'Alice', role: 'owner', language: null, factors: [] })
  assert.equal((await c.self()).id, id)
  assert.equal(c.held.csrf, csrf_token)
  // Neither the token nor the password is anywhere but in the hand of its holder.
  const kept = Object.values(await b.snapshot()).join('\n') + b.log()
  for (const secret of [token, PASSWORD, c.held.cookie.split('=')[1] ?? '', String(csrf_token)]) assert.ok(!kept.includes(secret))
  assert.equal(await createFirstRunLink(b.ctx), undefined, 'there is an administrator')
})

test('the link is good once, for a day, and for nobody once there is an owner', async () => {
  await using b = await bench()
  const [first, second, late] = [await createFirstRunLink(b.ctx), await createFirstRunLink(b.ctx), await createFirstRunLink(b.ctx)].map(
    tokenOf,
  )
  const c = createConsole(b)
  const good = { token: first, ...alice }
  const counted = ['budgets']
  await refusedSilently(b, 'adminLinkInvalid', () => c.post('/first-run', { ...good, token: 'unknown' }), counted)
  await refusedSilently(b, 'adminLinkInvalid', () => c.post('/invitation', { token: first, name: 'Alice', password: PASSWORD }), counted)
  await refusedSilently(b, 'emailInvalid', () => c.post('/first-run', { ...good, email: 'alice' }), counted)
  await refusedSilently(b, 'nameInvalid', () => c.post('/first-run', { ...good, name: '  ' }), counted)
  await refusedSilently(b, 'passwordLength', () => c.post('/first-run', { ...good, password: 'Kiwi-42' }), counted)
  await refusedSilently(b, 'passwordWeak', () => c.post('/first-run', { ...good, password: 'password1234' }), counted)
  await refusedSilently(b, 'passwordPersonal', () => c.post('/first-run', { ...good, password: 'for-alice-only' }), counted)
  await refusedSilently(b, 'paramMissing', () => c.post('/first-run', { ...good, password: undefined }))
  b.clock.now += DAY
  await refusedSilently(b, 'adminLinkInvalid', () => c.post('/first-run', { ...good, token: late }), counted)
  b.clock.now -= DAY
  ok(await c.post('/first-run', good))
  const other = { email: 'bob@example.com', name: 'Bob', password: PASSWORD }
  for (const token of [first, second])
    await refusedSilently(b, 'adminLinkInvalid', () => createConsole(b).post('/first-run', { token, ...other }), counted)
})

test('of several who use the link, or several links, at once, one becomes the owner', async () => {
  await using b = await bench()
  const tokens = [tokenOf(await createFirstRunLink(b.ctx)), tokenOf(await createFirstRunLink(b.ctx))]
  const replies = await Promise.all(
    [0, 1, 2, 3, 4, 5].map((it) =>
      createConsole(b).post('/first-run', { token: tokens[it % 2], email: `owner${it}@example.com`, name: 'Owner', password: PASSWORD }),
    ),
  )
  assert.equal(replies.filter((it) => it.status === 200).length, 1)
  for (const it of replies.filter((it) => it.status !== 200)) refused(it, 'adminLinkInvalid')
  const rows = await b.snapshot()
  assert.equal(rows['administrators']?.split('\n').length, 1)
  assert.equal(rows['adminSessions']?.split('\n').length, 1)
})

test('links that nobody used are cleared away', async () => {
  await using b = await bench()
  await createFirstRunLink(b.ctx)
  const { sweep } = await import('../system/index.ts')
  b.clock.now += DAY
  await sweep(b.world)
  assert.equal((await b.snapshot())['adminLinks'], '')
})

async function run(env: Record<string, string>, ...words: string[]) {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await runAdministrators(words, env, { out: (text) => out.push(text), err: (text) => err.push(text) })
  return { code, out: out.join(''), err: err.join('') }
}

test('whoever runs the server can let in an owner who is locked out', async () => {
  const place = await createPlace()
  try {
    // The command line has the clock of the machine, and so has this server.
    await using b = await bench({ database: place, env })
    b.clock.now = Date.now()
    const owner = await createOwner(b)
    await addTotp(b, owner)
    const settings = { ...place.env, ...env }
    const made = await run(settings, 'owner-link')
    assert.equal(made.code, 0, made.err)
    assert.match(made.out, /^https:\/\/id\.example\.com\/console\/first-run#token=\w{43}\n$/)
    const token = tokenOf(made.out.trim())
    const password = 'Another-Kiwi-43'
    const c = createConsole(b)
    for (let tries = 0; tries < 10; tries++) refused(await c.signIn('alice@example.com', 'wrong'), 'credentialsWrong')
    refused(await c.signIn('alice@example.com'), 'locked')
    const back = ok(await c.post('/first-run', { token, email: 'alice@example.com', name: 'Alice', password }))
    assert.equal(back.body['status'], 'SUCCESS')
    assert.deepEqual((await c.self()).factors, [], 'the authenticator she lost')
    refused(await owner.get('/session'), 'adminSessionInvalid')
    refused(await createConsole(b).post('/first-run', { token, email: 'eve@example.com', name: 'Eve', password }), 'adminLinkInvalid')
    assert.equal((await createConsole(b).signIn('alice@example.com', password)).body['status'], 'SUCCESS')
    // To an address nobody has it gives a new owner.
    const another = tokenOf((await run(settings, 'owner-link')).out.trim())
    const bob = createConsole(b)
    ok(await bob.post('/first-run', { token: another, email: 'bob@example.com', name: 'Bob', password }))
    assert.equal((await bob.self()).role, 'owner')
    // An hour, and no longer.
    const late = tokenOf((await run(settings, 'owner-link')).out.trim())
    b.clock.now = Date.now() + 3_600_000
    refused(await createConsole(b).post('/first-run', { token: late, email: 'eve@example.com', name: 'Eve', password }), 'adminLinkInvalid')
  } finally {
    await place.remove()
  }
})

test('what the command line refuses', async () => {
  const place = await createPlace()
  try {
    const server = await createBowline(readConfig(place.env), { log: createLog('silent') })
    assert.ok(await createFirstRunLink(ground(server.world)))
    await server.stop()
    for (const words of [[], ['owner'], ['owner-link', 'alice']]) {
      const { code, out, err } = await run(place.env, ...words)
      assert.deepEqual([code, out], [2, ''])
      assert.match(err, /owner-link/)
    }
    const other = await run({ ...place.env, BOWLINE_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') }, 'owner-link')
    assert.deepEqual([other.code, other.out], [2, ''])
    assert.match(other.err, /BOWLINE_MASTER_KEY/)
    assert.match((await run({ ...place.env, BOWLINE_PORT: 'x' }, 'owner-link')).err, /BOWLINE_PORT/)
  } finally {
    await place.remove()
  }
})
