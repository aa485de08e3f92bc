import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createAuthority } from '../../../test/certificate.ts'
import { createOutbound } from '../../outbound.ts'
import type { GatewayRefusal } from './gateway.ts'
import { holdOutside, joinParts, message, startSmsc, THROTTLED } from './smpp.double.ts'
import { smpp } from './smpp.ts'
import { assertRefused } from './testing.double.ts'

const check = (settings: Record<string, unknown>, outside: ReturnType<typeof holdOutside>['outside']) =>
  smpp.check?.(settings, outside) ?? assert.fail()

describe('a message', () => {
  test('is submitted over TLS: text, receiver, sender and lifetime as the specification writes them', async (t) => {
    const smsc = await startSmsc(t)
    const { outside } = holdOutside(t)
    const settings = { ...smsc.settings, sender: 'Bowline', service_type: 'OTP', system_type: 'login' }
    assert.deepEqual(await smpp.send(settings, message, outside), { vendorId: 'id-1' })
    const [bind] = smsc.binds
    assert.deepEqual([bind?.['interface_version'], bind?.['system_type']], [0x34, 'login'])
    const [pdu] = smsc.submitted
    assert.ok(pdu)
    assert.equal(joinParts([pdu]), message.text)
    const { destination_addr, dest_addr_ton, dest_addr_npi, source_addr, source_addr_ton, source_addr_npi, service_type, data_coding } = pdu
    assert.deepEqual([destination_addr, dest_addr_ton, dest_addr_npi], ['8615912345678', 1, 1])
    assert.deepEqual([source_addr, source_addr_ton, source_addr_npi], ['Bowline', 5, 0])
    assert.deepEqual([service_type, data_coding, pdu['registered_delivery']], ['OTP', 0, 1])
    // The package reads a relative time as one from now: 290 seconds.
    const left = (pdu['validity_period'] as Date).getTime() - Date.now()
    assert.ok(Math.abs(left - 290_000) < 2_000, String(left))
  })

  const senders: [string | undefined, object, unknown[]][] = [
    [undefined, {}, ['', 0, 0]],
    ['10690000', {}, ['10690000', 3, 0]],
    ['+8610690000', {}, ['8610690000', 1, 1]],
    ['106900001234', {}, ['106900001234', 1, 1]],
    ['10690000', { source_ton: 2, source_npi: 8 }, ['10690000', 2, 8]],
  ]
  for (const [sender, others, expected] of senders) {
    test(`the sender ${sender ?? '(none)'} ${JSON.stringify(others)} has its type and plan`, async (t) => {
      const smsc = await startSmsc(t, { plain: true })
      const { outside } = holdOutside(t)
      // The route's sender goes before the gateway's.
      await smpp.send(
        { ...smsc.settings, ...(sender && { sender: 'Other' }), ...others },
        { ...message, ...(sender && { sender }) },
        outside,
      )
      const [pdu] = smsc.submitted
      assert.deepEqual([pdu?.['source_addr'], pdu?.['source_addr_ton'], pdu?.['source_addr_npi']], expected)
    })
  }

  const euro = '€'.repeat(160)
  const texts: [string, string, number, number][] = [
    ['160 characters of GSM', 'a'.repeat(160), 1, 0],
    ['161 of them', 'b'.repeat(161), 2, 0],
    ['every letter of the alphabet', '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ ^{}\\[~]|€§ÄÖÑÜäöñüà¿¡', 1, 0],
    ['escapes at the seams', `x${euro}`, 3, 0],
    ['Chinese', '您的验证码是 842913，五分钟内有效。', 1, 8],
    ['70 characters of UCS2', '验'.repeat(70), 1, 8],
    ['71 of them', '验'.repeat(71), 2, 8],
    ['surrogate pairs at the seams', `验${'😀'.repeat(67)}`, 3, 8],
    ['one letter that GSM does not have', 'ç', 1, 8],
    ['an escape character', 'a\u001be', 1, 8],
  ]
  for (const [what, text, parts, coding] of texts) {
    test(`${what}: ${parts} part(s), alphabet ${coding}, and the phone shows it whole`, async (t) => {
      const smsc = await startSmsc(t, { plain: true })
      const { outside } = holdOutside(t)
      const { vendorId } = await smpp.send(smsc.settings, { ...message, text }, outside)
      assert.equal(vendorId, `id-${parts}`)
      assert.equal(smsc.submitted.length, parts)
      assert.equal(joinParts(smsc.submitted), text)
      assert.ok(smsc.submitted.every((it) => it['data_coding'] === coding))
      assert.deepEqual(
        smsc.submitted.map((it) => it['registered_delivery']),
        [...Array<number>(parts - 1).fill(0), 1],
      )
    })
  }

  test('long and whole, for a vendor that wants message_payload', async (t) => {
    const smsc = await startSmsc(t, { plain: true })
    const { outside } = holdOutside(t)
    for (const text of ['x'.repeat(400), '验'.repeat(200)]) {
      await smpp.send({ ...smsc.settings, long_messages: 'payload', receipts: false, expire: false }, { ...message, text }, outside)
      const pdu = smsc.submitted.pop()
      assert.ok(pdu)
      assert.equal(joinParts([pdu]), text)
      assert.deepEqual([pdu['registered_delivery'], pdu['validity_period'], smsc.submitted.length], [0, '', 0])
    }
  })

  test('many at once go over one bind, and no more of them than the window are out', async (t) => {
    let out = 0
    let most = 0
    const smsc = await startSmsc(t, { plain: true, answer: () => 'silence' })
    const { outside } = holdOutside(t)
    const settings = { ...smsc.settings, window: 3 }
    const sends = Array.from({ length: 10 }, () => smpp.send(settings, message, outside))
    const timer = setInterval(() => {
      const open = smsc.submitted.splice(0)
      out += open.length
      most = Math.max(most, open.length)
      for (const pdu of open) for (const session of smsc.sessions) session.send(pdu.response({ message_id: 'x' }))
    }, 30)
    t.after(() => clearInterval(timer))
    await Promise.all(sends)
    assert.deepEqual([smsc.binds.length, out, most], [1, 10, 3])
  })

  test('without a place to keep the bind, it binds, sends and takes leave', async (t) => {
    const smsc = await startSmsc(t, { plain: true })
    const { outside } = holdOutside(t)
    const { open: _, ...bare } = outside
    assert.deepEqual(await smpp.send(smsc.settings, message, bare), { vendorId: 'id-1' })
    assert.deepEqual([smsc.binds.length, smsc.seen.unbinds], [1, 1])
  })
})

