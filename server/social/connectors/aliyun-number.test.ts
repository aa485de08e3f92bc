import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { aliyunNumber } from './aliyun-number.ts'
import { startAliyunDouble } from './aliyun-number.double.ts'
import type { Refusal } from './connector.ts'
import { assertRefused, openOutside, troubles } from './testing.double.ts'

const clock = { now: Date.UTC(2026, 5, 1, 8) }
const outside = openOutside(2_000, () => clock.now)
const key = { access_key_id: 'LTAI-example', access_key_secret: 'sesame' }

async function service(more: Record<string, unknown> = {}) {
  const double = await startAliyunDouble({ id: key.access_key_id, secret: key.access_key_secret, now: () => clock.now })
  after(double.close)
  const settings = { ...key, api_url: double.url, ...more }
  return { double, settings, ask: (code: string) => aliyunNumber.readMobile!(settings, { code }, outside) }
}

describe('aliyun_number', () => {
  test('the number of the phone, for a token that is good once and not for long', async () => {
    const { double, ask } = await service()
    const token = double.agree('13900001234')
    assert.equal(await ask(token), '+8613900001234')
    await assertRefused(ask(token), 'expired', [token, key.access_key_secret])
    const late = double.agree('13900001234')
    clock.now += 2 * 60_000
    await assertRefused(ask(late), 'expired', [late])
    await assertRefused(aliyunNumber.readMobile!(key, {}, outside), 'denied')
  })

  test('it names nobody', async () => {
    const { settings, double } = await service()
    await assertRefused(aliyunNumber.identify(settings, { code: double.agree('13900001234') }, outside), 'denied')
  })

  const said: [code: string, refusal: Refusal, setting?: string][] = [
    ['isv.TOKEN_INVALID', 'expired'],
    ['isv.TOKEN_UNAUTHORIZED_USED', 'denied'],
    ['isv.RAM_PERMISSION_DENY', 'misconfigured', 'access_key_id'],
    ['isv.VERIFY_SCHEME_NOT_EXIST', 'misconfigured'],
    ['isv.PRODUCT_UNSUBSCRIBE', 'misconfigured'],
    ['isv.OUT_OF_SERVICE', 'misconfigured'],
    ['isp.SYSTEM_ERROR', 'unreachable'],
    ['Throttling.User', 'unreachable'],
    ['a code <b>that</b> is none', 'unreachable'],
  ]
  for (const [code, refusal, setting] of said) {
    test(`${code}: ${refusal}`, async () => {
      const { double, ask } = await service()
      double.says.code = code
      assert.equal((await assertRefused(ask(double.agree('13900001234')), refusal, ['13900001234'])).setting, setting)
    })
  }

  test('an answer with something else than a number of the mainland is none', async () => {
    const { double, ask } = await service()
    for (const mobile of ['139****1234', '', '+8613900001234', '2']) await assertRefused(ask(double.agree(mobile)), 'unreachable')
  })

  for (const [name, trouble] of troubles) {
    test(`trouble: ${name}`, async () => {
      const { double, ask } = await service()
      double.trouble.now = trouble
      await assertRefused(ask('x'), 'unreachable', [key.access_key_secret])
    })
  }

  test('settings are checked when they are saved', async () => {
    const { settings } = await service()
    await aliyunNumber.check!(settings, outside)
    const wrong: [Record<string, string>, Refusal, string?][] = [
      [{ access_key_id: 'other' }, 'misconfigured', 'access_key_id'],
      [{ access_key_secret: 'other' }, 'misconfigured', 'access_key_secret'],
      [{ api_url: 'http://127.0.0.1:1' }, 'unreachable'],
    ]
    for (const [more, refusal] of wrong) await assertRefused(aliyunNumber.check!({ ...settings, ...more }, outside), refusal, ['sesame'])
    assert.equal(
      (await assertRefused(aliyunNumber.check!({ ...settings, access_key_secret: 'x' }, outside), 'misconfigured')).setting,
      'access_key_secret',
    )
  })

  test('threat 23: an address inside is not called', async () => {
    const { ask } = await service({ api_url: 'https://169.254.169.254' })
    await assertRefused(ask('x'), 'misconfigured')
  })
})
