import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bench } from '../server/testing.ts'
import { checkAccess, closeBrowser, picture, visit } from './browser.ts'

after(closeBrowser)

test('whoever is not signed in sees the sign-in, in the language of the browser', async () => {
  await using b = await bench()
  const origin = await b.bowline.listen()
  await using visitor = await visit(origin, { language: 'zh-CN' })
  const { page } = visitor
  await page.goto('/console')
  await page.getByRole('heading', { name: '登录管理控制台' }).waitFor()
  await checkAccess(page)
  await picture(page, 'sign-in')
  assert.equal(await page.title(), 'Bowline')
})
