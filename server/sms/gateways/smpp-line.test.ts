import assert from 'node:assert/strict'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { describe, test } from 'node:test'
import { holdOutside, message, startSmsc } from './smpp.double.ts'
import { smpp } from './smpp.ts'
import { assertRefused } from './testing.double.ts'

const until = async (isSo: () => boolean, what: string) => {
  for (let i = 0; i < 400 && !isSo(); i++) await new Promise((done) => setTimeout(done, 10))
  assert.ok(isSo(), what)
}

describe('a vendor that goes away', () => {
  test('the next message binds anew at once', async (t) => {
    const smsc = await startSmsc(t)
    const { outside } = holdOutside(t)
    await smpp.send(smsc.settings, message, outside)
    smsc.drop()
    await until(() => smsc.sessions.size === 0, 'the line is down')
    await new Promise((done) => setTimeout(done, 50))
    assert.deepEqual(await smpp.send(smsc.settings, message, outside), { vendorId: 'id-2' })
    assert.equal(smsc.binds.length, 2)
  })

  test('without a next message it is bound anew by itself, and receipts come again', async (t) => {
    const smsc = await startSmsc(t, { plain: true })
    const { outside, receipts } = holdOutside(t)
    await smpp.send(smsc.settings, message, outside)
    smsc.drop()
    await until(() => smsc.binds.length === 2, 'bound again')
    await smsc.deliver({ esm_class: 4, receipted_message_id: 'id-1', message_state: 2 })
    assert.deepEqual(receipts, [{ vendorId: 'id-1', delivered: true, final: true, detail: 'DELIVRD' }])
  })

  test('a vendor that says unbind is answered, and bound anew', async (t) => {
    const smsc = await startSmsc(t, { plain: true })
    const { outside } = holdOutside(t)
    await smpp.send(smsc.settings, message, outside)
    const [session] = smsc.sessions
    const answer = await new Promise<{ command: string }>((resolve) => void session?.unbind({}, resolve))
    assert.equal(answer.command, 'unbind_resp')
    await smpp.send(smsc.settings, message, outside)
    assert.equal(smsc.binds.length, 2)
  })

  test('one that hangs up instead of an answer: unreachable at once, and the message is not sent again', async (t) => {
    const smsc = await startSmsc(t, { plain: true, answer: () => 'hang up' })
    const { outside } = holdOutside(t)
    const start = performance.now()
    await assertRefused(smpp.send(smsc.settings, message, outside), 'unreachable')
    assert.ok(performance.now() - start < 1_000)
    await until(() => smsc.binds.length === 2, 'bound again')
    assert.equal(smsc.submitted.length, 1)
  })

  test('of a long message the parts that were not sent stay here', async (t) => {
    const smsc = await startSmsc(t, { plain: true, answer: (_, at) => (at === 2 ? 0x58 : 0) })
    const { outside } = holdOutside(t)
    await assertRefused(smpp.send(smsc.settings, { ...message, text: 'x'.repeat(600) }, outside), 'unreachable')
    assert.equal(smsc.submitted.length, 2)
  })

  test('one that has forgotten the bind is bound anew', async (t) => {
    const smsc = await startSmsc(t, { plain: true, answer: (_, at) => (at === 1 ? 0x04 : 0) })
    const { outside } = holdOutside(t)
    await assertRefused(smpp.send(smsc.settings, message, outside), 'unreachable')
    assert.deepEqual(await smpp.send(smsc.settings, message, outside), { vendorId: 'id-2' })
    assert.equal(smsc.binds.length, 2)
  })

  test('one that is not there, and one that has gone for good', async (t) => {
    const smsc = await startSmsc(t, { plain: true })
    const { outside } = holdOutside(t)
    await smpp.send(smsc.settings, message, outside)
    await smsc.stop()
    await assertRefused(smpp.send(smsc.settings, message, outside), 'unreachable')
    await assertRefused(smpp.check?.(smsc.settings, outside) ?? assert.fail(), 'unreachable')
  })
})

