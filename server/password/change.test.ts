import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { refuses } from '../refusals.ts'
import { bench, type Bench } from '../testing.ts'
import { addPerson, hashed, PASSWORD } from './password.double.ts'

const MOBILE = '15912345678'
const EMAIL = 'w@example.com'
const WANG = { userName: 'wang', mobile: `+86${MOBILE}`, mobileProvenAt: 1, email: EMAIL, emailProvenAt: 1 }
const NEW = 'Plum-Ladder-77'

const signIn = (b: Bench, password = PASSWORD, headers = {}) => b.post('/login', { user_name: 'wang', password }, headers)

/** Logged in, once on this device and once on another. */
async function twice(b: Bench) {
  const [here, there] = [await signIn(b), await signIn(b, PASSWORD, { 'x-device-fingerprint': 'there' })]
  const bearer = ({ body }: typeof here) => ({ authorization: `Bearer ${String(body['id_token'])}` })
  return { here: bearer(here), there: bearer(there) }
}
const isIn = async (b: Bench, headers: Record<string, string>) => (await b.get('/pwd/check-exist', headers)).status === 200

test('pwd/check-exist tells whether a password is set, by both ways of saying who is logged in', async () => {
  await using b = await bench()
  await b.addUser(WANG)
  const login = await b.login(MOBILE)
  const bearer = { authorization: `Bearer ${login.id_token}` }
  assert.deepEqual((await b.get('/pwd/check-exist', bearer)).body, { is_set_pwd: false })
  assert.equal((await b.post('/pwd/change', { new_password: NEW }, bearer)).text, '')
  assert.deepEqual((await b.get('/pwd/check-exist', await b.signed(login.session_token))).body, { is_set_pwd: true })
  assert.equal((await b.get('/pwd/check-exist')).body['error_code'], 'PARAM.0030')
})

test('pwd/change: the new one opens, the old one does not, and other sessions end', async () => {
  await using b = await bench()
  await addPerson(b, WANG)
  const { here, there } = await twice(b)
  const answer = await b.post('/pwd/change', { old_password: PASSWORD, new_password: NEW }, here)
  assert.equal(answer.status, 200, answer.text)
  assert.equal(answer.text, '')
  assert.deepEqual([await isIn(b, here), await isIn(b, there)], [true, false])
  assert.equal((await signIn(b, NEW)).body['status'], 'SUCCESS')
  assert.equal((await signIn(b)).body['error_code'], 'LOGIN.0002')
})

test('what pwd/change refuses', async (t) => {
  await using b = await bench()
  await addPerson(b, WANG)
  const { here } = await twice(b)
  await refuses(t, b, { url: '/api/v2/sdk/pwd/change', body: { old_password: PASSWORD, new_password: NEW }, headers: here }, [
    { name: 'nobody logged in', headers: { authorization: '' }, code: 'PARAM.0030', says: 'Signature' },
    { name: 'no old password, where there is one', body: { old_password: undefined }, code: 'BOWLINE.PARAM.0001', says: 'old_password' },
    { name: 'an empty one', body: { old_password: '' }, code: 'BOWLINE.PARAM.0001', says: 'old_password' },
    { name: 'no new password', body: { new_password: undefined }, code: 'PWD.0001', says: 'Password required' },
    {
      name: 'a wrong old password',
      body: { old_password: 'wrong' },
      code: 'BOWLINE.PWD.0004',
      says: 'Remaining attempts: 9.',
      writes: ['budgets'],
    },
    { name: 'one of the wrong length', body: { new_password: 'x'.repeat(51) }, code: 'PWD.0002', says: '8 to 50', writes: ['budgets'] },
    { name: 'the same', body: { new_password: PASSWORD }, code: 'BOWLINE.PWD.0003', says: 'The last 3 passwords' },
  ])
})

test('a password is not the user name, forwards or backwards', async (t) => {
  await using b = await bench()
  await addPerson(b, { ...WANG, userName: 'wang.wei2' })
  const { body } = await b.post('/login', { user_name: 'wang.wei2', password: PASSWORD })
  const headers = { authorization: `Bearer ${String(body['id_token'])}` }
  await refuses(t, b, { url: '/api/v2/sdk/pwd/change', body: { old_password: PASSWORD, new_password: NEW }, headers }, [
    { name: 'forwards', body: { new_password: 'Wang.Wei2' }, code: 'PWD.0003', says: 'cannot match the user name' },
    { name: 'backwards', body: { new_password: '2ieW.gnaW' }, code: 'PWD.0004', says: 'in reverse' },
  ])
})

