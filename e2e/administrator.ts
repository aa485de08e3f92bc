/** Somebody in front of the console. */
import type { Page } from 'playwright-core'
import { createFirstRunLink } from '../server/administrators/index.ts'
import type { Bench } from '../server/testing.ts'
import { checkAccess, type Look } from './browser.ts'

export const PASSWORD = 'a long enough secret 42'

/** The first administrator, made as the greeting of the server says: by its one-time link. */
export async function firstRun(b: Bench, page: Page, look: Look = {}): Promise<void> {
  await page.goto((await createFirstRunLink(b.ctx)) ?? '')
  const zh = look.language === 'zh-CN'
  await page.getByLabel(zh ? '邮箱' : 'E-mail').fill('owner@example.com')
  await page.getByLabel(zh ? '您的姓名' : 'Your name').fill('Olive')
  await page.getByLabel(zh ? '设置密码' : 'Choose a password').fill(PASSWORD)
  await checkAccess(page)
  await page.locator('button[type=submit]').click()
  await page.getByRole('navigation').or(page.getByRole('banner')).first().waitFor()
}