describe('silence', () => {
  test('the vendor is asked now and then whether it is there, and asks us', async (t) => {
    const smsc = await startSmsc(t, { plain: true })
    const { outside } = holdOutside(t)
    await smpp.send({ ...smsc.settings, enquire_link: 1 }, message, outside)
    await until(() => smsc.seen.enquiries > 0, 'asked')
    const [session] = smsc.sessions
    const answer = await new Promise<{ command: string }>((resolve) => void session?.enquire_link({}, resolve))
    assert.equal(answer.command, 'enquire_link_resp')
    assert.equal(smsc.binds.length, 1)
  })

  test('one that does not answer that is dropped, and bound anew', async (t) => {
    const smsc = await startSmsc(t, { plain: true, asleep: true })
    const { outside } = holdOutside(t)
    await smpp.send({ ...smsc.settings, enquire_link: 1, time_limit: 1 }, message, outside)
    await until(() => smsc.binds.length === 2, 'bound again')
  })

  test('a message without an answer is unreachable within the time limit, and the others are not touched', async (t) => {
    const smsc = await startSmsc(t, { plain: true, answer: (_, at) => (at === 1 ? 'silence' : 0) })
    const { outside } = holdOutside(t)
    const settings = { ...smsc.settings, time_limit: 1 }
    const start = performance.now()
    const lost = assertRefused(smpp.send(settings, message, outside), 'unreachable')
    assert.deepEqual(await smpp.send(settings, message, outside), { vendorId: 'id-2' })
    await lost
    assert.ok(performance.now() - start < 2_000)
    await smpp.send(settings, message, outside)
    assert.equal(smsc.binds.length, 1)
  })

  const strangers: [string, (socket: Socket) => void][] = [
    ['says nothing', () => undefined],
    ['hangs up', (socket) => socket.end()],
    ['speaks HTTP', (socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['says a PDU of four octets', (socket) => socket.write(Buffer.from([0, 0, 0, 4]))],
    ['says a PDU that ends too soon', (socket) => socket.end(Buffer.from([0, 0, 0, 40, 0x80, 0, 0, 9]))],
  ]
  for (const [what, behave] of strangers) {
    test(`somebody who ${what} is unreachable within the time limit`, async (t) => {
      const server = createServer((socket) => {
        t.after(() => socket.destroy())
        socket.on('error', () => undefined)
        behave(socket)
      }).listen(0, '127.0.0.1')
      await new Promise((done) => server.once('listening', done))
      t.after(() => server.close())
      const settings = {
        host: 'localhost',
        port: (server.address() as AddressInfo).port,
        security: 'none',
        system_id: 'bowline',
        password: 'correct',
        time_limit: 1,
      }
      const { outside } = holdOutside(t)
      const start = performance.now()
      await assertRefused(smpp.send(settings, message, outside), 'unreachable', { secrets: ['correct'] })
      assert.ok(performance.now() - start < 1_500)
    })
  }
})

describe('receipts', () => {
  const written = (stat: string, id = 'id-1', err = '000') =>
    `id:${id} sub:001 dlvrd:001 submit date:2606010800 done date:2606010801 stat:${stat} err:${err} text:842913 is`

  const cases: [string, Record<string, unknown>, object | undefined, object?][] = [
    ['delivered', { short_message: written('DELIVRD') }, { delivered: true, final: true, detail: 'DELIVRD' }],
    ['undeliverable', { short_message: written('UNDELIV', 'id-1', '034') }, { delivered: false, final: true, detail: 'UNDELIV 034' }],
    ['expired', { short_message: written('EXPIRED') }, { delivered: false, final: true, detail: 'EXPIRED' }],
    ['refused by the network', { short_message: written('REJECTD') }, { delivered: false, final: true, detail: 'REJECTD' }],
    ['underway', { esm_class: 0x20, short_message: written('ENROUTE') }, { delivered: false, final: false, detail: 'ENROUTE' }],
    ['accepted', { short_message: written('ACCEPTD') }, { delivered: false, final: false, detail: 'ACCEPTD' }],
    ['in TLVs', { receipted_message_id: 'id-1', message_state: 5 }, { delivered: false, final: true, detail: 'UNDELIV' }],
    ['in the payload', { message_payload: written('DELIVRD') }, { delivered: true, final: true, detail: 'DELIVRD' }],
    [
      'with an id that GSM 03.38 would garble',
      { short_message: Buffer.from(written('DELIVRD', 'a_b@c')) },
      { vendorId: 'a_b@c', delivered: true, final: true, detail: 'DELIVRD' },
    ],
    [
      'with a hexadecimal answer and a decimal receipt',
      { short_message: written('DELIVRD', '0000048879') },
      { vendorId: '48879', delivered: true, final: true, detail: 'DELIVRD' },
      { receipt_ids: 'hex_decimal' },
    ],
    [
      'with a decimal answer and a hexadecimal receipt',
      { short_message: written('DELIVRD', 'BEEF') },
      { vendorId: '48879', delivered: true, final: true, detail: 'DELIVRD' },
      { receipt_ids: 'decimal_hex' },
    ],
    ['an answer of a person', { esm_class: 0, short_message: 'STOP id:1 stat:DELIVRD' }, undefined],
    ['without an id', { short_message: 'stat:DELIVRD' }, undefined],
    ['without a state', { short_message: 'id:id-1' }, undefined],
  ]
  for (const [what, fields, expected, more] of cases) {
    test(`${what}: ${expected ? 'handed on' : 'not handed on'}, and the vendor is thanked`, async (t) => {
      const isHex = more && 'receipt_ids' in more && more.receipt_ids === 'hex_decimal'
      const smsc = await startSmsc(t, { plain: true, id: () => (more ? (isHex ? 'BEEF' : '048879') : 'id-1') })
      const { outside, receipts } = holdOutside(t)
      const { vendorId } = await smpp.send({ ...smsc.settings, ...more }, message, outside)
      if (more) assert.equal(vendorId, '48879')
      const from = { source_addr: '8615912345678', destination_addr: 'Bowline', esm_class: 4, data_coding: 0 }
      assert.equal(await smsc.deliver({ ...from, ...fields }), 0)
      assert.deepEqual(receipts, expected ? [{ vendorId: 'id-1', ...expected }] : [])
    })
  }

  test('in data_sm as well', async (t) => {
    const smsc = await startSmsc(t, { plain: true })
    const { outside, receipts } = holdOutside(t)
    await smpp.send(smsc.settings, message, outside)
    assert.equal(await smsc.deliver({ esm_class: 4, receipted_message_id: 'id-1', message_state: 2 }, 'data_sm'), 0)
    assert.equal(receipts.length, 1)
  })

  test('one that could not be noted is asked for again', async (t) => {
    const smsc = await startSmsc(t, { plain: true })
    const { outside } = holdOutside(t, {
      receipt() {
        throw new Error('the database is away')
      },
    })
    await smpp.send(smsc.settings, message, outside)
    assert.equal(await smsc.deliver({ esm_class: 4, receipted_message_id: 'id-1', message_state: 2 }), 0x64)
  })
})
