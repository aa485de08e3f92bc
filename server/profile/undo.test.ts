import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import test from 'node:test'
import { languages } from '../languages/index.ts'
import { bench, type Bench } from '../testing.ts'

const OLD = '15912345678'
const NEW = '13812345678'
const bearer = (it: { id_token: string }) => ({ authorization: `Bearer ${it.id_token}` })

/** Somebody changes their number; answers the path of the link they are sent. */
async function changed(b: Bench): Promise<string> {
  await b.addUser({ userName: 'wang', mobile: `+86${OLD}`, mobileProvenAt: 1 })
  const headers = bearer(await b.login(OLD))
  const verify_code = await b.sendCode(NEW, 'UPDATE_MOBILE_SMS')
  assert.equal((await b.post('/profile/update-mobile', { mobile: NEW, verify_code }, headers)).status, 200)
  return /\/tenants\/\w+\/undo\?token=\w{32}/.exec(b.inbox(`+86${OLD}`)[0]?.text ?? '')?.[0] ?? ''
}

const open = (b: Bench, url: string, headers: Record<string, string> = {}) => b.bowline.server.inject({ method: 'GET', url, headers })
const press = (b: Bench, url: string, payload: string, headers: Record<string, string> = {}) =>
  b.bowline.server.inject({
    method: 'POST',
    url: url.replace(/\?.*/, ''),
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload,
  })
const fieldsOf = (url: string) => url.replace(/^.*\?/, '')

