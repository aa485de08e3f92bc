/** A provider that posts people back, from a site of its own: the browser sends none of our cookies with it (SameSite=Lax). */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, test } from 'node:test'
import { type ApplePerson, startAppleDouble } from '../server/social/connectors/apple.double.ts'
import { type Bench, bench } from '../server/testing.ts'
import { checkAccess, closeBrowser, type Look, visit } from './browser.ts'

after(closeBrowser)

const MOBILE = '15912345678'
const CLIENT = { client_id: 'com.example.shop.web', team_id: 'DEF123GHIJ', key_id: 'ABC123DEFG' }
const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })

/** Ours is localhost, Apple's 127.0.0.1: two sites to a browser. */
async function open(look: Look) {
  const b = await bench()
  b.clock.now = Date.now()
  const origin = await b.bowline.listen()
  assert.equal(new URL(origin).hostname, 'localhost')
  const base = `${origin}/tenants/${b.tenant.id}`
  const people: { now: ApplePerson | undefined } = {
    now: { sub: '001234.a', email: 'relay@privaterelay.example.com', email_verified: 'true', name: ['小明', '王'] },
  }
  const apple = await startAppleDouble({
    servicesId: CLIENT.client_id,
    bundleId: 'com.example.shop',
    teamId: CLIENT.team_id,
    keyId: CLIENT.key_id,
    publicKey: pair.publicKey,
    redirectUris: [`${base}/login/social/apple/callback`],
    person: () => people.now,
    now: () => b.clock.now,
  })
  const settings = {
    ...CLIENT,
    private_key: pair.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    issuer: apple.url,
  }
  await b.addSource({ id: 'apple', connector: 'apple', name: 'Apple', settings })
  const back = `${origin}/healthz`
  const clientId = await b.addApp({ redirect_uris: [back] })
  await b.addUser({ userName: 'wang', mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const visitor = await visit(origin, { ...look, elsewhere: [apple.url] })
  return {
    b,
    base,
    clientId,
    people,
    visitor,
    login: `${base}/login?client_id=${clientId}&redirect_uri=${encodeURIComponent(back)}`,
    async [Symbol.asyncDispose]() {
      await visitor[Symbol.asyncDispose]()
      await apple.close()
      await b[Symbol.asyncDispose]()
    },
  }
}

const device = async (context: Awaited<ReturnType<typeof visit>>['context']) =>
  (await context.cookies()).find((it) => it.name === 'bowline_device')?.value

async function bind(b: Bench, page: Awaited<ReturnType<typeof visit>>['page'], look: Look) {
  await page.locator('input[name=target]').fill(MOBILE)
  await page.locator('button.main').click()
  await page.getByText('小***', { exact: false }).or(page.getByText('王***明')).first().waitFor()
  if (look.script) await checkAccess(page)
  await page.locator('input[name=code]').fill(b.code(`+86${MOBILE}`))
  await page.locator('button.main').click()
  await page.waitForURL(/\/healthz\?.*sso_ticket=/)
}

for (const look of [
  { language: 'en', wide: true, script: true },
  { language: 'zh-CN', wide: false, width: 320, script: false },
] satisfies Look[]) {
  test(`from Apple and back by its posted form, with its name (${look.language}, ${look.script ? 'with' : 'without'} script)`, async () => {
    await using it = await open(look)
    const { page, context } = it.visitor
    await page.goto(it.login)
    const before = await device(context)
    await page.getByRole('link', { name: /Apple/ }).click()
    await page.waitForURL(/127\.0\.0\.1.*\/auth\/authorize\?.*response_mode=form_post/)
    const posted = page.waitForRequest((request) => request.method() === 'POST' && request.url().includes('/callback'))
    await page.getByRole('button', { name: 'Continue at Apple' }).click()
    const { cookie, ...headers } = await (await posted).allHeaders()
    assert.equal(headers['sec-fetch-site'], 'cross-site')
    assert.equal(cookie, undefined, 'the browser sent none of ours')
    await bind(it.b, page, look)
    assert.equal(await device(context), before, 'the answer without cookies made nobody a new device')

    // Known from now on: straight through, without a page of ours.
    await context.clearCookies()
    await page.goto(it.login)
    await page.getByRole('link', { name: /Apple/ }).click()
    await page.getByRole('button', { name: 'Continue at Apple' }).click()
    await page.waitForURL(/\/healthz\?.*sso_ticket=/)
  })
}

test('who says no at Apple is led on, and an answer of somebody else is nobody’s', async () => {
  await using it = await open({})
  const { page, context } = it.visitor
  it.people.now = undefined
  await page.goto(it.login)
  await page.getByRole('link', { name: /Apple/ }).click()
  await page.getByRole('button', { name: 'Continue at Apple' }).click()
  await page.getByText('Signing in at Apple was cancelled.').waitFor()
  await checkAccess(page)
  await page.getByRole('link', { name: 'Back' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()

  // Another browser posts what Apple told this one (threat row 7).
  it.people.now = { sub: '001234.b' }
  await page.getByRole('link', { name: /Apple/ }).click()
  const form = await page.locator('form').evaluate((form: HTMLFormElement) => ({
    action: form.action,
    fields: Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)])),
  }))
  const before = await it.b.snapshot()
  await using other = await visit(it.base)
  const answer = await other.context.request.post(form.action, { form: form.fields })
  assert.equal(answer.status(), 400)
  assert.match(await answer.text(), /Start again/)
  assert.deepEqual(await it.b.snapshot(), before, 'nothing was done')
  // And it is still good for whom it was told to.
  await page.getByRole('button', { name: 'Continue at Apple' }).click()
  await page.getByRole('heading', { name: 'We do not know this account yet' }).waitFor()
  assert.ok(await device(context))
})

test('another sign-in in another tab meanwhile does not get in the way of what Apple answers', async () => {
  await using it = await open({})
  const { page, context } = it.visitor
  await page.goto(it.login)
  await page.getByRole('link', { name: /Apple/ }).click()
  const other = await context.newPage()
  await other.goto(it.login)
  await other.getByLabel('Mobile number').fill(MOBILE)
  it.b.clock.now += 2000
  await page.getByRole('button', { name: 'Continue at Apple' }).click()
  await bind(it.b, page, { script: true })
  // The other tab's form, now that this browser is signed in: on to its application, and no code is sent.
  const sent = it.b.inbox().length
  await other.getByRole('button', { name: 'Send a code' }).click()
  await other.waitForURL(/\/healthz\?.*sso_ticket=/)
  assert.equal(it.b.inbox().length, sent)
})

test('a connected account is added from the account page in the same way', async () => {
  await using it = await open({})
  const { page } = it.visitor
  await page.goto(`${it.base}/login?client_id=${it.clientId}&account=1`)
  await page.getByLabel('Mobile number').fill(MOBILE)
  await page.getByRole('button', { name: 'Send a code' }).click()
  await page.getByLabel('Code').fill(it.b.code(`+86${MOBILE}`))
  await page.getByRole('heading', { name: 'Your account' }).waitFor()
  await page.getByRole('link', { name: 'Connect Apple' }).click()
  await page.getByRole('button', { name: 'Continue at Apple' }).click()
  await page.getByText('Your account is up to date').waitFor()
  await page.getByRole('button', { name: 'Remove: Apple' }).waitFor()
})
