import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, test } from 'node:test'
import { ok } from '../administrators/console.double.ts'
import { dump } from '../db.ts'
import { en } from '../languages/en.ts'
import { startAppleDouble } from '../social/connectors/apple.double.ts'
import { startAliyunDouble } from '../social/connectors/aliyun-number.double.ts'
import { bench, type Bench, type Reply } from '../testing.ts'
import { acts, manage, refusedBy } from './management.double.ts'
import { MOBILE, ORIGIN, reached, SECRET, setUp, type Step, stepsOf } from './tries.double.ts'

/** Every row but those of the tries themselves, and of how administrators are signed in. */
async function rowsOf(b: Bench) {
  const { sourceTries: _, adminSessions: _sessions, ...rows } = await b.snapshot()
  return rows
}

test('the whole trip: opened, led back, exchanged, read, foreseen; nobody is signed in, made or bound', async () => {
  await using it = await setUp({ trustMobile: true })
  const { b } = it
  const user = await b.addUser({ mobile: MOBILE, mobileProvenAt: 1 })
  const before = await rowsOf(b)
  const begun = await it.begin()
  assert.deepEqual([begun['state'], begun['redirect_uri'], begun['by_code']], ['waiting', it.callback, false])
  const url = new URL(String(begun['url']))
  for (const name of ['state', 'code_challenge']) assert.ok(url.searchParams.get(name), name)
  const shown = String(stepsOf({ body: begun } as Reply)[0]?.['address'])
  assert.ok(shown.includes('state=…') && shown.includes('code_challenge=…') && shown.includes('client_id=bowline'), shown)
  assert.deepEqual(reached(ok(await it.read(begun))), ['address done'])

  const { code, state } = it.agree(begun)
  const led = await it.comeBack({ code, state })
  assert.equal(led.origin + led.pathname + led.search, `${ORIGIN}/console/sources/shop/tries/${begun['try_id']}?tenant=${b.tenant.id}`)
  const said = Object.fromEntries(new URLSearchParams(led.hash.slice(1)))
  assert.deepEqual(said, { code, state })
  const done = ok(await it.answer(begun, said))
  assert.equal(done.body['state'], 'done')
  assert.deepEqual(reached(done), ['address done', 'returned done', 'exchanged done', 'person done', 'outcome done'])
  const [, , exchanged, person, outcome] = stepsOf(done) as unknown as Record<string, unknown>[]
  assert.deepEqual(exchanged?.['asked'], [
    {
      method: 'POST',
      address: `${it.double.url}/token`,
      status: 200,
      attributes: ['access_token', 'token_type', 'expires_in', 'scope'],
    },
    { method: 'GET', address: `${it.double.url}/me`, status: 200, attributes: ['sub', 'name', 'email', 'phone.number', 'phone.ok'] },
  ])
  assert.deepEqual(person?.['attributes'], [
    { name: 'subject', value: 'person-1', from: 'sub' },
    { name: 'nickname', value: 'Alice', from: 'name' },
    { name: 'mobile', value: '+86-159****5678', from: 'phone.number' },
    { name: 'mobile_verified', value: 'true', from: 'phone.ok' },
    { name: 'email', value: 'a***@example.org', from: 'email' },
    { name: 'email_verified', value: 'false', from: null },
  ])
  assert.deepEqual(outcome?.['outcome'], {
    status: 'SUCCESS',
    user_id: user.id,
    steps: [en.dry_run.unknown, en.dry_run.number_held],
    refused: null,
  })
  assert.deepEqual((await it.read(begun)).body, done.body, 'read again it says the same')

  assert.deepEqual(await rowsOf(b), before, 'no user, no tie, no session')
  assert.equal(b.inbox().length + b.mails().length, 0)
  const trail = (await acts(b)).map(({ event, by, subject, after: told }) => ({ event, by: Object.keys(by), subject, told }))
  assert.deepEqual(trail, [
    { event: 'admin/source-try', by: ['administrator', 'name'], subject: 'shop', told: { try: begun['try_id'] } },
    { event: 'admin/source-tried', by: ['administrator', 'name'], subject: 'shop', told: { try: begun['try_id'], status: 'SUCCESS' } },
  ])
  const everything = JSON.stringify([await b.snapshot(), await dump(b.world.database, ['auditEvents']), done.text, b.log()])
  for (const secret of [SECRET, code, 'ann@example.org']) assert.ok(!everything.includes(secret), secret)
  // The code is spent at the provider as a sign-in's would be: it opens nothing here either.
  assert.equal(
    (await b.post('/login/social', { source: 'shop', code, redirect_uri: it.callback })).body['error_code'],
    'BOWLINE.SOCIAL.0003',
  )
})

