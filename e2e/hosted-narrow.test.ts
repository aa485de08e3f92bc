/** The pages people sign in on, on a small telephone at night, and by the keyboard alone. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { bench } from '../server/testing.ts'
import { closeBrowser, visit } from './browser.ts'
import { walkEverything } from './hosted-walk.ts'

after(closeBrowser)

walkEverything({ language: 'zh-CN', wide: false, width: 320, dark: true })

/** With the tabulator key alone: to what has this name, and no further. */
async function tabTo(page: Page, name: RegExp) {
  for (let presses = 0; presses < 40; presses++) {
    const at = await page.evaluate(() => {
      const it = document.activeElement as HTMLInputElement | null
      if (!it?.matches('a, button, input')) return ''
      return `${it.name ?? ''} ${it.getAttribute('aria-label') ?? ''} ${it.textContent ?? ''}`
    })
    if (name.test(at)) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`the keyboard does not reach ${name}: ${await page.locator('main').innerText()}`)
}

for (const script of [true, false]) {
  test(`the whole bind journey by the keyboard alone (${script ? 'with' : 'without'} a script)`, async () => {
    await using b = await bench({ env: { BOWLINE_HOST: 'localhost' }, source: { unknownUser: 'ask' } })
    b.clock.now = Date.now()
    const origin = await b.bowline.listen()
    const back = `${origin}/healthz`
    const clientId = await b.addApp({ redirect_uris: [back] })
    await b.addUser({ userName: 'wang', mobile: '+8615912345678', mobileProvenAt: 1 })
    await using visitor = await visit(origin, { script, wide: false, width: 320 })
    const { page } = visitor
    const type = async (field: RegExp, text: string) => {
      await tabTo(page, field)
      await page.keyboard.type(text)
      await page.keyboard.press('Enter')
    }
    const press = async (name: RegExp) => {
      await tabTo(page, name)
      await page.keyboard.press('Enter')
    }
    await page.goto(`${origin}/tenants/${b.tenant.id}/login?client_id=${clientId}&redirect_uri=${encodeURIComponent(back)}`)
    await press(/Continue with Sandbox/)
    await page.waitForURL(/social\/sandbox$/)
    await type(/^code/, 'sandbox:alice;nickname=Alice')
    await page.getByText('Do you have an account').waitFor()
    await press(/Yes, connect it/)
    await page.locator('input[name=target]').waitFor()
    await type(/^target/, '15912345678')
    await page.locator('input[name=code]').waitFor()
    // Where a fault is told, the cursor already is: nothing has to be looked for.
    await type(/^code/, '0')
    await page.locator('[aria-invalid=true]').waitFor()
    assert.equal(await page.evaluate(() => (document.activeElement as HTMLInputElement).name), 'code')
    await page.keyboard.type(b.code('+8615912345678'))
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/healthz\?.*sso_ticket=/)
  })
}
