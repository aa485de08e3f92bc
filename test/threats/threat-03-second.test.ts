import assert from 'node:assert/strict'
import test from 'node:test'
import { bench, type Bench } from '../../server/testing.ts'
import { E164, MOBILE, refused, refusedSilently, wrong } from './expect.ts'

const EMAIL = 'owner@example.com'
const OPEN = { captcha: { required: false }, sms: { cooldown: 1, per_number_per_day: 1000 }, mail: { cooldown: 1 } }
const settings = { ...OPEN, mfa: { required: 'always' } }
type State = Record<string, string>

/** The second factor by either channel: how it is asked for after the other one, and where its codes go. */
const ways = [
  {
    path: '/mfa/sms',
    to: { mobile: MOBILE },
    types: ['MFA_AUTH_SMS', 'OTP_REST_SMS'],
    send: (b: Bench, type: string, state?: State) => b.sendCode(MOBILE, type, state),
    bare: (b: Bench, type: string, state?: State) => b.post('/sms/send', { mobile: MOBILE, type }, state),
    enter: async (b: Bench, app?: State) => {
      const verify_code = await b.sendMailCode(EMAIL, 'LOGIN_EMS', app)
      return b.post('/login/email-verify-code', { email: EMAIL, verify_code }, app)
    },
    miss: 'codeWrong',
  },
  {
    path: '/mfa/email',
    to: { email: EMAIL },
    types: ['MFA_AUTH_EMS'],
    send: (b: Bench, type: string, state?: State) => b.sendMailCode(EMAIL, type, state),
    bare: (b: Bench, type: string, state?: State) => b.post('/email/send', { email: EMAIL, type }, state),
    enter: async (b: Bench, app?: State) => {
      const verify_code = await b.sendCode(MOBILE, 'LOGIN_SMS', app)
      return b.post('/login/mobile-verify-code', { mobile: MOBILE, verify_code }, app)
    },
    miss: 'mailCodeWrong',
  },
] as const

async function start(app: object = {}) {
  const b = await bench({ settings, app })
  await b.addUser({ mobile: E164, mobileProvenAt: 1, email: EMAIL, emailProvenAt: 1 })
  return b
}

for (const { path, to, types, send, bare, enter, miss } of ways) {
  const begin = async (b: Bench, app?: State): Promise<State> => {
    const reply = await enter(b, app)
    assert.equal(reply.body['status'], 'MFA_AUTH', reply.text)
    return { ...app, 'x-state-token': String(reply.body['state_token']) }
  }

  for (const type of types) {
    test(`threat 3: ${path}: a code of ${type} sent under one sign-in finishes no other, and still its own`, async () => {
      await using b = await start()
      const [mine, others] = [await begin(b), await begin(b)]
      const verify_code = await send(b, type, mine)
      await refusedSilently(b, 'codeExpired', () => b.post(path, { ...to, verify_code }, others))
      assert.equal((await b.post(path, { ...to, verify_code }, mine)).body['status'], 'SUCCESS')
      await refusedSilently(b, 'stateTokenInvalid', () => b.post(path, { ...to, verify_code }, mine))
    })
  }

  test(`threat 3: ${path}: a code sent without a state token is good for any, as the published clients send it`, async () => {
    await using b = await start()
    const verify_code = await send(b, types[0])
    assert.equal((await b.post(path, { ...to, verify_code }, await begin(b))).body['status'], 'SUCCESS')
  })

  test(`threat 3: ${path}: where the application requires the state token, no such code is sent, and none of another application counts`, async () => {
    await using b = await start({ codes_need_state: true })
    await refusedSilently(b, 'stateRequired', () => bare(b, types[0]))
    const state = await begin(b)
    const verify_code = await send(b, types[0], { 'x-client-id': await b.addApp() })
    await refusedSilently(b, 'codeExpired', () => b.post(path, { ...to, verify_code }, state))
    const bound = await send(b, types[0], state)
    assert.equal((await b.post(path, { ...to, verify_code: bound }, state)).body['status'], 'SUCCESS')
  })

  test(`threat 3: ${path}: under a state token that is none, or for something else, nothing is sent`, async () => {
    await using b = await start()
    const others = [{ 'x-state-token': 'none' }, { 'x-state-token': await b.unknown('alice') }, await begin(b)] as State[]
    others[2] = { ...others[2], 'x-device-fingerprint': 'another' }
    const before = b.inbox().length + b.mails().length
    b.clock.now += 1001
    for (const state of others) await refusedSilently(b, 'stateTokenInvalid', () => bare(b, types[0], state))
    assert.equal(b.inbox().length + b.mails().length, before)
  })

  test(`threat 3: ${path}: a wrong code counts once against its state token`, async () => {
    const strict = { ...settings, sms: { ...OPEN.sms, guesses_per_code: 10, guesses_per_number_per_day: 50 }, state: { failures: 4 } }
    await using b = await bench({ settings: strict })
    await b.addUser({ mobile: E164, mobileProvenAt: 1, email: EMAIL, emailProvenAt: 1 })
    const state = await begin(b)
    const verify_code = await send(b, types[0], state)
    for (let i = 1; i < 4; i++) refused(await b.post(path, { ...to, verify_code: wrong(verify_code, i) }, state), miss)
    assert.equal((await b.post(path, { ...to, verify_code }, state)).body['status'], 'SUCCESS')
    const other = await begin(b)
    const code = await send(b, types[0], other)
    for (let i = 1; i < 5; i++) refused(await b.post(path, { ...to, verify_code: wrong(code, i) }, other), miss)
    refused(await b.post(path, { ...to, verify_code: code }, other), 'stateTokenInvalid')
  })
}
