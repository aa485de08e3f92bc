import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { saveGateway } from '../server/sms/index.ts'
import { DEFAULT_TENANT, findTenantOfName, updateTenant } from '../server/tenants/index.ts'
import { bench, type Bench } from '../server/testing.ts'
import { firstRun } from './administrator.ts'
import { checkAccess, closeBrowser, type Look, visit } from './browser.ts'

after(closeBrowser)

const APP = 'DemoAppDemoAppDemoAppDemoApp2026'
const tenantOf = async (b: Bench) => (await findTenantOfName(b.ctx, DEFAULT_TENANT)) ?? assert.fail('there is a default tenant')
const smsOf = async (b: Bench) => (await tenantOf(b)).settings.sms

/** An owner at the messages of a tenant with two gateways: the sandbox and `backup`. */
async function open(b: Bench, page: Page, tab: string | RegExp, look: Look = {}): Promise<void> {
  await saveGateway(b.ctx, (await tenantOf(b)).id, { id: 'backup', gateway: 'log', settings: {}, position: 2 })
  await firstRun(b, page, look)
  await page.goto('/console/messages')
  await page.getByRole('tab', { name: tab }).click()
}

/** In a list that opens under a field. */
async function choose(page: Page, label: string | RegExp, option: string | RegExp, typed?: string): Promise<void> {
  const field = page.getByRole('combobox', { name: label })
  await field.click()
  if (typed !== undefined) await field.fill(typed)
  await page
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option')
    .filter({ hasText: option })
    .first()
    .click()
  await page.keyboard.press('Escape')
}

/** Once the server took it there is nothing left to save. */
const saved = (page: Page) => page.locator('[role=tabpanel]:not([hidden]) button[type=submit][disabled]').waitFor()

const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

