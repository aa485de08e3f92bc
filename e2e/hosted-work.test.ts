/** The proof of work on the pages: what a number at risk is asked for, and what takes the place of a picture nobody can see. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { bench } from '../server/testing.ts'
import { checkAccess, closeBrowser, type Look, visit } from './browser.ts'

after(closeBrowser)

const MOBILE = '15912345678'
/** The firewall asks everybody; the picture is asked for besides where a test says so. */
const atRisk = (captcha: object = {}) => ({
  captcha: { required: false, work: 2000, ...captcha },
  sms: { cooldown: 1, firewall: { challenge_from: 0 } },
})

async function open(look: Look, settings: object) {
  const b = await bench({ env: { BOWLINE_HOST: 'localhost' }, settings })
  b.clock.now = Date.now()
  const origin = await b.bowline.listen()
  const base = `${origin}/tenants/${b.tenant.id}`
  await b.addUser({ userName: 'wang', mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  await using undo = new AsyncDisposableStack()
  undo.use(b)
  const visitor = undo.use(await visit(origin, look))
  const mine = undo.move()
  await visitor.page.goto(`${base}/login?client_id=${b.clientId}&account=1`)
  return { b, base, visitor, page: visitor.page, [Symbol.asyncDispose]: () => mine.disposeAsync() }
}

async function askForCode(page: Page) {
  await page.locator('input[name=target]').fill(MOBILE)
  await page.locator('button.main').first().click()
}

/** Holds the hashes back until `go()`: what is seen while the device works, and nothing that depends on its speed. */
async function holdWork(page: Page) {
  await page.addInitScript(() => {
    const { digest } = SubtleCrypto.prototype
    const held = new Promise<void>((resolve) => Object.assign(window, { goOn: resolve }))
    SubtleCrypto.prototype.digest = async function (...said) {
      await held
      return digest.apply(this, said)
    }
  })
  return { go: () => page.evaluate(() => (window as unknown as { goOn(): void }).goOn()) }
}

for (const look of [
  { language: 'en', wide: true },
  { language: 'zh-CN', wide: false, width: 320, dark: true },
] satisfies Look[]) {
  test(`a number at risk: the device works by itself, says so, and the code is sent (${look.language})`, async () => {
    await using it = await open(look, atRisk())
    const { b, page } = it
    const work = await holdWork(page)
    await askForCode(page)
    const state = page.getByRole('status')
    await state.getByText(look.language === 'en' ? 'Working …' : '正在计算').waitFor()
    assert.equal(await page.locator('[role=alert]').filter({ visible: true }).count(), 0, 'nobody did anything wrong')
    await checkAccess(page)
    const go = page.locator('[data-challenge] button')
    assert.equal(await go.getAttribute('aria-disabled'), 'true')
    // Pressed too early it sends nothing.
    await go.click({ force: true })
    assert.equal(b.inbox().length, 0)
    await work.go()
    await page.locator('input[name=code]').waitFor()
    assert.equal(b.inbox().length, 1)
    await page.locator('input[name=code]').fill(b.code(`+86${MOBILE}`))
    await page.waitForURL(/\/account$/)
  })
}

test('sent again, it is asked for again', async () => {
  await using it = await open({}, atRisk())
  const { b, page } = it
  await askForCode(page)
  await page.getByLabel('Code').waitFor()
  b.clock.now += 2000
  await page.reload()
  const answered = page.waitForResponse((it) => (it.request().postData() ?? '').includes('step=picture'))
  await page.getByRole('button', { name: 'Send it again' }).click()
  await answered
  await page.getByLabel('Code').waitFor()
  assert.equal(b.inbox().length, 2)
})

test('an answer that is refused is told, and not tried for ever', async () => {
  await using it = await open({}, atRisk())
  const { b, page } = it
  const work = await holdWork(page)
  await askForCode(page)
  await page.getByRole('status').getByText('Working').waitFor()
  // What was signed for another number is good for no other.
  await page.locator('[data-challenge] input[name=answer]').evaluate((input: HTMLInputElement) => {
    Object.defineProperty(input, 'value', { get: () => btoa('{"algorithm":"SHA-256"}'), set: () => {} })
    input.setAttribute('value', btoa('{"algorithm":"SHA-256"}'))
  })
  await page.evaluate(() => document.querySelector<HTMLFormElement>('[data-challenge] form')?.submit())
  await page.getByRole('alert').getByText('That did not work').waitFor()
  await work.go()
  await page.getByRole('status').getByText('Done.').waitFor()
  await checkAccess(page)
  assert.equal(b.inbox().length, 0)
  assert.equal(await page.evaluate(() => document.activeElement?.textContent?.trim()), 'Continue')
  await page.keyboard.press('Enter')
  await page.getByLabel('Code').waitFor()
  assert.equal(b.inbox().length, 1)
})

test('without a script a number at risk is told what to do, and there is a way out', async () => {
  await using it = await open({ script: false, wide: false, width: 320 }, atRisk())
  const { b, page } = it
  await askForCode(page)
  const told = page.locator('noscript .fault')
  await told.waitFor()
  assert.match(await told.innerText(), /needs JavaScript\. Turn it on .* or choose another way/)
  assert.equal(await page.getByRole('button', { name: 'Continue' }).count(), 0)
  assert.equal(b.inbox().length, 0)
  await page.getByRole('link', { name: 'Other ways to sign in' }).click()
  await page.getByRole('link', { name: 'Sign in with a password' }).waitFor()
})

test('a picture that nobody sees: the device works instead, and without a script the picture stays', async () => {
  const settings = { captcha: { required: true, work: 2000 }, sms: { cooldown: 1 } }
  await using it = await open({}, settings)
  const { b, page } = it
  await askForCode(page)
  await page.getByRole('heading', { name: 'One small step first' }).waitFor()
  await checkAccess(page)
  await page.getByRole('link', { name: 'I cannot see the picture' }).click()
  await page.getByLabel('Code').waitFor()
  assert.equal(b.inbox().length, 1)

  await using bare = await open({ script: false }, settings)
  await askForCode(bare.page)
  await bare.page.getByRole('link', { name: 'I cannot see the picture' }).click()
  await bare.page.locator('noscript a').click()
  const token = await bare.page.locator('input[name=token]').getAttribute('value')
  await bare.page.getByLabel('Place of the piece').fill(String(await bare.b.answer(token ?? '')))
  await bare.page.getByRole('button', { name: 'Continue' }).click()
  await bare.page.getByLabel('Code').waitFor()
  assert.equal(bare.b.inbox().length, 1)
})

test('where the picture is required and the number at risk, both are shown, each once', async () => {
  await using it = await open({}, atRisk({ required: true, alternative: false }))
  const { b, page } = it
  await askForCode(page)
  assert.equal(await page.getByRole('link', { name: 'I cannot see the picture' }).count(), 0)
  const token = await page.locator('input[name=token]').getAttribute('value')
  await page.getByLabel('Place of the piece').fill(String(await b.answer(token ?? '')))
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByLabel('Code').waitFor()
  assert.equal(b.inbox().length, 1)
})

test('a page that came by a connection that is not secure says that it cannot be done there', async () => {
  await using it = await open({}, atRisk())
  const { page } = it
  await page.addInitScript(() => Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined }))
  await askForCode(page)
  await page.locator('[data-work-not]').filter({ visible: true }).waitFor()
  assert.equal(await page.getByRole('button', { name: 'Continue' }).count(), 0)
  await checkAccess(page)
})
