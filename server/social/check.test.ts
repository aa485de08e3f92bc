import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { bench } from '../testing.ts'
import { checkSource } from './check.ts'
import { startWechatDouble } from './connectors/wechat.double.ts'
import type { Source } from './sources.ts'

const source = (connector: string, settings: Record<string, unknown>): Source => ({
  id: 'it',
  connector,
  name: 'It',
  settings,
  unknownUser: 'bind',
  trustMobile: false,
  trustEmail: false,
  disabled: false,
  logo: '',
})

test('settings are checked against their schema, then by the provider; the setting at fault is named', async (t) => {
  const double = await startWechatDouble({ appId: 'wx1', appSecret: 'sesame' })
  after(double.close)
  await using b = await bench()
  const good = { scene: 'mini_program', app_id: 'wx1', app_secret: 'sesame', api_url: double.url }
  const before = await b.snapshot()
  const rows: [name: string, Source, fault: object | undefined][] = [
    ['good ones', source('wechat', good), undefined],
    ['one whose connector asks nobody', source('sandbox', {}), undefined],
    ['a connector that is none', source('nowhere', {}), { setting: 'connector', refusal: 'misconfigured' }],
    ['one that is missing', source('wechat', { ...good, app_secret: undefined }), { setting: 'app_secret', refusal: 'misconfigured' }],
    ['an empty one', source('wechat', { ...good, app_id: '' }), { setting: 'app_id', refusal: 'misconfigured' }],
    ['one that is none of its', source('wechat', { ...good, secret: 'x' }), { setting: 'secret', refusal: 'misconfigured' }],
    ['a word that is not among its', source('wechat', { ...good, scene: 'fax' }), { setting: 'scene', refusal: 'misconfigured' }],
    [
      'an address that leads inside',
      source('wechat', { ...good, api_url: 'http://10.0.0.1' }),
      { setting: 'api_url', refusal: 'misconfigured' },
    ],
    [
      'a secret the provider does not know',
      source('wechat', { ...good, app_secret: 'other' }),
      { setting: 'app_secret', refusal: 'misconfigured' },
    ],
    [
      'a provider that is down',
      source('wechat', { ...good, api_url: 'http://127.0.0.1:1' }),
      { setting: 'api_url', refusal: 'unreachable' },
    ],
  ]
  for (const [name, it, expected] of rows) {
    await t.test(name, async () => {
      const fault = await checkSource(b.ctx, it)
      if (!expected) return assert.equal(fault, undefined)
      const { text, ...rest } = fault ?? { text: '' }
      assert.deepEqual(rest, expected, text)
      assert.ok(text && !text.includes('sesame') && !text.includes('other'), text)
    })
  }
  assert.deepEqual(await b.snapshot(), before)
})

test('in production a source for development is a fault', async () => {
  await using b = await bench({ env: { BOWLINE_MODE: 'production', BOWLINE_PUBLIC_URL: 'https://id.example.com' } })
  assert.equal((await checkSource(b.ctx, source('sandbox', {})))?.setting, 'connector')
})

test('a provider that never answers is given up', async () => {
  const asked: (AbortSignal | null | undefined)[] = []
  const fetch = (async (_: unknown, init?: RequestInit) => {
    asked.push(init?.signal)
    throw new DOMException('late', 'TimeoutError')
  }) as typeof globalThis.fetch
  await using b = await bench({ fetch })
  const fault = await checkSource(b.ctx, source('wechat', { scene: 'mobile', app_id: 'wx1', app_secret: 's' }))
  assert.equal(fault?.refusal, 'unreachable')
  assert.ok(asked[0] instanceof AbortSignal)
})
