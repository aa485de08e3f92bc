import { bench } from '../server/testing.ts'
import { visit, closeBrowser } from './browser.ts'
import { createFirstRunLink } from '../server/administrators/index.ts'
const b = await bench()
const origin = await b.bowline.listen()
const v = await visit(origin, { language: process.env.L ?? 'en', dark: !!process.env.D, wide: !process.env.N })
const { page } = v
page.on('console', (m) => console.log('C', m.text()))
page.on('pageerror', (e) => console.log('E', e.message))
page.on('response', async (r) => {
  if (r.status() >= 400) console.log(r.status(), r.url(), (await r.text().catch(() => '')).slice(0, 300))
})
for (let i = 0; i < 8; i++)
  await b.addUser({
    userName: 'person' + i,
    name: ['Alice', '王小明', 'Bob'][i % 3],
    mobile: '+8613900000' + (100 + i),
    mobileProvenAt: i % 2 ? 1 : null,
    email: `p${i}@example.com`,
  })
await page.goto(await createFirstRunLink(b.ctx))
await page.locator('#email').fill('o@example.com')
await page.locator('#name').fill('Olive')
await page.locator('#password').fill('a long enough secret 42')
await page.locator('button[type=submit]').click()
await page.waitForTimeout(1500)
for (const p of process.argv.slice(2)) {
  const before = Date.now()
  await page.goto('/console' + (p === '/' ? '' : p))
  await page.waitForTimeout(1500)
  await page.screenshot({ path: '/tmp/look' + p.replaceAll('/', '-') + '.png', fullPage: !!process.env.F })
}
if (process.env.CLICK) {
  await page.getByRole('button', { name: process.env.CLICK }).click()
  await page.waitForTimeout(700)
  await page.screenshot({ path: '/tmp/look-click.png' })
}
await v.context.close()
await closeBrowser()
await b[Symbol.asyncDispose]()