test('an unknown person: what each policy would do', async () => {
  await using it = await setUp()
  const expected = {
    bind: 'SOCIAL_BIND',
    bind_or_register: 'USER_REGISTER',
    ask: 'SOCIAL_BIND',
    auto_create: 'SUCCESS',
    deny: 'ACCESS_DENIED',
  }
  for (const [policy, status] of Object.entries(expected)) {
    ok(await it.owner.put('/sources/shop', { no_user_associated: policy }, it.here))
    const before = await rowsOf(it.b)
    const begun = await it.begin()
    const done = ok(await it.answer(begun, it.agree(begun)))
    const { outcome } = stepsOf(done).at(-1) as unknown as { outcome: { status: string; user_id: null; steps: string[] } }
    assert.deepEqual([outcome.status, outcome.user_id], [status, null])
    assert.equal(outcome.steps.at(-1), en.dry_run[`policy_${policy as 'bind'}`])
    assert.deepEqual(await rowsOf(it.b), before)
  }
})

test('what goes wrong is told at its step, with the provider’s reason and without a secret', async (t) => {
  await using it = await setUp()
  const walk = async (said?: object, prepare = () => {}) => {
    const begun = await it.begin()
    const { code, state } = it.agree(begun)
    prepare()
    return ok(await it.answer(begun, { ...(said ?? { code }), state }))
  }
  const fault = (reply: Reply) => stepsOf(reply).at(-1)?.fault
  await t.test('the person says no', async () => {
    const done = await walk({ error: 'access_denied', error_description: 'not today' })
    assert.deepEqual(reached(done), ['address done', 'returned failed'])
    assert.deepEqual(fault(done), { refusal: 'denied', setting: null, text: 'access_denied: not today' })
  })
  await t.test('the provider does not like the settings', async () => {
    assert.equal(fault(await walk({ error: 'invalid_scope' }))?.refusal, 'misconfigured')
  })
  await t.test('neither a code nor a reason', async () => {
    assert.deepEqual(reached(await walk({})), ['address done', 'returned failed'])
  })
  await t.test('a code that is none', async () => {
    const done = await walk({ code: 'made-up' })
    assert.deepEqual(reached(done), ['address done', 'returned done', 'exchanged failed'])
    assert.deepEqual(fault(done), { refusal: 'expired', setting: null, text: 'token: HTTP 400, invalid_grant' })
  })
  await t.test('a profile that cannot be had', async () => {
    const done = await walk(undefined, () => it.double.trouble.set('/me', { status: 503, body: '{}' } as never))
    it.double.trouble.clear()
    assert.deepEqual(reached(done), ['address done', 'returned done', 'exchanged done', 'person failed'])
    assert.equal(fault(done)?.refusal, 'unreachable')
  })
  await t.test('a wrong secret, which stays here', async () => {
    const wrong = 'another-secret-nobody-sees'
    const { settings } = ok(await it.owner.get('/sources/shop', it.here)).body as { settings: object }
    ok(await it.owner.put('/sources/shop', { settings: { ...settings, client_secret: wrong } }, it.here))
    const done = await walk()
    assert.deepEqual([reached(done).at(-1), fault(done)?.refusal], ['exchanged failed', 'misconfigured'])
    assert.ok(!(done.text + it.b.log()).includes(wrong))
  })
  const told = (await acts(it.b)).filter((one) => one.event === 'admin/source-tried').map((one) => one.after?.['failed'])
  assert.deepEqual(told, ['returned', 'returned', 'returned', 'exchanged', 'person', 'exchanged'])
})

test('a source without a page is tried by a code of a device; a page that cannot be built says why', async () => {
  await using b = await bench({ env: { BOWLINE_PUBLIC_URL: ORIGIN } })
  const admin = await manage(b, ['source_all'])
  const path = '/api/v2/admin/sources'
  const app = { scene: 'mobile', app_id: 'wx0123', app_secret: SECRET }
  await admin('POST', path, { id: 'wx', connector: 'wechat', settings: app })
  const begun = await admin('POST', `${path}/wx/tries`)
  assert.equal(begun.status, 201, begun.text)
  assert.deepEqual([begun.body['url'], begun.body['by_code'], begun.body['steps']], [null, true, []])
  refusedBy(await admin('POST', `${path}/wx/tries/${begun.body['try_id']}/answer`, {}), 'paramMissing')

  // One that knows a number and nobody: who that is, no source decides.
  const aliyun = await startAliyunDouble({ id: 'LTAI-example', secret: SECRET, now: () => b.clock.now })
  after(aliyun.close)
  const keys = { access_key_id: 'LTAI-example', access_key_secret: SECRET, api_url: aliyun.url }
  await b.addSource({ id: 'number', connector: 'aliyun_number', settings: keys })
  const number = await admin('POST', `${path}/number/tries`)
  assert.equal(number.body['by_code'], true)
  const told = await admin('POST', `${path}/number/tries/${number.body['try_id']}/answer`, { code: aliyun.agree('13900001234') })
  assert.deepEqual(reached(told as never), ['returned done', 'exchanged done', 'person done'])
  const [, , person] = told.body['steps'] as { attributes: object[] }[]
  assert.deepEqual(person?.attributes, [{ name: 'mobile', value: '+86-139****1234', from: null }])
  assert.ok(!(told.text + b.log()).includes('13900001234'))

  await b.addSource({ id: 'odd', connector: 'oauth2', settings: { authorization_url: 'no address' } })
  const odd = await admin('POST', `${path}/odd/tries`)
  const [step] = odd.body['steps'] as Step[]
  assert.deepEqual([odd.body['url'], odd.body['state'], step?.state, step?.fault?.refusal], [null, 'done', 'failed', 'misconfigured'])
  refusedBy(await admin('POST', `${path}/odd/tries/${odd.body['try_id']}/answer`, { code: 'x' }), 'tryInvalid')
  refusedBy(await admin('POST', `${path}/nowhere/tries`), 'sourceUnknown')
  refusedBy(await (await manage(b, ['source_read']))('POST', `${path}/odd/tries`), 'permissionMissing')
  const stranger = await manage(b, ['source_all'])
  refusedBy(await stranger('GET', `${path}/wx/tries/${begun.body['try_id']}`), 'tryInvalid')
})