test('a first password is set by a recent sign-in; after that the old one is asked for', async (t) => {
  await using b = await bench()
  await b.addUser(WANG)
  const login = await b.login(MOBILE)
  const headers = { authorization: `Bearer ${login.id_token}` }
  await refuses(t, b, { url: '/api/v2/sdk/pwd/change', body: { new_password: NEW }, headers }, [
    { name: 'a session that was left open', later: 901_000, code: 'BOWLINE.SESSION.0001', says: 'recent sign-in' },
    { name: 'an old password, where there is none', body: { old_password: 'x' }, code: 'BOWLINE.PWD.0005', says: 'no password' },
    { name: 'a weak one', body: { new_password: 'Password1' }, code: 'PWD.0006', says: 'weak' },
  ])
  const all = await Promise.all(['First-Ladder-1', 'Second-Ladder-2'].map((it) => b.post('/pwd/change', { new_password: it }, headers)))
  assert.equal(all.filter((it) => it.status === 200).length, 1)
  assert.equal(all.find((it) => it.status === 400)?.body['error_code'], 'BOWLINE.PWD.0004')
  const won = all.findIndex((it) => it.status === 200)
  assert.equal((await signIn(b, ['First-Ladder-1', 'Second-Ladder-2'][won])).body['status'], 'SUCCESS')
})

test('two changes at once from one old password: the second finds another one', async () => {
  await using b = await bench()
  await addPerson(b, WANG)
  const { here, there } = await twice(b)
  const all = await Promise.all([
    b.post('/pwd/change', { old_password: PASSWORD, new_password: 'First-Ladder-1' }, here),
    b.post('/pwd/change', { old_password: PASSWORD, new_password: 'Second-Ladder-2' }, there),
  ])
  const won = all.findIndex((it) => it.status === 200)
  const lost = all[1 - won]
  assert.ok(won >= 0)
  // Whoever came second either had their session ended already or proved a password that is none any more.
  assert.ok(['BOWLINE.PWD.0004', 'PARAM.0016'].includes(String(lost?.body['error_code'])), String(lost?.text))
  assert.equal((await signIn(b, ['First-Ladder-1', 'Second-Ladder-2'][won])).body['status'], 'SUCCESS')
  assert.equal((await signIn(b, ['First-Ladder-1', 'Second-Ladder-2'][1 - won])).body['error_code'], 'LOGIN.0002')
})

test('sign-ins that were waiting their turn do not outlive a change', async () => {
  await using b = await bench()
  await addPerson(b, WANG)
  const { here } = await twice(b)
  const [changed, ...logins] = await Promise.all([
    b.post('/pwd/change', { old_password: PASSWORD, new_password: NEW }, here),
    ...Array.from({ length: 6 }, () => signIn(b)),
  ])
  assert.equal(changed?.status, 200, changed?.text)
  for (const login of logins) {
    if (login.body['status'] === 'SUCCESS')
      assert.equal(await isIn(b, { authorization: `Bearer ${String(login.body['id_token'])}` }), false)
    else assert.equal(login.body['error_code'], 'LOGIN.0002', login.text)
  }
})

test('the last few passwords may not come again, and older ones may', async () => {
  await using b = await bench()
  await addPerson(b, WANG, 'Number-Kiwi-0')
  const names = ['Number-Kiwi-0', 'Number-Kiwi-1', 'Number-Kiwi-2', 'Number-Kiwi-3']
  const headers = { authorization: `Bearer ${String((await signIn(b, 'Number-Kiwi-0')).body['id_token'])}` }
  const change = async (from: number, to: number) => {
    b.clock.now += 1000
    return (await b.post('/pwd/change', { old_password: names[from], new_password: names[to] }, headers)).body['error_code'] ?? 'done'
  }
  assert.equal(await change(0, 1), 'done')
  assert.equal(await change(1, 2), 'done')
  for (const earlier of [0, 1, 2]) assert.equal(await change(2, earlier), 'BOWLINE.PWD.0003')
  assert.equal(await change(2, 3), 'done')
  assert.equal(await change(3, 1), 'BOWLINE.PWD.0003')
  assert.equal(await change(3, 0), 'done', 'three others lie between')
  assert.equal((await b.snapshot())['oldPasswords']?.split('\n').length, 2, 'no more are kept than are looked at')
})

test('without a history nothing is kept, and the same may come again', async () => {
  await using b = await bench({ settings: { password: { history: 0 } } })
  await addPerson(b, WANG)
  const { here } = await twice(b)
  assert.equal((await b.post('/pwd/change', { old_password: PASSWORD, new_password: PASSWORD }, here)).status, 200)
  assert.equal((await b.snapshot())['oldPasswords'], '')
})

