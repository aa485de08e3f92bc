/** What signing in and calling by cookie refuse: guesses, forged calls, and what they leave behind. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { hashed } from '../password/password.double.ts'
import { bench, type Bench } from '../testing.ts'
import { dump } from '../db.ts'
import { createConsole, createOwner, invite, ok, PASSWORD, refused, refusedSilently } from './console.double.ts'

const env = { BOWLINE_TRUSTED_PROXIES: '127.0.0.1/32' }
const ALICE = 'alice@example.com'
const MINUTE = 60_000
const from = (address: string) => ({ 'x-forwarded-for': address })

test('a wrong password, an unknown address and a disabled administrator are one answer, after the same work', async () => {
  await using b = await bench()
  const owner = await createOwner(b)
  const bob = await invite(b, owner, 'bob@example.com', 'auditor')
  ok(await owner.put(`/administrators/${(await bob.self()).id}`, { disabled: true, version: 1 }))
  const c = createConsole(b)
  for (const [email, password] of [
    [ALICE, 'wrong'],
    ['nobody@example.com', PASSWORD],
    ['no address', PASSWORD],
    ['bob@example.com', PASSWORD],
  ] as const) {
    const before = await hashed(b)
    await refusedSilently(b, 'credentialsWrong', () => c.signIn(email, password), ['budgets'])
    assert.equal((await hashed(b)) - before, 1)
  }
  const texts = await Promise.all([ALICE, 'nobody@example.com', 'bob@example.com'].map(async (it) => (await c.signIn(it, 'wrong')).body))
  for (const text of texts) assert.deepEqual(text, texts[0])
  assert.equal(texts[0]?.['error_msg'], 'Invalid account name or password. Remaining attempts: 8.')
})

test('ten wrong passwords lock an administrator, and an address that nobody has, for half an hour', async () => {
  await using b = await bench({ env })
  await createOwner(b, from('192.0.2.1'))
  for (const email of [ALICE, 'nobody@example.com']) {
    for (let tries = 0; tries < 10; tries++) {
      const c = createConsole(b, from(`192.0.2.${tries + 10}`))
      refused(await c.signIn(tries % 2 ? ` ${email.toUpperCase()}` : email, 'wrong'), 'credentialsWrong')
    }
    const c = createConsole(b, from('192.0.2.99'))
    await refusedSilently(b, 'locked', () => c.signIn(email), ['budgets'])
    b.clock.now += 30 * MINUTE
    const later = await c.signIn(email)
    if (email === ALICE) assert.equal(later.body['status'], 'SUCCESS', later.text)
    else refused(later, 'credentialsWrong')
  }
})

test('a right password ends the row', async () => {
  await using b = await bench()
  await createOwner(b)
  const c = createConsole(b)
  for (let round = 0; round < 3; round++) {
    for (let tries = 0; tries < 9; tries++) refused(await c.signIn(ALICE, 'wrong'), 'credentialsWrong')
    ok(await c.signIn(ALICE))
    b.clock.now += 10 * MINUTE
  }
})

test('fifty guesses at once: no more than ten are compared', async () => {
  await using b = await bench({ env })
  await createOwner(b, from('192.0.2.1'))
  const before = await hashed(b)
  const replies = await Promise.all(
    Array.from({ length: 50 }, (_, it) => createConsole(b, from(`192.0.2.${it + 10}`)).signIn(ALICE, `wrong ${it}`)),
  )
  assert.equal((await hashed(b)) - before, 10)
  assert.equal(replies.filter((it) => it.body['error_code'] === 'LOGIN.0001').length, 40)
})

test('thirty tries that came to nothing close an address for ten minutes, whatever was tried', async () => {
  await using b = await bench({ env })
  await createOwner(b, from('192.0.2.1'))
  const here = createConsole(b, from('198.51.100.7'))
  for (let tries = 0; tries < 10; tries++) {
    refused(await here.signIn(`nobody${tries}@example.com`), 'credentialsWrong')
    refused(await here.post('/invitation', { token: `guess${tries}`, name: 'Eve', password: PASSWORD }), 'adminLinkInvalid')
    // What succeeds does not count, and what is asked of a passkey does until it answers.
    ok(await createConsole(b, from('198.51.100.7')).signIn(ALICE))
    ok(await createConsole(b, from('198.51.100.7')).post('/session/passkey-options'))
  }
  await refusedSilently(b, 'triesSpent', () => here.signIn(ALICE))
  await refusedSilently(b, 'triesSpent', () => here.post('/session/passkey-options'))
  await refusedSilently(b, 'triesSpent', () => here.post('/first-run', { token: 'x', email: ALICE, name: 'Eve', password: PASSWORD }))
  ok(await createConsole(b, from('198.51.100.8')).signIn(ALICE))
  b.clock.now += 10 * MINUTE
  ok(await here.signIn(ALICE))
})

test('an unsafe call by cookie: the token of this session, from a page of ours, and JSON', async (t) => {
  await using b = await bench()
  const c = await createOwner(b)
  const other = createConsole(b)
  await other.signIn(ALICE)
  const bob = await invite(b, c, 'bob@example.com', 'owner')
  const forged: Record<string, Record<string, string>> = {
    'no token': { 'x-csrf-token': '' },
    'the token of another session of hers': { 'x-csrf-token': other.held.csrf },
    'the token of somebody else': { 'x-csrf-token': bob.held.csrf },
    'a token cut short': { 'x-csrf-token': c.held.csrf.slice(1) },
    'from another site': { 'sec-fetch-site': 'cross-site' },
    'from a neighbour': { 'sec-fetch-site': 'same-site' },
    'a form': { 'content-type': 'application/x-www-form-urlencoded' },
    'a form with a file': { 'content-type': 'multipart/form-data; boundary=x' },
    'plain text': { 'content-type': 'text/plain' },
    'a type that only begins like it': { 'content-type': 'application/jsonx' },
  }
  const me = (await c.self()).id
  const calls: Record<string, (headers: Record<string, string>) => ReturnType<typeof c.call>> = {
    put: (headers) => c.put('/me', { name: 'Eve' }, headers),
    post: (headers) => c.post('/administrators', { email: 'eve@example.com', role: 'owner' }, headers),
    delete: (headers) => c.call('DELETE', `/administrators/${me}`, {}, headers),
  }
  for (const [name, headers] of Object.entries(forged)) {
    for (const [method, call] of Object.entries(calls)) {
      await t.test(`${name}: ${method}`, async () => {
        const before = await b.snapshot()
        const reply = await call(headers)
        // What Fastify cannot read at all is refused before anybody is asked who they are.
        if (reply.body['error_code'] === 'BOWLINE.PARAM.0003') assert.match(headers['content-type'] ?? '', /multipart|text|jsonx/)
        else refused(reply, 'csrfInvalid')
        assert.deepEqual(await b.snapshot(), before)
      })
    }
  }
  await t.test('typed into the address bar, or by a client that is no browser: they have the token', async () => {
    ok(await c.put('/me', { name: 'Alice A' }, { 'sec-fetch-site': 'none' }))
    ok(await c.put('/me', { name: 'Alice B' }, { 'sec-fetch-site': '' }))
    ok(await c.put('/me', { name: 'Alice C' }, { 'content-type': 'application/json;charset=utf-8' }))
  })
})

test('no other page signs anybody in', async () => {
  await using b = await bench()
  await createOwner(b)
  const form = `email=${encodeURIComponent(ALICE)}&password=${PASSWORD}`
  const c = createConsole(b)
  const good = { email: ALICE, password: PASSWORD }
  await refusedSilently(b, 'csrfInvalid', () => c.call('POST', '/session', form, { 'content-type': 'application/x-www-form-urlencoded' }))
  await refusedSilently(b, 'csrfInvalid', () => c.post('/session', good, { 'sec-fetch-site': 'cross-site' }))
  await refusedSilently(b, 'csrfInvalid', () => c.post('/session', good, { 'sec-fetch-site': 'same-site' }))
  await refusedSilently(b, 'csrfInvalid', () => c.call('POST', '/session/passkey-options'))
  for (const path of ['/session/totp', '/session/passkey', '/session/passkey-options', '/first-run', '/invitation'])
    await refusedSilently(b, 'csrfInvalid', () => c.post(path, {}, { 'sec-fetch-site': 'cross-site' }))
  assert.equal(c.held.cookie, '')
  ok(await c.post('/session', good, { 'sec-fetch-site': 'none' }))
})

test('bad bodies are refused by name, and nothing is written', async () => {
  await using b = await bench()
  const c = await createOwner(b)
  await refusedSilently(b, 'paramMissing', () => c.post('/session', { email: ALICE }))
  await refusedSilently(b, 'paramMissing', () => c.post('/session', { email: '', password: PASSWORD }))
  await refusedSilently(b, 'paramInvalid', () => c.post('/session', { email: 1, password: PASSWORD }))
  await refusedSilently(b, 'paramInvalid', () => c.post('/session', { email: ALICE, password: 'x'.repeat(513) }))
  await refusedSilently(b, 'paramInvalid', () => c.post('/session', { email: `${ALICE}\0`, password: PASSWORD }))
  await refusedSilently(b, 'paramMissing', () => c.post('/session/totp', {}))
  await refusedSilently(b, 'paramMissing', () => c.post('/session/passkey', {}))
  await refusedSilently(b, 'paramInvalid', () => c.post('/administrators', { email: ALICE, role: 'god' }))
  await refusedSilently(b, 'bodyInvalid', () => c.call('PUT', '/me', '{'))
})

const audit = async (b: Bench) =>
  ((await dump(b.world.database, ['auditEvents']))['auditEvents'] ?? '')
    .split('\n')
    .map(
      (it) =>
        JSON.parse(it) as { tenantId: string; id: string; event: string; outcome: string; reason: string | null; detail: string | null },
    )
    .filter((it) => it.event.startsWith('admin/'))
    .toSorted((a, z) => a.id.localeCompare(z.id))

test('what was done and what was refused is in the audit trail, of no tenant, and without secrets', async () => {
  await using b = await bench()
  const c = await createOwner(b)
  const { id } = await c.self()
  b.clock.now++
  refused(await c.signIn(ALICE, 'wrong'), 'credentialsWrong')
  b.clock.now++
  const bob = await invite(b, c, 'bob@example.com', 'auditor')
  b.clock.now++
  refused(await bob.post('/administrators', { email: 'eve@example.com', role: 'owner' }), 'permissionMissing')
  b.clock.now++
  refused(await c.put('/me', { name: 'Eve' }, { 'x-csrf-token': '' }), 'csrfInvalid')
  b.clock.now++
  ok(await c.put('/me', { name: 'Alice A' }))
  // Refusals are written behind the answer.
  let events = await audit(b)
  for (let i = 0; i < 200 && events.filter((it) => it.outcome === 'refused').length < 3; i++) {
    await new Promise((resume) => setTimeout(resume, 10))
    events = await audit(b)
  }
  assert.deepEqual([...new Set(events.map((it) => it.tenantId))], ['*'])
  const seen = events.map((it) => [it.event, it.outcome, it.reason])
  for (const expected of [
    ['admin/first-run', 'done', null],
    ['admin/sign-in', 'done', null],
    ['admin/session', 'refused', `wrong password: ${id}`],
    ['admin/administrator-invite', 'done', null],
    ['admin/invitation', 'done', null],
    ['admin/administrators', 'refused', 'permissionMissing'],
    ['admin/me', 'refused', 'the CSRF token is not of this session'],
  ]) {
    assert.ok(
      seen.some((it) => JSON.stringify(it) === JSON.stringify(expected)),
      `${JSON.stringify(expected)} in ${JSON.stringify(seen)}`,
    )
  }
  const last = events.findLast((it) => it.event === 'admin/own-change')
  assert.deepEqual(JSON.parse(last?.detail ?? ''), {
    by: { administrator: id, name: 'Alice' },
    subject: id,
    before: { name: 'Alice', language: null },
    after: { name: 'Alice A', language: null },
  })
  const all = JSON.stringify(events) + b.log()
  for (const secret of [PASSWORD, c.held.csrf, c.held.cookie.split('=')[1] ?? '']) assert.ok(!all.includes(secret))
})
