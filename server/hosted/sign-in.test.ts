import assert from 'node:assert/strict'
import test from 'node:test'
import { bench, claimsOf } from '../testing.ts'
import { authorizeUrl, env, faultAt, walk } from './walker.double.ts'

const MOBILE = '15912345678'
const CALLBACK = 'https://app.example.com/callback'
const app = { redirect_uris: [CALLBACK] }

test('an authorization request, by text message and without a script, from the application and back to it', async () => {
  await using b = await bench({ env, app })
  b.clock.now = Date.now()
  await b.addUser({ userName: 'wang', mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const w = walk(b)
  const login = await w.open(authorizeUrl(b))
  assert.equal(login.title, 'Sign in')
  assert.match(login.text, /to continue to Test/)
  const sent = await w.submit('Send a code', { target: MOBILE })
  assert.equal(sent.title, 'Type the code')
  assert.match(sent.text, /We sent a code to \+86-15912345678/)
  const back = await w.submit('Continue', { code: b.code(`+86${MOBILE}`) })
  assert.equal(back.left?.origin, 'https://app.example.com')
  assert.equal(back.left?.searchParams.get('state'), 'abc')
  const form = {
    grant_type: 'authorization_code',
    code: String(back.left?.searchParams.get('code')),
    redirect_uri: CALLBACK,
    client_id: b.clientId,
    client_secret: b.secret,
  }
  const answer = await b.bowline.server.inject({
    method: 'POST',
    url: `/tenants/${b.tenant.id}/api/v1/oauth2/token`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(form).toString(),
  })
  const tokens = answer.json() as Record<string, string>
  assert.equal(claimsOf(tokens['id_token'])['userName'], 'wang', answer.body)
  // The next request needs no page at all.
  const again = await w.open(authorizeUrl(b, { state: 'def' }))
  assert.equal(again.left?.searchParams.get('state'), 'def')
  assert.ok(again.left?.searchParams.get('code'))
})

test('a wrong code is told beside its field, and nothing is lost', async () => {
  await using b = await bench({ env, app })
  b.clock.now = Date.now()
  await b.addUser({ userName: 'wang', mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const w = walk(b)
  await w.open(authorizeUrl(b))
  await w.submit('Send a code', { target: MOBILE })
  const wrong = await w.submit('Continue', { code: b.code(`+86${MOBILE}`) === '111111' ? '222222' : '111111' })
  assert.equal(wrong.status, 400)
  assert.equal(wrong.title, 'Type the code')
  assert.match(wrong.html, /<title>Please check: Type the code/)
  assert.match(faultAt(wrong, 'code'), /Incorrect verification code\. Remaining attempts: \d/)
  assert.match(wrong.html, /id="code"[^>]* aria-describedby="code-hint code-fault" aria-invalid="true" required autofocus/)
  const none = await w.submit('Continue', { code: '' })
  assert.equal(faultAt(none, 'code'), 'Type the code we sent.')
  assert.ok((await w.submit('Continue', { code: b.code(`+86${MOBILE}`) })).left)
})
