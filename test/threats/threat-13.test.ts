import assert from 'node:assert/strict'
import test from 'node:test'
import { transact } from '../../server/context.ts'
import type { ErrorName } from '../../server/errors.ts'
import { bench, type Bench, type Reply } from '../../server/testing.ts'
import { createUser } from '../../server/users/index.ts'
import { E164, refused, wrong } from './expect.ts'

const ROUNDS = 150
const known = (i: number) => `1391${String(i).padStart(7, '0')}`
const unknown = (i: number) => `1381${String(i).padStart(7, '0')}`

/** A tenant where nothing but being known could tell two numbers apart. */
async function open(people = ROUNDS) {
  const b = await bench({ settings: { captcha: { required: false }, sms: { per_address_per_hour: 10_000 } } })
  await transact(b.ctx, async (ctx) => {
    for (let i = 0; i < people; i++) await createUser(ctx, b.tenant.id, { mobile: `+86${known(i)}`, mobileProvenAt: 1 })
  })
  return b
}

type Seen = { reply: Reply; ms: number; statements: string }

/** The audit trail of a refusal is written behind the answer: it may fall into this call or the next. */
const isAudit = (sql: string) => sql.includes('audit_events')

async function watch(b: Bench, call: () => Promise<Reply>): Promise<Seen> {
  const before = b.statements.length
  const started = performance.now()
  const reply = await call()
  const ms = performance.now() - started
  const statements = b.statements.slice(before).map((it) => it.compiled('sqlite').sql)
  await new Promise((resume) => setTimeout(resume, 1))
  return { reply, ms, statements: statements.filter((it) => !isAudit(it)).join('\n') }
}

/**
 * Of two asked one right after the other, how often the first is the slower one: half of the time when nothing
 * tells them apart, whatever else the machine does. Of 145 pairs the standard deviation is 0.042, so the
 * bounds below stand nearly five of them away.
 */
const slower = (a: Seen[], b: Seen[]): number => a.filter((it, i) => it.ms > (b[i]?.ms ?? 0)).length / a.length

const told = (it: Seen) => [it.reply.status, it.reply.text, Object.keys(it.reply.headers).toSorted().join()]

/** Asks for a known and an unknown number in turn, now the one first and now the other. */
async function compare(b: Bench, call: (mobile: string) => Promise<Reply>): Promise<void> {
  const [seen, unseen]: [Seen[], Seen[]] = [[], []]
  for (let i = 0; i < ROUNDS; i++) {
    const turn: [Seen[], string][] = [
      [seen, known(i)],
      [unseen, unknown(i)],
    ]
    if (i % 2) turn.reverse()
    for (const [list, mobile] of turn) list.push(await watch(b, () => call(mobile)))
  }
  for (let i = 0; i < ROUNDS; i++) assert.deepEqual(told(seen[i] as Seen), told(unseen[i] as Seen))
  // The first calls prepare statements and warm the code up.
  const [a, z] = [seen.slice(5), unseen.slice(5)]
  assert.equal(new Set([...a, ...z].map((it) => it.statements)).size, 1, 'the database is asked the same')
  const share = slower(a, z)
  assert.ok(share > 0.3 && share < 0.7, `known numbers are the slower ones in ${Math.round(share * 100)} of 100 pairs`)
}

for (const type of ['LOGIN_SMS', 'BIND_MOBILE_SMS']) {
  test(`threat 13: sms/send for ${type} answers known and unknown numbers with the same bytes, the same statements and in the same time`, async () => {
    await using b = await open()
    await compare(b, (mobile) => b.post('/sms/send', { mobile, type }))
  })
}

test('threat 13: social/bind with a wrong code answers known and unknown numbers with the same bytes, the same statements and in the same time', async () => {
  await using b = await open()
  const codes = new Map<string, { code: string; state: Record<string, string> }>()
  for (let i = 0; i < ROUNDS; i++) {
    for (const mobile of [known(i), unknown(i)]) {
      const state = { 'x-state-token': await b.unknown(`person-${mobile}`) }
      codes.set(mobile, { code: await b.sendCode(mobile, 'BIND_MOBILE_SMS', state), state })
      // Nobody has to wait here, and nothing may grow old.
      b.clock.now -= 1001
    }
  }
  await compare(b, (mobile) => {
    const { code, state } = codes.get(mobile) as { code: string; state: Record<string, string> }
    return b.post('/social/bind', { mobile, verify_code: wrong(code) }, state)
  })
})

test('threat 13: login with a wrong code, and with none sent, says nothing of the number either', async () => {
  await using b = await open(1)
  for (const mobile of [known(0), unknown(0)]) {
    refused(await b.post('/login/mobile-verify-code', { mobile, verify_code: '123456' }), 'codeExpired')
    const code = await b.sendCode(mobile, 'LOGIN_SMS')
    refused(await b.post('/login/mobile-verify-code', { mobile, verify_code: wrong(code) }), 'codeWrong')
  }
})

test('threat 13: that nobody has the number is said only to whoever proved to hold it', async () => {
  await using b = await open(1)
  await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  const mobile = unknown(0)
  const code = await b.sendCode(mobile, 'LOGIN_SMS')
  refused(await b.post('/login/mobile-verify-code', { mobile, verify_code: wrong(code) }), 'codeWrong')
  refused(await b.post('/login/mobile-verify-code', { mobile, verify_code: code }), 'mobileUnknown')
})

test('threat 13: email/send answers known and unknown addresses with the same bytes, the same statements and in the same time', async () => {
  await using b = await bench({ settings: { captcha: { required: false }, mail: { per_address_per_hour: 10_000 } } })
  await transact(b.ctx, async (ctx) => {
    for (let i = 0; i < ROUNDS; i++) await createUser(ctx, b.tenant.id, { email: `${known(i)}@example.com`, emailProvenAt: 1 })
  })
  await compare(b, (name) => b.post('/email/send', { email: `${name}@example.com`, type: 'LOGIN_EMS' }))
})

test('threat 13: by e-mail, too, what is taken and what nobody has is said only after a right code', async () => {
  await using b = await bench({ settings: { captcha: { required: false }, mail: { cooldown: 1 } } })
  await b.addUser({ email: 'known@example.com', emailProvenAt: 1 })
  const calls: [string, string, string, ErrorName][] = [
    ['/login/email-verify-code', 'LOGIN_EMS', 'unknown@example.com', 'emailUnknown'],
    ['/register/email-verify-code', 'REGISTER_EMS', 'known@example.com', 'emailTaken'],
  ]
  for (const [path, type, told, name] of calls) {
    for (const email of ['known@example.com', 'unknown@example.com']) {
      refused(await b.post(path, { email, verify_code: '123456' }), 'codeExpired')
      const code = await b.sendMailCode(email, type)
      refused(await b.post(path, { email, verify_code: wrong(code) }), 'mailCodeWrong')
      const right = await b.post(path, { email, verify_code: code })
      if (email === told) refused(right, name)
      else assert.equal(right.body['status'], 'SUCCESS', right.text)
    }
  }
})
