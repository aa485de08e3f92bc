import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bench } from '../server/testing.ts'
import { firstRun } from './administrator.ts'
import { checkAccess, closeBrowser, picture, visit } from './browser.ts'

after(closeBrowser)

test('a person is found, their bound account is untied, and the next sign-in with it is somebody unknown', async () => {
  await using b = await bench()
  await using visitor = await visit(await b.bowline.listen())
  const { page } = visitor
  // The demo of the default tenant binds an account, as an application would.
  const demo = { 'x-client-id': 'DemoAppDemoAppDemoAppDemoApp2026' }
  const enter = async () => (await b.post('/login/social', { source: 'sandbox', code: 'sandbox:alice' }, demo)).body
  const state = { ...demo, 'x-state-token': String((await enter())['state_token']) }
  const captcha_token = await b.solve('13800138000', demo)
  await b.post('/sms/send', { mobile: '13800138000', type: 'BIND_MOBILE_SMS', captcha_token }, state)
  const bound = await b.post('/social/bind', { mobile: '13800138000', verify_code: b.code('+8613800138000') }, state)
  assert.equal(bound.body['status'], 'SUCCESS', bound.text)

  await firstRun(b, page)
  await page.getByRole('link', { name: 'Users' }).click()
  await page.getByRole('searchbox').or(page.getByPlaceholder('The beginning of')).first().fill('13800')
  await page.getByRole('button', { name: /Demo User/ }).click()
  await page.getByRole('heading', { level: 1, name: 'Demo User' }).waitFor()
  await page.getByText('Sandbox').first().waitFor()
  await checkAccess(page)
  await picture(page, 'person-en')
  await page.getByRole('button', { name: 'Unbind', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  await checkAccess(page)
  await dialog.getByRole('button', { name: 'Unbind' }).click()
  await page.getByText('No social account is bound.').waitFor()
  assert.equal((await enter())['status'], 'SOCIAL_BIND')
  // What was done is there, with who did it.
  await page.getByText('admin/user-unbind').first().waitFor()
})

test('a list with bad rows is looked through, and the good ones come in', async () => {
  await using b = await bench()
  await using visitor = await visit(await b.bowline.listen())
  const { page } = visitor
  await firstRun(b, page)
  await page.goto('/console/users/import')
  const csv = [
    'user_name,name,mobile,mobile_verified',
    'wang,Wang,+8613900000001,yes',
    'li,Li,12,yes',
    'wang,Wang again,+8613900000002,yes',
    'zhao,Zhao,+8613900000003,no',
  ].join('\n')
  await page.locator('input[type=file]').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
  await page.getByText(/2 of 4 lines are good/).waitFor()
  await checkAccess(page)
  await picture(page, 'import-en')
  await page.getByRole('checkbox', { name: 'Leave out the lines with faults' }).check()
  await page.getByRole('button', { name: 'Import 2 people' }).click()
  await page.getByText('2 of 2 people were made.').waitFor()
  await page.goto('/console/users')
  await page.getByText('+86-13900000003').waitFor()
})
