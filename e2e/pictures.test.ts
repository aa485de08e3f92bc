import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bench } from '../server/testing.ts'
import { firstRun } from './administrator.ts'
import { checkAccess, closeBrowser, picture, visit } from './browser.ts'

after(closeBrowser)

const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><script>window.ran = 1</script><circle cx="5" cy="5" r="5" fill="#c06"/></svg>'

test('a source has a mark, and a picture of its own: chosen, drawn smaller, shown, removed', async () => {
  await using b = await bench()
  const origin = await b.bowline.listen()
  await using visitor = await visit(origin)
  const { page } = visitor
  await firstRun(b, page)
  const large = await page.screenshot()
  assert.ok(large.length > 16 * 1024)
  await page.goto('/console/sources')
  await page.locator('#content li svg').first().waitFor()
  await page.goto('/console/sources/sandbox')
  const file = page.getByLabel('Picture', { exact: false }).and(page.locator('input[type=file]'))
  // By keyboard: the browser's own control is in the order of the page.
  await page.getByLabel('Name', { exact: true }).focus()
  await page.keyboard.press('Tab')
  assert.equal(await file.evaluate((it) => it === document.activeElement), true)

  await file.setInputFiles({ name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('no picture at all') })
  await page.getByRole('alert').getByText('“notes.png” is no picture').waitFor()
  await checkAccess(page)
  await file.setInputFiles({ name: 'large.png', mimeType: 'image/png', buffer: large })
  await page.getByText(/Made smaller: 96 × \d+, \d+ KB/).waitFor()
  await checkAccess(page)
  await picture(page, 'source-picture-en')
  const saved = () => page.waitForResponse((it) => it.request().method() === 'PUT')
  const save = async () => assert.equal((await Promise.all([saved(), page.getByRole('button', { name: 'Save' }).click()]))[0].status(), 200)
  await save()
  const stored = async () => String(((await (await page.request.get('/api/v2/admin/sources/sandbox')).json()) as { logo: string }).logo)
  assert.match(await stored(), /^data:image\/(webp|png);base64,/)
  await page.goto('/console/sources')
  assert.equal(await page.locator('#content li img').getAttribute('src'), await stored())

  await page.goto('/console/sources/sandbox')
  await file.setInputFiles({ name: 'dot.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(svg) })
  await page.getByText('Made smaller: 96 × 96').waitFor()
  assert.equal(await page.evaluate(() => 'ran' in window), false)
  await page.locator('.picture').getByRole('button', { name: 'Remove' }).click()
  await page.getByText('Removed. Save to keep it so.').waitFor()
  assert.equal(await file.evaluate((it) => it === document.activeElement), true, 'the cursor is not lost')
  await save()
  assert.equal(await stored(), '')
})

test('an application’s logo is dropped on its field, and stands on its sign-in page', async () => {
  await using b = await bench()
  await using visitor = await visit(await b.bowline.listen(), { wide: false })
  const { page } = visitor
  await firstRun(b, page)
  const app = 'DemoAppDemoAppDemoAppDemoApp2026'
  await page.goto(`/console/applications/${app}`)
  await page.getByRole('tab', { name: /pages/i }).click()
  const field = page.locator('.picture')
  await field.waitFor()
  const data = await page.evaluateHandle((text) => {
    const held = new DataTransfer()
    held.items.add(new File([text], 'dot.svg', { type: '' }))
    return held
  }, svg)
  await field.dispatchEvent('drop', { dataTransfer: data })
  await page.getByText(/Made smaller: 480 × 480/).waitFor()
  await checkAccess(page)
  const saved = page.waitForResponse((it) => it.request().method() === 'PUT')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  assert.equal((await saved).status(), 200)
  await page.goto('/console/applications')
  const src = await page.locator('#content li img').getAttribute('src')
  assert.match(src ?? '', /^data:image\/(webp|png);base64,/)
  await page.goto(
    `/login?client_id=${app}&redirect_uri=${encodeURIComponent('http://localhost:3000/callback')}&state=x&device_fingerprint=y`,
  )
  assert.equal(await page.locator('header img.logo').getAttribute('src'), src)
  assert.equal(await page.locator('header img.logo').evaluate((it) => (it as HTMLImageElement).naturalWidth), 480)
  await page.locator('svg.mark').waitFor()
  await checkAccess(page)
  await picture(page, 'hosted-marks')
})
