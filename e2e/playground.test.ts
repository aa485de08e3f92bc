import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bench } from '../server/testing.ts'
import { checkAccess, closeBrowser, picture, visit } from './browser.ts'

after(closeBrowser)

for (const [language, next] of [
  ['en', 'Next step'],
  ['zh-CN', '下一步'],
] as const) {
  test(`the bind journey is seen in the playground, a call at a time (${language})`, async () => {
    await using b = await bench()
    await using visitor = await visit(await b.bowline.listen(), { language, wide: language === 'en', dark: language !== 'en' })
    const { page } = visitor
    await page.goto('/playground')
    const send = page.locator('.call .primary')
    const answer = page.locator('.pane pre')
    const step = async (expected: RegExp, last = false) => {
      await send.click()
      await answer.filter({ hasText: expected }).waitFor()
      if (!last) await page.getByRole('button', { name: next }).click()
    }

    await send.waitFor()
    await checkAccess(page)
    await step(/SOCIAL_BIND/)
    await send.click()
    await answer.waitFor()
    const token = /"token": "([^"]+)"/.exec(await answer.innerText())?.[1] ?? ''
    await page.getByRole('button', { name: next }).click()
    await page.locator('.slider input').fill(String(await b.answer(token)))
    await picture(page, `playground-${language}`)
    await step(/captcha_token/)
    await step(/∅/)
    await page.locator('.phone li').first().waitFor()
    await page.waitForFunction(() => !document.querySelectorAll('textarea')[1]?.value.includes('"verify_code": ""'))
    await step(/SUCCESS/)
    await checkAccess(page)
    await step(/access_token/)
    await step(/sso_ticket/)
    await step(/demo/)
    await step(/SUCCESS/, true)
    await page.locator('.done').waitFor()
    assert.equal(await page.locator('.trouble').count(), 0)
  })
}

test('any call can be tried, and what is refused is shown as the server says it', async () => {
  await using b = await bench()
  await using visitor = await visit(await b.bowline.listen())
  const { page } = visitor
  await page.goto('/playground')
  await page.getByRole('searchbox').fill('social/bind')
  await page.getByRole('button', { name: 'POST sdk/social/bind', exact: true }).click()
  await page.locator('.call .primary').click()
  await page.locator('.pane pre').filter({ hasText: 'error_code' }).waitFor()
  await checkAccess(page)
})
