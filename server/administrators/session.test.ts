import assert from 'node:assert/strict'
import test from 'node:test'
import { bench, type Bench } from '../testing.ts'
import { createPasskey } from '../mfa/authenticator.double.ts'
import {
  addPasskey,
  addTotp,
  type Console,
  createConsole,
  createOwner,
  invite,
  ok,
  PASSWORD,
  refused,
  refusedSilently,
} from './console.double.ts'

const HOME = 'https://id.example.com'
const env = { BOWLINE_PUBLIC_URL: HOME }
const ALICE = 'alice@example.com'
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const rowsOf = async (b: Bench, table: string) => ((await b.snapshot())[table] ?? '').split('\n').filter(Boolean)

test('sign-in by password, what the console is told, and sign-out', async () => {
  await using b = await bench({ env })
  await createOwner(b)
  const c = createConsole(b)
  const reply = await c.signIn('  ALICE@example.com ')
  assert.equal(reply.status, 200, reply.text)
  const { administrator, csrf_token, ...rest } = reply.body
  assert.deepEqual(rest, { status: 'SUCCESS' })
  const session = await c.get('/session')
  const { tenants, version, ...said } = session.body
  assert.deepEqual(said, { administrator, csrf_token, second_factor_needed: false, mode: 'development' })
  assert.match(String(version), /^\d+\.\d+\.\d+$/)
  const named = tenants as { id: string; name: string }[]
  assert.deepEqual(named.map((it) => it.name).toSorted(), ['acme', 'default'])
  assert.ok(named.some((it) => it.id === b.tenant.id))
  const out = await c.remove('/session')
  assert.deepEqual([out.status, out.text], [204, ''])
  assert.match(String(out.headers['set-cookie']), /^__Host-bowline_admin=; Path=\/; Max-Age=0; /)
  refused(await c.get('/session'), 'adminSessionInvalid')
})

