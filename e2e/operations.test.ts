import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { TOTP, URI } from 'otpauth'
import { bench, type Bench } from '../server/testing.ts'
import { DEFAULT_TENANT, findTenantOfName, updateTenant } from '../server/tenants/index.ts'
import { firstRun, PASSWORD } from './administrator.ts'
import { checkAccess, closeBrowser, picture, visit } from './browser.ts'

after(closeBrowser)

const HOUR = 3_600_000
const demo = { 'x-client-id': 'DemoAppDemoAppDemoAppDemoApp2026' }
const MOBILE = '13800138000'

/** Somebody nobody knows signs in with the demo, and comes so far. */
async function come(b: Bench, name: string, far: 'unknown' | 'sent' | 'bound'): Promise<void> {
  const entered = await b.post('/login/social', { source: 'sandbox', code: `sandbox:${name}` }, demo)
  if (far === 'unknown') return
  const state = { ...demo, 'x-state-token': String(entered.body['state_token']) }
  b.clock.now += 61_000
  const captcha_token = await b.solve(MOBILE, demo)
  const sent = await b.post('/sms/send', { mobile: MOBILE, type: 'BIND_MOBILE_SMS', captcha_token }, state)
  assert.equal(sent.status, 200, sent.text)
  if (far === 'sent') return
  const bound = await b.post('/social/bind', { mobile: MOBILE, verify_code: b.code(`+86${MOBILE}`) }, state)
  assert.equal(bound.body['status'], 'SUCCESS', bound.text)
}

test('the overview shows how far people came, and the firewall what it refused and why', async () => {
  await using b = await bench()
  for (let hour = 0; hour < 8; hour++) {
    b.clock.now += HOUR
    if (hour < 3) await come(b, `bound${hour}`, 'bound')
    if (hour < 5) await come(b, `sent${hour}`, 'sent')
    for (let n = 0; n <= hour; n++) await come(b, `bound${n % 3}`, 'unknown')
    for (let n = 0; n < 3; n++) await come(b, `unknown${hour}${n}`, 'unknown')
  }
  // Only numbers at home are served: one from elsewhere is refused before anything is spent.
  const tenant = await findTenantOfName(b.ctx, DEFAULT_TENANT)
  await updateTenant(b.ctx, { id: tenant?.id ?? '', name: DEFAULT_TENANT, settings: { countries: ['CN'] } })
  b.clock.now += 2000
  const captcha_token = await b.solve('+447911123456', demo)
  const refused = await b.post('/sms/send', { mobile: '+447911123456', type: 'LOGIN_SMS', captcha_token }, demo)
  assert.equal(refused.body['error_code'], 'BOWLINE.SMS.0005', refused.text)

  await using visitor = await visit(await b.bowline.listen())
  const { page } = visitor
  await firstRun(b, page)
  await page.getByText('From unknown to bound').first().waitFor()
  await page.getByRole('img', { name: 'Journeys by the hour' }).waitFor()
  await checkAccess(page)
  await picture(page, 'overview-en')
  await page.getByRole('link', { name: 'SMS and e-mail' }).click()
  await page.getByRole('tab', { name: 'Firewall' }).click()
  await page.getByText('Countries that are served').first().waitFor()
  await page
    .getByText(/a country that is not served/)
    .first()
    .waitFor()
  await checkAccess(page)
  await picture(page, 'firewall-en')
})

test('a session that is ended in the console is dead in the application', async () => {
  await using b = await bench()
  await come(b, 'alice', 'bound')
  const again = await b.post('/login/social', { source: 'sandbox', code: 'sandbox:alice' }, demo)
  const own = { ...demo, authorization: `Bearer ${String(again.body['id_token'])}` }
  assert.equal((await b.get('/social', own)).status, 200)
  await using visitor = await visit(await b.bowline.listen())
  const { page } = visitor
  await firstRun(b, page)
  await page.goto('/console/users')
  await page.getByRole('button', { name: /Demo User/ }).click()
  await page.getByRole('button', { name: 'End all' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End this session' }).click()
  await page.getByText('Signed in nowhere.').waitFor()
  assert.equal((await b.get('/social', own)).status, 400)
})

test('an administrator sets up an authenticator, and is asked for its code from then on', async () => {
  await using b = await bench()
  await using visitor = await visit(await b.bowline.listen())
  const { page } = visitor
  await firstRun(b, page)
  await page.goto('/console/account')
  await page.getByRole('button', { name: 'Set up' }).click()
  const secret = await page.getByRole('dialog').locator('.mono').innerText()
  await checkAccess(page)
  const codeAt = (at: number) => (URI.parse(`otpauth://totp/x?secret=${secret.trim()}&issuer=x`) as TOTP).generate({ timestamp: at })
  await page.getByLabel('Six digits').fill(codeAt(b.clock.now))
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByText('A code is asked for at every sign-in.').waitFor()
  await page.getByRole('button', { name: 'Olive' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByLabel('E-mail').fill('owner@example.com')
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('heading', { name: 'Second factor' }).waitFor()
  await checkAccess(page)
  b.clock.now += 31_000
  await page.getByLabel('Six digits').fill(codeAt(b.clock.now))
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'My account' }).waitFor()
})

test('a setting is changed by its form, holds with the next call, and a second administrator who is late is told', async () => {
  await using b = await bench()
  await using visitor = await visit(await b.bowline.listen())
  const { page, context } = visitor
  await firstRun(b, page)
  await page.goto('/console/security')
  const late = await context.newPage()
  await late.goto('/console/security')
  const least = (it: typeof page) => it.locator('#password_min_length')
  await least(late).fill('11')
  await least(page).fill('12')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.').waitFor()
  const tenant = await findTenantOfName(b.ctx, DEFAULT_TENANT)
  assert.equal(tenant?.settings.password.min_length, 12)
  await late.getByRole('button', { name: 'Save' }).click()
  await late.getByText(/Somebody else has changed this/).waitFor()
  assert.equal((await findTenantOfName(b.ctx, DEFAULT_TENANT))?.settings.password.min_length, 12)
  // What was typed is not lost by a click beside it.
  await late.getByRole('link', { name: 'Users' }).click()
  await late.getByText(/changes that are not saved/).waitFor()
  await late.getByRole('button', { name: 'Stay' }).click()
  assert.equal(await least(late).inputValue(), '11')
  await late.getByRole('button', { name: 'Load their version' }).click()
  await late.waitForFunction(() => document.querySelector<HTMLInputElement>('#password_min_length')?.value === '12')
})
