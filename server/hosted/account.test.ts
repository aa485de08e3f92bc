import assert from 'node:assert/strict'
import test from 'node:test'
import { bench, type Bench } from '../testing.ts'
import { authorizeUrl, env, faultAt, walk } from './walker.double.ts'

const MOBILE = '15912345678'
const CALLBACK = 'https://app.example.com/callback'
const app = { redirect_uris: [CALLBACK] }

async function enter(b: Bench) {
  b.clock.now += 2000
  const w = walk(b)
  await w.open(authorizeUrl(b))
  await w.submit('Send a code', { target: MOBILE })
  const back = await w.submit('Continue', { code: b.code(`+86${MOBILE}`) })
  return { w, back }
}

const open = async (more: object = {}) => {
  const b = await bench({ env, app, ...more })
  b.clock.now = Date.now()
  await b.addUser({ userName: 'wang', name: 'Wang', mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  return b
}

test('somebody sees and changes what is theirs', async () => {
  await using b = await open()
  const { w } = await enter(b)
  await w.open('/account')
  await w.open('/account/email')
  await w.submit('Send a code', { target: 'wang@example.com' })
  const wrong = await w.submit('Continue', { code: '0' })
  assert.ok(faultAt(wrong, 'code'))
  const kept = await w.submit('Continue', { code: b.mailCode('wang@example.com') })
  assert.match(kept.text, /Your account is up to date.*E-mail address wang@example\.com Change/)

  await w.open('/account/password')
  assert.ok(faultAt(await w.submit('Set the password', { password: 'short' }), 'password'))
  assert.match((await w.submit('Set the password', { password: 'Correct-horse-9' })).text, /Password Set Change/)

  b.clock.now += 2000
  await w.open('/account/mobile')
  await w.submit('Send a code', { target: '13811112222' })
  assert.match((await w.submit('Continue', { code: b.code('+8613811112222') })).text, /Mobile number \+86-13811112222 Change/)
})

test('a social account is connected and taken away again', async () => {
  await using b = await open()
  const { w } = await enter(b)
  await w.open('/account')
  await w.follow('Connect Sandbox')
  const bound = await w.submit('Continue', { code: 'sandbox:alice;nickname=Alice' })
  assert.match(bound.text, /Your account is up to date.*Sandbox Alice Remove/)
  const gone = await w.submit('Remove')
  assert.match(gone.text, /Connected accounts None\./)
})

test('sessions elsewhere are seen and ended, and the own one with everything that came from it', async () => {
  await using b = await open()
  const { w } = await enter(b)
  const other = await enter(b)
  const seen = await w.open('/account')
  assert.equal(seen.text.match(/Sign out there/g)?.length, 1)
  await w.submit('Sign out there')
  assert.match((await other.w.open('/account')).title, /Sign in/, 'led to sign in')
  const bye = await w.submit('Sign out')
  assert.equal(bye.title, 'You are signed out')
  assert.equal((await w.open(authorizeUrl(b))).title, 'Sign in')
})

test('what matters wants a recent sign-in, and leads to one', async () => {
  await using b = await open()
  const { w } = await enter(b)
  b.clock.now += 3_000_000
  await w.open('/account/mobile')
  await w.submit('Send a code', { target: '13811112222' })
  const stale = await w.submit('Continue', { code: b.code('+8613811112222') })
  assert.equal(stale.title, 'Please sign in once more')
  assert.equal((await w.follow('Sign in')).title, 'Sign in')
  await w.submit('Send a code', { target: MOBILE })
  assert.equal((await w.submit('Continue', { code: b.code(`+86${MOBILE}`) })).title, 'Your account')
})

test('a form of the account page is of the session, and of no other', async () => {
  await using b = await open()
  const { w } = await enter(b)
  const other = await enter(b)
  const page = await w.open('/account')
  const form = page.forms.find((it) => it.buttons.includes('Sign out'))
  assert.ok(form)
  assert.equal((await other.w.send(form)).status, 403)
  assert.equal((await other.w.open('/account')).title, 'Your account')
})

test('an application of others asks first; what was agreed is remembered, what was not goes back as such', async () => {
  await using b = await open({ app: { ...app, oauth: { consent: true } } })
  const { w, back } = await enter(b)
  assert.equal(back.title, 'May Test know who you are?')
  assert.match(back.text, /Signed in as Wang\./)
  const denied = await w.submit('Do not allow')
  assert.equal(denied.left?.searchParams.get('error'), 'access_denied')
  await w.open(authorizeUrl(b))
  assert.ok((await w.submit('Allow')).left?.searchParams.get('code'))
  assert.ok((await w.open(authorizeUrl(b))).left?.searchParams.get('code'), 'asked once')
  assert.ok((await enter(b)).back.left?.searchParams.get('code'), 'and not in the next session')
  const more = await w.open(authorizeUrl(b, { scope: 'openid email' }))
  assert.equal(more.title, 'May Test know who you are?', 'more is asked anew')
})
