import assert from 'node:assert/strict'
import test from 'node:test'
import * as client from 'openid-client'
import { bench, claimsOf } from '../testing.ts'
import { browse, CALLBACK, open, relyOn, signedIn } from './relying.double.ts'

const app = { redirect_uris: [CALLBACK] }

test('a certified client signs somebody in: public, with a secret, with every algorithm', async (t) => {
  await using b = await bench({ app })
  const base = await open(b)
  const rows = [
    { name: 'with a secret', clientId: b.clientId, secret: b.secret, alg: 'RS256' },
    { name: 'public', clientId: await b.addApp({ ...app, id_token_algorithm: 'ES256' }), secret: undefined, alg: 'ES256' },
    {
      name: 'EdDSA',
      clientId: await b.addApp({ ...app, id_token_algorithm: 'EdDSA' }, { secret: 's3cret' }),
      secret: 's3cret',
      alg: 'EdDSA',
    },
  ]
  for (const { name, clientId, secret, alg } of rows) {
    await t.test(name, async () => {
      const { config, issuer, begin } = await relyOn(b, base, clientId, secret, alg)
      const browser = await signedIn(b, base)
      const { url, checks } = await begin()
      const back = await browser.follow(url)
      assert.equal(back.origin + back.pathname, CALLBACK)
      const tokens = await client.authorizationCodeGrant(config, back, checks)
      const claims = tokens.claims()
      assert.equal(claims?.iss, issuer)
      assert.equal(claims?.aud, clientId)
      assert.equal(claims?.['userName'], 'wang')
      assert.equal(claims?.['mobile'], '+86-15912345678')
      assert.equal(tokens.token_type, 'bearer')
      assert.equal(tokens.expires_in, 7200)
      assert.equal(tokens.refresh_token, undefined, 'off by default')
      const user = await client.fetchUserInfo(config, tokens.access_token, claims?.sub ?? '')
      assert.equal(user['email'], 'wang@example.com')
    })
  }
})

test('what a code is not good for', async (t) => {
  await using b = await bench({ app: { ...app, oauth: { pkce: true } } })
  const base = await open(b)
  const elsewhere = await b.addTenant('other', undefined, app)
  const { config, begin } = await relyOn(b, base, b.clientId, b.secret)
  const browser = await signedIn(b, base)
  const code = async () => {
    const { url, checks } = await begin()
    return { back: await browser.follow(url), checks }
  }
  const token = async (form: Record<string, string>, credentials = `${b.clientId}:${b.secret}`) => {
    const answer = await fetch(String(config.serverMetadata().token_endpoint), {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'authorization_code', redirect_uri: CALLBACK, ...form }),
    })
    return { status: answer.status, body: (await answer.json()) as Record<string, string> }
  }
  const spent = { error: 'invalid_grant', error_description: 'Invalid authorization code' }

  await t.test('twice: and what the first was given goes', async () => {
    const { back, checks } = await code()
    const first = await token({ code: String(back.searchParams.get('code')), code_verifier: checks.pkceCodeVerifier })
    assert.equal(first.status, 200)
    const again = await token({ code: String(back.searchParams.get('code')), code_verifier: checks.pkceCodeVerifier })
    assert.deepEqual(again, { status: 400, body: spent })
    const user = await fetch(String(config.serverMetadata().userinfo_endpoint), {
      headers: { authorization: `Bearer ${first.body['access_token']}` },
    })
    assert.equal(user.status, 401)
    assert.deepEqual(await user.json(), {
      error: 'unauthorized',
      error_description: 'Full authentication is required to access this resource',
    })
  })

  await t.test('ten times at once: one gets through', async () => {
    const { back, checks } = await code()
    const form = { code: String(back.searchParams.get('code')), code_verifier: checks.pkceCodeVerifier }
    const answers = await Promise.all(Array.from({ length: 10 }, () => token(form)))
    const statuses = answers.map((it) => it.status).toSorted((a, b) => a - b)
    assert.ok(statuses.filter((it) => it === 200).length <= 1, String(statuses))
    assert.deepEqual(new Set(statuses.slice(1)), new Set([400]))
  })

  await t.test('without its verifier, for another address, by a wrong secret', async () => {
    const { back, checks } = await code()
    const form = { code: String(back.searchParams.get('code')), code_verifier: checks.pkceCodeVerifier }
    assert.deepEqual((await token({ ...form, code_verifier: `${form.code_verifier.slice(0, -1)}~` })).body, spent)
    assert.deepEqual((await token({ ...form, redirect_uri: 'https://app.example.com/other' })).body, spent)
    const wrong = await token(form, `${b.clientId}:no`)
    assert.deepEqual(wrong, { status: 401, body: { error: 'invalid_client', error_description: 'Bad client credentials' } })
    assert.equal((await token(form)).status, 200, 'none of it spent the code')
  })

  await t.test('after its time', async () => {
    const { back, checks } = await code()
    b.clock.now += 61_000
    assert.deepEqual((await token({ code: String(back.searchParams.get('code')), code_verifier: checks.pkceCodeVerifier })).body, spent)
  })

  await t.test('asked for by an application of another tenant, or at an address that is not registered', async () => {
    const ask = async (more: Record<string, string>) => {
      const { url } = await begin(more)
      const answer = await browser.ask(url)
      return { status: answer.status, location: answer.headers.get('location'), body: (await answer.json()) as Record<string, string> }
    }
    const foreign = await ask({ client_id: elsewhere.clientId })
    assert.deepEqual([foreign.status, foreign.location, foreign.body['error']], [400, null, 'invalid_client'])
    for (const redirect_uri of [`${CALLBACK}/`, `${CALLBACK}?x=1`, 'https://app.example.com', 'https://evil.example.com/callback']) {
      const wrong = await ask({ redirect_uri })
      assert.deepEqual([wrong.status, wrong.location, wrong.body['error']], [400, null, 'invalid_redirect_uri'], redirect_uri)
    }
  })

  await t.test('without PKCE, or with the plain kind', async () => {
    const { url } = await begin()
    url.searchParams.set('code_challenge_method', 'plain')
    assert.equal((await browser.follow(url)).searchParams.get('error'), 'invalid_request')
    url.searchParams.delete('code_challenge_method')
    url.searchParams.delete('code_challenge')
    assert.equal((await browser.follow(url)).searchParams.get('error'), 'invalid_request')
  })
})

