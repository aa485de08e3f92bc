import { bench } from '../server/testing.ts'
import { visit, closeBrowser } from './browser.ts'
import { createFirstRunLink } from '../server/administrators/index.ts'
const b = await bench()
const origin = await b.bowline.listen()
const v = await visit(origin, {})
const { page } = v
await page.emulateMedia({ reducedMotion: process.env.RM ?? 'no-preference' })
await page.goto(await createFirstRunLink(b.ctx))
await page.locator('#email').fill('o@example.com')
await page.locator('#name').fill('Olive')
await page.locator('#password').fill('a long enough secret 42')
await page.locator('button[type=submit]').click()
await page.waitForTimeout(1500)
await page.getByRole('button', { name: 'Olive' }).click()
await page.waitForTimeout(900)
console.log(
  await page.evaluate(() => {
    const d = document.querySelector('.ant-dropdown')
    return d && d.outerHTML.slice(0, 400)
  }),
)
await page.keyboard.press('Escape')
await page.locator('.ant-select').first().click()
await page.waitForTimeout(700)
console.log(await page.evaluate(() => [...document.querySelectorAll('.ant-select-dropdown')].map((d) => d.outerHTML.slice(0, 300))))
await v.context.close()
await closeBrowser()
await b[Symbol.asyncDispose]()
