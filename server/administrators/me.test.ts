import assert from 'node:assert/strict'
import test from 'node:test'
import { createPasskey } from '../mfa/authenticator.double.ts'
import { bench } from '../testing.ts'
import { addPasskey, addTotp, createConsole, createOwner, invite, ok, PASSWORD, refused, refusedSilently } from './console.double.ts'

const HOME = 'https://id.example.com'
const env = { BOWLINE_PUBLIC_URL: HOME }
const ALICE = 'alice@example.com'
const NEW = 'Another-Kiwi-43'
const FRESH = 900_000

test('one’s own name and language; the language is spoken from then on', async () => {
  await using b = await bench()
  const c = await createOwner(b)
  const changed = ok(await c.put('/me', { name: ' Alice B ', language: 'zh-CN' }))
  assert.deepEqual([changed.body['name'], changed.body['language']], ['Alice B', 'zh-CN'])
  assert.deepEqual(await c.self(), changed.body)
  assert.match((await c.remove('/me/sessions/unknown')).text, /会话/)
  assert.match((await c.remove('/me/sessions/unknown', { 'x-l': 'en' })).text, /session/)
  ok(await c.put('/me', { language: null }))
  assert.deepEqual([(await c.self()).name, (await c.self()).language], ['Alice B', null])
  await refusedSilently(b, 'nameInvalid', () => c.put('/me', { name: '   ' }))
  await refusedSilently(b, 'nameInvalid', () => c.put('/me', { name: 'x'.repeat(101) }))
  await refusedSilently(b, 'paramInvalid', () => c.put('/me', { language: 'tlh' }))
})

test('a new password: the old one proves it, and every other session ends', async () => {
  await using b = await bench()
  const c = await createOwner(b)
  const other = createConsole(b)
  ok(await other.signIn(ALICE))
  const good = { old_password: PASSWORD, password: NEW }
  await refusedSilently(b, 'oldPasswordWrong', () => c.post('/me/password', { ...good, old_password: 'wrong' }), ['budgets'])
  await refusedSilently(b, 'passwordLength', () => c.post('/me/password', { ...good, password: 'short' }))
  await refusedSilently(b, 'passwordWeak', () => c.post('/me/password', { ...good, password: 'password1234' }))
  const done = await c.post('/me/password', good)
  assert.deepEqual([done.status, done.text], [204, ''])
  ok(await c.get('/session'))
  refused(await other.get('/session'), 'adminSessionInvalid')
  refused(await other.signIn(ALICE), 'credentialsWrong')
  ok(await other.signIn(ALICE, NEW))
})

test('a console left open is no place to guess the password', async () => {
  await using b = await bench()
  const c = await createOwner(b)
  for (let tries = 0; tries < 10; tries++)
    refused(await c.post('/me/password', { old_password: `wrong ${tries}`, password: NEW }), 'oldPasswordWrong')
  refused(await c.post('/me/password', { old_password: PASSWORD, password: NEW }), 'locked')
})

test('of two new passwords at once one is kept, and a half sign-in with the old one is over', async () => {
  await using b = await bench()
  const c = await createOwner(b)
  await addTotp(b, c)
  const half = createConsole(b)
  ok(await half.signIn(ALICE))
  const replies = await Promise.all(
    ['Kiwi-Stapler-1x', 'Kiwi-Stapler-2x'].map((password) => c.post('/me/password', { old_password: PASSWORD, password })),
  )
  assert.equal(replies.filter((it) => it.status === 204).length, 1, replies.map((it) => it.text).join('\n'))
  refused(await half.post('/session/totp', { code: '000000' }), 'adminSessionInvalid')
})

test('an authenticator app: begun, shown to work, and removed with a code or the password', async () => {
  await using b = await bench()
  const c = await createOwner(b)
  await refusedSilently(b, 'factorUnknown', () => c.post('/me/totp/confirm', { code: '123456' }))
  await refusedSilently(b, 'factorUnknown', () => c.post('/me/totp/remove', { password: PASSWORD }))
  const begun = ok(await c.post('/me/totp'))
  assert.match(String(begun.body['secret']), /^[A-Z2-7]{32}$/)
  assert.match(String(begun.body['uri']), /^otpauth:\/\/totp\/Bowline:alice%40example\.com\?/)
  assert.ok(!JSON.stringify(await b.snapshot()).includes(String(begun.body['secret'])), 'it is sealed')
  await refusedSilently(b, 'factorWrong', () => c.post('/me/totp/confirm', { code: '000000' }), ['budgets'])
  assert.deepEqual((await c.self()).factors, [], 'nothing is asked for before')
  assert.equal((await createConsole(b).signIn(ALICE)).body['status'], 'SUCCESS')
  const code = await addTotp(b, c)
  await refusedSilently(b, 'factorsFull', () => c.post('/me/totp'))
  await refusedSilently(b, 'factorWrong', () => c.post('/me/totp/remove', { code: '000000' }), ['budgets'])
  await refusedSilently(b, 'oldPasswordWrong', () => c.post('/me/totp/remove', { password: 'wrong' }), ['budgets'])
  await refusedSilently(b, 'paramMissing', () => c.post('/me/totp/remove', {}))
  ok(await c.post('/me/totp/remove', { code: code() }))
  assert.deepEqual((await c.self()).factors, [])
  await addTotp(b, c)
  ok(await c.post('/me/totp/remove', { password: PASSWORD }))
  assert.equal((await createConsole(b).signIn(ALICE)).body['status'], 'SUCCESS')
})

