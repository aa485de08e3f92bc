import assert from 'node:assert/strict'
import { argon2Sync } from 'node:crypto'
import test from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { dump } from '../db.ts'
import { addImported, addPerson, hashed, PASSWORD } from '../password/password.double.ts'
import { type Refusal, refuses } from '../refusals.ts'
import type { Schema } from '../schema/tables.ts'
import { bench, type Bench, claimsOf } from '../testing.ts'

const MOBILE = '15912345678'
const WANG = {
  userName: 'wang',
  mobile: `+86${MOBILE}`,
  mobileProvenAt: 1,
  email: 'w@example.com',
  emailProvenAt: 1,
}

/** The four ways in, each with what names the user, and what names nobody. */
const ways = [
  { path: '/login', field: 'user_name', known: ['wang', 'WANG'], unknown: 'nobody' },
  { path: '/login/auth', field: 'user_name', known: ['Wang', MOBILE, `+86-${MOBILE}`, 'W@Example.com'], unknown: 'nobody@example.com' },
  { path: '/login/mobile-pwd', field: 'mobile', known: [MOBILE, `+86${MOBILE}`], unknown: '13812345678' },
  { path: '/login/email-pwd', field: 'email', known: ['w@example.com', 'W@EXAMPLE.COM'], unknown: 'nobody@example.com' },
]

for (const { path, field, known, unknown } of ways) {
  test(`${path}: a password signs in`, async () => {
    await using b = await bench()
    const user = await addPerson(b, WANG)
    for (const said of known) {
      const answer = await b.post(path, { [field]: said, password: PASSWORD })
      assert.equal(answer.status, 200, answer.text)
      assert.deepEqual(Object.keys(answer.body).toSorted(), ['expire', 'id_token', 'session_token', 'status'])
      assert.equal(answer.body['status'], 'SUCCESS')
      assert.equal(answer.body['expire'], 604800)
      const claims = claimsOf(answer.body['id_token'])
      assert.deepEqual([claims['id'], claims['amr']], [user.id, ['pwd']])
    }
  })

  test(`${path}: what it refuses`, async (t) => {
    await using b = await bench()
    await addPerson(b, WANG)
    await b.addUser({ userName: 'bare', mobile: '+8613712345678', mobileProvenAt: 1, email: 'bare@example.com', emailProvenAt: 1 })
    await addPerson(b, { userName: 'claims', mobile: '+8613612345678', email: 'claims@example.com' })
    const other = await b.addTenant('other')
    const bare = { user_name: 'bare', mobile: '13712345678', email: 'bare@example.com' }[field]
    const claims = { user_name: 'claims', mobile: '13612345678', email: 'claims@example.com' }[field]
    const says = 'Invalid account name or password. Remaining attempts: 9.'
    const wrong: Omit<Refusal, 'name'> = { code: 'LOGIN.0002', says, writes: ['budgets'] }
    await refuses(t, b, { url: `/api/v2/sdk${path}`, body: { [field]: known[0], password: PASSWORD } }, [
      { name: 'no account', body: { [field]: undefined }, code: 'BOWLINE.PARAM.0001', says: `Parameter ${field} cannot be left blank.` },
      { name: 'an account that is a number', body: { [field]: 5 }, code: 'BOWLINE.PARAM.0002', says: field },
      { name: 'no password', body: { password: undefined }, code: 'PWD.0001', says: 'Password required.' },
      { name: 'an empty password', body: { password: '' }, code: 'PWD.0001', says: 'Password required.' },
      { name: 'a password without end', body: { password: 'x'.repeat(257) }, code: 'BOWLINE.PARAM.0002', says: 'password' },
      { name: 'a password nobody could store', body: { password: 'x\0y' }, code: 'BOWLINE.PARAM.0002', says: 'password' },
      { name: 'a wrong password', body: { password: 'Stapler-Kiwi-43' }, ...wrong },
      { name: 'another case', body: { password: PASSWORD.toUpperCase() }, ...wrong, says: 'Remaining attempts: 8.' },
      { name: 'nobody', body: { [field]: unknown }, ...wrong },
      { name: 'somebody without a password', body: { [field]: bare }, ...wrong },
      { name: 'the user of another tenant', headers: { 'x-client-id': other.clientId }, ...wrong },
      ...(field === 'user_name' ? [] : [{ name: 'a number or address that is only claimed', body: { [field]: claims }, ...wrong }]),
    ])
    assert.equal((await b.post(path, { [field]: known[0], password: PASSWORD })).body['status'], 'SUCCESS')
  })
}

