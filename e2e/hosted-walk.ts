/** Every page people sign in on, one after the other, as somebody meets them; `see` is called on each. A file of tests has three minutes. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { TOTP } from 'otpauth'
import { bench } from '../server/testing.ts'
import { checkAccess, type Look, visit } from './browser.ts'

const MOBILE = '15912345678'
const PASSWORD = 'Correct-horse-9'
const DAY = 86_400_000
/** A disc. */
const LOGO =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAACgAAAAoCAYAAACM/rhtAAAAe0lEQVR42u3YwQ2AMAxD0Q7AUqzOYrAAqlpoErv6lnJ/R8etkaJc53HPniwsBboCFgaNwC1DRuJ+IzNwn5GZuGlkBW4YWYkbQkoDFXBdpDRQCfeKBAgQIECAAAFSGLzrFpV/l8dpj7/YYlmw2GYs1i2LfdBiYbXZqLPzACyNCA5zjRVgAAAAAElFTkSuQmCC'

const settings = {
  captcha: { required: false },
  sms: { cooldown: 1 },
  mail: { cooldown: 1 },
  password: { max_age: 60, warn_before: 7 },
}
const hosted = { name: 'Harbour Books', colour: '#c2410c', logo: LOGO }

export type See = (name: string, page: Page) => Promise<void>

async function open(look: Look) {
  const b = await bench({ settings, source: { unknownUser: 'ask' } })
  b.clock.now = Date.now()
  const origin = await b.bowline.listen()
  await using undo = new AsyncDisposableStack()
  undo.use(b)
  const visitor = undo.use(await visit(origin, look))
  const mine = undo.move()
  return { b, origin, visitor, [Symbol.asyncDispose]: () => mine.disposeAsync() }
}

export async function walkPages(look: Look, see: See): Promise<void> {
  await using it = await open(look)
  const { b, origin } = it
  const { page, context } = it.visitor
  const base = `${origin}/tenants/${b.tenant.id}`
  const back = `${origin}/healthz`
  const clientId = await b.addApp({ redirect_uris: [back], hosted, oauth: { consent: true } })
  const link = `${base}/login?client_id=${clientId}&redirect_uri=${encodeURIComponent(back)}`
  const user = { name: 'Wang Xiaoming', mobile: `+86${MOBILE}`, mobileProvenAt: 1, email: 'wang@example.com', emailProvenAt: 1 }
  await b.addUser({ userName: 'wang', ...user })
  const at = async (path: string, name: string) => {
    await page.goto(path.startsWith('http') ? path : base + path)
    await see(name, page)
  }
  const send = (nth = 0) => page.locator('button.main').nth(nth).click()
  const fill = (name: string, value: string) => page.locator(`input[name=${name}]`).fill(value)
  const codeTo = async (target: string) => {
    b.clock.now += 2000
    await fill('target', target)
    await send()
    await page.locator('input[name=code]').waitFor()
  }

  await signInPages()
  await bindPages()
  await accountPages()
  await secondFactorPages()
  await passwordPages()
  await otherPages()

  async function signInPages() {
    await at(link, 'login')
    await fill('target', '12')
    await send()
    await page.locator('[aria-invalid=true]').waitFor()
    await see('target-wrong', page)
    await at('/login/code?by=email', 'email')
    await page.goto(`${base}/login/code?by=mobile`)
    await codeTo(MOBILE)
    await see('code', page)
    await fill('code', b.code(`+86${MOBILE}`) === '111111' ? '222222' : '111111')
    if (look.script === false) await send()
    await page.locator('[aria-invalid=true]').waitFor()
    await see('code-wrong', page)
    await at('/login/password', 'password')
    await fill('account', 'wang')
    await fill('password', 'no')
    await send()
    await page.locator('[aria-invalid=true]').waitFor()
    await see('password-wrong', page)
    await at('/login/passkey', 'passkey')
    await at('/login/forgot', 'forgot')
    await codeTo(MOBILE)
    await see('forgot-code', page)
    await fill('code', b.code(`+86${MOBILE}`))
    await fill('password', PASSWORD)
    await send()
    await page.getByRole('status').waitFor()
    await see('password-changed', page)
    await at('/login/register', 'register')
    await codeTo('13811112222')
    await see('register-code', page)
  }

  async function bindPages() {
    await at('/login/social/sandbox', 'sandbox')
    await fill('code', 'sandbox:alice;nickname=Alice Liddell')
    await send()
    await page.locator('input[name=choice]').first().waitFor({ state: 'attached' })
    await see('bind-choose', page)
    await send()
    await page.locator('input[name=target]').waitFor()
    await see('bind', page)
    await at('/login/bind?by=password', 'bind-password')
    await page.goto(`${base}/login/bind`)
    await codeTo(MOBILE)
    await see('bind-joining', page)
    await fill('code', b.code(`+86${MOBILE}`))
    await send()
    await page.waitForURL(/\/healthz\?/)
  }

  async function accountPages() {
    await at('/account', 'account')
    for (const name of ['mobile', 'email', 'password', 'passkey']) await at(`/account/${name}`, `account-${name}`)
    await page.goto(`${base}/account/mobile`)
    await codeTo('13811113333')
    await see('account-mobile-code', page)
    await at('/account/totp', 'account-totp')
    const secret = (await page.locator('.key').innerText()).replaceAll(' ', '')
    await fill('code', new TOTP({ secret }).generate({ timestamp: b.clock.now }))
    await send()
    await page.waitForURL(/\/account$/)
    await see('account-saved', page)
  }

  async function byPassword(name = 'wang', password = PASSWORD) {
    await context.clearCookies()
    await page.goto(link)
    await page.goto(`${base}/login/password`)
    await fill('account', name)
    await fill('password', password)
    await send()
  }

  async function secondFactorPages() {
    await byPassword()
    await page.locator('input[name=method]').first().waitFor({ state: 'attached' })
    await see('second', page)
    // No text message: such a code set the password, and would be the same proof twice.
    for (const method of ['totp', 'email']) {
      await page.locator(`form:has(input[value=${method}]) button`).click()
      await page.locator('input[value=other-method]').waitFor({ state: 'attached' })
      await see(`second-${method}`, page)
      await page.locator('form:has(input[value=other-method]) button').click()
      await page.locator('input[name=method]').first().waitFor({ state: 'attached' })
    }
  }

  async function passwordPages() {
    await b.addUser({ userName: 'old', email: 'old@example.com', emailProvenAt: 1, mobile: '+8613811114444', mobileProvenAt: 1 })
    const verify_code = await b.sendMailCode('old@example.com', 'FORGET_PWD_EMS')
    await b.post('/pwd/update-by-email', { email: 'old@example.com', verify_code, password: PASSWORD })
    b.clock.now += 55 * DAY
    await byPassword('old')
    await page.locator('input[name=old_password]').waitFor()
    await see('password-warn', page)
    b.clock.now += 10 * DAY
    await byPassword('old')
    await page.locator('input[name=old_password]').waitFor()
    await see('password-expired', page)
    await at('/login/password-expired?by=code', 'password-expired-code')
  }

  async function otherPages() {
    await context.clearCookies()
    const asked = { response_type: 'code', client_id: clientId, redirect_uri: back, scope: 'openid offline_access', prompt: 'consent' }
    const pkce = { code_challenge: 'c'.repeat(43), code_challenge_method: 'S256' }
    await page.goto(`${base}/api/v1/oauth2/authorize?${new URLSearchParams({ ...asked, ...pkce })}`)
    await codeTo('13811114444')
    await fill('code', b.code('+8613811114444'))
    if (look.script === false) await send()
    await page.locator('input[name=answer]').first().waitFor({ state: 'attached' })
    await see('consent', page)
    await at('/login/fault?error=invalid_client', 'fault')
    await at('/login/welcome', 'account-of-another')
    await page.locator('form:has(input[value=out]) button').click()
    await page.waitForURL(/goodbye/)
    await see('goodbye', page)
    await at('/login/welcome', 'welcome')
    await page.goto(link)
    await page
      .locator('input[name=csrf]')
      .first()
      .evaluate((input: HTMLInputElement) => (input.value = 'x'))
    await send()
    await page.getByRole('alert').waitFor()
    await see('out-of-date', page)
    await context.clearCookies()
    await at('/login', 'lost')
  }
}

