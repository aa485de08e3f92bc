import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import test from 'node:test'
import { updateApp } from '../apps/index.ts'
import { bench } from '../testing.ts'
import { authorizeUrl, env, ORIGIN, walk } from './walker.double.ts'

const MOBILE = '15912345678'
const CALLBACK = 'https://app.example.com/callback'
const app = { redirect_uris: [CALLBACK] }
const link = (clientId: string, more: Record<string, string> = {}) =>
  `/login?${new URLSearchParams({ client_id: clientId, redirect_uri: CALLBACK, ...more })}`

test('a form of another site, of another flow, or without its token is refused, and nothing is done', async () => {
  await using b = await bench({ env, app })
  b.clock.now = Date.now()
  const w = walk(b)
  const mine = await w.open(authorizeUrl(b))
  const form = mine.forms.find((it) => it.buttons.includes('Send a code'))
  assert.ok(form)
  const before = await b.snapshot()
  for (const csrf of ['', 'x', String((await walk(b).open(authorizeUrl(b))).forms[0]?.fields['csrf'])]) {
    const refused = await w.send(form, { target: MOBILE, csrf })
    assert.equal(refused.status, 403)
    assert.equal(refused.title, 'This page is out of date')
  }
  const cross = walk(b, w.cookies, { 'sec-fetch-site': 'cross-site' })
  assert.equal((await cross.send(form, { target: MOBILE })).status, 403)
  assert.equal(b.inbox().length, 0)
  const after = await b.snapshot()
  assert.equal(after['codes'], before['codes'])
  assert.match((await w.send(form, { target: MOBILE })).title, /Type the code/)
})

test('what a provider posts is led on as a link, and gives no cookie to a browser that sent none with it', async () => {
  await using b = await bench({ env, app })
  const before = await b.snapshot()
  const answer = await b.bowline.server.inject({
    method: 'POST',
    url: `/tenants/${b.tenant.id}/login/social/sandbox/callback`,
    headers: { host: 'id.example.com', 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'cross-site' },
    payload: new URLSearchParams({ code: 'a&b', state: 's', user: '{"name":{}}', more: 'x' }).toString(),
  })
  assert.equal(answer.statusCode, 303)
  assert.equal(answer.headers['set-cookie'], undefined)
  const led = new URL(String(answer.headers.location), ORIGIN)
  assert.equal(led.origin, ORIGIN)
  assert.deepEqual(Object.fromEntries(led.searchParams), { code: 'a&b', state: 's', user: '{"name":{}}' })
  assert.deepEqual(await b.snapshot(), before)
})

test('nobody is sent to an address that is not registered', async () => {
  await using b = await bench({ env, app })
  b.clock.now = Date.now()
  for (const redirect_uri of [
    'https://evil.example.com/',
    `${CALLBACK}/`,
    `${CALLBACK}?next=x`,
    'javascript:alert(1)',
    '//evil.example.com',
    '',
  ]) {
    const page = await walk(b).open(link(b.clientId, { redirect_uri }))
    assert.equal(page.status, 400, redirect_uri)
    assert.equal(page.left, undefined)
  }
  const request = await walk(b).open(authorizeUrl(b, { redirect_uri: 'https://evil.example.com/' }))
  assert.equal(request.status, 400)
  assert.match(request.text, /named an address to return to that is not registered/)
  const other = await b.addTenant('other', undefined, app)
  assert.equal((await walk(b).open(link(other.clientId))).status, 400, 'an application of another tenant')
})