test('passkeys: made, listed, removed; each once, and nobody else’s', async () => {
  await using b = await bench({ env })
  const c = await createOwner(b)
  const { passkey, id } = await addPasskey(c, HOME)
  const at = Math.floor(b.clock.now / 1000)
  assert.deepEqual(ok(await c.get('/me/passkeys')).body, { passkeys: [{ id, name: 'Laptop', created_at: at, used_at: null }] })
  const asked = ok(await c.post('/me/passkeys/options')).body['options'] as {
    user: { id: string }
    challenge: string
    excludeCredentials: object[]
  }
  assert.equal(asked.excludeCredentials.length, 1)
  assert.ok(
    !Buffer.from(asked.user.id, 'base64url')
      .toString('latin1')
      .includes((await c.self()).id),
  )
  // The same one again, one for another page, and one made for another question.
  await refusedSilently(b, 'passkeyInvalid', () => c.post('/me/passkeys', { credential: passkey.create(asked as never) }))
  const fresh = createPasskey(HOME)
  for (const odd of [{ origin: 'https://evil.example' }, { rpId: 'evil.example' }, { unverified: true }, { challenge: 'x'.repeat(44) }])
    await refusedSilently(b, 'passkeyInvalid', () => c.post('/me/passkeys', { credential: fresh.create(asked as never, odd) }))
  const credential = fresh.create(asked as never)
  const replies = await Promise.all([1, 2, 3].map(() => c.post('/me/passkeys', { credential })))
  assert.equal(replies.filter((it) => it.status === 201).length, 1, replies.map((it) => it.text).join('\n'))
  await refusedSilently(b, 'passkeyInvalid', () => c.post('/me/passkeys', { credential }))
  const bob = await invite(b, c, 'bob@example.com', 'owner')
  await refusedSilently(b, 'factorUnknown', () => bob.remove(`/me/passkeys/${id}`))
  ok(await c.remove(`/me/passkeys/${id}`))
  assert.equal((ok(await c.get('/me/passkeys')).body['passkeys'] as object[]).length, 1)
})

test('changes of factors want a sign-in of the last quarter of an hour', async () => {
  await using b = await bench({ env })
  const c = await createOwner(b)
  const { id } = await addPasskey(c, HOME)
  ok(await c.post('/me/totp'))
  const asked = ok(await c.post('/me/passkeys/options')).body['options']
  b.clock.now += FRESH
  // Seen a while ago: the first call of these writes when.
  ok(await c.get('/session'))
  const credential = createPasskey(HOME).create(asked as never)
  await refusedSilently(b, 'freshLoginNeeded', () => c.post('/me/totp'))
  await refusedSilently(b, 'freshLoginNeeded', () => c.post('/me/totp/confirm', { code: '000000' }))
  await refusedSilently(b, 'freshLoginNeeded', () => c.post('/me/passkeys/options'))
  await refusedSilently(b, 'freshLoginNeeded', () => c.post('/me/passkeys', { credential }))
  await refusedSilently(b, 'freshLoginNeeded', () => c.remove(`/me/passkeys/${id}`))
})

test('where one is signed in, and ending it there', async () => {
  await using b = await bench()
  const c = await createOwner(b)
  const consoles = [createConsole(b, { 'user-agent': 'Phone' }), createConsole(b, { 'user-agent': 'Tablet' })] as const
  for (const it of consoles) {
    b.clock.now += 1000
    ok(await it.signIn(ALICE))
  }
  const bob = await invite(b, c, 'bob@example.com', 'owner')
  const { sessions } = ok(await c.get('/me/sessions')).body as { sessions: Record<string, unknown>[] }
  assert.deepEqual(
    sessions.map((it) => [it['agent'], it['current']]),
    [
      ['Tablet', false],
      ['Phone', false],
      ['Mozilla/5.0 (X11; Linux x86_64)', true],
    ],
  )
  const [tablet = {}] = sessions
  const at = Math.floor(b.clock.now / 1000)
  const { id: tabletId, ...told } = tablet
  assert.deepEqual(told, { address: '127.0.0.1', created_at: at, seen_at: at, expires_at: at + 43_200, agent: 'Tablet', current: false })
  await refusedSilently(b, 'sessionUnknown', () => bob.remove(`/me/sessions/${String(tabletId)}`))
  ok(await c.remove(`/me/sessions/${String(tabletId)}`))
  refused(await consoles[1].get('/session'), 'adminSessionInvalid')
  ok(await consoles[0].get('/session'))
  ok(await c.post('/me/sessions/end-others'))
  refused(await consoles[0].get('/session'), 'adminSessionInvalid')
  ok(await c.get('/session'))
  ok(await bob.get('/session'))
})

test('a tenant that is gone keeps nobody from signing out', async () => {
  await using b = await bench()
  const c = await createOwner(b)
  ok(await c.get('/session', { 'x-tenant-id': 'gone' }))
  ok(await c.remove('/session', { 'x-tenant-id': 'gone' }))
})
