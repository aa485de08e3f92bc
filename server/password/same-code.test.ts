import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bench, type Bench } from '../testing.ts'
import { addPerson, PASSWORD } from './password.double.ts'

const MOBILE = '15912345678'
const EMAIL = 'w@example.com'
const WANG = { userName: 'wang', mobile: `+86${MOBILE}`, mobileProvenAt: 1, email: EMAIL, emailProvenAt: 1 }
const NEW = 'Plum-Ladder-77'
const DAY = 86_400_000
type State = Record<string, string>

const signIn = (b: Bench, password = PASSWORD) => b.post('/login', { user_name: 'wang', password })
const bearer = async (b: Bench) => ({ authorization: `Bearer ${String((await signIn(b)).body['id_token'])}` })
const expired = async (b: Bench) => {
  b.clock.now += 31 * DAY
  return { 'x-state-token': String((await signIn(b)).body['state_token']) }
}
const settings = (sms: object = {}) => ({
  captcha: { required: false },
  sms: { cooldown: 1, ...sms },
  mail: { cooldown: 1 },
  password: { max_age: 30 },
})
const none = async (): Promise<State> => ({})

/** Every call that takes a code and a new password, by either channel: who calls, and the names of the fields. */
const calls: { path: string; channel: 'sms' | 'email'; type: string; named?: object; field?: string; as: (b: Bench) => Promise<State> }[] =
  [
    { path: '/pwd/update-by-mobile', channel: 'sms', type: 'FORGET_PWD_SMS', named: { mobile: MOBILE }, as: none },
    { path: '/pwd/update-by-email', channel: 'email', type: 'FORGET_PWD_EMS', named: { email: EMAIL }, as: none },
    { path: '/pwd/change-by-mobile', channel: 'sms', type: 'CHANGE_PWD_SMS', as: bearer },
    { path: '/pwd/change-by-email', channel: 'email', type: 'CHANGE_PWD_EMS', as: bearer },
    { path: '/after-login/pwd/update-by-mobile', channel: 'sms', type: 'CHANGE_PWD_SMS', field: 'new_password', as: expired },
    { path: '/after-login/pwd/update-by-email', channel: 'email', type: 'CHANGE_PWD_EMS', field: 'new_password', as: expired },
  ]

for (const { path, channel, type, named, field = 'password', as } of calls) {
  test(`${path}: a right code whose password is refused stays good, costs no try, and takes a better one`, async () => {
    await using b = await bench({ settings: settings() })
    await addPerson(b, WANG)
    const headers = await as(b)
    const verify_code = channel === 'sms' ? await b.sendCode(MOBILE, type) : await b.sendMailCode(EMAIL, type)
    const send = (password: string, code = verify_code) => b.post(path, { ...named, verify_code: code, [field]: password }, headers)
    const before = (await b.snapshot())['codes']
    // More often than a code has tries.
    for (let i = 0; i < 8; i++) {
      const refused = await send(PASSWORD)
      assert.equal(refused.body['error_code'], 'BOWLINE.PWD.0003', refused.text)
    }
    assert.equal((await b.snapshot())['codes'], before)
    const wrong = await send(NEW, verify_code === '000000' ? '000001' : '000000')
    assert.match(String(wrong.body['error_msg']), /Remaining attempts: 4\b/)
    assert.equal((await send(NEW)).status, 200)
    assert.equal((await signIn(b, NEW)).body['status'], 'SUCCESS')
    assert.equal((await send(NEW)).status, 400, 'spent by now')
  })
}

test('nor does it cost a guess of the day', async () => {
  await using b = await bench({ settings: settings({ guesses_per_number_per_day: 2 }) })
  await addPerson(b, WANG)
  const verify_code = await b.sendCode(MOBILE, 'FORGET_PWD_SMS')
  const send = (password: string) => b.post('/pwd/update-by-mobile', { mobile: MOBILE, verify_code, password })
  for (let i = 0; i < 5; i++) assert.equal((await send(PASSWORD)).body['error_code'], 'BOWLINE.PWD.0003')
  assert.equal((await send(NEW)).status, 200)
})

test('tries are given back only so often: whoever has a code learns no former passwords with it', async () => {
  await using b = await bench({ settings: settings() })
  await addPerson(b, WANG)
  const verify_code = await b.sendCode(MOBILE, 'FORGET_PWD_SMS')
  const answers: unknown[] = []
  for (let i = 0; i < 40; i++)
    answers.push((await b.post('/pwd/update-by-mobile', { mobile: MOBILE, verify_code, password: PASSWORD })).body['error_code'])
  assert.equal(answers.filter((it) => it === 'BOWLINE.PWD.0003').length, 20 + 5)
  assert.equal(answers.at(-1), 'BOWLINE.SMS.0002')
})

test('ten at once with one right code and a password that is refused: the code is as good as before', async () => {
  await using b = await bench({ settings: settings({ guesses_per_code: 10, guesses_per_number_per_day: 20 }) })
  await addPerson(b, WANG)
  const verify_code = await b.sendCode(MOBILE, 'FORGET_PWD_SMS')
  const before = (await b.snapshot())['codes']
  const send = (password: string) => b.post('/pwd/update-by-mobile', { mobile: MOBILE, verify_code, password })
  const all = await Promise.all(Array.from({ length: 10 }, () => send(PASSWORD)))
  assert.deepEqual([...new Set(all.map((it) => it.body['error_code']))], ['BOWLINE.PWD.0003'])
  assert.equal((await b.snapshot())['codes'], before)
  assert.equal((await send(NEW)).status, 200)
})
