import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bench } from '../server/testing.ts'
import { checkAccess, closeBrowser, type Look, picture, visit } from './browser.ts'

after(closeBrowser)

const MOBILE = '15912345678'
const words = {
  en: { go: /Continue with Sandbox/, next: 'Continue', send: 'Send a code', join: 'Join the two' },
  'zh-CN': { go: /Sandbox/, next: '继续', send: '发送验证码', join: /绑定|关联|合并/ },
}

for (const look of [
  { language: 'en', wide: true, script: true },
  { language: 'zh-CN', wide: false, dark: true, script: true },
  { language: 'en', wide: false, script: false },
] satisfies Look[]) {
  const name = `${look.language}, ${look.wide ? 'wide' : 'narrow'}, ${look.script ? 'with' : 'without'} script`
  test(`the whole bind journey through the hosted pages (${name})`, async () => {
    await using b = await bench()
    b.clock.now = Date.now()
    const origin = await b.bowline.listen()
    // Where the application would be: an address that answers, and is not elsewhere.
    const back = `${origin}/healthz`
    const clientId = await b.addApp({ redirect_uris: [back] })
    await b.addUser({ userName: 'wang', mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
    await using visitor = await visit(origin, look)
    const { page } = visitor
    const { go, next, send, join } = words[look.language]
    const look1 = async () => {
      if (look.script) await checkAccess(page)
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      assert.ok(overflow <= 0, `${page.url()} is ${overflow} px too wide`)
    }

    await page.goto(`/tenants/${b.tenant.id}/login?client_id=${clientId}&redirect_uri=${encodeURIComponent(back)}`)
    await look1()
    if (look.script && look.wide) await picture(page, 'login-en')
    await page
      .getByRole('button', { name: go })
      .or(page.getByRole('link', { name: go }))
      .first()
      .click()
    await page.locator('input[name=code]').fill('sandbox:alice;nickname=Alice Liddell')
    await look1()
    await page.getByRole('button', { name: next }).click()
    await page.locator('input[name=target]').fill(MOBILE)
    await look1()
    if (look.script && look.wide) await picture(page, 'bind-en')
    await page.getByRole('button', { name: send }).click()
    await page.locator('input[name=code]').fill('000000')
    await look1()
    await page.getByRole('button', { name: join }).click()
    // A wrong one is told beside its field, and the way goes on.
    await page.locator('[aria-invalid=true]').first().waitFor()
    await look1()
    await page.locator('input[name=code]').fill(b.code(`+86${MOBILE}`))
    await page.getByRole('button', { name: join }).click()
    await page.waitForURL(/\/healthz\?.*sso_ticket=/)
    // Now they are known, and see what is theirs.
    await page.goto(`/tenants/${b.tenant.id}/account?client_id=${clientId}`)
    await page.getByText('Alice Liddell').first().waitFor()
    await look1()
    if (look.script && !look.wide) await picture(page, 'account-zh-CN')
  })
}