test('a number or address that is none', async (t) => {
  await using b = await bench()
  await refuses(t, b, { url: '/api/v2/sdk/login/mobile-pwd', body: { mobile: 'wang', password: PASSWORD } }, [
    { name: 'number', code: 'USER.0038', says: 'Invalid mobile number' },
  ])
  await refuses(t, b, { url: '/api/v2/sdk/login/email-pwd', body: { email: 'wang', password: PASSWORD } }, [
    { name: 'address', code: 'USER.0039', says: 'Invalid email address' },
  ])
})

test('what somebody proved goes before a name that anybody may choose', async () => {
  await using b = await bench()
  const owner = await addPerson(b, WANG)
  await addPerson(b, { userName: 'w@example.com' }, 'Another-Kiwi-43')
  const answer = await b.post('/login/auth', { user_name: 'w@example.com', password: PASSWORD })
  assert.equal(claimsOf(answer.body['id_token'])['id'], owner.id)
  assert.equal((await b.post('/login', { user_name: 'w@example.com', password: 'Another-Kiwi-43' })).body['status'], 'SUCCESS')
})

test('a disabled user is denied after the right password only', async () => {
  await using b = await bench()
  await addPerson(b, { ...WANG, disabledAt: 1 })
  assert.deepEqual((await b.post('/login', { user_name: 'wang', password: PASSWORD })).body, { status: 'ACCESS_DENIED' })
  assert.equal((await b.post('/login', { user_name: 'wang', password: 'wrong-Kiwi-1' })).body['error_code'], 'LOGIN.0002')
  assert.equal((await b.snapshot())['sessions'], '')
})

/** Whatever is answered, in the order it is asked for. */
const tries = async (b: Bench, user_name: string, passwords: string[]) => {
  const told: string[] = []
  for (const password of passwords) {
    const { body } = await b.post('/login', { user_name, password })
    told.push(String(body['error_msg'] ?? body['status']))
  }
  return told
}

test('an unknown account, and one without a password, are answered, counted, locked and worked for as a known one', async () => {
  await using b = await bench({ settings: { password: { attempts: 3, lock_for: 600 } } })
  await addPerson(b, WANG)
  await b.addUser({ userName: 'bare' })
  const expected = [
    ...[2, 1, 0].map((left) => `Invalid account name or password. Remaining attempts: ${left}.`),
    'User has been locked due to multiple login failures. It will be unlocked in 10 minutes and 0 seconds.',
  ]
  const work: number[] = []
  for (const name of ['wang', 'nobody', 'bare', 'NOBODY2']) {
    const before = await hashed(b)
    assert.deepEqual(await tries(b, name, ['a', 'b', 'c', 'd']), expected, name)
    work.push((await hashed(b)) - before)
  }
  assert.deepEqual(work, [3, 3, 3, 3])
  assert.deepEqual(await tries(b, 'Nobody', ['e']), [expected[3]], 'however it is spelled')
  assert.deepEqual(await tries(b, 'wang', [PASSWORD]), [expected[3]], 'even with the right one')
  b.clock.now += 599_000
  assert.match(String(await tries(b, 'wang', [PASSWORD])), /unlocked in 0 minutes and 1 seconds/)
  b.clock.now += 1000
  assert.deepEqual(await tries(b, 'wang', [PASSWORD]), ['SUCCESS'])
})

test('the lock lasts its whole time from the last wrong password; the right one in between ends the row', async () => {
  await using b = await bench({ settings: { password: { attempts: 3, lock_for: 600 } } })
  await addPerson(b, WANG)
  await tries(b, 'wang', ['a', 'b'])
  assert.deepEqual(await tries(b, 'wang', [PASSWORD]), ['SUCCESS'])
  assert.match(String(await tries(b, 'wang', ['a'])), /attempts: 2\./)
  b.clock.now += 599_000
  await tries(b, 'wang', ['b', 'c'])
  b.clock.now += 599_000
  const device = { 'x-device-fingerprint': 'somewhere else' }
  assert.equal((await b.post('/login', { user_name: 'wang', password: PASSWORD }, device)).body['error_code'], 'LOGIN.0001')
  b.clock.now += 1000
  assert.deepEqual(await tries(b, 'wang', [PASSWORD]), ['SUCCESS'])
})

