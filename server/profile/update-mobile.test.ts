import assert from 'node:assert/strict'
import test from 'node:test'
import { refuses } from '../refusals.ts'
import { bench, type Bench } from '../testing.ts'
import { findUser } from '../users/index.ts'

const OLD = '15912345678'
const NEW = '13812345678'
const URL = '/api/v2/sdk/profile/update-mobile'
const bearer = (it: { id_token: string }) => ({ authorization: `Bearer ${it.id_token}` })

async function somebody(b: Bench, email: string | null = 'wang@example.com') {
  const user = await b.addUser({ userName: 'wang', mobile: `+86${OLD}`, mobileProvenAt: 1, ...(email && { email, emailProvenAt: 1 }) })
  return { user, headers: bearer(await b.login(OLD)) }
}

test('the new number is proven and kept; other sessions end, this one goes on; the old number and the address are told', async () => {
  await using b = await bench({ env: { BOWLINE_PUBLIC_URL: 'https://id.example.com' } })
  const { user, headers } = await somebody(b)
  const elsewhere = bearer(await b.login(OLD))
  b.clock.now += 1000
  const here = bearer(await b.login(OLD))
  const verify_code = await b.sendCode(NEW, 'UPDATE_MOBILE_SMS')
  const answer = await b.post('/profile/update-mobile', { mobile: NEW, verify_code }, here)
  assert.deepEqual([answer.status, answer.text], [200, ''])
  const kept = await findUser(b.ctx, b.tenant.id, user.id)
  assert.deepEqual([kept?.mobile, kept?.mobileProvenAt], [`+86${NEW}`, b.clock.now])
  assert.equal((await b.get('/profile', here)).status, 200)
  for (const ended of [headers, elsewhere]) assert.equal((await b.get('/profile', ended)).body['error_code'], 'PARAM.0016')

  const link = new RegExp(`https://id\\.example\\.com/tenants/${b.tenant.id}/undo\\?token=[A-Za-z0-9]{32}$`)
  const [sms] = b.inbox(`+86${OLD}`)
  assert.equal(sms?.type, 'NOTICE')
  assert.match(sms.text, /^Test: Your mobile number was changed\. If this was not you, undo it within 72 hours: https/)
  assert.match(sms.text, link)
  const [mail] = b.mails('wang@example.com')
  assert.equal(mail?.subject, 'Test: Your mobile number was changed')
  assert.match(mail.text, /undo it within 72 hours: https:\/\/\S+\n\nTest$/)
  assert.match(mail.html ?? '', /<a href="https:\/\/id\.example\.com\/tenants\/[0-9a-f]{32}\/undo\?token=[A-Za-z0-9]{32}">/)
  // Nothing but its code goes to the new number, whose holder made the change.
  assert.deepEqual(
    b.inbox(`+86${NEW}`).map((it) => it.type),
    ['UPDATE_MOBILE_SMS'],
  )
  const token = link.exec(sms.text)?.[0].slice(-32) ?? ''
  const { changes } = await b.snapshot()
  assert.ok(changes && !changes.includes(token) && !changes.includes(OLD), 'neither token nor number is kept in clear')
  assert.ok(!b.log().includes(token) && !b.log().includes(OLD))
})

test('the same number again is a proof of it, and no change: nobody is told, no session ends', async () => {
  await using b = await bench()
  const { headers } = await somebody(b)
  const here = bearer(await b.login(OLD))
  const verify_code = await b.sendCode(OLD, 'UPDATE_MOBILE_SMS')
  const told = b.inbox().length + b.mails().length
  assert.equal((await b.post('/profile/update-mobile', { mobile: OLD, verify_code }, here)).status, 200)
  assert.equal(b.inbox().length + b.mails().length, told)
  assert.equal((await b.get('/profile', headers)).status, 200)
})

test('where nothing can be undone the notice has no link; where owners are not told nothing is sent', async () => {
  for (const accounts of [{ undo_for: 0 }, { notices: false }]) {
    await using b = await bench({
      settings: { captcha: { required: false }, sms: { cooldown: 1 }, mail: { cooldown: 1 }, accounts, language: 'zh-TW' },
    })
    const { headers } = await somebody(b)
    const verify_code = await b.sendCode(NEW, 'UPDATE_MOBILE_SMS')
    assert.equal((await b.post('/profile/update-mobile', { mobile: NEW, verify_code }, headers)).status, 200)
    assert.equal((await b.snapshot())['changes'], '')
    const notices = b.inbox().filter((it) => it.type === 'NOTICE')
    assert.deepEqual(
      notices.map((it) => it.text),
      'undo_for' in accounts ? ['【Test】手機號碼已更換。如非本人操作，請登入修改密碼或尋求協助。'] : [],
    )
  }
})

