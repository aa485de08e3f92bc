import assert from 'node:assert/strict'
import test from 'node:test'
import { TOTP } from 'otpauth'
import { bench, type Bench } from '../testing.ts'
import { authorizeUrl, env, faultAt, type Walker, walk } from './walker.double.ts'

const MOBILE = '15912345678'
const PASSWORD = 'Correct-horse-9'
const app = { redirect_uris: ['https://app.example.com/callback'] }

async function withPassword(settings?: object) {
  const b = await bench({
    env,
    app,
    ...(settings && { settings: { captcha: { required: false }, sms: { cooldown: 1 }, mail: { cooldown: 1 }, ...settings } }),
  })
  b.clock.now = Date.now()
  await b.addUser({
    userName: 'wang',
    name: 'Wang',
    mobile: `+86${MOBILE}`,
    mobileProvenAt: 1,
    email: 'wang@example.com',
    emailProvenAt: 1,
  })
  const verify_code = await b.sendMailCode('wang@example.com', 'FORGET_PWD_EMS')
  await b.post('/pwd/update-by-email', { email: 'wang@example.com', verify_code, password: PASSWORD })
  b.clock.now += 2000
  return b
}

async function signIn(b: Bench, w: Walker) {
  await w.open(authorizeUrl(b))
  await w.follow('Sign in with a password')
  return w.submit('Sign in', { account: 'wang', password: PASSWORD })
}

test('a password, by any name; a wrong one is told, and nothing of who exists', async () => {
  await using b = await withPassword()
  const w = walk(b)
  for (const account of ['wang', MOBILE, 'wang@example.com']) {
    await w.open(authorizeUrl(b, { prompt: 'login' }))
    await w.follow('Sign in with a password')
    const [wrong, nobody] = [
      await w.submit('Sign in', { account, password: 'no' }),
      await w.submit('Sign in', { account: 'nobody', password: 'no' }),
    ]
    assert.match(faultAt(wrong, 'account'), /\d/)
    assert.equal(faultAt(nobody, 'account').replace(/\d+/g, ''), faultAt(wrong, 'account').replace(/\d+/g, ''))
    b.clock.now += 3_600_000
    await w.open(authorizeUrl(b, { prompt: 'login' }))
    await w.follow('Sign in with a password')
    assert.ok((await w.submit('Sign in', { account, password: PASSWORD })).left, account)
  }
})

test('a forgotten password: a code, a new one, and a sign-in with it', async () => {
  await using b = await withPassword()
  const w = walk(b)
  await w.open(authorizeUrl(b))
  await w.follow('Sign in with a password')
  await w.follow('Forgot your password?')
  await w.follow('Use an e-mail address instead')
  await w.submit('Send a code', { target: 'Wang@Example.com' })
  const weak = await w.submit('Set the password', { code: b.mailCode('wang@example.com'), password: 'short' })
  assert.match(faultAt(weak, 'password'), /8/)
  const set = await w.submit('Set the password', { code: b.mailCode('wang@example.com'), password: 'Another-horse-10' })
  assert.match(set.text, /Your password is changed\. Sign in with the new one\./)
  assert.ok((await w.submit('Sign in', { account: 'wang', password: 'Another-horse-10' })).left)
})

test('somebody new: number, code, name and password in one go', async () => {
  await using b = await withPassword()
  const w = walk(b)
  await w.open(authorizeUrl(b))
  await w.follow('Create one')
  await w.submit('Send a code', { target: '13811112222' })
  const wrong = await w.submit('Create the account', { code: b.code('+8613811112222'), name: 'Li Lei', password: 'short' })
  assert.ok(faultAt(wrong, 'password'))
  assert.match(wrong.html, /id="name"[^>]* value="Li Lei"/)
  const done = await w.submit('Create the account', { code: b.code('+8613811112222'), name: 'Li Lei', password: 'Another-horse-10' })
  assert.ok(done.left, done.text)
  assert.match((await w.open('/account')).text, /Signed in as Li Lei/)
  const taken = walk(b)
  await taken.open(authorizeUrl(b))
  await taken.follow('Create one')
  await taken.submit('Send a code', { target: MOBILE })
  const soon = walk(b)
  await soon.open(authorizeUrl(b))
  assert.match(faultAt(await soon.submit('Send a code', { target: MOBILE }), 'target'), /A code was just sent/)
  const refused = await taken.submit('Create the account', { code: b.code(`+86${MOBILE}`), name: '', password: '' })
  assert.equal(refused.status, 400)
})