test('a person who reads is led to the page for faults, and nowhere else', async () => {
  await using b = await bench({ app })
  const base = await open(b)
  const { begin } = await relyOn(b, base, b.clientId, b.secret)
  const { url } = await begin({ redirect_uri: 'https://evil.example.com/' })
  const answer = await fetch(url, { redirect: 'manual', headers: { accept: 'text/html' } })
  assert.equal(answer.headers.get('location'), `${base}/tenants/${b.tenant.id}/login/fault?error=invalid_redirect_uri`)
})

test('somebody who is not signed in is led to the sign-in page, or told so where no page may be shown', async () => {
  await using b = await bench({ app })
  const base = await open(b)
  const { config, begin } = await relyOn(b, base, b.clientId, b.secret)
  const browser = browse(base)
  const { url } = await begin()
  const answer = await browser.ask(url)
  assert.match(String(answer.headers.get('location')), new RegExp(`^${base}/tenants/${b.tenant.id}/login\\?interaction=[\\w-]{43}$`))
  const { url: silent } = await begin({ prompt: 'none' })
  assert.equal((await browser.follow(silent)).searchParams.get('error'), 'login_required')
  assert.equal(config.serverMetadata().authorization_endpoint, url.origin + url.pathname)
})

test('plain OAuth, as published: the scope get_user_info, or none', async () => {
  await using b = await bench({ app })
  const base = await open(b)
  const { config, issuer } = await relyOn(b, base, b.clientId, b.secret)
  const browser = await signedIn(b, base)
  for (const scope of ['&scope=get_user_info', '']) {
    const back = await browser.follow(
      `${issuer}/authorize?response_type=code&client_id=${b.clientId}&redirect_uri=${encodeURIComponent(CALLBACK)}&state=abc${scope}`,
    )
    assert.equal(back.searchParams.get('state'), 'abc')
    const form = {
      grant_type: 'authorization_code',
      code: String(back.searchParams.get('code')),
      client_id: b.clientId,
      client_secret: b.secret,
      redirect_uri: CALLBACK,
    }
    const answer = await fetch(`${issuer}/token`, { method: 'POST', body: new URLSearchParams(form) })
    const tokens = (await answer.json()) as Record<string, string>
    assert.equal(answer.status, 200, JSON.stringify(tokens))
    const user = await fetch(`${issuer}/userinfo`, { headers: { authorization: `Bearer ${tokens['access_token']}` } })
    const { id, userName, name, mobile, email } = (await user.json()) as Record<string, string>
    assert.ok(id)
    assert.deepEqual([userName, name, mobile, email], ['wang', 'Wang', '+86-15912345678', 'wang@example.com'])
    assert.equal(claimsOf(tokens['id_token'])['id'], id)
  }
  assert.ok(config)
})
