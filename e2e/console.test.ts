import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bench } from '../server/testing.ts'
import { firstRun, PASSWORD } from './administrator.ts'
import { checkAccess, closeBrowser, type Look, picture, visit } from './browser.ts'

after(closeBrowser)

test('whoever is not signed in sees the sign-in, in the language of the browser', async () => {
  await using b = await bench()
  await using visitor = await visit(await b.bowline.listen(), { language: 'zh-CN' })
  const { page } = visitor
  await page.goto('/console')
  await page.getByRole('heading', { name: '登录管理控制台' }).waitFor()
  await checkAccess(page)
  assert.equal(await page.title(), 'Bowline')
})

test('the first administrator comes in by the one-time link, out again, and in by password', async () => {
  await using b = await bench()
  await using visitor = await visit(await b.bowline.listen())
  const { page } = visitor
  await firstRun(b, page)
  await page.getByRole('button', { name: 'Olive' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByLabel('E-mail').fill('owner@example.com')
  await page.getByLabel('Password').fill('wrong')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('alert').waitFor()
  await checkAccess(page)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
  // The link is spent.
  await using other = await visit(await page.evaluate(() => window.location.origin))
  await other.page.goto('/console/first-run#token=x')
  await other.page.getByLabel('E-mail').fill('second@example.com')
  await other.page.getByLabel('Your name').fill('Second')
  await other.page.getByLabel('Choose a password').fill(PASSWORD)
  await other.page.locator('button[type=submit]').click()
  await other.page.getByRole('alert').waitFor()
})

const pages = [
  '',
  'users',
  'users/import',
  'sources',
  'sources/new',
  'sources/sandbox',
  'applications',
  'applications/DemoAppDemoAppDemoAppDemoApp2026',
  'messages',
  'security',
  'audit',
  'tenants',
  'settings',
  'webhooks',
  'webhooks/new',
  'administrators',
  'account',
]

/** For the README and whoever wants to see before they start. */
const pictured = ['users zh-CN', 'security zh-CN', 'messages en', 'applications/DemoAppDemoAppDemoAppDemoApp2026 en']

for (const look of [
  { language: 'en', wide: true },
  { language: 'zh-CN', wide: false, dark: true },
] satisfies Look[]) {
  test(`every page opens, and nothing is left over by the checker (${look.language}, ${look.wide ? 'wide' : 'narrow'})`, async (t) => {
    await using b = await bench()
    await using visitor = await visit(await b.bowline.listen(), look)
    const { page } = visitor
    await firstRun(b, page, look)
    for (const path of pages) {
      await t.test(path || 'overview', async () => {
        await page.goto(`/console/${path}`)
        await page.getByRole('heading', { level: 1 }).waitFor()
        await page.waitForFunction(() => !document.querySelector('.ant-skeleton, .ant-spin-spinning'))
        assert.equal(await page.locator('.failing').count(), 0, await page.locator('main, #content').innerText())
        if (pictured.includes(`${path} ${look.language}`)) await picture(page, `${path.replace(/\/.*/, '')}-${look.language}`)
        await checkAccess(page)
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
        assert.ok(overflow <= 0, `the page is ${overflow} px wider than its window`)
      })
    }
  })
}
