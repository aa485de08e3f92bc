import assert from 'node:assert/strict'
import test from 'node:test'
import { bench, type Bench } from '../testing.ts'
import { GatewayRefusal } from './gateways/gateway.ts'
import { addVendor, type Vendor } from './gateways.double.ts'
import { saveGateway } from './index.ts'

const MOBILE = '15912345678'
const settings = { captcha: { required: false }, sms: { cooldown: 1 } }

async function start(...vendors: Vendor[]): Promise<Bench> {
  const b = await bench({ settings })
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  for (const [i, it] of vendors.entries())
    await saveGateway(b.ctx, b.tenant.id, { id: i ? `g${i}` : 'inbox', gateway: it.id, settings: {}, position: i })
  return b
}
const send = (b: Bench) => {
  b.clock.now += 1001
  return b.post('/sms/send', { mobile: MOBILE, type: 'LOGIN_SMS' })
}
const login = (b: Bench, verify_code: string) => b.post('/login/mobile-verify-code', { mobile: MOBILE, verify_code })

test('a code that the vendor made is compared by it, under the same limits, and spent once', async () => {
  const asked: unknown[] = []
  const vendor = addVendor({
    async verify(_settings, it) {
      asked.push(it)
      return it.code === '555555'
    },
  })
  await using b = await start(vendor)
  assert.equal((await send(b)).status, 200)
  // Ours was never sent, and is good for nothing.
  assert.equal((await login(b, vendor.taken[0]?.code ?? '')).body['error_code'], 'CAPTCHA.0007')
  for (let i = 0; i < 3; i++) assert.equal((await login(b, '000000')).body['error_code'], 'CAPTCHA.0007')
  assert.equal((await login(b, '555555')).body['status'], 'SUCCESS')
  assert.deepEqual(asked.at(-1), { to: `+86${MOBILE}`, code: '555555', vendorId: `${vendor.id}-1` })
  assert.equal((await login(b, '555555')).body['error_code'], 'BOWLINE.SMS.0001')
  assert.equal(asked.length, 5)

  await send(b)
  for (let i = 0; i < 5; i++) await login(b, '000000')
  assert.equal((await login(b, '555555')).body['error_code'], 'BOWLINE.SMS.0002')
  assert.equal(asked.length, 10, 'a code that is used up is not asked for')
})

test('a vendor that cannot be asked is told as such, and costs a try', async () => {
  const vendor = addVendor({
    verify: async () => {
      throw new GatewayRefusal('unreachable', 'no answer')
    },
  })
  await using b = await start(vendor)
  await send(b)
  for (let i = 0; i < 5; i++) assert.equal((await login(b, '555555')).body['error_code'], 'BOWLINE.SOCIAL.0006')
  assert.equal((await login(b, '555555')).body['error_code'], 'BOWLINE.SMS.0002')
})

test('after a vendor that makes codes failed, the next one carries ours', async () => {
  const [theirs, ours] = [addVendor({ verify: async () => true }), addVendor()]
  theirs.behaves = 'unreachable'
  // The behaviour of the double is in its `send`, which the first has, too.
  await using b = await start(theirs, ours)
  await send(b)
  const code = ours.taken[0]?.code ?? ''
  assert.equal((await login(b, code === '000000' ? '000001' : '000000')).body['error_code'], 'CAPTCHA.0007')
  assert.equal((await login(b, code)).body['status'], 'SUCCESS')
})

test('a vendor that wants to hear which codes were right hears of those that were spent, and its trouble is nobody’s', async () => {
  const heard: string[] = []
  const vendor = addVendor({
    verify: async () => assert.fail('not asked: the code is ours'),
    verifies: () => false,
    async proven(_settings, { vendorId }) {
      heard.push(vendorId)
      throw new GatewayRefusal('unreachable', 'no answer')
    },
  })
  await using b = await start(vendor)
  await send(b)
  assert.equal((await login(b, 'wrong')).body['error_code'], 'CAPTCHA.0007')
  assert.equal((await login(b, vendor.taken[0]?.code ?? '')).body['status'], 'SUCCESS')
  await new Promise((resume) => setTimeout(resume, 50))
  assert.deepEqual(heard, [`${vendor.id}-1`])
})