test('a plain link answers with a ticket, good once and for what the application calls the device', async () => {
  await using b = await bench({ env, app })
  b.clock.now = Date.now()
  await b.addUser({ userName: 'wang', mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const w = walk(b)
  await w.open(link(b.clientId, { state: 'x y', device_fingerprint: 'kiosk-7' }))
  await w.submit('Send a code', { target: MOBILE })
  const { left } = await w.submit('Continue', { code: b.code(`+86${MOBILE}`) })
  assert.equal(left?.origin, 'https://app.example.com')
  assert.equal(left?.searchParams.get('state'), 'x y')
  const headers = { authorization: `Bearer ${await b.accessToken()}`, 'x-client-id': '' }
  const verify = (device_fingerprint: string) =>
    b.call(
      'POST',
      '/api/v2/tenant/sso/sso-ticket/verify',
      { sso_ticket: left?.searchParams.get('sso_ticket'), operating_sys_version: 'x', device_ip: '10.0.0.1', device_fingerprint },
      headers,
    )
  assert.equal((await verify('other')).status, 400)
  const told = await verify('kiosk-7')
  assert.equal((told.body['data'] as { user: { userName: string } }).user.userName, 'wang', told.text)
  assert.equal((await verify('kiosk-7')).status, 400)
  // Signed in already: straight back.
  assert.ok((await w.open(link(b.clientId))).left?.searchParams.get('sso_ticket'))
})

test('names are text, wherever they come from', async () => {
  const evil = `<img src=x onerror=alert(1)>"'&`
  await using b = await bench({ env, app: { ...app, hosted: { name: evil } }, source: { name: evil } })
  b.clock.now = Date.now()
  await b.addUser({ userName: 'wang', name: evil, mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const w = walk(b)
  const pages = [
    await w.open(authorizeUrl(b, { login_hint: evil, ui_locales: evil, state: evil })),
    await w.follow(`Continue with ${evil}`),
    await w.submit('Continue', { code: `sandbox:alice;nickname=${evil.replaceAll(';', '')}` }),
    await w.submit('Send a code', { target: evil }),
    await w.open('/login'),
    await w.submit('Send a code', { target: MOBILE }),
  ]
  await w.submit('Continue', { code: b.code(`+86${MOBILE}`) })
  pages.push(
    await w.open('/account'),
    await w.open('/login/fault?error=%3Cscript%3E'),
    await w.open(`/login/code?by=${encodeURIComponent(evil)}`),
  )
  for (const page of pages) assert.doesNotMatch(page.html, /<img src=x|<script>/, page.url)
})

test('every page goes out under a strict policy, and asks nobody else for anything', async () => {
  await using b = await bench({ env, app })
  b.clock.now = Date.now()
  const w = walk(b)
  const page = await w.open(authorizeUrl(b))
  // Styles of ours, each named by its digest (CSP level 3, section 2.3.1): none can be put in.
  const styles = [...page.html.matchAll(/<style>([^<]*)<\/style>/g)].map(([, css = '']) => css)
  const digests = styles.map((css) => `'sha256-${hash('sha256', css, 'base64')}'`)
  assert.equal(digests.length, 2)
  assert.equal(
    page.headers['content-security-policy'],
    `default-src 'none'; script-src 'self'; style-src ${digests.join(' ')}; img-src 'self' data:; form-action 'self' https://app.example.com; frame-ancestors 'none'; base-uri 'none'`,
  )
  assert.equal(page.headers['referrer-policy'], 'no-referrer')
  assert.equal(page.headers['cache-control'], 'no-store')
  assert.doesNotMatch(page.html, / style=|<style\s|onclick|<script>/)
  for (const [, address = ''] of page.html.matchAll(/(?:src|href)="([^"]*)"/g)) assert.match(address, /^(?:data:|\?|\/tenants\/)/)
  const assets = [...page.html.matchAll(/(?:src|href)="(\/[^"]*assets[^"]*)"/g)].map(([, it = '']) => it.replaceAll('&amp;', '&'))
  assert.equal(assets.length, 1, 'nothing is waited for before the page is seen')
  for (const address of assets) {
    const asset = await b.bowline.server.inject({ url: address, headers: { host: 'id.example.com' } })
    assert.equal(asset.statusCode, 200, address)
    assert.match(String(asset.headers['content-type']), /^text\/javascript/)
  }
  for (const { name, line } of [...w.cookies.keys()].map((name) => ({ name, line: name }))) assert.match(line, /^bowline_/, name)
  const flow = await b.bowline.server.inject({ url: authorizeUrl(b), headers: { host: 'id.example.com' } })
  assert.match(String(flow.headers['set-cookie']), /httponly/i)
})

test('the language: chosen on the page, wished by the application, of the browser', async () => {
  await using b = await bench({ env, app })
  b.clock.now = Date.now()
  const w = walk(b)
  await w.open(authorizeUrl(b))
  const chinese = await w.follow('简体中文')
  assert.equal(chinese.title, '登录')
  assert.match(chinese.html, /<html lang="zh-CN">/)
  const sent = await w.submit('发送验证码', { target: '12' })
  assert.equal(sent.status, 400)
  assert.match(sent.text, /手机号/)
  assert.equal((await w.follow('繁體中文')).title, '登入')
  assert.equal((await walk(b).open(authorizeUrl(b, { ui_locales: 'fr zh-Hant' }))).title, '登入')
  assert.equal((await walk(b, undefined, { 'accept-language': 'zh-CN,zh;q=0.9' }).open(authorizeUrl(b))).title, '登录')
})

test('gone back, sent twice, opened without a beginning, by an application that is switched off', async () => {
  await using b = await bench({ env, app })
  b.clock.now = Date.now()
  await b.addUser({ userName: 'wang', mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const w = walk(b)
  await w.open(authorizeUrl(b))
  const page = await w.submit('Send a code', { target: MOBILE })
  const form = page.forms.find((it) => it.buttons.includes('Continue'))
  assert.ok(form)
  const code = b.code(`+86${MOBILE}`)
  assert.ok((await w.send(form, { code })).left)
  const sessions = (await b.snapshot())['sessions']
  for (const again of [await w.send(form, { code }), await w.open('/login'), await w.open('/login/code')]) {
    assert.equal(again.status, 200)
    assert.equal(again.title, 'You are signed in')
  }
  assert.equal((await b.snapshot())['sessions'], sessions, 'one session')
  const stray = await walk(b).open('/login/code')
  assert.equal(stray.status, 400)
  assert.equal(stray.title, 'Start again')
  const begun = walk(b)
  await begun.open(authorizeUrl(b))
  await updateApp(b.ctx, b.tenant.id, b.clientId, { name: 'Test', settings: app, disabled: true })
  assert.equal((await begun.open('/login/password')).status, 400)
  assert.equal((await begun.open(authorizeUrl(b))).status, 400)
})

test('of a tenant with a domain of its own, and of the default one, at the short addresses', async () => {
  await using b = await bench({ env })
  const answer = await b.bowline.server.inject({ url: '/login/goodbye', headers: { host: 'id.example.com' } })
  assert.equal(answer.statusCode, 200)
  assert.match(answer.body, /src="\/login\/assets\/pages\.js/)
  assert.ok(ORIGIN)
})