test('the made-up provider has a page for tries, in development only and for nothing else', async () => {
  await using b = await bench()
  const admin = await manage(b)
  const begun = await admin('POST', '/api/v2/admin/sources/sandbox/tries')
  const url = new URL(String(begun.body['url']))
  const page = await b.bowline.server.inject({ method: 'GET', url: url.pathname + url.search })
  assert.equal(page.statusCode, 200, page.body)
  const state = /name="state" value="(\w+)"/.exec(page.body)?.[1] ?? ''
  const done = await admin('POST', `/api/v2/admin/sources/sandbox/tries/${begun.body['try_id']}/answer`, { state, code: 'sandbox:alice' })
  assert.deepEqual(
    (done.body['steps'] as Step[]).map((it) => it.step),
    ['address', 'returned', 'exchanged', 'person', 'outcome'],
  )
  const without = await b.bowline.server.inject({ method: 'GET', url: `${url.pathname}?state=short` })
  assert.equal(without.statusCode, 400)
})

test('Apple posts its answer, and has a key instead of a secret: the name it tells once is told', async () => {
  await using b = await bench({ env: { BOWLINE_PUBLIC_URL: ORIGIN } })
  b.clock.now = Date.now()
  const admin = await manage(b)
  const page = `/tenants/${b.tenant.id}/login/social/apple/callback`
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const names = { servicesId: 'com.example.web', bundleId: 'com.example', teamId: 'DEF123GHIJ', keyId: 'ABC123DEFG' }
  const double = await startAppleDouble({ ...names, publicKey, redirectUris: [ORIGIN + page], now: () => b.clock.now })
  after(double.close)
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
  const settings = { client_id: names.servicesId, team_id: names.teamId, key_id: names.keyId, private_key: pem, issuer: double.url }
  await b.addSource({ id: 'apple', connector: 'apple', settings })
  const begun = await admin('POST', '/api/v2/admin/sources/apple/tries')
  assert.equal(begun.status, 201, begun.text)
  const person = { sub: '001234.abc.0001', email: 'ann@example.org', email_verified: 'true', name: ['Ann', 'Lee'] as [string, string] }
  const { code, state, user = '' } = double.agree(String(begun.body['url']), person)
  const { statusCode, headers } = await b.bowline.server.inject({
    method: 'POST',
    url: page,
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'cross-site' },
    payload: new URLSearchParams({ state, code, user, id_token: 'not looked at' }).toString(),
  })
  assert.equal(statusCode, 303)
  assert.equal(headers['set-cookie'], undefined, 'the flow this browser may be in the middle of is left alone')
  const said = Object.fromEntries(new URLSearchParams(new URL(String(headers.location)).hash.slice(1)))
  assert.deepEqual(said, { state, code, user })
  const done = await admin('POST', `/api/v2/admin/sources/apple/tries/${begun.body['try_id']}/answer`, said)
  assert.deepEqual(reached(done as never), ['address done', 'returned done', 'exchanged done', 'person done', 'outcome done'], done.text)
  const { attributes } = (done.body['steps'] as { attributes: { name: string; value: string }[] }[])[3]!
  assert.deepEqual(
    attributes.map((it) => [it.name, it.value]),
    [
      ['subject', person.sub],
      ['nickname', 'Ann Lee'],
      ['email', 'a***@example.org'],
      ['email_verified', 'true'],
    ],
  )
  assert.ok(!(begun.text + done.text + b.log()).includes(pem.split('\n')[1]!))
})

test('tries are cleared away when they are over', async () => {
  await using it = await setUp()
  await it.begin()
  assert.notEqual((await it.b.snapshot())['sourceTries'], '')
  it.b.clock.now += 600_001
  const { sweep } = await import('../system/sweep.ts')
  await sweep(it.b.world)
  assert.equal((await it.b.snapshot())['sourceTries'], '')
})