/** What asks for more than a number: the picture, and the work where it is not seen. */
export async function walkProofs(look: Look, see: See): Promise<void> {
  await using it = await open(look)
  const { b, origin } = it
  const { page } = it.visitor
  const { id, clientId } = await b.addTenant('careful', { captcha: { required: true }, sms: { cooldown: 1 } }, { hosted })
  await page.goto(`${origin}/tenants/${id}/login?client_id=${clientId}&account=1`)
  await page.locator('input[name=target]').fill(MOBILE)
  await page.locator('button.main').first().click()
  await page.locator('input[type=range]').waitFor()
  await see('picture', page)
  await page.locator('button.main').first().click()
  await page.getByRole('alert').waitFor()
  await see('picture-wrong', page)
  await page.addInitScript(() => {
    SubtleCrypto.prototype.digest = () => new Promise(() => {})
  })
  await page.goto(`${origin}/tenants/${id}/login/code?work=1`)
  await see('work', page)
}

async function see(name: string, page: Page, script = true) {
  // The checker is a script itself.
  if (script) await checkAccess(page)
  const seen = await page.evaluate(() => ({
    over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    headings: document.querySelectorAll('h1').length,
    title: document.title,
    ways: document.querySelectorAll('main a, main button').length,
    blanks: /[{}]|undefined|\[object/.exec(document.body.innerText)?.[0],
  }))
  assert.ok(seen.over <= 0, `${name} is ${seen.over} px too wide`)
  assert.equal(seen.headings, 1, name)
  assert.ok(seen.title, name)
  assert.equal(seen.blanks, undefined, name)
  // Where nothing can be done here, the text says where it can.
  if (!['goodbye', 'welcome', 'lost', 'fault'].includes(name)) assert.ok(seen.ways > 0, `${name} leads nowhere`)
}

export function walkEverything(look: Look): void {
  const name = `${look.language}, ${look.wide ? 'wide' : '320 px'}${look.dark ? ', dark' : ''}${look.script === false ? ', without a script' : ''}`
  test(`every page (${name})`, async () => {
    const seen: string[] = []
    await walkPages(look, async (name, page) => {
      seen.push(name)
      assert.equal(await page.locator('html').getAttribute('lang'), look.language, name)
      await see(name, page, look.script)
    })
    assert.ok(seen.length > 35)
  })
  test(`picture and proof of work (${name})`, () => walkProofs(look, (name, page) => see(name, page, look.script)))
}