test('a notice that cannot be sent undoes nothing, and is logged', async () => {
  await using b = await bench()
  const { user, headers } = await somebody(b)
  const verify_code = await b.sendCode(NEW, 'UPDATE_MOBILE_SMS')
  const { saveGateway } = await import('../sms/index.ts')
  // Nothing listens on port 9 of this host.
  const settings = { url: 'http://127.0.0.1:9/', secret: 'a-secret-of-the-webhook' }
  await saveGateway(b.ctx, b.tenant.id, { id: 'inbox', gateway: 'http', settings, position: 1 })
  assert.equal((await b.post('/profile/update-mobile', { mobile: NEW, verify_code }, headers)).status, 200)
  assert.equal((await findUser(b.ctx, b.tenant.id, user.id))?.mobile, `+86${NEW}`)
  assert.match(b.log(), /a notice could not be sent/)
  assert.equal(b.mails().filter((it) => it.type === 'NOTICE').length, 1, 'the other channel is told all the same')
})

test('what profile/update-mobile refuses', async (t) => {
  await using b = await bench()
  await b.addUser({ userName: 'li', mobile: '+8613712345678', mobileProvenAt: 1 })
  const { headers } = await somebody(b)
  const verify_code = await b.sendCode(NEW, 'UPDATE_MOBILE_SMS')
  const good = { url: URL, body: { mobile: NEW, verify_code }, headers }
  const wrong = verify_code === '000000' ? '000001' : '000000'
  const nothing = { code: 'BOWLINE.SMS.0001', says: 'No verification code is waiting' }
  await refuses(t, b, good, [
    { name: 'nobody who is logged in', headers: { authorization: '' }, code: 'PARAM.0030', says: 'Signature invalid' },
    { name: 'no mobile', body: { mobile: undefined }, code: 'BOWLINE.PARAM.0001', says: 'mobile' },
    { name: 'a mobile that is none', body: { mobile: '12' }, code: 'USER.0038', says: 'Invalid mobile number' },
    { name: 'no verify_code', body: { verify_code: undefined }, code: 'PARAM.0009', says: 'Verification code required.' },
    { name: 'a session that is old', later: 901_000, code: 'BOWLINE.SESSION.0001', says: 'needs a recent sign-in' },
    {
      name: 'a code for another purpose',
      first: async () => ({ body: { mobile: '13612345678', verify_code: await b.sendCode('13612345678', 'BIND_MOBILE_SMS') } }),
      ...nothing,
    },
    { name: 'the code of another number', body: { mobile: '13712345678' }, ...nothing },
    {
      name: 'a wrong code',
      body: { verify_code: wrong },
      code: 'CAPTCHA.0007',
      says: 'Remaining attempts: 4.',
      writes: ['budgets', 'codes'],
    },
    {
      name: 'a wrong code for a number that is taken: nothing is said of that',
      first: async () => {
        const right = await b.sendCode('13712345678', 'UPDATE_MOBILE_SMS')
        return { body: { mobile: '13712345678', verify_code: right === '000000' ? '000001' : '000000' } }
      },
      code: 'CAPTCHA.0007',
      says: 'Remaining attempts: 4.',
      writes: ['budgets', 'codes'],
    },
    {
      name: 'a right code for a number that is taken: it is spent',
      body: { mobile: '13712345678' },
      first: async () => ({ body: { verify_code: b.code('+8613712345678') } }),
      code: 'USER.0030',
      says: 'Mobile number already exists.',
      // Its guess is given back, so the budget is as it was.
      writes: ['codes'],
    },
  ])
  assert.equal((await b.call('POST', URL, good.body, headers)).status, 200)
})

test('of ten people who take one number at once one has it, though only one code is right for all', async () => {
  await using b = await bench()
  const people = []
  for (let i = 0; i < 10; i++) {
    await b.addUser({ userName: `p${i}`, mobile: `+8613${i}2345${i}678`, mobileProvenAt: 1 })
    people.push(bearer(await b.login(`13${i}2345${i}678`)))
  }
  const verify_code = await b.sendCode(NEW, 'UPDATE_MOBILE_SMS')
  const replies = await Promise.all(people.map((headers) => b.post('/profile/update-mobile', { mobile: NEW, verify_code }, headers)))
  assert.equal(replies.filter((it) => it.status === 200).length, 1)
  const holders = ((await b.snapshot())['users'] ?? '').split('\n').filter((row) => row.includes(`+86${NEW}`))
  assert.equal(holders.length, 1)
})

test('who only claimed the number loses it', async () => {
  await using b = await bench()
  const squatter = await b.addUser({ userName: 'squatter', mobile: `+86${NEW}` })
  const { headers } = await somebody(b)
  const verify_code = await b.sendCode(NEW, 'UPDATE_MOBILE_SMS')
  assert.equal((await b.post('/profile/update-mobile', { mobile: NEW, verify_code }, headers)).status, 200)
  assert.equal((await findUser(b.ctx, b.tenant.id, squatter.id))?.mobile, null)
})