describe('refusals', () => {
  const statuses: [string, number, GatewayRefusal['refusal'], string?][] = [
    ['throttled', THROTTLED, 'unreachable'],
    ['a full queue', 0x14, 'unreachable'],
    ['a system error', 0x08, 'unreachable'],
    ['a bad sender', 0x0a, 'misconfigured', 'sender'],
    ['a bad type of number', 0x48, 'misconfigured', 'source_ton'],
    ['a bad plan of the receiver', 0x51, 'misconfigured', 'destination_npi'],
    ['a bad service type', 0x15, 'misconfigured', 'service_type'],
    ['a bad lifetime', 0x62, 'misconfigured', 'expire'],
    ['a bad receiver', 0x0b, 'rejected'],
    ['a failed submit', 0x45, 'rejected'],
    ['a status of the vendor’s own', 0x401, 'rejected'],
  ]
  for (const [what, status, refusal, setting] of statuses) {
    test(`${what} (${status.toString(16)}): ${refusal}, and the next message is taken`, async (t) => {
      const smsc = await startSmsc(t, { plain: true, answer: (_, at) => (at === 1 ? status : 0) })
      const { outside } = holdOutside(t)
      await assertRefused(smpp.send(smsc.settings, message, outside), refusal, { setting, secrets: ['correct'] })
      assert.deepEqual(await smpp.send(smsc.settings, message, outside), { vendorId: 'id-2' })
      assert.equal(smsc.binds.length, 1)
    })
  }

  const binds: [string, object, number | undefined, GatewayRefusal['refusal'], string?][] = [
    ['a wrong password', { password: 'wrong' }, undefined, 'misconfigured', 'password'],
    ['a wrong system id', { system_id: 'other' }, undefined, 'misconfigured', 'system_id'],
    ['a bind that failed', {}, 0x0d, 'misconfigured', 'password'],
    ['a wrong system type', {}, 0x53, 'misconfigured', 'system_type'],
    ['one bind too many', {}, 0x05, 'unreachable'],
    ['a vendor that is unwell', {}, 0x08, 'unreachable'],
  ]
  for (const [what, change, bindStatus, refusal, setting] of binds) {
    test(`${what}: ${refusal}${setting ? `, by ${setting}` : ''}, for a message and for the check`, async (t) => {
      const smsc = await startSmsc(t, { plain: true, ...(bindStatus !== undefined && { bindStatus }) })
      const { outside } = holdOutside(t)
      const settings = { ...smsc.settings, ...change }
      await assertRefused(smpp.send(settings, message, outside), refusal, { setting, secrets: ['correct'] })
      await assertRefused(check(settings, outside), refusal, { setting })
      assert.deepEqual(smsc.submitted, [])
    })
  }

  test('a wrong password is not tried again by itself: the vendor would lock the account', async (t) => {
    const smsc = await startSmsc(t, { plain: true })
    const { outside } = holdOutside(t)
    await assertRefused(smpp.send({ ...smsc.settings, password: 'wrong' }, message, outside), 'misconfigured')
    await new Promise((done) => setTimeout(done, 1_500))
    assert.equal(smsc.binds.length, 1)
  })

  test('a sender that SMPP cannot write', async (t) => {
    const smsc = await startSmsc(t, { plain: true })
    const { outside } = holdOutside(t)
    for (const sender of ['某某公司', 'a name that is far too long', 'a\r\nb']) {
      await assertRefused(smpp.send(smsc.settings, { ...message, sender }, outside), 'misconfigured', { setting: 'sender' })
    }
    assert.deepEqual(smsc.submitted, [])
  })
})

