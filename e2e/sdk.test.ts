/** The client library as a browser application has it: bundled, on a page of another origin than the server's. */
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { build } from 'vite'
import { updateApp } from '../server/apps/index.ts'
import { CALLBACK, open, relyOn, signedIn } from '../server/oauth/relying.double.ts'
import { bench, type Bench } from '../server/testing.ts'
import type * as client from '../sdk/index.ts'
import { closeBrowser, visit } from './browser.ts'

const MOBILE = '15912345678'

/** The page's site: 127.0.0.1 is another origin than localhost, where the server is, and so is every port. */
const site = createServer((request, reply) => {
  const [type, body] = request.url === '/client.js' ? ['text/javascript', bundle] : ['text/html', '<!doctype html><title>Shop</title>']
  reply.writeHead(200, { 'content-type': type }).end(body)
})
let bundle = ''
let shop = ''
before(async () => {
  const entry = join(import.meta.dirname, '../sdk/index.ts')
  const made = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, lib: { entry, formats: ['es'], fileName: 'client' } },
  })
  const [{ output }] = made as unknown as [{ output: { type: string; code: string }[] }]
  bundle = output[0]?.code ?? ''
  await new Promise<void>((done) => site.listen(0, '127.0.0.1', done))
  shop = `http://127.0.0.1:${(site.address() as AddressInfo).port}`
})
after(async () => {
  site.close()
  site.closeAllConnections()
  await closeBrowser()
})

type Global = { bowline: client.Bowline; failed(work: () => Promise<unknown>): Promise<{ code: string; status: number; message: string }> }

/** A page of the site with a client of this application in it. */
async function createClient(page: Page, b: Bench, baseUrl: string, clientId = b.clientId) {
  await page.goto(shop)
  await page.evaluate(
    async ({ from, ...given }) => {
      const { createBowline, keepFingerprint, BowlineError } = (await import(from)) as typeof client
      const device = { system: 'Browser', fingerprint: await keepFingerprint(localStorage), agent: navigator.userAgent }
      Object.assign(window, {
        bowline: createBowline({ ...given, device, storage: localStorage, language: 'en' }),
        failed: async (work: () => Promise<unknown>) => {
          const reason = await work().catch((it: unknown) => it)
          if (!(reason instanceof BowlineError)) throw new Error(`not refused: ${JSON.stringify(reason)}`)
          return { code: reason.code, status: reason.status, message: reason.message }
        },
      })
    },
    { from: `${shop}/client.js`, baseUrl, clientId },
  )
}

