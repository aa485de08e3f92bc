import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { bench } from '../server/testing.ts'
import { connectors } from '../server/social/index.ts'
import { firstRun } from './administrator.ts'
import { checkAccess, closeBrowser, picture, visit } from './browser.ts'

after(closeBrowser)

/** Nobody outside is asked: the check after saving says that the provider cannot be reached, and the source is there. */
const nobody: typeof fetch = () => Promise.reject(new TypeError('fetch failed'))

type Field = { type?: string; format?: string; pattern?: string; default?: unknown; anyOf?: { const?: string }[]; enum?: string[] }

async function fillIn(page: Page, name: string, field: Field) {
  const input = page.locator(`[id="settings_${name}"]`)
  // What has a default stays as it is.
  if (field.default !== undefined) return
  if (field.anyOf ?? field.enum) {
    await input.click()
    await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option').first().click()
    return
  }
  if (field.type !== 'string' || (await input.inputValue()) !== '') return
  await input.fill(field.format === 'uri' || /url|uri|issuer|address|endpoint/.test(name) ? 'https://provider.example.com/x' : 'example')
}

test('a source of every kind is made by its form', async (t) => {
  await using b = await bench({ fetch: nobody })
  await using visitor = await visit(await b.bowline.listen())
  const { page } = visitor
  await firstRun(b, page)
  for (const it of Object.values(connectors)) {
    await t.test(it.id, async () => {
      await page.goto('/console/sources/new')
      await page.locator('#connector').click()
      await page.locator('#connector').fill(it.label.en)
      await page.locator('.ant-select-item-option').getByText(it.label.en, { exact: true }).first().click()
      const properties = Object.entries(it.settings.properties as Record<string, Field>)
      for (const [name, field] of properties) if (it.settings.required?.includes(name)) await fillIn(page, name, field)
      const id = await page.locator('#id').inputValue()
      await page.getByRole('button', { name: /^Save/ }).click()
      // Made; or refused by the very rules of a blueprint, with the fault beside its field (a key that is none).
      await page.waitForURL(new RegExp(`/sources/${id}$`), { timeout: 3000 }).catch(async () => {
        const told = await page.getByRole('alert').first().innerText()
        assert.match(told, /key|certificate|address|setting|invalid|must/i, it.id)
      })
      await checkAccess(page)
    })
  }
  await page.goto('/console/sources')
  await page
    .getByRole('button', { name: /Move up: / })
    .first()
    .waitFor()
  await picture(page, 'sources-en')
})

test('a dry run tells what would come of a sign-in, and nothing is written', async () => {
  await using b = await bench({ fetch: nobody })
  await using visitor = await visit(await b.bowline.listen())
  const { page } = visitor
  await firstRun(b, page)
  await page.goto('/console/sources/sandbox')
  const before = (await b.snapshot())['socialAccounts']
  await page.locator('#subject').fill('somebody')
  await page.getByRole('button', { name: 'Show me' }).click()
  await page.getByText('SOCIAL_BIND').waitFor()
  await checkAccess(page)
  await picture(page, 'dry-run-en')
  assert.equal((await b.snapshot())['socialAccounts'], before)
})
