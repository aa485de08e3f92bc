import { bench } from '../server/testing.ts'
import { visit, closeBrowser } from './browser.ts'
import { createFirstRunLink } from '../server/administrators/index.ts'
const b = await bench({ fetch: () => Promise.reject(new TypeError('x')) })
const origin = await b.bowline.listen()
const v = await visit(origin, {})
const { page } = v
await page.goto(await createFirstRunLink(b.ctx))
await page.locator('#email').fill('o@example.com')
await page.locator('#name').fill('Olive')
await page.locator('#password').fill('a long enough secret 42')
await page.locator('button[type=submit]').click()
await page.waitForTimeout(1500)
await page.goto('/console/sources/new')
await page.locator('#connector').click()
await page.locator('#connector').fill('WeChat')
await page.locator('.ant-select-item-option').getByText('WeChat', { exact: true }).first().click()
await page.waitForTimeout(500)
for (const n of ['app_id', 'app_secret', 'appid', 'secret']) {
  const l = page.locator(`[id="settings_${n}"]`)
  if (await l.count()) await l.fill('example')
}
await page.getByRole('button', { name: /^Save/ }).click()
await page.waitForTimeout(1500)
await page.screenshot({ path: '/tmp/look-wechat.png', fullPage: true })
await v.context.close()
await closeBrowser()
await b[Symbol.asyncDispose]()
