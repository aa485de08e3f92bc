import assert from 'node:assert/strict'
import test from 'node:test'
import * as client from 'openid-client'
import { bench, type Bench } from '../testing.ts'
import { CALLBACK, open, type Relying, relyOn, signedIn } from './relying.double.ts'

const app = { redirect_uris: [CALLBACK], oauth: { refresh_token_lifetime: 86_400 } }

type Browser = Awaited<ReturnType<typeof signedIn>>
async function signIn(browser: Browser, { config, begin }: Relying) {
  const { url, checks } = await begin()
  const tokens = await client.authorizationCodeGrant(config, await browser.follow(url), checks)
  return { access: tokens.access_token, refresh: String(tokens.refresh_token), sub: String(tokens.claims()?.sub) }
}
type Given = Awaited<ReturnType<typeof signIn>>

/** Asks as raw as can be: `form` is sent as it stands. */
async function revoke({ config }: Relying, form: Record<string, string> | string, authorization = '') {
  const answer = await fetch(String(config.serverMetadata().revocation_endpoint), {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...(authorization && { authorization }) },
    body: new URLSearchParams(form).toString(),
  })
  const text = await answer.text()
  return { status: answer.status, body: text ? (JSON.parse(text) as Record<string, string>) : text }
}
const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`

async function isGood({ config }: Relying, { access, sub }: Given): Promise<boolean> {
  return client.fetchUserInfo(config, access, sub).then(
    () => true,
    () => false,
  )
}
async function isOver(relying: Relying, it: Given) {
  const { config } = relying
  assert.equal(await isGood(relying, it), false, 'userinfo')
  const user = await fetch(String(config.serverMetadata().userinfo_endpoint), { headers: { authorization: `Bearer ${it.access}` } })
  assert.equal(user.status, 401)
  await assert.rejects(client.refreshTokenGrant(config, it.refresh), (reason: unknown) => {
    assert.equal((reason as { error?: string }).error, 'invalid_grant')
    return true
  })
}

test('a certified client revokes: either token ends both, and nobody else’s', async (t) => {
  await using b = await bench({ app })
  const base = await open(b)
  const browser = await signedIn(b, base)
  const rows = [
    { name: 'with a secret', relying: await relyOn(b, base, b.clientId, b.secret) },
    { name: 'public', relying: await relyOn(b, base, await b.addApp(app)) },
  ]
  for (const { name, relying } of rows) {
    assert.equal(relying.config.serverMetadata().revocation_endpoint, `${relying.issuer}/revoke`)
    for (const kind of ['access', 'refresh'] as const) {
      for (const hint of [undefined, 'access_token', 'refresh_token', 'made_up']) {
        await t.test(`${name}: ${kind}, ${hint ?? 'without a hint'}`, async () => {
          const it = await signIn(browser, relying)
          const beside = await signIn(browser, relying)
          await client.tokenRevocation(relying.config, it[kind], hint === undefined ? {} : { token_type_hint: hint })
          await isOver(relying, it)
          if (name !== 'public') {
            for (const token of [it.access, it.refresh]) {
              assert.deepEqual(await client.tokenIntrospection(relying.config, token), { active: false })
            }
          }
          assert.ok(await isGood(relying, beside), 'another sign-in of the same person')
          // The session itself is not the client's to end: the person is still signed in, and asked nothing.
          const back = await browser.follow((await relying.begin({ prompt: 'none' })).url)
          assert.ok(back.searchParams.get('code'), back.href)
          // Whoever revokes twice, because the first answer was lost, is answered the same.
          assert.deepEqual(
            await revoke(relying, { token: it[kind], client_id: relying.config.clientMetadata().client_id }, secretOf(b, relying)),
            {
              status: 200,
              body: '',
            },
          )
        })
      }
    }
  }
})

const secretOf = (b: Bench, { config }: Relying) => {
  const id = config.clientMetadata().client_id
  return id === b.clientId ? basic(id, b.secret) : ''
}

test('a refresh token that was renewed since still ends all that came of it', async () => {
  await using b = await bench({ app })
  const base = await open(b)
  const browser = await signedIn(b, base)
  const relying = await relyOn(b, base, b.clientId, b.secret)
  const it = await signIn(browser, relying)
  const renewed = await client.refreshTokenGrant(relying.config, it.refresh)
  await client.tokenRevocation(relying.config, it.refresh)
  await isOver(relying, it)
  await isOver(relying, { ...it, access: renewed.access_token, refresh: String(renewed.refresh_token) })
})

test('what the endpoint refuses, and what it answers without doing anything', async (t) => {
  await using b = await bench({ app })
  const base = await open(b)
  const browser = await signedIn(b, base)
  const relying = await relyOn(b, base, b.clientId, b.secret)
  const otherId = await b.addApp(app, { secret: 'other' })
  const publicId = await b.addApp(app)
  const elsewhere = await b.addTenant('other', undefined, app)
  const it = await signIn(browser, relying)
  const mine = basic(b.clientId, b.secret)
  const badClient = { status: 401, body: { error: 'invalid_client', error_description: 'Bad client credentials' } }
  const foreign = {
    status: 400,
    body: { error: 'invalid_request', error_description: 'client is not authorized to revoke the presented token' },
  }
  const nothing = { status: 200, body: '' }
  const wrong = (error: string, error_description: string) => ({ status: 400, body: { error, error_description } })
  type Row = [string, Record<string, string> | string, string, unknown]
  const rows: Row[] = [
    ['a token nobody has', { token: 'made-up' }, mine, nothing],
    ['a wrong secret', { token: it.access }, basic(b.clientId, 'no'), badClient],
    ['no secret, of a client that has one', { token: it.access, client_id: b.clientId }, '', badClient],
    ['a client of another tenant', { token: it.access, client_id: elsewhere.clientId }, '', badClient],
    ['a client nobody knows', { token: it.access, client_id: 'nobody' }, '', badClient],
    ['nobody at all', { token: it.access }, '', wrong('invalid_request', 'no client authentication mechanism provided')],
    ['another client with its secret: refused, and told', { token: it.access }, basic(otherId, 'other'), foreign],
    ['its refresh token', { token: it.refresh, token_type_hint: 'refresh_token' }, basic(otherId, 'other'), foreign],
    ['a public client, which proves nothing and is told nothing', { token: it.access, client_id: publicId }, '', nothing],
    ['its refresh token, by a public client', { token: it.refresh, client_id: publicId }, '', nothing],
    ['no token', {}, mine, wrong('invalid_request', "missing required parameter 'token'")],
    [
      'two tokens',
      `token=${it.access}&token=${it.refresh}`,
      mine,
      wrong('invalid_request', "'token' parameter must not be provided twice"),
    ],
  ]
  for (const [name, form, authorization, expected] of rows) {
    await t.test(name, async () => {
      const before = await b.snapshot()
      assert.deepEqual(await revoke(relying, form, authorization), expected)
      assert.deepEqual(await b.snapshot(), before)
    })
  }
  await t.test('an id_token: it is what it says until it runs out (RFC 7009 section 2.2.1)', async () => {
    const { id_token } = await b.login('15912345678')
    const answer = await revoke(relying, { token: id_token }, mine)
    assert.deepEqual([answer.status, (answer.body as Record<string, string>)['error']], [400, 'unsupported_token_type'])
  })
  await t.test('by GET, by JSON, of a tenant that is not there', async () => {
    const url = String(relying.config.serverMetadata().revocation_endpoint)
    assert.equal((await fetch(`${url}?token=${it.access}&client_id=${b.clientId}`)).status, 404)
    const json = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: mine },
      body: JSON.stringify({ token: it.access }),
    })
    assert.equal(json.status, 400)
    assert.equal((await fetch(url.replace(b.tenant.id, 'f'.repeat(32)), { method: 'POST' })).status, 404)
    assert.equal((await fetch(url.replace(b.tenant.id, elsewhere.id), { method: 'POST', headers: { authorization: mine } })).status, 401)
  })
  assert.ok(await isGood(relying, it), 'none of it ended anything')
  assert.ok((await client.refreshTokenGrant(relying.config, it.refresh)).access_token)
})

test('revoked while it is being renewed: whoever was first, nothing good is left', async () => {
  await using b = await bench({ app })
  const base = await open(b)
  const browser = await signedIn(b, base)
  const relying = await relyOn(b, base, b.clientId, b.secret)
  for (let round = 0; round < 5; round++) {
    const it = await signIn(browser, relying)
    const [renewed] = await Promise.all([
      client.refreshTokenGrant(relying.config, it.refresh).catch(() => undefined),
      client.tokenRevocation(relying.config, it.access),
    ])
    await isOver(relying, it)
    if (renewed) await isOver(relying, { ...it, access: renewed.access_token, refresh: String(renewed.refresh_token) })
  }
})

test('one refresh token shown ten times at once: at most one is answered, and what it was given is worth nothing', async () => {
  await using b = await bench({ app })
  const base = await open(b)
  const browser = await signedIn(b, base)
  const relying = await relyOn(b, base, b.clientId, b.secret)
  const it = await signIn(browser, relying)
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => client.refreshTokenGrant(relying.config, it.refresh).catch(() => undefined)),
  )
  const given = answers.filter((one) => one !== undefined)
  assert.ok(given.length <= 1, `${given.length} were answered`)
  await isOver(relying, it)
  for (const one of given) await isOver(relying, { ...it, access: one.access_token, refresh: String(one.refresh_token) })
})