test('wrong passwords older than the window count no more', async () => {
  await using b = await bench({ settings: { password: { attempts: 2, lock_for: 600 } } })
  await addPerson(b, WANG)
  await tries(b, 'wang', ['a'])
  b.clock.now += 600_000
  assert.match(String(await tries(b, 'wang', ['b'])), /attempts: 1\./)
})

test('fifty wrong passwords at once, over two servers, compare at most as many as there are attempts', async () => {
  await using b = await bench()
  await addPerson(b, WANG)
  await using c = await bench({ database: b.place })
  const before = (await hashed(b)) + (await hashed(c))
  const all = await Promise.all(
    Array.from({ length: 50 }, (_, i) => (i % 2 ? b : c).post('/login', { user_name: 'wang', password: `wrong ${i}` })),
  )
  const codes = all.map((it) => it.body['error_code'])
  assert.equal(codes.filter((it) => it === 'LOGIN.0002').length, 10)
  assert.equal(codes.filter((it) => it === 'LOGIN.0001').length, 40)
  assert.equal((await hashed(b)) + (await hashed(c)) - before, 10)
  const left = all.flatMap((it) => /attempts: (\d)/.exec(String(it.body['error_msg']))?.[1] ?? []).toSorted()
  assert.deepEqual(left, [...'0123456789'])
})

test('a hash of another system is made anew at the first right password, and the old one opens nothing twice', async () => {
  await using b = await bench()
  const nonce = Buffer.alloc(16, 7)
  const bytes = argon2Sync('argon2i', { message: PASSWORD, nonce, parallelism: 1, tagLength: 32, memory: 64, passes: 1 })
  const plain = (it: Buffer) => it.toString('base64').replaceAll('=', '')
  const old = `$argon2i$v=19$m=64,t=1,p=1$${plain(nonce)}$${plain(Buffer.from(bytes))}`
  await addImported(b, WANG, old)
  assert.match(String(await tries(b, 'wang', ['wrong'])), /attempts: 9\./)
  assert.ok((await b.snapshot())['passwords']?.includes(old))
  // Ten at once: all are right, though the first of them replaces what the others are compared with.
  const all = await Promise.all(Array.from({ length: 8 }, () => b.post('/login', { user_name: 'wang', password: PASSWORD })))
  assert.deepEqual([...new Set(all.map((it) => it.body['status'] ?? it.text))], ['SUCCESS'])
  const kept = String((await b.snapshot())['passwords'])
  assert.match(kept, /\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  assert.ok(!kept.includes(old))
})

test('the trail knows why, the caller does not', async () => {
  await using b = await bench()
  await addPerson(b, WANG)
  await b.addUser({ userName: 'bare' })
  for (const name of ['wang', 'bare', 'nobody']) await tries(b, name, ['wrong'])
  await tries(b, 'wang', [PASSWORD])
  // A refusal is written beside the answer, so it is waited for.
  let events: Schema['auditEvents'][] = []
  for (let i = 0; events.length < 4 && i < 200; i++) {
    const dumped = (await dump(b.world.database, ['auditEvents']))['auditEvents'] ?? ''
    events = dumped ? dumped.split('\n').map((row) => JSON.parse(row) as Schema['auditEvents']) : []
    await setTimeout(10)
  }
  const told = events.map((it) => [it.event, it.outcome, it.reason].join(' ').trim())
  assert.deepEqual(told.toSorted(), [
    'login SUCCESS',
    'login refused no password is set',
    'login refused no such user',
    'login refused wrong password',
  ])
})

test('what comes to a full queue is told to come again, and is not counted', async () => {
  await using b = await bench()
  const guess = (n: number) => b.post('/login', { user_name: `nobody${n}`, password: 'wrong' })
  const all = await Promise.all(Array.from({ length: 140 }, (_, n) => guess(n)))
  const busy = all.flatMap((it, n) => (it.body['error_code'] === 'BOWLINE.PWD.0006' ? [n] : []))
  assert.ok(busy.length > 0 && busy.length <= 40, `${busy.length} were refused`)
  const network = (await b.snapshot())['budgets']?.split('\n').find((it) => it.includes('"passwords from ')) ?? '{}'
  assert.equal((JSON.parse(network) as Schema['budgets']).count, 140 - busy.length, 'neither at its network')
  assert.match(String((await guess(busy[0] ?? 0)).body['error_msg']), /attempts: 9\./)
  assert.equal((await hashed(b)) + busy.length, 141)
})