test('the page says what would be undone and has one button; looking at it, however often, changes nothing', async () => {
  await using b = await bench()
  const link = await changed(b)
  const before = await b.snapshot()
  for (const method of ['GET', 'HEAD'] as const) {
    const page = await b.bowline.server.inject({ method, url: link })
    assert.equal(page.statusCode, 200)
  }
  const page = await open(b, link)
  assert.deepEqual(await b.snapshot(), before)
  assert.equal(page.headers['content-type'], 'text/html; charset=utf-8')
  const html = page.body
  assert.ok(html.includes(languages.en.undo_page.mobile_changed))
  assert.ok(html.includes('<html lang="en">') && html.includes('width=device-width'))
  // One form, to the same path, with the token in it; no script, nothing loaded, no number shown.
  assert.equal(html.split('<form method="post" action="?">').length, 2)
  assert.ok(html.includes(`<input type="hidden" name="token" value="${link.slice(-32)}">`))
  assert.doesNotMatch(html, /<script|<img|<link|src=|href=|url\(|style=|\son\w+=/i)
  assert.ok(!html.includes(OLD) && !html.includes(NEW))
})

test('the page may do nothing else, is kept nowhere, and its address is told to nobody', async () => {
  await using b = await bench()
  const link = await changed(b)
  for (const page of [await open(b, link), await open(b, '/undo?token=x'), await press(b, link, 'token=x')]) {
    const style = /<style>([^]*?)<\/style>/.exec(page.body)?.[1] ?? ''
    assert.equal(
      page.headers['content-security-policy'],
      `default-src 'none'; style-src 'sha256-${hash('sha256', style, 'base64')}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
    )
    assert.deepEqual(
      ['cache-control', 'referrer-policy', 'x-content-type-options', 'x-frame-options'].map((name) => page.headers[name]),
      ['no-store', 'no-referrer', 'nosniff', 'DENY'],
    )
    // Readable in the dark, and on the narrowest telephone: no width is given but a greatest one.
    assert.ok(style.includes('prefers-color-scheme: dark') && style.includes('overflow-wrap'))
    assert.doesNotMatch(style, /[^-]width:\s*\d{2,}px/)
  }
  assert.ok(!b.log().includes(link.slice(-32)))
})

test('the page is in the language of the browser, or else the tenant’s', async () => {
  await using b = await bench({
    settings: { captcha: { required: false }, sms: { cooldown: 1 }, mail: { cooldown: 1 }, language: 'zh-TW' },
  })
  const link = await changed(b)
  for (const [accepted, language] of [
    ['de-DE,zh-CN;q=0.5', 'zh-CN'],
    ['en-GB', 'en'],
    ['de', 'zh-TW'],
    ['', 'zh-TW'],
  ] as const) {
    const page = await open(b, link, { 'accept-language': accepted })
    assert.ok(page.body.includes(`<html lang="${language}">`), accepted)
    assert.ok(page.body.includes(languages[language].undo_page.keep))
    assert.equal(page.headers['content-language'], language)
  }
})

test('the button undoes, and says so; a second press is told what to do', async () => {
  await using b = await bench()
  const link = await changed(b)
  const page = await press(b, link, fieldsOf(link))
  assert.deepEqual([page.statusCode, page.body.includes(languages.en.undo_page.done)], [200, true])
  assert.equal((await b.login(OLD)).status, 'SUCCESS')
  const before = await b.snapshot()
  for (const again of [await press(b, link, fieldsOf(link)), await open(b, link)]) {
    assert.equal(again.statusCode, 410)
    assert.ok(again.body.includes(languages.en.undo_page.gone))
    assert.doesNotMatch(again.body, /<form/)
  }
  assert.deepEqual(await b.snapshot(), before)
})

test('what is no link of ours changes nothing, whatever is said', async () => {
  await using b = await bench()
  const link = await changed(b)
  const path = link.replace(/\?.*/, '')
  const before = await b.snapshot()
  for (const said of [
    '',
    'token=',
    'token=x',
    `token=${'x'.repeat(32)}`,
    `token=${link.slice(-32)}&token=y`,
    'token=%00',
    'token[]=x',
    `other=${link.slice(-32)}`,
  ]) {
    assert.equal((await press(b, path, said)).statusCode, 410, said)
    assert.equal((await open(b, `${path}?${said}`)).statusCode, 410, said)
  }
  // The token counts where it is posted, not in the address: a form of another site would need to know it.
  assert.equal((await press(b, link, '')).statusCode, 410)
  const envelope = async (type: string, payload: string) =>
    (await press(b, path, payload, { 'content-type': type })).json() as Record<string, unknown>
  assert.equal((await envelope('text/plain', fieldsOf(link)))['error_code'], 'BOWLINE.PARAM.0003')
  const unknown = await open(b, `/tenants/nowhere/undo?token=${link.slice(-32)}`)
  assert.deepEqual([unknown.statusCode, (unknown.json() as Record<string, unknown>)['error_code']], [404, 'BOWLINE.PARAM.0005'])
  assert.deepEqual(await b.snapshot(), before)
})

test('of twenty presses at once one undoes', async () => {
  await using b = await bench()
  const link = await changed(b)
  const pages = await Promise.all(Array.from({ length: 20 }, () => press(b, link, fieldsOf(link))))
  assert.deepEqual(
    pages.map((it) => it.statusCode).toSorted((a, z) => a - z),
    [200, ...Array.from({ length: 19 }, () => 410)],
  )
})

test('a former number that somebody else has proven since is theirs: the page says so, and nothing is done', async () => {
  await using b = await bench()
  const link = await changed(b)
  await b.addUser({ userName: 'next', mobile: `+86${OLD}`, mobileProvenAt: b.clock.now })
  const before = await b.snapshot()
  const page = await press(b, link, fieldsOf(link))
  assert.deepEqual([page.statusCode, page.body.includes(languages.en.undo_page.taken)], [409, true])
  assert.deepEqual(await b.snapshot(), before)
})

test('what the new number opened meanwhile is closed: sessions, a password, and the links of later changes', async () => {
  await using b = await bench()
  const link = await changed(b)
  const thief = bearer(await b.login(NEW))
  const code = await b.sendCode(NEW, 'CHANGE_PWD_SMS')
  const changedPassword = await b.post('/pwd/change-by-mobile', { verify_code: code, password: 'a-Thief-0f-passwords' }, thief)
  assert.equal(changedPassword.status, 200, changedPassword.text)
  // The thief moves on to a third number; the notice of that, with its link, goes to the second.
  b.clock.now += 1000
  const again = bearer(await b.login(NEW))
  const third = await b.sendCode('13712345678', 'UPDATE_MOBILE_SMS')
  assert.equal((await b.post('/profile/update-mobile', { mobile: '13712345678', verify_code: third }, again)).status, 200)
  const theirs = /\/tenants\/\w+\/undo\?token=\w{32}/.exec(b.inbox(`+86${NEW}`)[0]?.text ?? '')?.[0] ?? ''
  assert.equal((await open(b, theirs)).statusCode, 200)

  assert.equal((await press(b, link, fieldsOf(link))).statusCode, 200)
  assert.equal((await open(b, theirs)).statusCode, 410)
  for (const headers of [thief, again]) assert.equal((await b.get('/profile', headers)).body['error_code'], 'PARAM.0016')
  const byPassword = await b.post('/login', { user_name: 'wang', password: 'a-Thief-0f-passwords' })
  assert.equal(byPassword.body['error_code'], 'LOGIN.0002', byPassword.text)
  assert.equal((await b.login(OLD)).status, 'SUCCESS')
})