describe('the line', () => {
  test('check binds, unbinds and sends nothing', async (t) => {
    const smsc = await startSmsc(t)
    const { outside } = holdOutside(t, { open: () => assert.fail('nothing is kept open for a check') })
    await check(smsc.settings, outside)
    assert.deepEqual([smsc.binds.length, smsc.seen.unbinds, smsc.submitted.length], [1, 1, 0])
  })

  test('the certificate is checked: its name, its authority, and a vendor without one gets nothing', async (t) => {
    const smsc = await startSmsc(t)
    const { outside } = holdOutside(t)
    const { ca: _, ...settings } = smsc.settings
    await check({ ...smsc.settings, host: '127.0.0.1' }, outside)
    await assertRefused(check({ ...smsc.settings, host: 'other.example.com' }, outside), 'misconfigured', { setting: 'host' })
    await assertRefused(check(settings, outside), 'misconfigured', { setting: 'ca' })
    await assertRefused(check({ ...settings, ca: createAuthority().cert }, outside), 'misconfigured', { setting: 'ca' })
    await assertRefused(check({ ...settings, ca: 'PEM' }, outside), 'misconfigured', { setting: 'ca' })
    const plain = await startSmsc(t, { plain: true })
    // It hangs up on what it cannot read, which says nothing of why.
    await assertRefused(check({ ...plain.settings, security: 'tls' }, outside), 'unreachable')
    assert.deepEqual([smsc.binds.length, plain.binds.length], [1, 0])
  })

  test('an address the operator does not allow is not called', async (t) => {
    const smsc = await startSmsc(t)
    const { outside } = holdOutside(t, { reach: createOutbound({ allow: [] }).reach })
    await assertRefused(smpp.send({ ...smsc.settings, host: '127.0.0.1' }, message, outside), 'misconfigured', { setting: 'host' })
    assert.equal(smsc.binds.length, 0)
  })
})
