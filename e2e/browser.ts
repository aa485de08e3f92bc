/**
 * A real Chromium in front of a real server: both end with the test. Nothing leaves the loopback address; a page that asks anybody else
 * for anything, or whose console shows an error, fails its test.
 */
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import chromium from '@sparticuz/chromium'
import { type Browser, type BrowserContext, chromium as playwright, type Page } from 'playwright-core'

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
let browser: Promise<Browser> | undefined

/** One browser for a file of tests. */
function launch(): Promise<Browser> {
  browser ??= chromium.executablePath().then((executablePath) =>
    playwright.launch({
      executablePath,
      // The package's own list switches the same-origin policy off, and puts all pages into one process: neither is what people have.
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-component-update'],
      headless: true,
    }),
  )
  return browser
}
export const closeBrowser = async (): Promise<void> => void (await (await browser)?.close())

export type Look = {
  wide?: boolean
  dark?: boolean
  language?: 'en' | 'zh-CN' | 'zh-TW'
  script?: boolean
  /** Another width of the window, px. */
  width?: number
  /** Origins of others that people are sent to: a provider's. */
  elsewhere?: string[]
}
export type Visitor = { page: Page; context: BrowserContext; [Symbol.asyncDispose](): Promise<void> }

/** Somebody with a browser of their own: no cookie of anybody else. `origin`: where the server under test is. */
export async function visit(origin: string, look: Look = {}): Promise<Visitor> {
  const { wide = true, dark = false, language = 'en', script = true, width, elsewhere = [] } = look
  const context = await (
    await launch()
  ).newContext({
    baseURL: origin,
    viewport: wide ? { width: width ?? 1280, height: 900 } : { width: width ?? 360, height: 740 },
    colorScheme: dark ? 'dark' : 'light',
    locale: language,
    javaScriptEnabled: script,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const faults: string[] = []
  page.on('request', (request) => {
    const url = request.url()
    if (![origin, ...elsewhere].some((it) => url.startsWith(it)) && !/^(data|blob|about):/.test(url)) faults.push(`asked ${url}`)
  })
  page.on('pageerror', (error) => faults.push(`threw ${error.message}`))
  // A refusal that the page shows is written to the console by the browser itself.
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) faults.push(message.text())
  })
  return {
    page,
    context,
    async [Symbol.asyncDispose]() {
      await context.close()
      assert.deepEqual(faults, [], 'what the page did that it should not')
    },
  }
}

type Violation = { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }

/** WCAG 2.2 A and AA and the best practices, as far as a program can tell: nothing is left over. */
export async function checkAccess(page: Page): Promise<void> {
  // Past the page's own policy: the checker is not part of it.
  await page.evaluate(await readAxe())
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } }
    return (await axe.run()).violations.map(
      ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((it) => it.html.slice(0, 160)).join(' | ')}`,
    )
  })
  assert.deepEqual(violations, [], page.url())
}
const readAxe = async () => (await import('node:fs/promises')).readFile(axe, 'utf8')

const PICTURES = join(import.meta.dirname, '../docs/screenshots')

/** Kept for the README when SCREENSHOTS=1; a test never compares pictures. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env['SCREENSHOTS'] !== '1') return
  mkdirSync(PICTURES, { recursive: true })
  await page.screenshot({ path: join(PICTURES, `${name}.png`) })
}
