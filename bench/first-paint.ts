/**
 * npm run bench -- --first-paint [--turns 15]
 *
 * How long until somebody sees the sign-in page on a slow telephone: an application's authorization request, led to the page, until
 * the first of its text is painted (Paint Timing, first-contentful-paint; redirects count). A real Chromium, slowed down by its own
 * means: 1.6 Mbit/s down, 750 kbit/s up, 150 ms for each question and answer, a processor four times slower; nothing in its cache.
 * The server is warm: the slow one is the telephone.
 *
 * Fails when the median is over a second.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'
import { createBowline } from '../server/app.ts'
import { readConfig } from '../server/config.ts'
import { createLog } from '../server/log.ts'
import { DEMO } from '../server/sandbox/demo.ts'
import { median } from './report.ts'

const MOST = 1000
const SLOW = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 }
const SLOWER = 4
const PHONE = { width: 360, height: 740 }

type Opened = { paint: number; bytes: number; asked: string[] }

export async function runFirstPaint(turns: number, say: (text: string) => void): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'bowline-bench-'))
  const config = readConfig({ BOWLINE_DATA: folder, BOWLINE_PORT: '0', BOWLINE_LOG_LEVEL: 'error' })
  const bowline = await createBowline(config, { log: createLog('error') })
  const browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-component-update'],
    headless: true,
  })
  try {
    const asked = new URLSearchParams({
      response_type: 'code',
      client_id: DEMO.clientId,
      redirect_uri: 'http://localhost:3000/callback',
      scope: 'openid',
    })
    const url = `${await bowline.listen()}/api/v1/oauth2/authorize?${asked}`
    await open(browser, url)
    const opened: Opened[] = []
    while (opened.length < turns) opened.push(await open(browser, url))
    const paints = opened.map((it) => it.paint)
    const [first] = opened
    say(`first paint of the sign-in page on a slow telephone, of ${turns}: median ${median(paints).toFixed(0)} ms, `)
    say(`worst ${Math.max(...paints).toFixed(0)} ms; ${((first?.bytes ?? 0) / 1024).toFixed(1)} KB in ${first?.asked.length} answers:\n`)
    for (const it of first?.asked ?? []) say(`  ${it}\n`)
    if (median(paints) <= MOST) return 0
    say(`more than ${MOST} ms\n`)
    return 1
  } finally {
    await browser.close()
    await bowline.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Somebody who was never here: a browser context of its own has no cache, no cookies and no connection. */
async function open(browser: Browser, url: string): Promise<Opened> {
  const context = await browser.newContext({ viewport: PHONE, deviceScaleFactor: 2, isMobile: true, hasTouch: true })
  try {
    const page = await context.newPage()
    const cdp = await context.newCDPSession(page)
    let bytes = 0
    const asked: string[] = []
    cdp.on('Network.requestWillBeSent', ({ request, redirectResponse, type }) => {
      bytes += redirectResponse?.encodedDataLength ?? 0
      if (request.url.startsWith('http')) asked.push(`${type} ${new URL(request.url).pathname}`)
    })
    cdp.on('Network.loadingFinished', ({ encodedDataLength }) => void (bytes += encodedDataLength))
    await cdp.send('Network.enable')
    await cdp.send('Network.emulateNetworkConditions', SLOW)
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
    await page.goto(url, { waitUntil: 'load' })
    const paint = await page.evaluate<number>(`new Promise((resolve) =>
      new PerformanceObserver((list) => resolve(list.getEntriesByName('first-contentful-paint')[0].startTime))
        .observe({ type: 'paint', buffered: true }))`)
    const title = await page.title()
    if (!title.startsWith('Sign in')) throw new Error(`this is another page: ${title}`)
    return { paint, bytes, asked }
  } finally {
    await context.close()
  }
}
