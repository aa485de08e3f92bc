import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { transact } from '../server/context.ts'
import { bench } from '../server/testing.ts'
import { DEFAULT_TENANT, findTenantOfName } from '../server/tenants/index.ts'
import { createUser } from '../server/users/index.ts'
import { settle, startReceiver } from '../server/webhooks/webhooks.double.ts'
import { firstRun } from './administrator.ts'
import { checkAccess, closeBrowser, type Look, picture, visit } from './browser.ts'

after(closeBrowser)

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()

test('a webhook is made, its secret copied, tried, told of what happens in the console, and its secret replaced', async () => {
  await using b = await bench()
  await using receiver = await startReceiver(() => b.clock.now)
  const origin = await b.bowline.listen()
  await using visitor = await visit(origin)
  const { page, context } = visitor
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await firstRun(b, page)
  await page.getByRole('link', { name: 'Webhooks' }).click()
  await page.getByText('No system is told anything yet.').waitFor()
  await page.getByRole('button', { name: 'Add a webhook' }).click()
  await heading(page, 'Add a webhook')

  // Nothing filled in: said beside the fields, and nothing sent.
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Choose at least one.').waitFor()
  await page.getByRole('textbox', { name: 'Name' }).fill('Warehouse')
  await page.getByRole('textbox', { name: 'Address' }).fill('https://10.0.0.1/hook')
  await page.getByRole('checkbox', { name: /^user\.disabled/ }).check()
  await page.getByRole('checkbox', { name: /^user\.enabled/ }).check()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('not a public address').first().waitFor()
  await page.getByRole('textbox', { name: 'Address' }).fill(receiver.url)
  await page.getByRole('button', { name: 'Save' }).click()
  await heading(page, 'Warehouse')
  const shown = page.getByRole('status').filter({ hasText: 'whsec_' })
  await shown.getByRole('button', { name: 'Copy' }).click()
  const secret = await page.evaluate(async () => navigator.clipboard.readText())
  assert.match(secret, /^whsec_/)
  assert.equal((await shown.locator('.mono').innerText()).trim(), secret)
  await checkAccess(page)

  // The receiver does not know the secret yet.
  await page.getByRole('button', { name: 'Send a test' }).click()
  await page.getByText('Your system did not take the test.').waitFor()
  receiver.secrets.push(secret)
  await page.getByRole('button', { name: 'Send a test' }).click()
  await page.getByText('Your system took the test.').waitFor()
  assert.deepEqual(receiver.types(), ['webhook.test'])
  // Loaded anew, the secret is gone for good.
  await page.reload()
  await heading(page, 'Warehouse')
  await page.getByText('Given up').waitFor()
  assert.ok(!(await page.content()).includes('whsec_'.concat(secret.slice(6))))

  // Somebody is disabled on their page: told, and refused; sent again by hand, and taken.
  const tenant = await findTenantOfName(b.ctx, DEFAULT_TENANT)
  await transact(b.ctx, (ctx) => createUser(ctx, tenant?.id ?? '', { userName: 'wang', name: 'Wang' }))
  const hookPage = page.url()
  receiver.answers(500)
  await page.getByRole('link', { name: 'Users' }).click()
  await page.getByText('Wang').first().click()
  await page.getByRole('button', { name: 'Disable' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click()
  await page.getByRole('button', { name: 'Enable' }).waitFor()
  await settle(b)
  assert.deepEqual(receiver.types(), ['webhook.test', 'user.disabled'])
  await page.goto(hookPage)
  const row = page.getByRole('row').filter({ hasText: 'user.disabled' })
  await row.getByText('Waiting').waitFor()
  await row.getByText('500').waitFor()
  await page.getByText('Failing', { exact: true }).waitFor()
  await checkAccess(page)
  receiver.answers(200)
  await row.getByRole('button', { name: 'Send again' }).click()
  await page.getByText('It is sent again').waitFor()
  await settle(b)
  await page.getByRole('button', { name: 'Refresh' }).click()
  await row.getByText('Taken').waitFor()
  assert.equal(new Set(receiver.got.slice(1).map((it) => it.id)).size, 1)

  // A new secret: for a day the old one is good as well.
  await page.getByRole('button', { name: 'Make a new secret' }).click()
  await page.getByRole('dialog').getByText('24 hours').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Make a new secret' }).click()
  await page.getByText('The one before still signs').waitFor()
  await page.getByRole('button', { name: 'Send a test' }).click()
  await page.getByText('Your system took the test.').waitFor()
  assert.equal(receiver.got.at(-1)?.signatures, 2)

  // Changed; what is typed and not saved is not lost by a click beside it.
  await page.getByRole('textbox', { name: 'Name' }).fill('Store')
  await page.getByRole('link', { name: 'Webhooks' }).click()
  await page.getByRole('button', { name: 'Stay' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await heading(page, 'Store')

  // Deleted, by its name.
  await page.getByRole('button', { name: 'Remove' }).click()
  const dialog = page.getByRole('dialog')
  assert.ok(await dialog.getByRole('button', { name: 'Remove' }).isDisabled())
  await dialog.getByRole('textbox').fill('Store')
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await page.getByText('No system is told anything yet.').waitFor()
})

for (const look of [
  { language: 'en', wide: true },
  { language: 'zh-CN', wide: false, dark: true },
] satisfies Look[]) {
  test(`the list and the page of one, failing and turned off (${look.language})`, async () => {
    await using b = await bench()
    await using receiver = await startReceiver(() => b.clock.now)
    await using visitor = await visit(await b.bowline.listen(), look)
    const { page } = visitor
    await firstRun(b, page, look)
    const make = (name: string, events: string[]) =>
      page.evaluate(
        async ([name, url, events]) => {
          const { csrf_token } = (await (await fetch('/api/v2/admin/session')).json()) as { csrf_token: string }
          const headers = { 'content-type': 'application/json', 'X-CSRF-token': csrf_token }
          const post = (url: string, body: object) => fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
          const made = (await (await post('/api/v2/admin/webhooks', { name, url, events })).json()) as { id: string; secret: string }
          return { ...made, status: (await post(`/api/v2/admin/webhooks/${made.id}/test`, {})).status }
        },
        [name, receiver.url, events] as const,
      )
    receiver.behaves.answer = (_, reply) => reply.writeHead(204).end()
    const good = await make('Warehouse', ['*'])
    receiver.secrets.push(good.secret)
    assert.equal(good.status, 200)
    receiver.answers(410)
    const gone = await make('Newsletter', ['user.created', 'user.erased'])
    receiver.secrets.push(gone.secret)
    await page.evaluate(async (id) => {
      const { csrf_token } = (await (await fetch('/api/v2/admin/session')).json()) as { csrf_token: string }
      await fetch(`/api/v2/admin/webhooks/${id}/test`, { method: 'POST', headers: { 'X-CSRF-token': csrf_token } })
    }, gone.id)
    for (const path of ['webhooks', `webhooks/${good.id}`, `webhooks/${gone.id}`, 'webhooks/new']) {
      await page.goto(`/console/${path}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.waitForFunction(() => !document.querySelector('.ant-skeleton, .ant-spin-spinning'))
      if (path.endsWith(gone.id)) await page.getByText('410').first().waitFor()
      await checkAccess(page)
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      assert.ok(overflow <= 0, `${path} is ${overflow} px wider than its window`)
      const name = path.endsWith(good.id) ? 'one' : path.endsWith(gone.id) ? 'gone' : path.replace('/', '-')
      if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/${name}-${look.language}.png`, fullPage: true })
      if (name === 'one') await picture(page, `webhook-${look.language}`)
    }
  })
}
