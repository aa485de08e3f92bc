/** Two real processes on one PostgreSQL: whatever one knows the other knows, because only the database does. */
import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { bench, claimsOf, sign } from '../server/testing.ts'
import { client, type Heard, type Running, startProcess } from './process.ts'
import { E164, MOBILE, rows, wrong } from './threats/expect.ts'

const PUBLIC_URL = 'https://id.example'
const onPostgres = process.env['TEST_DATABASE_URL'] !== undefined

/** Two processes over the database of a bench, which goes on looking into it. */
async function start(t: TestContext, settings: object = {}) {
  const b = await bench({
    settings: { captcha: { required: false }, sms: { cooldown: 1, per_number_per_day: 1000 }, ...settings },
    env: { BOWLINE_PUBLIC_URL: PUBLIC_URL },
  })
  const env = { ...b.place.env, BOWLINE_PUBLIC_URL: PUBLIC_URL }
  const both = await Promise.all([startProcess(env), startProcess(env)])
  t.after(async () => {
    await Promise.all(both.map((it) => it.kill()))
    await b[Symbol.asyncDispose]()
  })
  // The processes live now, and what the bench writes must not be of another time.
  b.clock.now = Date.now()
  await b.addUser({ userName: 'wang', mobile: E164, mobileProvenAt: b.clock.now })
  const { post, code } = client(b.clientId, b.device)
  const [one, two] = both
  return { b, one, two, post, code }
}

type Pair = Awaited<ReturnType<typeof start>>
const state = (heard: Heard | undefined) => ({ 'x-state-token': String(heard?.body['state_token']) })

/** Waits out the cool-down and has a code sent by one process. */
async function send({ post, code }: Pair, from: Running, type: string, headers: Record<string, string> = {}): Promise<string> {
  await new Promise((resume) => setTimeout(resume, 1050))
  const sent = await post(from.url, '/sms/send', { mobile: MOBILE, type }, headers)
  assert.equal(sent?.status, 200, JSON.stringify(sent))
  return code(from.url, MOBILE)
}

/** How often codes were looked at by both processes, as their figures have it. */
async function comparedByBoth({ one, two }: Pair): Promise<number> {
  const texts = await Promise.all([one, two].map(async (it) => (await fetch(`${it.url}/metrics`)).text()))
  return texts
    .flatMap((it) => [...it.matchAll(/^bowline_codes_total\{event="(?:wrong|verified)"\} (\d+)$/gm)])
    .reduce((sum, it) => sum + Number(it[1]), 0)
}

if (!onPostgres) {
  test('two processes on one database run in the PostgreSQL pass (npm run unit:pg): SQLite is for one', () => {
    assert.equal(process.env['TEST_DATABASE_URL'], undefined)
  })
} else {
  test('a code sent by one process is spent once over both, under sixty state tokens of both', async (t) => {
    const pair = await start(t)
    const { b, one, two, post } = pair
    const states: Record<string, string>[] = []
    for (let i = 0; i < 60; i++)
      states.push(state(await post((i % 2 ? one : two).url, '/login/social', { source: 'sandbox', code: `sandbox:person-${i}` })))
    const verify_code = await send(pair, one, 'BIND_MOBILE_SMS')
    // Each state token at the process it does not come from.
    const replies = await Promise.all(
      states.map((it, i) => post((i % 2 ? two : one).url, '/social/bind', { mobile: MOBILE, verify_code }, it)),
    )
    assert.equal(replies.filter((it) => it?.body['status'] === 'SUCCESS').length, 1)
    assert.equal(replies.filter((it) => it?.status === 400).length, 59)
    assert.equal((await rows(b, 'socialAccounts')).length, 1)
    assert.equal((await rows(b, 'sessions')).length, 1)
    assert.ok((await comparedByBoth(pair)) <= 5)
  })

  test('guesses add up over both processes: five at one code, ten at one number, and a restart forgives none', async (t) => {
    const pair = await start(t)
    const { b, one, two, post } = pair
    const guess = (at: Running, verify_code: string) => post(at.url, '/login/mobile-verify-code', { mobile: MOBILE, verify_code })
    const first = await send(pair, one, 'LOGIN_SMS')
    const early = await Promise.all(Array.from({ length: 50 }, (_, i) => guess(i % 2 ? one : two, wrong(first, 1 + i))))
    assert.equal(early.filter((it) => it?.body['error_code'] === 'CAPTCHA.0007').length, 5)
    assert.equal(await comparedByBoth(pair), 5)
    const second = await send(pair, two, 'LOGIN_SMS')
    for (let i = 0; i < 5; i++) assert.equal((await guess(i % 2 ? one : two, wrong(second, 1 + i)))?.body['error_code'], 'CAPTCHA.0007')
    await two.kill()
    const three = await startProcess({ ...b.place.env, BOWLINE_PUBLIC_URL: PUBLIC_URL })
    t.after(() => three.kill())
    const third = await send(pair, three, 'LOGIN_SMS')
    for (const it of [three, one]) assert.equal((await guess(it, third))?.body['error_code'], 'BOWLINE.SMS.0003')
  })

  test('a cool-down begun by one process holds at the other, and of forty sends over both one message leaves', async (t) => {
    const pair = await start(t, { sms: { cooldown: 60 } })
    const { one, two, post, code } = pair
    const replies = await Promise.all(
      Array.from({ length: 40 }, (_, i) => post((i % 2 ? one : two).url, '/sms/send', { mobile: MOBILE, type: 'LOGIN_SMS' })),
    )
    assert.equal(replies.filter((it) => it?.status === 200).length, 1)
    assert.equal(replies.filter((it) => it?.body['error_code'] === 'BOWLINE.SMS.0004').length, 39)
    assert.equal([await code(one.url, MOBILE), await code(two.url, MOBILE)].filter(Boolean).length, 1)
  })

  test('threat 17: a session of one process is good at the other, and ended there it is dead at both within a second', async (t) => {
    const pair = await start(t)
    const { b, one, two, post } = pair
    const login = await post(one.url, '/login/mobile-verify-code', { mobile: MOBILE, verify_code: await send(pair, one, 'LOGIN_SMS') })
    assert.equal(login?.body['status'], 'SUCCESS', JSON.stringify(login))
    assert.equal(claimsOf(login.body['id_token'])['iss'], `${PUBLIC_URL}/tenants/${b.tenant.id}/api/v1/oauth2`)
    const publicKey = String((await b.get('/public-key')).body['public_key'])
    const signed = () => ({ 'x-signature': sign(publicKey, String(login.body['session_token']), Date.now()) })
    const bearer = { authorization: `Bearer ${String(login.body['id_token'])}` }
    const use = async (at: Running) => [
      (await post(at.url, '/session-token/refresh-id-token', {}, signed()))?.status,
      (await post(at.url, '/session-token/refresh-id-token', {}, bearer))?.status,
      (await post(at.url, '/sso/session-token/id-token', {}, { 'session-token': String(login.body['session_token']) }))?.status,
    ]
    for (const it of [two, one]) assert.deepEqual(await use(it), [200, 200, 200])
    const out = await fetch(`${two.url}/api/v2/sdk/logout`, { headers: { ...b.device, 'x-client-id': b.clientId, ...signed() } })
    assert.equal(out.status, 200)
    const ended = Date.now()
    for (const it of [one, two]) assert.deepEqual(await use(it), [400, 400, 400])
    assert.ok(Date.now() - ended < 1000)
  })
}
