/** Passkeys on the pages people sign in on: made, used to get in, used as the second of two proofs, taken away. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Bench, bench } from '../server/testing.ts'
import { plugIn } from './authenticator.ts'
import { checkAccess, closeBrowser, type Look, visit } from './browser.ts'

after(closeBrowser)

const MOBILE = '15912345678'
const PASSWORD = 'Correct-horse-9'

/** A passkey is of a name, never of an IP address (WebAuthn level 3, section 5.1.2). */
async function open(look: Look = {}, settings?: object) {
  const b = await bench({ env: { BOWLINE_HOST: 'localhost' }, ...(settings && { settings }) })
  b.clock.now = Date.now()
  const origin = await b.bowline.listen()
  const base = `${origin}/tenants/${b.tenant.id}`
  const proven = { mobile: `+86${MOBILE}`, mobileProvenAt: 1, email: 'wang@example.com', emailProvenAt: 1 }
  await b.addUser({ userName: 'wang', name: 'Wang', ...proven })
  await using undo = new AsyncDisposableStack()
  undo.use(b)
  const visitor = undo.use(await visit(origin, look))
  const mine = undo.move()
  return {
    b,
    base,
    visitor,
    login: `${base}/login?client_id=${b.clientId}&account=1`,
    [Symbol.asyncDispose]: () => mine.disposeAsync(),
  }
}

async function signInBySms(b: Bench, page: Page, login: string) {
  b.clock.now += 2000
  await page.goto(login)
  await page.locator('input[name=target]').fill(MOBILE)
  await page.locator('button.main').first().click()
  await page.locator('input[name=code]').waitFor()
  await page.locator('input[name=code]').fill(b.code(`+86${MOBILE}`))
  await page.waitForURL(/\/account$/)
}

async function addPasskey(page: Page, base: string, name: string) {
  await page.goto(`${base}/account`)
  await page.getByRole('link', { name: /passkey|通行密钥/ }).click()
  await checkAccess(page)
  await page.locator('input[name=name]').fill(name)
  await page.locator('button.main').click()
  await page.getByRole('status').waitFor()
  await page.getByText(name, { exact: true }).waitFor()
}

for (const look of [
  { language: 'en', wide: true },
  { language: 'zh-CN', wide: false, width: 320, dark: true },
] satisfies Look[]) {
  test(`a passkey is made on the account page and signs in from then on (${look.language}, ${look.wide ? 'wide' : '320 px'})`, async () => {
    await using it = await open(look)
    const { b, base, login } = it
    const { page } = it.visitor
    const device = await plugIn(page)
    await signInBySms(b, page, login)

    // Not unlocked: told so, and nothing is kept of it anywhere.
    await page.goto(`${base}/account/passkey`)
    const before = await b.snapshot()
    await device.unlock(false)
    await page.locator('button.main').click()
    await page.getByRole('alert').waitFor()
    await checkAccess(page)
    assert.equal(await device.count(), 0)
    assert.equal((await b.snapshot())['factors'], before['factors'])
    await device.unlock(true)

    await addPasskey(page, base, 'Blue laptop')
    assert.equal(await device.count(), 1)
    // One device holds one passkey of a person: asked again, it says so itself.
    await page.goto(`${base}/account/passkey`)
    await page.locator('button.main').click()
    await page.getByRole('alert').waitFor()
    assert.equal(await device.count(), 1)

    await it.visitor.context.clearCookies()
    await page.goto(login)
    await page.getByRole('link', { name: /passkey|通行密钥/ }).click()
    await page.locator('button.main').waitFor()
    await checkAccess(page)
    await device.unlock(false)
    await page.locator('button.main').click()
    await page.getByRole('alert').waitFor()
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('role')), 'alert', 'told where the reader is')
    await device.unlock(true)
    // By the keyboard alone.
    await page.locator('button.main').focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/account$/)
    await page.getByText('Blue laptop', { exact: true }).waitFor()

    // Taken away, it opens nothing any more.
    await page.getByRole('button', { name: /Blue laptop/ }).click()
    await page.getByRole('status').waitFor()
    await it.visitor.context.clearCookies()
    await page.goto(login)
    await page.getByRole('link', { name: /passkey|通行密钥/ }).click()
    const sessions = (await b.snapshot())['sessions']
    await page.locator('button.main').click()
    await page.locator('.fault.above').waitFor()
    await checkAccess(page)
    assert.equal((await b.snapshot())['sessions'], sessions, 'nobody was signed in')
  })
}

test('a passkey is the second of two proofs, and another one can be chosen', async () => {
  await using it = await open()
  const { b, base, login } = it
  const { page, context } = it.visitor
  const device = await plugIn(page)
  await signInBySms(b, page, login)
  await page.goto(`${base}/account/password`)
  await page.getByLabel('New password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Set the password' }).click()
  await addPasskey(page, base, 'Key')
  const enter = async () => {
    await context.clearCookies()
    await page.goto(login)
    await page.getByRole('link', { name: 'Sign in with a password' }).click()
    await page.getByLabel('User name').fill('wang')
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'One more step' }).waitFor()
    await checkAccess(page)
    await page.getByRole('button', { name: 'A passkey', exact: true }).click()
  }
  await enter()
  await page.getByRole('button', { name: 'Use a passkey' }).waitFor()
  await checkAccess(page)
  await device.unlock(false)
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await page.getByRole('alert').waitFor()
  await device.unlock(true)
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await page.waitForURL(/\/account$/)

  await enter()
  await page.getByRole('button', { name: 'Choose another proof' }).click()
  await page.getByRole('button', { name: 'A code by e-mail' }).click()
  await page.getByLabel('E-mail address').fill('wang@example.com')
  await page.getByRole('button', { name: 'Send a code' }).click()
  await page.getByLabel('Code').fill(b.mailCode('wang@example.com'))
  await page.waitForURL(/\/account$/)
})

test('where scripts are off, or the browser knows no passkeys, the pages say so and show no button for one', async () => {
  await using it = await open({ script: false, width: 320, wide: false })
  const { page } = it.visitor
  await page.goto(it.login)
  await page.getByLabel('Mobile number').waitFor()
  assert.equal(await page.getByRole('link', { name: 'Sign in with a passkey' }).count(), 0)
  await page.goto(`${it.base}/login/passkey`)
  await page.locator('noscript .fault').waitFor()
  assert.equal(await page.getByRole('button').count(), 0)
  await page.getByRole('link', { name: 'Other ways to sign in' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()

  await using old = await visit(new URL(it.base).origin)
  await old.page.addInitScript(() => Reflect.deleteProperty(window, 'PublicKeyCredential'))
  await old.page.goto(it.login)
  await old.page.goto(`${it.base}/login/passkey`)
  await old.page.getByText('A passkey needs JavaScript').filter({ visible: true }).waitFor()
  assert.equal(await old.page.getByRole('button').count(), 0)
  await checkAccess(old.page)
})