test('a second factor of an authenticator app, set up on the account page', async () => {
  await using b = await withPassword()
  const w = walk(b)
  assert.ok((await signIn(b, w)).left)
  await w.open('/account')
  const setUp = await w.follow('Add an authenticator app')
  const secret = /<p class="key">([A-Z2-7 ]+)</.exec(setUp.html)?.[1]?.replaceAll(' ', '') ?? ''
  const totp = new TOTP({ secret })
  const codeOf = (step = 0) => totp.generate({ timestamp: b.clock.now + step * 30_000 })
  const wrong = await w.submit('Continue', { code: '000000' })
  assert.ok(faultAt(wrong, 'code'))
  assert.ok(wrong.html.includes(secret.slice(0, 4)), 'the same key: nobody scans twice')
  assert.match((await w.submit('Continue', { code: codeOf() })).text, /Your account is up to date/)

  b.clock.now += 60_000
  const other = walk(b)
  const second = await signIn(b, other)
  assert.equal(second.title, 'One more step')
  await other.submit('A code of your authenticator app')
  const bad = await other.submit('Continue', { code: codeOf() === '123456' ? '654321' : '123456' })
  assert.ok(faultAt(bad, 'code'))
  await other.submit('Choose another proof')
  const bySms = await other.submit('A code by text message')
  assert.match(bySms.text, /\+86-159\*\*\*\*5678/, 'masked: one factor of two was shown')
  await other.submit('Send a code')
  const done = await other.submit('Continue', { code: b.code(`+86${MOBILE}`) })
  assert.ok(done.left, done.text)
})

test('a password that is too old, or soon will be', async () => {
  await using b = await withPassword({ password: { max_age: 30, warn_before: 7 } })
  const w = walk(b)
  b.clock.now += 25 * 86_400_000
  const warned = await signIn(b, w)
  assert.match(warned.text, /Your password expires soon/)
  assert.ok((await w.submit('Later')).left)
  b.clock.now += 10 * 86_400_000
  const late = walk(b)
  const expired = await signIn(b, late)
  assert.match(expired.text, /Your password is too old/)
  assert.ok(!expired.forms.some((it) => it.buttons.includes('Later')))
  const wrong = await late.submit('Change it and go on', { old_password: 'no', password: 'Another-horse-10' })
  assert.ok(faultAt(wrong, 'old_password'))
  assert.ok((await late.submit('Change it and go on', { old_password: PASSWORD, password: 'Another-horse-10' })).left)
})

test('the picture without a script: the handle of the slider under the gap', async () => {
  await using b = await bench({ env, app, settings: { sms: { cooldown: 60 } } })
  b.clock.now = Date.now()
  await b.addUser({ userName: 'wang', mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const w = walk(b)
  await w.open(authorizeUrl(b))
  const picture = await w.submit('Send a code', { target: MOBILE })
  assert.equal(picture.title, 'One small step first')
  const token = () => String(w.current().forms.find((it) => 'token' in it.fields)?.fields['token'])
  const wrong = await w.submit('Continue', { point: String((await b.answer(token())) > 130 ? 0 : 263) })
  assert.match(wrong.text, /The piece was not in its gap\. Here is a new picture\./)
  assert.equal(b.inbox().length, 0)
  const sent = await w.submit('Continue', { point: String(await b.answer(token())) })
  assert.equal(sent.title, 'Type the code')
  assert.equal(b.inbox().length, 1)
  await w.submit('Send it again')
  const early = await w.submit('Continue', { point: String(await b.answer(token())) })
  assert.match(early.text, /Wait \d+ seconds/)
  const work = await w.follow('I cannot see the picture')
  assert.match(work.html, /data-challenge="\{&quot;algorithm&quot;:&quot;SHA-256&quot;/)
})