test('the cookie: out of reach of scripts and of other sites, and bound to the host where there is https', async () => {
  await using b = await bench({ env })
  const c = await createOwner(b)
  const set = String((await c.signIn(ALICE)).headers['set-cookie'])
  assert.match(set, /^__Host-bowline_admin=\w{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict; Secure$/)
  await using home = await bench()
  const there = await createOwner(home)
  assert.match(
    String((await there.signIn(ALICE)).headers['set-cookie']),
    /^bowline_admin=\w{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/,
  )
  // A cookie of the other name is none, nor one among others of the same ending.
  const token = there.held.cookie.split('=')[1] ?? ''
  assert.equal((await there.get('/session', { cookie: `a=b; bowline_admin=${token}; c=d` })).status, 200)
  for (const cookie of [
    `__Host-bowline_admin=${token}`,
    `xbowline_admin=${token}`,
    `bowline_admin=${token}x`,
    'bowline_admin=',
    'bowline_admin',
  ])
    refused(await there.get('/session', { cookie }), 'adminSessionInvalid')
})

test('a sign-in begins a new session in place of the one the browser had', async () => {
  await using b = await bench({ env })
  const c = await createOwner(b)
  const before = c.held.cookie
  ok(await c.signIn(ALICE))
  assert.notEqual(c.held.cookie, before)
  refused(await c.get('/session', { cookie: before }), 'adminSessionInvalid')
  assert.equal((await rowsOf(b, 'adminSessions')).length, 1)
})

test('a session ends after an hour of rest, and after twelve whatever happens', async () => {
  await using b = await bench({ env })
  const c = await createOwner(b)
  const start = b.clock.now
  b.clock.now += HOUR - 1
  ok(await c.get('/session'))
  b.clock.now += HOUR - 1
  ok(await c.get('/session'))
  b.clock.now += HOUR
  await refusedSilently(b, 'adminSessionInvalid', () => c.get('/session'))
  ok(await c.signIn(ALICE))
  const again = b.clock.now
  while (b.clock.now + 50 * MINUTE < again + 12 * HOUR) {
    b.clock.now += 50 * MINUTE
    ok(await c.get('/session'))
  }
  b.clock.now = again + 12 * HOUR - 1
  ok(await c.get('/session'))
  b.clock.now = again + 12 * HOUR
  refused(await c.get('/session'), 'adminSessionInvalid')
  assert.ok(again > start)
})

test('an authenticator app is asked for after the password; each code once, and a new token after it', async () => {
  await using b = await bench({ env })
  const code = await addTotp(b, await createOwner(b))
  const c = createConsole(b)
  const reply = await c.signIn(ALICE)
  const { csrf_token, ...rest } = reply.body
  assert.deepEqual(rest, { status: 'MFA_AUTH', factors: ['totp'] })
  assert.match(String(csrf_token), /^[\w-]{43}$/)
  const half = { ...c.held }
  // Half a sign-in is good for its second half, and for nothing else.
  for (const path of ['/session', '/administrators', '/me/sessions']) await refusedSilently(b, 'adminSessionInvalid', () => c.get(path))
  await refusedSilently(b, 'adminSessionInvalid', () => c.put('/me', { name: 'Eve' }))
  await refusedSilently(b, 'adminSessionInvalid', () => c.post('/me/password', { old_password: PASSWORD, password: 'Another-Kiwi-43' }))
  await refusedSilently(b, 'csrfInvalid', () => c.post('/session/totp', { code: code() }, { 'x-csrf-token': '' }))
  await refusedSilently(b, 'factorWrong', () => c.post('/session/totp', { code: '000000' }), ['budgets'])
  await refusedSilently(b, 'adminSessionInvalid', () => createConsole(b).post('/session/totp', { code: code() }))
  const done = ok(await c.post('/session/totp', { code: code() }))
  assert.equal(done.body['status'], 'SUCCESS')
  assert.deepEqual((await c.self()).factors, ['totp'])
  assert.notEqual(c.held.cookie, half.cookie)
  assert.notEqual(c.held.csrf, half.csrf)
  refused(await c.post('/session/totp', { code: code() }, { cookie: half.cookie, 'x-csrf-token': half.csrf }), 'adminSessionInvalid')
  // The same code again, in another browser.
  const other = createConsole(b)
  await other.signIn(ALICE)
  await refusedSilently(b, 'factorWrong', () => other.post('/session/totp', { code: code() }), ['budgets'])
  b.clock.now += 30_000
  ok(await other.post('/session/totp', { code: code() }))
  // Ten minutes, and no longer.
  await other.signIn(ALICE)
  b.clock.now += 10 * MINUTE
  refused(await other.post('/session/totp', { code: code() }), 'adminSessionInvalid')
})

test('ten wrong codes in an hour, over any number of sign-ins', async () => {
  await using b = await bench({ env })
  const code = await addTotp(b, await createOwner(b))
  for (let tries = 0; tries < 10; tries++) {
    const c = createConsole(b)
    await c.signIn(ALICE)
    refused(await c.post('/session/totp', { code: '000000' }), 'factorWrong')
  }
  const c = createConsole(b)
  await c.signIn(ALICE)
  await refusedSilently(b, 'factorsSpent', () => c.post('/session/totp', { code: code() }))
  b.clock.now += HOUR
  await c.signIn(ALICE)
  ok(await c.post('/session/totp', { code: code() }))
})

test('one code, many requests at once: one gets in', async () => {
  await using b = await bench({ env })
  const code = await addTotp(b, await createOwner(b))
  const consoles = await Promise.all(
    [0, 1, 2, 3].map(async () => {
      const c = createConsole(b)
      await c.signIn(ALICE)
      return c
    }),
  )
  const replies = await Promise.all([...consoles, ...consoles].map((c) => c.post('/session/totp', { code: code() })))
  assert.equal(replies.filter((it) => it.body['status'] === 'SUCCESS').length, 1, replies.map((it) => it.text).join('\n'))
})

const ask = async (c: Console) => ok(await c.post('/session/passkey-options')).body['options'] as { challenge: string; rpId: string }

test('a passkey after the password', async () => {
  await using b = await bench({ env })
  const { passkey } = await addPasskey(await createOwner(b), HOME)
  const c = createConsole(b)
  assert.deepEqual((await c.signIn(ALICE)).body['factors'], ['passkey'])
  const { challenge, ...options } = await ask(c)
  assert.match(challenge, /^\w{44}$/)
  assert.deepEqual(options, {
    timeout: 300_000,
    rpId: 'id.example.com',
    allowCredentials: [{ id: passkey.id, type: 'public-key', transports: ['internal', 'hybrid'] }],
    userVerification: 'required',
  })
  const credential = passkey.get({ challenge, rpId: options.rpId })
  await refusedSilently(b, 'csrfInvalid', () => c.post('/session/passkey', { credential }, { 'x-csrf-token': 'x' }))
  assert.equal(ok(await c.post('/session/passkey', { credential })).body['status'], 'SUCCESS')
  assert.deepEqual((await c.self()).factors, ['passkey'])
  refused(await c.post('/session/passkey', { credential }), 'passkeyInvalid')
})

for (const counts of [true, false]) {
  test(`a passkey alone, of an authenticator that ${counts ? 'counts' : 'does not count'}`, async () => {
    await using b = await bench({ env })
    const { passkey } = await addPasskey(await createOwner(b), HOME, { counts })
    const c = createConsole(b)
    const options = await ask(c)
    assert.deepEqual((options as unknown as { allowCredentials: unknown[] }).allowCredentials, [])
    const credential = passkey.get(options)
    const asked = { ...c.held }
    const reply = ok(await c.post('/session/passkey', { credential }))
    assert.equal(reply.body['status'], 'SUCCESS')
    assert.notEqual(c.held.cookie, asked.cookie)
    assert.equal((await c.self()).email, ALICE)
    // What was answered once is answered.
    refused(await createConsole(b).post('/session/passkey', { credential }, { cookie: asked.cookie }), 'adminSessionInvalid')
    const other = createConsole(b)
    await ask(other)
    refused(await other.post('/session/passkey', { credential }), 'passkeyInvalid')
  })
}

test('what a sign-in by passkey refuses', async (t) => {
  await using b = await bench({ env })
  const owner = await createOwner(b)
  const { passkey, id } = await addPasskey(owner, HOME)
  const bob = await invite(b, owner, 'bob@example.com', 'auditor')
  const theirs = await addPasskey(bob, HOME)
  const c = createConsole(b)
  const options = await ask(c)
  const odd: Record<string, object> = {
    'another origin': passkey.get(options, { origin: 'https://evil.example' }),
    'another relying party': passkey.get(options, { rpId: 'evil.example' }),
    'nobody showed a finger': passkey.get(options, { unverified: true }),
    'another challenge': passkey.get(options, { challenge: 'x'.repeat(44) }),
    'the ceremony of making one': passkey.get(options, { type: 'webauthn.create' }),
    'it does not say whose it is': passkey.get(options, { userHandle: null }),
    'it says it is of another': passkey.get(options, { userHandle: 'x'.repeat(43) }),
    'nobody has it': createPasskey(HOME).get(options),
    'a counter that stood still': passkey.get(options, { counter: 1 }),
  }
  for (const [name, credential] of Object.entries(odd)) {
    await t.test(name, () => refusedSilently(b, 'passkeyInvalid', () => c.post('/session/passkey', { credential })))
  }
  await t.test('after the password of another', async () => {
    const half = createConsole(b)
    await half.signIn(ALICE)
    const asked = await ask(half)
    await refusedSilently(b, 'passkeyInvalid', () => half.post('/session/passkey', { credential: theirs.passkey.get(asked) }))
  })
  await t.test('none was asked for', () =>
    refusedSilently(b, 'passkeyInvalid', () => owner.post('/session/passkey', { credential: passkey.get(options) })),
  )
  await t.test('ten minutes later', async () => {
    const late = createConsole(b)
    const credential = passkey.get(await ask(late))
    b.clock.now += 10 * MINUTE
    await refusedSilently(b, 'adminSessionInvalid', () => late.post('/session/passkey', { credential }))
    b.clock.now -= 10 * MINUTE
  })
  await t.test('it was removed', async () => {
    ok(await owner.remove(`/me/passkeys/${id}`))
    await refusedSilently(b, 'passkeyInvalid', () => c.post('/session/passkey', { credential: passkey.get(options) }))
  })
})

test('a page that lost the token of its half sign-in begins anew with a passkey', async () => {
  await using b = await bench({ env })
  const { passkey } = await addPasskey(await createOwner(b), HOME)
  const c = createConsole(b)
  await c.signIn(ALICE)
  c.held.csrf = ''
  const options = await ask(c)
  assert.equal(ok(await c.post('/session/passkey', { credential: passkey.get(options) })).body['status'], 'SUCCESS')
  assert.equal((await rowsOf(b, 'adminSessions')).length, 2, 'hers and the one it began in')
})

test('an administrator who must have a second factor can set it up, and do nothing else before', async () => {
  await using b = await bench({ env: { ...env, BOWLINE_ADMIN_SECOND_FACTOR: 'owners' } })
  const owner = await createOwner(b)
  await refusedSilently(b, 'secondFactorNeeded', () => owner.get('/administrators'))
  await refusedSilently(b, 'secondFactorNeeded', () => owner.post('/administrators', { email: 'bob@example.com', role: 'owner' }))
  assert.equal((await owner.get('/session')).body['second_factor_needed'], true)
  await addTotp(b, owner)
  assert.equal((await owner.get('/session')).body['second_factor_needed'], false)
  const auditor = await invite(b, owner, 'bob@example.com', 'auditor')
  ok(await auditor.get('/administrators'))
})