test('from an unknown social account to a session, from a page of another origin; what is refused is read', async () => {
  await using b = await bench({ app: { origins: [shop] }, settings: { sms: { cooldown: 1 } } })
  const base = await b.bowline.listen()
  assert.notEqual(new URL(base).hostname, new URL(shop).hostname)
  b.clock.now = Date.now()
  await b.addUser({ userName: 'wang', mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  await using visitor = await visit(shop, { elsewhere: [base] })
  const { page, context } = visitor
  await createClient(page, b, base)
  const state_token = await page.evaluate(async (mobile) => {
    const { bowline } = window as unknown as Global
    const reply = await bowline.post('/login/social', { source: 'sandbox', code: 'sandbox:stranger' })
    if (reply.status !== 'SOCIAL_BIND') throw new Error(reply.status)
    const challenge_answer = await bowline.work(mobile)
    await bowline.post('/sms/send', { mobile, type: 'BIND_MOBILE_SMS', challenge_answer }, { state_token: reply.state_token })
    return reply.state_token
  }, MOBILE)
  const verify_code = b.code(`+86${MOBILE}`)
  assert.match(verify_code, /^\d{6}$/)
  const seen = await page.evaluate(
    async ({ mobile, verify_code, state_token }) => {
      const { bowline, failed } = window as unknown as Global
      const body = { mobile, verify_code: verify_code === '000000' ? '000001' : '000000' }
      const wrong = await failed(() => bowline.post('/social/bind', body, { state_token }))
      const { status } = await bowline.post('/social/bind', { mobile, verify_code }, { state_token })
      const { user_name } = await bowline.get('/profile')
      await bowline.get('/logout')
      return { wrong, status, user_name, after: await bowline.session.current(), unsigned: await failed(() => bowline.get('/profile')) }
    },
    { mobile: MOBILE, verify_code, state_token },
  )
  assert.deepEqual([seen.wrong.code, seen.wrong.status], ['CAPTCHA.0007', 400], 'the refusal is read, not only that there is one')
  assert.match(seen.wrong.message, /4/)
  assert.deepEqual([seen.status, seen.user_name, seen.after], ['SUCCESS', 'wang', undefined])
  assert.ok(seen.unsigned.code)
  assert.deepEqual(await context.cookies(), [], 'no cookie was ever set')
})

test('a page whose origin is not listed, or is another application’s, reads nothing and does nothing', async (t) => {
  await using b = await bench({ app: { origins: [] } })
  const base = await b.bowline.listen()
  await using visitor = await visit(shop, { elsewhere: [base] })
  // A page of its own: that a browser complains of it is what is expected here.
  const page = await visitor.context.newPage()
  const ask = async () => {
    const before = await b.snapshot()
    const seen = await page.evaluate(async () => {
      const { bowline, failed } = window as unknown as Global
      return {
        date: await failed(() => bowline.get('/server-date')),
        login: await failed(() => bowline.post('/login/social', { source: 'sandbox', code: 'sandbox:stranger' })),
      }
    })
    assert.deepEqual([seen.date.code, seen.login.code], ['CLIENT.NETWORK', 'CLIENT.NETWORK'])
    assert.deepEqual(await b.snapshot(), before)
  }
  await createClient(page, b, base)
  await t.test('of nobody', ask)
  const other = await b.addTenant('other', undefined, { origins: [shop] })
  await t.test('of an application of another tenant: the browser goes on, the call is refused', ask)
  await t.test('and it may call its own', async () => {
    await createClient(page, b, base, other.clientId)
    const date = await page.evaluate(async () => (window as unknown as Global).bowline.get('/server-date'))
    assert.ok(date)
  })
  await t.test('listed now: the call goes through', async () => {
    await updateApp(b.ctx, b.tenant.id, b.clientId, { name: 'Test', settings: { origins: [shop] } })
    await createClient(page, b, base)
    assert.ok(await page.evaluate(async () => (window as unknown as Global).bowline.get('/server-date')))
  })
})

test('a single-page application signs in by OpenID Connect: finds, redeems, asks who it is, revokes', async () => {
  await using b = await bench()
  const base = await open(b)
  const clientId = await b.addApp({ redirect_uris: [CALLBACK], origins: [shop], oauth: { refresh_token_lifetime: 3600 } })
  const { begin, issuer } = await relyOn(b, base, clientId)
  const { url, checks } = await begin()
  const back = await (await signedIn(b, base)).follow(url)
  await using visitor = await visit(shop, { elsewhere: [base] })
  await visitor.page.goto(shop)
  const seen = await visitor.page.evaluate(
    async ({ issuer, ...form }) => {
      type Json = Record<string, string>
      const json = async (answer: Promise<Response>) => (await (await answer).json()) as Json
      const post = (to: string | undefined, form: Json) => fetch(String(to), { method: 'POST', body: new URLSearchParams(form) })
      const found = await json(fetch(`${issuer}/.well-known/openid-configuration`))
      const keys = await json(fetch(String(found['jwks_uri'])))
      const { client_id } = form
      const tokens = await json(post(found['token_endpoint'], { grant_type: 'authorization_code', ...form }))
      const user = () => fetch(String(found['userinfo_endpoint']), { headers: { authorization: `Bearer ${tokens['access_token']}` } })
      const before = await json(user())
      const revoked = await post(found['revocation_endpoint'], { client_id, token: String(tokens['refresh_token']) })
      const after = await user()
      const again = post(found['token_endpoint'], {
        client_id,
        grant_type: 'refresh_token',
        refresh_token: String(tokens['refresh_token']),
      })
      const fault = (await after.json()) as Json
      return {
        name: before['userName'],
        statuses: [revoked.status, after.status],
        errors: [fault['error'], (await json(again))['error']],
        keys: keys['keys']?.length,
      }
    },
    {
      issuer,
      client_id: clientId,
      code: String(back.searchParams.get('code')),
      redirect_uri: CALLBACK,
      code_verifier: checks.pkceCodeVerifier,
    },
  )
  assert.deepEqual(seen, { name: 'wang', statuses: [200, 401], errors: ['unauthorized', 'invalid_grant'], keys: seen.keys })
  assert.ok(Number(seen.keys) > 0)
})
