import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ConfigFault, readConfig } from './config.ts'
import { createOutbound, OutboundRefusal, type OutboundOptions } from './outbound.ts'

const reach = (options: Partial<OutboundOptions>, host: string, port = 25) => createOutbound({ allow: [], ...options }).reach(host, port)

const refusedAs = (kind: OutboundRefusal['kind']) => (error: unknown) => {
  assert.ok(error instanceof OutboundRefusal, `OutboundRefusal expected, got ${String(error)}`)
  assert.equal(error.kind, kind)
  return true
}

describe('threat 23: an address for what does not speak http', () => {
  test('a public one is answered: the first of a name, and a literal as it is, without asking anybody', async () => {
    const asked: string[] = []
    const resolve = async (host: string) => (asked.push(host), ['93.184.215.14', '2606:4700::1111'])
    assert.equal(await reach({ resolve }, 'mail.example.com'), '93.184.215.14')
    assert.equal(await reach({ resolve }, '1.1.1.1'), '1.1.1.1')
    assert.equal(await reach({ resolve }, '2606:4700::1111'), '2606:4700::1111')
    assert.deepEqual(asked, ['mail.example.com'])
  })

  for (const host of ['127.0.0.1', '10.0.0.1', '169.254.169.254', '192.168.1.1', '::1', 'fe80::1', 'fe80::1%lo', '::ffff:10.0.0.1']) {
    test(`threat 23: ${host} is refused`, () => assert.rejects(reach({}, host), refusedAs('forbidden_address')))
  }

  // The last two are the loopback in other spellings, which the system's own resolver reads.
  for (const host of ['localhost', '2130706433', '0x7f000001']) {
    test(`threat 23: ${host}, resolved by the system, is refused`, async () => {
      await assert.rejects(reach({}, host), (error) => error instanceof OutboundRefusal && error.kind !== 'timeout')
    })
  }

  for (const addresses of [['169.254.169.254'], ['::1'], ['93.184.215.14', '127.0.0.1'], ['not an address']]) {
    test(`threat 23: a name at ${addresses.join(' and ')} is refused`, async () => {
      await assert.rejects(reach({ resolve: async () => addresses }, 'mail.example.com'), refusedAs('forbidden_address'))
    })
  }

  test('what the operator allows is answered, for its port and its name only', async () => {
    const resolve = async () => ['127.0.0.1']
    assert.equal(await reach({ allow: ['127.0.0.0/8'], resolve }, 'mail.internal'), '127.0.0.1')
    assert.equal(await reach({ allow: ['mail.internal:25'], resolve }, 'MAIL.internal.'), '127.0.0.1')
    assert.equal(await reach({ allow: ['127.0.0.1:25'] }, '127.0.0.1'), '127.0.0.1')
    assert.equal(await reach({ allow: ['*'] }, '::1'), '::1')
    await assert.rejects(reach({ allow: ['mail.internal:25'], resolve }, 'mail.internal', 465), refusedAs('forbidden_address'))
    await assert.rejects(reach({ allow: ['mail.internal'], resolve }, 'other.internal'), refusedAs('forbidden_address'))
  })

  test('a name without an address, one that cannot be asked, and a name server that does not answer', async () => {
    await assert.rejects(reach({ resolve: async () => [] }, 'mail.example.com'), refusedAs('network'))
    await assert.rejects(reach({ resolve: () => Promise.reject(new Error('ENOTFOUND')) }, 'mail.example.com'), refusedAs('network'))
    const silent = () => new Promise<string[]>(() => {})
    await assert.rejects(reach({ resolve: silent, timeoutMs: 50 }, 'mail.example.com'), refusedAs('timeout'))
  })
})

describe('BOWLINE_OUTBOUND_ALLOW', () => {
  const key = Buffer.alloc(32, 1).toString('base64')
  const read = (allow: string) => readConfig({ BOWLINE_MASTER_KEY: key, BOWLINE_OUTBOUND_ALLOW: allow })

  for (const bad of ['10.0.0.0/33', 'http://x', 'a b', 'x:99999', 'x:0', 'x:00', '[::1', '*.example.com', '[127.0.0.1]:80', '::/129']) {
    test(`${bad} is one sentence that names the setting, not a broken start`, () => {
      assert.throws(
        () => read(`127.0.0.1/32, ${bad}`),
        (reason) => {
          assert.ok(reason instanceof ConfigFault)
          const form = 'host, host:port or CIDR range, separated by commas; * for all'
          assert.deepEqual(reason.faults, [`BOWLINE_OUTBOUND_ALLOW: expected ${form}, found "127.0.0.1/32, ${bad}"`])
          return true
        },
      )
    })
  }

  test('what the outbound door can read is taken', () => {
    const good = ['*', '10.0.0.0/8', '::1', '[::1]:25', '127.0.0.1:25', 'mail.internal', 'mail.internal:25']
    assert.deepEqual(read(good.join(', ')).outboundAllow, good)
    assert.equal(typeof createOutbound({ allow: good }).reach, 'function')
  })
})
