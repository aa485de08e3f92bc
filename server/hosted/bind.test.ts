import assert from 'node:assert/strict'
import test from 'node:test'
import { bench, type Bench } from '../testing.ts'
import { authorizeUrl, env, faultAt, type Walker, walk } from './walker.double.ts'

const MOBILE = '15912345678'
const app = { redirect_uris: ['https://app.example.com/callback'] }
const TITLE = 'We do not know this account yet'

/** From the application to the provider, and back as somebody nobody here knows. */
async function arrive(b: Bench, w: Walker, code = 'sandbox:alice;nickname=Alice Liddell') {
  await w.open(authorizeUrl(b))
  const provider = await w.follow('Continue with Sandbox')
  assert.equal(provider.title, 'Sandbox: who are you?')
  return w.submit('Continue', { code })
}

test('the whole bind journey, without a script: from an unknown social account to a bound number', async () => {
  await using b = await bench({ env, app })
  b.clock.now = Date.now()
  const user = await b.addUser({ userName: 'wang', mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const w = walk(b)
  const unknown = await arrive(b, w)
  assert.equal(unknown.title, TITLE)
  assert.match(unknown.text, /You signed in at Sandbox, and that worked\. But nobody at Test is connected with this account so far/)

  await w.submit('Send a code', { target: '13812345678' })
  const nobody = await w.submit('Join the two', { code: b.code('+8613812345678') })
  assert.equal(nobody.status, 400)
  assert.match(nobody.text, /Nobody here has this number/)
  await w.submit('Use another number or address')

  const joining = await w.submit('Send a code', { target: MOBILE })
  assert.match(joining.text, /Your account at Sandbox A\*\*\*l/, 'masked')
  assert.match(joining.text, /The account at Test with \+86-159\*\*\*\*5678/)
  assert.ok(!joining.html.includes('wang') && !joining.html.includes('Liddell'), 'of whom they are nothing is told before the code')
  const back = await w.submit('Join the two', { code: b.code(`+86${MOBILE}`) })
  assert.ok(back.left?.searchParams.get('code'), back.text)

  // From now on they get in directly.
  const later = walk(b)
  assert.ok((await arrive(b, later)).left?.searchParams.get('code'))
  const account = await later.open('/account')
  assert.match(account.text, /Sandbox Alice Liddell Remove/)
  assert.equal(account.text.includes(user.name), true)
})

test('under "bind or register" a new number makes an account, under "ask" they choose', async (t) => {
  const rows = [
    { unknownUser: 'bind_or_register', choose: undefined, mobile: '13911112222' },
    { unknownUser: 'ask', choose: 'No, create one', mobile: '13911112223' },
    { unknownUser: 'ask', choose: 'Yes, connect it', mobile: MOBILE },
  ] as const
  for (const { unknownUser, choose, mobile } of rows) {
    await t.test(`${unknownUser} ${choose ?? ''}`, async () => {
      await using b = await bench({ env, app, source: { unknownUser } })
      b.clock.now = Date.now()
      await b.addUser({ userName: 'wang', mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
      const w = walk(b)
      const page = await arrive(b, w)
      assert.equal(page.title, TITLE)
      if (choose) await w.submit(choose)
      await w.submit('Send a code', { target: mobile })
      const back = await w.submit(choose === 'Yes, connect it' ? 'Join the two' : 'Continue', { code: b.code(`+86${mobile}`) })
      assert.ok(back.left?.searchParams.get('code'), back.text)
    })
  }
})

test('a password proves it too, and a wrong one is told beside its field', async () => {
  await using b = await bench({ env, app })
  b.clock.now = Date.now()
  await b.addUser({ userName: 'wang', mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const verify_code = await b.sendCode(MOBILE, 'FORGET_PWD_SMS')
  assert.equal((await b.post('/pwd/update-by-mobile', { mobile: MOBILE, verify_code, password: 'Correct-horse-9' })).status, 200)
  const w = walk(b)
  await arrive(b, w)
  await w.follow('Prove it by a password instead')
  const wrong = await w.submit('Join the two', { account: 'wang', password: 'no' })
  assert.equal(wrong.title, TITLE)
  assert.ok(faultAt(wrong, 'account'))
  assert.match(wrong.html, /id="account"[^>]* value="wang"/, 'what was typed is still there')
  assert.doesNotMatch(wrong.html, /value="no"/, 'and a password never is')
  const back = await w.submit('Join the two', { account: 'wang', password: 'Correct-horse-9' })
  assert.ok(back.left?.searchParams.get('code'), back.text)
})

test('a provider that says no, and an answer that nobody asked for', async () => {
  await using b = await bench({ env, app })
  b.clock.now = Date.now()
  const w = walk(b)
  await w.open(authorizeUrl(b))
  await w.follow('Continue with Sandbox')
  const denied = await w.open('/login/social/sandbox/callback?error=access_denied')
  assert.match(denied.text, /Signing in at Sandbox was cancelled/)
  const stray = await w.open('/login/social/sandbox/callback?code=sandbox:mallory')
  assert.equal(stray.status, 400)
  assert.equal(stray.title, 'Start again')
  // Another browser: the answer of somebody else is not theirs (threat row 7).
  assert.equal((await walk(b).open('/login/social/sandbox/callback?code=sandbox:mallory')).status, 400)
})