test('a route is made: its fault stands at its field, it is tried before it is saved, moved by the keyboard, and seen again', async () => {
  await using b = await bench()
  await using visitor = await visit(await b.bowline.listen())
  const { page } = visitor
  await open(b, page, 'Routes and prices')
  await page.getByText(/Without a rule every message goes by the gateways in their own order: inbox and backup\./).waitFor()
  await page.getByRole('button', { name: 'Add a rule' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  // The server's fault, at the field it is about, which has the cursor.
  await page.locator('#sms_routes_0_gateways_help').getByText('expected a list of 1 to 20 entries, found 0').waitFor()
  await page.getByRole('alert').getByText('sms.routes[0].gateways').waitFor()
  assert.deepEqual((await smsOf(b)).routes, [])
  await checkAccess(page)

  await choose(page, /Gateways, the first first/, /^inbox/)
  await choose(page, /Gateways, the first first/, /^backup/)
  await choose(page, 'Numbers of', 'China (CN)', 'china')
  await page.getByText('Messages to numbers of China go by inbox, and by backup when inbox fails.').waitFor()
  await page.getByLabel('Mobile number').fill('13912345678')
  await page.keyboard.press('Enter')
  const shown = page.getByRole('status').getByRole('listitem')
  await shown.first().waitFor()
  assert.deepEqual(
    (await shown.allInnerTexts()).map((it) => it.replaceAll(/\s+/g, ' ')),
    ['inbox Rule 1', 'backup Rule 1'],
  )
  assert.deepEqual((await smsOf(b)).routes, [], 'the enter key of the trial saves nothing')

  await page.getByRole('button', { name: 'Move up: backup, Rule 1' }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('Messages to numbers of China go by backup, and by inbox when backup fails.').waitFor()
  // The keyboard stays with what it moved: at the top only the way down is left.
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Move down: backup, Rule 1')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.').waitFor()
  assert.deepEqual((await smsOf(b)).routes, [{ countries: ['CN'], gateways: ['backup', 'inbox'] }])
  await page.reload()
  await page.getByRole('tab', { name: 'Routes and prices' }).click()
  await page.getByText('Messages to numbers of China go by backup, and by inbox when backup fails.').waitFor()
  // A second rule, put first, and the first one taken away.
  await page.getByRole('button', { name: 'Add a rule' }).click()
  await page.getByRole('button', { name: 'Move up: Rule 2' }).press('Enter')
  await page.getByText('Now in place 1 of 2.').waitFor({ state: 'attached' })
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Move down: Rule 1')
  await page.getByRole('button', { name: 'Remove: Rule 1' }).click()
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Add a rule')
  await page.getByText('go by backup, and by inbox').waitFor()
})

test('two at the routes: the second is told, loses nothing of what was typed, and sees what the first one saved', async () => {
  await using b = await bench()
  await using visitor = await visit(await b.bowline.listen())
  const { page, context } = visitor
  await open(b, page, 'Routes and prices')
  const late = await context.newPage()
  await late.goto('/console/messages')
  await late.getByRole('tab', { name: 'Routes and prices' }).click()
  for (const [it, gateway] of [
    [late, /^inbox/],
    [page, /^backup/],
  ] as const) {
    await it.getByRole('button', { name: 'Add a rule' }).click()
    await choose(it, /Gateways, the first first/, gateway)
  }
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.').waitFor()
  await late.getByRole('button', { name: 'Save' }).click()
  await late.getByText(/Somebody else has changed this/).waitFor()
  assert.deepEqual((await smsOf(b)).routes, [{ gateways: ['backup'] }])
  // A look at another tab takes nothing away.
  await late.getByRole('tab', { name: 'Firewall' }).click()
  await late.getByRole('tab', { name: 'Routes and prices' }).click()
  await late.getByText('Messages to every number go by inbox.').waitFor()
  await late.getByRole('button', { name: 'Load their version' }).click()
  await late.getByText('Messages to every number go by backup.').waitFor()
  assert.equal(await late.getByText('go by inbox').count(), 0)
})

test('prices are written in the currency, by country, and one that is taken away is gone', async () => {
  await using b = await bench()
  await using visitor = await visit(await b.bowline.listen())
  const { page } = visitor
  await open(b, page, 'Routes and prices')
  await page.getByRole('button', { name: 'Add a country' }).click()
  await choose(page, 'Name 1', 'Germany (DE)', 'germ')
  await page.getByLabel('Value of DE').fill('0.12')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.').waitFor()
  assert.deepEqual((await smsOf(b)).budget.prices, { DE: 1200 })
  await page.getByRole('button', { name: 'Remove: DE' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await saved(page)
  assert.deepEqual((await smsOf(b)).budget.prices, {})
  // Numbers of testers: a row, not JSON; its fault stands at its field.
  await page.getByRole('tab', { name: 'Limits' }).click()
  assert.equal(await page.locator('textarea').count(), 0)
  await page.getByRole('region', { name: 'Test numbers' }).getByRole('button', { name: 'Add' }).click()
  for (const [field, value] of [
    ['number', '138'],
    ['code', '123456'],
    ['until', '2026-12-31'],
  ])
    await page.locator(`#sms_test_numbers_0_${field}`).fill(value ?? '')
  const save = page.getByRole('tabpanel', { name: 'Limits' }).getByRole('button', { name: 'Save' })
  await save.click()
  await page
    .locator('#sms_test_numbers_0_number_help')
    .getByText(/of the form/)
    .waitFor()
  await page.locator('#sms_test_numbers_0_number').fill('+8613800138000')
  await save.click()
  await saved(page)
  assert.deepEqual((await smsOf(b)).test_numbers, [{ number: '+8613800138000', code: '123456', until: '2026-12-31' }])
})

test('who may sign in to an application is drawn: in plain words, with its fault at its field', async () => {
  await using b = await bench()
  await using visitor = await visit(await b.bowline.listen())
  const { page } = visitor
  await firstRun(b, page)
  const stored = async () =>
    JSON.parse((await b.snapshot())['apps']?.split('\n').find((it) => it.includes(APP)) ?? '{}') as { settings: string }
  await page.goto(`/console/applications/${APP}`)
  await page.getByRole('tab', { name: 'Access' }).click()
  await page.getByText('No rule: everybody who can sign in to the tenant is let in.').waitFor()
  await page.getByRole('button', { name: 'Add a rule' }).click()
  await page.getByLabel('Name, for the audit trail').fill('Only from the office')
  await choose(page, 'Ways of signing in', 'password')
  const addresses = page.getByRole('combobox', { name: 'Network addresses' })
  await addresses.fill('10.0.0.0/8')
  await addresses.press('Enter')
  await addresses.fill('office')
  await addresses.press('Enter')
  await page.getByLabel('For all other addresses').click()
  await page.getByText('Everybody signing in by password from anywhere but 10.0.0.0/8 and office: refused.').waitFor()
  await checkAccess(page)
  await page.getByRole('button', { name: 'Save' }).click()
  await page
    .locator('#settings_access_rules_0_addresses_help')
    .getByText(/^2: expected an IP address/)
    .waitFor()
  await addresses.press('Backspace')
  await page.getByLabel('Only at certain hours').click()
  await page.getByLabel('From').fill('22:00')
  await page.getByLabel('To', { exact: true }).fill('00:00')
  await page.getByText(/from anywhere but 10\.0\.0\.0\/8 between 22:00 and 24:00 \(UTC\+00:00\): refused\./).waitFor()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.').waitFor()
  const { access_rules } = JSON.parse((await stored()).settings) as { access_rules: object[] }
  assert.deepEqual(access_rules, [
    {
      name: 'Only from the office',
      decision: 'deny',
      methods: ['pwd'],
      addresses: ['10.0.0.0/8'],
      outside: true,
      hours: { from: 1320, to: 1440 },
    },
  ])
  await page.reload()
  await page.getByRole('tab', { name: 'Access' }).click()
  await page.getByText(/from anywhere but 10\.0\.0\.0\/8 between 22:00 and 24:00/).waitFor()
})

test('e-mail is seen as it arrives, in every language; a long text message says how many parts; an own text is taken back', async () => {
  await using b = await bench()
  const { id } = await tenantOf(b)
  await updateTenant(b.ctx, {
    id,
    name: DEFAULT_TENANT,
    settings: { sms: { texts: { LOGIN_SMS: { en: 'Own {code}' }, REGISTER_SMS: { en: 'R {code}' } } } },
  })
  b.clock.now += 2000
  await using visitor = await visit(await b.bowline.listen())
  const { page } = visitor
  await open(b, page, 'E-mail texts')
  const letter = page.frameLocator('iframe')
  await letter.getByText('123456').waitFor()
  await page.getByText('Your code to sign in: default').waitFor()
  // In a frame that may do nothing; its styles are let through by the policy, which the visitor's console would tell of.
  assert.equal(await page.locator('iframe').getAttribute('sandbox'), '')
  assert.equal(await letter.locator('body').evaluate((it) => getComputedStyle(it).fontFamily), 'sans-serif')
  await checkAccess(page)
  await choose(page, 'Language', 'zh-TW')
  await letter.getByText(/驗證碼/).waitFor()
  await choose(page, 'Kind of e-mail', 'NOTICE.mobile_changed', 'mobile')
  await letter.getByRole('link', { name: /\/undo\?token=sample$/ }).waitFor()

  await page.getByRole('tab', { name: 'SMS texts' }).click()
  const text = page.getByLabel('LOGIN_SMS en')
  await page.getByText('Own 123456').waitFor()
  await text.fill(`{code}${'x'.repeat(170)}`)
  await page.getByText(/too long for one message, it is sent in 2 parts/).waitFor()
  await text.fill('')
  await page.getByRole('tabpanel', { name: 'SMS texts' }).getByRole('button', { name: 'Save' }).click()
  await page.getByText('Own 123456').waitFor({ state: 'detached' })
  assert.deepEqual((await smsOf(b)).texts, { REGISTER_SMS: { en: 'R {code}' } })
})

test('narrow, in Chinese and in the dark: the same pages, the faults in the language of the reader', async () => {
  await using b = await bench()
  const look: Look = { language: 'zh-CN', wide: false, dark: true }
  await using visitor = await visit(await b.bowline.listen(), look)
  const { page } = visitor
  await open(b, page, '路由与价格', look)
  await page.getByRole('button', { name: '添加规则' }).click()
  await choose(page, '号码所属国家和地区', '中国 (CN)', '中国')
  await page.getByRole('button', { name: /^保\s?存$/ }).click()
  await page.locator('#sms_routes_0_gateways_help').getByText('应为1到20项的列表，实际有0项').waitFor()
  await choose(page, /网关，按先后顺序/, /^inbox/)
  await page.getByText('发往中国号码的短信走inbox。').waitFor()
  await checkAccess(page)
  assert.ok((await overflow(page)) <= 0)
  await page.getByRole('button', { name: /^保\s?存$/ }).click()
  await page.getByText('已保存。', { exact: true }).waitFor()
  assert.deepEqual((await smsOf(b)).routes, [{ countries: ['CN'], gateways: ['inbox'] }])
  for (const tab of ['邮件文案', '短信文案', '限制']) {
    await page.getByRole('tab', { name: tab }).click()
    await page.waitForFunction(() => !document.querySelector('.ant-skeleton, .ant-spin-spinning'))
    await checkAccess(page)
    assert.ok((await overflow(page)) <= 0, tab)
  }
  await page.goto(`/console/applications/${APP}`)
  await page.getByRole('tab', { name: '访问' }).click()
  await page.getByRole('button', { name: '添加规则' }).click()
  await page.getByText('所有人：拒绝登录。').waitFor()
  await checkAccess(page)
  assert.ok((await overflow(page)) <= 0)
})
