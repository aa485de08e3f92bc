import assert from 'node:assert/strict'
import test from 'node:test'
import { bench, type Bench } from '../testing.ts'
import { authorizeUrl, env, type Form, type Page, type Walker, walk } from './walker.double.ts'

const MOBILE = '15912345678'
const CALLBACK = 'https://app.example.com/callback'
const app = { redirect_uris: [CALLBACK] }

async function open(more: object = {}) {
  const b = await bench({ env, app, ...more })
  b.clock.now = Date.now()
  await b.addUser({ userName: 'wang', name: 'Wang', mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  return b
}

const formOf = (page: Page, button: string): Form =>
  page.forms.find((it) => it.buttons.includes(button)) ?? assert.fail(`no "${button}": ${page.text}`)

/** A tab of the same browser, a moment later. */
async function tab(b: Bench, w: Walker, state: string, more: Record<string, string> = {}) {
  b.clock.now += 2000
  return w.open(authorizeUrl(b, { state, ...more }))
}

async function signIn(b: Bench, w: Walker, page: Page) {
  b.clock.now += 2000
  const sent = await w.send(formOf(page, 'Send a code'), { target: MOBILE })
  return w.send(formOf(sent, 'Continue'), { code: b.code(`+86${MOBILE}`) })
}

const stateOf = ({ left }: Page) => left?.searchParams.get('code') && left.searchParams.get('state')

test('two sign-ins in two tabs: each form goes on with its own', async () => {
  await using b = await open()
  const w = walk(b)
  const first = await tab(b, w, 'one')
  const second = await tab(b, w, 'two')
  b.clock.now += 2000
  const typing = await w.send(formOf(first, 'Send a code'), { target: MOBILE })
  assert.equal(typing.title, 'Type the code')
  // The other one is looked at meanwhile, and changes nothing of it.
  const password = await w.send(formOf(second, 'Send a code'), { target: '12' })
  assert.equal(password.status, 400)
  const back = await w.send(formOf(typing, 'Continue'), { code: b.code(`+86${MOBILE}`) })
  assert.equal(stateOf(back), 'one')
})

test('signed in meanwhile in another tab: what the first one stands for is done, and nobody is asked again', async () => {
  await using b = await open()
  const w = walk(b)
  const first = await tab(b, w, 'one')
  const second = await tab(b, w, 'two')
  assert.equal(stateOf(await signIn(b, w, second)), 'two')
  const [sent, { sessions }] = [b.inbox().length, await b.snapshot()]
  assert.equal(stateOf(await w.send(formOf(first, 'Send a code'), { target: MOBILE })), 'one')
  assert.equal(b.inbox().length, sent, 'no further code')
  assert.equal((await b.snapshot())['sessions'], sessions, 'and no further session')
  // Its page, opened again.
  const third = await tab(b, w, 'three', { prompt: 'login' })
  assert.equal(third.title, 'Sign in')
  assert.equal((await w.open(third.url)).title, 'Sign in', 'the session is older than what asks for a new one')
  assert.equal(stateOf(await signIn(b, w, third)), 'three')
  assert.equal((await w.open(third.url)).title, 'You are signed in')
})

test('an application that asks for more than the other tab has shown asks for it', async () => {
  await using b = await open()
  const rules = [{ name: 'two proofs', decision: 'mfa' }]
  const strict = await b.addApp({ redirect_uris: [CALLBACK], access_rules: rules })
  const w = walk(b)
  const first = await tab(b, w, 'one', { client_id: strict, code_challenge: 'c'.repeat(43), code_challenge_method: 'S256' })
  assert.equal(first.title, 'Sign in', first.text)
  assert.equal(stateOf(await signIn(b, w, await tab(b, w, 'two'))), 'two')
  b.clock.now += 2000
  const asked = await w.send(formOf(first, 'Send a code'), { target: MOBILE })
  assert.equal(asked.title, 'Type the code')
})

test('whoever types somebody else’s number in the other tab becomes somebody else, and is asked for the proof', async () => {
  await using b = await open()
  await b.addUser({ userName: 'li', name: 'Li', mobile: '+8613811112222', mobileProvenAt: 1 })
  const w = walk(b)
  const first = await tab(b, w, 'one')
  const second = await tab(b, w, 'two')
  const third = await tab(b, w, 'three')
  assert.equal(stateOf(await signIn(b, w, second)), 'two')
  b.clock.now += 2000
  const asked = await w.send(formOf(first, 'Send a code'), { target: '13811112222' })
  assert.equal(asked.title, 'Type the code')
  const wrong = await w.send(formOf(asked, 'Continue'), { code: '0' })
  assert.equal(wrong.status, 400)
  assert.equal(stateOf(await w.send(formOf(asked, 'Continue'), { code: b.code('+8613811112222') })), 'one')
  assert.match((await w.open('/account')).text, /Signed in as Li/)
  b.clock.now += 2000
  assert.equal((await w.send(formOf(third, 'Send a code'), { target: MOBILE })).title, 'Type the code')
})

test('an account elsewhere that waits to be joined is not passed over', async () => {
  await using b = await open()
  const w = walk(b)
  await tab(b, w, 'one')
  await w.follow('Continue with Sandbox')
  const unknown = await w.submit('Continue', { code: 'sandbox:alice;nickname=Alice' })
  assert.equal(unknown.title, 'We do not know this account yet')
  assert.equal(stateOf(await signIn(b, w, await tab(b, w, 'two'))), 'two')
  b.clock.now += 2000
  const joining = await w.send(formOf(unknown, 'Send a code'), { target: MOBILE })
  assert.match(joining.text, /Your account at Sandbox A\*\*\*e/)
  assert.equal(stateOf(await w.send(formOf(joining, 'Join the two'), { code: b.code(`+86${MOBILE}`) })), 'one')
  assert.match((await w.open('/account')).text, /Sandbox Alice Remove/)
})

test('of very many tabs the last ones are kept, in a cookie that browsers keep; the others say that they are out of date', async () => {
  const long = `https://app.example.com/${'x'.repeat(900)}`
  await using b = await open({ app: { redirect_uris: [long] } })
  const w = walk(b)
  const pages: Page[] = []
  for (let n = 0; n < 8; n++) pages.push(await tab(b, w, `${n}`, { redirect_uri: long }))
  const cookie = [...w.cookies.values()].find((it) => it.name === 'bowline_flow')?.value ?? ''
  assert.ok(cookie.length > 0 && cookie.length < 3900, `${cookie.length}`)
  const old = await w.send(formOf(pages[0] as Page, 'Send a code'), { target: MOBILE })
  assert.equal(old.title, 'This page is out of date')
  assert.equal(b.inbox().length, 0)
  assert.equal(stateOf(await signIn(b, w, pages[6] as Page)), '6')
  assert.equal(stateOf(await w.send(formOf(pages[7] as Page, 'Send a code'), { target: MOBILE })), '7')
})

test('what a request is answered with is for the browser that began it, whoever knows its address', async () => {
  await using b = await open()
  const mine = walk(b)
  const page = await tab(b, mine, 'one')
  const theirs = walk(b)
  assert.equal((await theirs.open(page.url)).title, 'Start again')
  // Not with a sign-in of one's own under way either.
  await tab(b, theirs, 'two')
  assert.equal((await theirs.open(page.url)).title, 'Start again')
  assert.equal((await theirs.send(formOf(page, 'Send a code'), { target: MOBILE })).status, 403)
})