describe('by code to the own number or address', () => {
  const mobile = { send: (b: Bench, type: string) => b.sendCode(MOBILE, `${type}_SMS`), unknown: 'MOBILE.0002' }
  const email = { send: (b: Bench, type: string) => b.sendMailCode(EMAIL, `${type}_EMS`), unknown: 'BOWLINE.MAIL.0002' }
  const calls = [
    { path: '/pwd/change-by-mobile', type: 'CHANGE_PWD', ...mobile },
    { path: '/pwd/change-by-email', type: 'CHANGE_PWD', ...email },
    { path: '/pwd/update-by-mobile', type: 'UPDATE_PWD', ...mobile },
    { path: '/pwd/update-by-email', type: 'UPDATE_PWD', ...email },
  ]
  for (const { path, type, send, unknown } of calls) {
    test(`${path}: sets a new password, and this session stays`, async () => {
      await using b = await bench()
      await addPerson(b, WANG)
      const { here, there } = await twice(b)
      const answer = await b.post(path, { verify_code: await send(b, type), password: NEW }, here)
      assert.equal(answer.status, 200, answer.text)
      assert.equal(answer.text, '')
      assert.deepEqual([await isIn(b, here), await isIn(b, there)], [true, false])
      assert.equal((await signIn(b, NEW)).body['status'], 'SUCCESS')
      assert.equal((await signIn(b)).body['error_code'], 'LOGIN.0002')
    })

    test(`${path}: by X-signature too, for who has no password yet`, async () => {
      await using b = await bench()
      await b.addUser(WANG)
      const { session_token } = await b.login(MOBILE)
      const verify_code = await send(b, type)
      assert.equal((await b.post(path, { verify_code, password: NEW }, await b.signed(session_token))).status, 200)
      assert.equal((await signIn(b, NEW)).body['status'], 'SUCCESS')
    })

    test(`${path}: what it refuses`, async (t) => {
      await using b = await bench()
      await addPerson(b, WANG)
      const { here } = await twice(b)
      const verify_code = await send(b, type)
      const wrong = verify_code === '000000' ? '000001' : '000000'
      const field = path.endsWith('mobile') ? 'mobile' : 'email'
      const bare = path.includes('update')
        ? { code: 'BOWLINE.PARAM.0001', says: `Parameter ${field} cannot` }
        : { code: 'PARAM.0030', says: 'Signature' }
      await refuses(t, b, { url: `/api/v2/sdk${path}`, body: { verify_code, password: NEW }, headers: here }, [
        { name: 'nobody logged in', headers: { authorization: '' }, ...bare },
        { name: 'an id_token that is none', headers: { authorization: 'Bearer x' }, code: 'PARAM.0016', says: 'IdToken' },
        { name: 'no code', body: { verify_code: undefined }, code: 'PARAM.0009', says: 'Verification code required' },
        { name: 'no password', body: { password: '' }, code: 'PWD.0001', says: 'Password required' },
        { name: 'the user name in it', body: { password: 'my-Wang-42' }, code: 'BOWLINE.PWD.0002', says: 'cannot contain' },
        { name: 'a wrong code', body: { verify_code: wrong }, code: 'CAPTCHA.0007', says: 'attempts: 4', writes: ['budgets', 'codes'] },
        {
          name: 'a code for something else',
          first: async () => {
            const code = path.endsWith('mobile') ? await b.sendCode(MOBILE, 'LOGIN_SMS') : await b.sendMailCode(EMAIL, 'LOGIN_EMS')
            return code === verify_code ? { body: { verify_code: wrong } } : { body: { verify_code: code } }
          },
          code: 'CAPTCHA.0007',
          says: 'attempts: 3',
          writes: ['budgets', 'codes'],
        },
        { name: 'the same password', body: { password: PASSWORD }, code: 'BOWLINE.PWD.0003', says: 'last 3', writes: ['budgets'] },
      ])
    })

    test(`${path}: of nobody who has proven one, without any work`, async () => {
      await using b = await bench()
      await addPerson(b, { userName: 'wang', mobile: `+86${MOBILE}`, email: EMAIL })
      const { here } = await twice(b)
      const before = await hashed(b)
      assert.equal((await b.post(path, { verify_code: '123456', password: NEW }, here)).body['error_code'], unknown)
      assert.equal(await hashed(b), before)
    })

    test(`${path}: one code changes one password, of five at once`, async () => {
      await using b = await bench()
      await addPerson(b, WANG)
      const { here } = await twice(b)
      const verify_code = await send(b, type)
      const all = await Promise.all(Array.from({ length: 5 }, (_, i) => b.post(path, { verify_code, password: `Ladder-${i}-plum` }, here)))
      assert.equal(all.filter((it) => it.status === 200).length, 1)
      const won = all.findIndex((it) => it.status === 200)
      assert.equal((await signIn(b, `Ladder-${won}-plum`)).body['status'], 'SUCCESS')
    })
  }
})

test('the owner hears of a change, on the channel it did not come by', async () => {
  await using b = await bench()
  await addPerson(b, WANG)
  const { here } = await twice(b)
  const heard = () => [b.inbox().filter((it) => !it.code).length, b.mails().filter((it) => !it.code).length]
  const verify_code = await b.sendCode(MOBILE, 'CHANGE_PWD_SMS')
  assert.equal((await b.post('/pwd/change-by-mobile', { verify_code, password: NEW }, here)).status, 200)
  assert.deepEqual(heard(), [0, 1])
  assert.match(JSON.stringify(b.mails()[0]), /password was changed/)
  assert.equal((await b.post('/pwd/change', { old_password: NEW, new_password: PASSWORD.toLowerCase() }, here)).status, 200)
  assert.deepEqual(heard(), [1, 2])
})
