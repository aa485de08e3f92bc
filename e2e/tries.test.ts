import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { startOAuthDouble } from '../server/social/connectors/oauth2.double.ts'
import { bench, type Bench } from '../server/testing.ts'
import { firstRun } from './administrator.ts'
import { checkAccess, closeBrowser, type Look, picture, visit, type Visitor } from './browser.ts'

after(closeBrowser)

/** Nothing of anybody but the administrators, and of the tries themselves. */
async function rowsOf(b: Bench) {
  const { sourceTries: _, adminSessions: _sessions, administrators: _people, adminLinks: _links, ...rows } = await b.snapshot()
  return rows
}

/** Presses "Try it": the window that opens. */
async function begin({ context, page }: Visitor, name: RegExp): Promise<Page> {
  const [opened] = await Promise.all([context.waitForEvent('page'), page.getByRole('button', { name }).click()])
  opened.setDefaultTimeout(15_000)
  return opened
}

async function checkWidth(page: Page) {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.ok(overflow <= 0, `the page is ${overflow} px wider than its window`)
}

const looks = [
  { language: 'en', wide: true },
  { language: 'zh-CN', wide: false, dark: true },
] satisfies Look[]

for (const look of looks) {
  test(`a try goes to the provider’s page and back, step by step, and leaves nothing behind (${look.language})`, async () => {
    await using b = await bench()
    await using visitor = await visit(await b.bowline.listen(), look)
    const { page } = visitor
    const [name, anew, over, said, no] =
      look.language === 'en'
        ? ([/^Try it$/, /^Try it again$/, 'The try is over.', 'Continue', 'Say no'] as const)
        : // The library parts two such letters.
          ([/^试\s?用$/, /^再试一次$/, '试用已结束。', '继续', '拒绝授权'] as const)
    await firstRun(b, page, look)
    await page.goto('/console/sources/sandbox')
    await page.getByRole('button', { name }).waitFor()
    const before = await rowsOf(b)
    const opened = await begin(visitor, name)
    await opened.locator('#code').fill('sandbox:alice;nickname=Alice;mobile=+8615912345678;mobile_verified=true;email=alice@example.com')
    await checkAccess(opened)
    await opened.getByRole('button', { name: said, exact: true }).click()
    await opened.waitForURL(/\/console\/sources\/sandbox\/tries\/\w+\?tenant=\w+$/)
    await opened.getByText('+86-159****5678').waitFor()
    assert.ok(!opened.url().includes('#'), 'the code is gone from the address')
    await checkAccess(opened)
    await checkWidth(opened)
    // The page that began it hears of it by itself.
    await page.getByText('+86-159****5678').waitFor()
    await page.getByText(over).waitFor()
    await page.getByText('SOCIAL_BIND').waitFor()
    assert.ok(!(await page.locator('#content').innerText()).includes('15912345678'))
    await checkAccess(page)
    await checkWidth(page)
    await page.getByText(over).scrollIntoViewIfNeeded()
    await picture(page, `try-${look.language}`)
    // Looked at again, it is read and not answered again.
    await opened.reload()
    await opened.getByText('+86-159****5678').waitFor()
    await opened.close()

    const refusing = await begin(visitor, anew)
    await refusing.getByRole('button', { name: no }).click()
    await refusing.getByText('access_denied').waitFor()
    await page.getByText('access_denied').waitFor()
    await checkAccess(page)
    assert.deepEqual(await rowsOf(b), before)
  })
}

test('a provider on another site, in another tenant than the console begins with: the sign-in of the console is there again', async () => {
  await using b = await bench()
  const origin = await b.bowline.listen()
  const callback = `${origin}/tenants/${b.tenant.id}/login/social/shop/callback`
  const double = await startOAuthDouble({ clientId: 'bowline', clientSecret: 'sesame', redirectUris: [callback], now: () => b.clock.now })
  after(double.close)
  // Another host than that of the console: what browsers keep from other sites is kept.
  const pages = createServer((request, reply) => {
    const { code, state } = double.consent(`http://localhost${request.url}`, { sub: 'person-1', name: 'Ann' })
    const back = `${callback}?${new URLSearchParams({ code, state })}`
    reply
      .writeHead(200, { 'content-type': 'text/html' })
      .end(`<!doctype html><title>Provider</title><a href="${back.replaceAll('&', '&amp;')}">Agree</a>`)
  })
  await new Promise<void>((resolve) => void pages.listen(0, 'localhost', resolve))
  after(() => pages.close())
  await b.addSource({
    id: 'shop',
    connector: 'oauth2',
    name: 'Shop',
    settings: {
      client_id: 'bowline',
      client_secret: 'sesame',
      authorization_url: `http://localhost:${(pages.address() as AddressInfo).port}/authorize`,
      token_url: `${double.url}/token`,
      userinfo_url: `${double.url}/me`,
      subject_attribute: 'sub',
      nickname_attribute: 'name',
    },
  })
  await using visitor = await visit(origin)
  const { page } = visitor
  await firstRun(b, page)
  await page.goto(`/console/sources/shop?tenant=${b.tenant.id}`)
  await page.getByText(callback).waitFor()
  const opened = await begin(visitor, /^Try it$/)
  await opened.getByRole('link', { name: 'Agree' }).click()
  await opened.getByText('person-1').waitFor()
  await page.getByText('person-1').waitFor()
  await page.getByText('from name').waitFor()

  // Somebody else's browser, with the very address: nobody is signed in there, and nothing is asked.
  const again = await begin(visitor, /^Try it again$/)
  const link = (await again.getByRole('link', { name: 'Agree' }).getAttribute('href')) ?? ''
  await again.close()
  const asked = double.seen.length
  await using stranger = await visit(origin)
  await stranger.page.goto(link)
  await stranger.page.getByRole('heading', { name: 'Sign in to the console' }).waitFor()
  assert.equal(double.seen.length, asked)
})
