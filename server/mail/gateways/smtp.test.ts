import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync, verify } from 'node:crypto'
import { describe, test } from 'node:test'
import { createOutbound } from '../../outbound.ts'
import type { GatewayRefusal, Mail } from './gateway.ts'
import { mail, NOW, outsideOf, readMail, refusedAs, resolve, serve } from './smtp.double.ts'
import { smtp } from './smtp.ts'

describe('a message', () => {
  test('arrives whole: Chinese in subject, names, text and HTML, from whom and to whom it should', async (t) => {
    const server = await serve(t)
    assert.deepEqual(await smtp.send(server.settings, mail, outsideOf(t)), { vendorId: 'A1' })
    const [got] = server.arrived
    assert.ok(got)
    assert.deepEqual([got.from, got.to, got.secure, got.user], ['no-reply@id.example.com', ['reader@example.com'], true, 'postbox'])
    // Not the name of this machine.
    assert.equal(got.greeted, 'id.example.com')
    const { headers, parts } = readMail(got.raw)
    assert.equal(headers.get('subject'), mail.subject)
    assert.equal(headers.get('from'), '某某公司 <安全> <no-reply@id.example.com>')
    assert.equal(headers.get('to'), 'reader@example.com')
    assert.equal(headers.get('message-id'), '<01J-m.1@id.example.com>')
    assert.equal(headers.get('auto-submitted'), 'auto-generated')
    assert.equal(Date.parse(headers.get('date') ?? ''), NOW)
    assert.equal(headers.has('x-mailer'), false)
    assert.deepEqual(
      parts.map(({ type, text }) => ({ type, text: text.replaceAll('\r\n', '\n').trimEnd() })),
      [
        { type: 'text/plain', text: mail.text },
        { type: 'text/html', text: mail.html },
      ],
    )
  })

  test('without HTML is plain text, without a name the bare address', async (t) => {
    const server = await serve(t)
    const { html: _, ...plain } = mail
    const { from_name: _name, ...settings } = server.settings
    await smtp.send(settings, plain, outsideOf(t))
    const { headers, parts } = readMail(server.arrived[0]?.raw ?? '')
    assert.equal(headers.get('from'), 'no-reply@id.example.com')
    assert.deepEqual(
      parts.map((it) => it.type),
      ['text/plain'],
    )
  })

  test('follows the one before over the same connection, and goes over another once the server has hung up', async (t) => {
    const server = await serve(t, { socketTimeout: 200 })
    const outside = outsideOf(t)
    for (const messageId of ['one', 'two']) await smtp.send(server.settings, { ...mail, messageId }, outside)
    assert.equal(server.connections(), 1)
    await new Promise((done) => setTimeout(done, 400))
    await smtp.send(server.settings, { ...mail, messageId: 'three' }, outside)
    assert.equal(server.connections(), 2)
    const ids = server.arrived.map((it) => readMail(it.raw).headers.get('message-id'))
    assert.deepEqual(ids, ['<one@id.example.com>', '<two@id.example.com>', '<three@id.example.com>'])
  })

  test('is signed when there is a DKIM key: the signature holds for the body and the headers (RFC 6376)', async (t) => {
    const server = await serve(t)
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
    const dkim = { dkim_domain: 'example.com', dkim_selector: 's1', dkim_private_key: key }
    await smtp.send({ ...server.settings, ...dkim }, mail, outsideOf(t))
    const raw = server.arrived[0]?.raw ?? ''
    const end = raw.indexOf('\r\n\r\n')
    const relaxed = (line: string) =>
      line
        .replace(/^([^:]+)\s*:\s*/, (_, name: string) => `${name.toLowerCase()}:`)
        .replace(/\s+/g, ' ')
        .trimEnd()
    const lines = raw
      .slice(0, end)
      .replace(/\r\n(?=[ \t])/g, '')
      .split('\r\n')
      .map(relaxed)
    const signature = lines.find((it) => it.startsWith('dkim-signature:')) ?? ''
    const tag = (name: string) => new RegExp(`[:;] ?${name}=([^;]*)`).exec(signature)?.[1]?.replaceAll(' ', '') ?? ''
    assert.deepEqual([tag('d'), tag('s'), tag('c')], ['example.com', 's1', 'relaxed/relaxed'])
    const body = `${raw
      .slice(end + 4)
      .replace(/[ \t]+/g, ' ')
      .replace(/ +(?=\r\n)/g, '')
      .replace(/(\r\n)*$/, '')}\r\n`
    assert.equal(tag('bh'), createHash('sha256').update(body, 'latin1').digest('base64'))
    const signed = tag('h').toLowerCase().split(':')
    for (const name of ['from', 'to', 'subject', 'message-id', 'date']) assert.ok(signed.includes(name), name)
    const data = [...signed.map((name) => lines.find((it) => it.startsWith(`${name}:`)) ?? ''), signature.replace(/ b=.*/, ' b=')].join(
      '\r\n',
    )
    assert.equal(verify('sha256', Buffer.from(data, 'latin1'), publicKey, Buffer.from(tag('b'), 'base64')), true)
  })
})

describe('refusals', () => {
  const cases: [string, object, Partial<Mail>, GatewayRefusal['refusal'], string?][] = [
    ['a wrong password', { password: 'not the right one' }, {}, 'misconfigured', 'password'],
    ['no login where one is wanted', { user: '', password: '' }, {}, 'misconfigured', 'user'],
    ['a refused receiver', {}, { to: 'nobody@example.com' }, 'rejected'],
    ['a receiver that is refused for now', {}, { to: 'later@example.com' }, 'unreachable'],
    ['a server that is going down', {}, { to: 'bye@example.com' }, 'unreachable'],
    ['a refused sender', { from: 'stranger@example.com' }, {}, 'misconfigured', 'from'],
    ['a refused message', {}, { subject: 'Spam' }, 'rejected'],
    ['a user without a password', { password: undefined }, {}, 'misconfigured', 'password'],
    ['an authority that is no certificate', { ca: 'PEM' }, {}, 'misconfigured', 'ca'],
    ['half of DKIM', { dkim_domain: 'example.com' }, {}, 'misconfigured', 'dkim_selector'],
    [
      'a DKIM key that signs nothing',
      { dkim_domain: 'example.com', dkim_selector: 's', dkim_private_key: 'not a key' },
      {},
      'misconfigured',
      'dkim_private_key',
    ],
    ['a line break in the name', { from_name: 'Bowline\r\nBcc: everybody@example.com' }, {}, 'misconfigured', 'from_name'],
    ['a line break in the from address', { from: 'a@example.com\r\nRCPT TO:<b@example.com>' }, {}, 'misconfigured', 'from'],
    ['a line break in the host', { host: 'mail.internal\r\n' }, {}, 'misconfigured', 'host'],
    ['a line break in the receiver', {}, { to: 'a@example.com\r\nDATA' }, 'rejected'],
    ['two receivers in one', {}, { to: 'a@example.com, b@example.com' }, 'rejected'],
    ['a receiver in brackets', {}, { to: '<a@example.com>' }, 'rejected'],
    ['a line break in the subject', {}, { subject: 'Code\nBcc: b@example.com' }, 'rejected'],
    ['a line break of another alphabet in the subject', {}, { subject: 'Code\u2028Bcc: b@example.com' }, 'rejected'],
    ['a line break in the id', {}, { messageId: 'a>\r\nBcc: b@example.com' }, 'rejected'],
  ]
  for (const [what, settings, change, refusal, setting] of cases) {
    test(`${what}: ${refusal}${setting ? `, by ${setting}` : ''}, and neither code nor people are in the words`, async (t) => {
      const server = await serve(t)
      await assert.rejects(
        smtp.send({ ...server.settings, ...settings }, { ...mail, ...change }, outsideOf(t)),
        refusedAs(refusal, setting),
      )
      assert.deepEqual(server.arrived, [])
    })
  }

  test('after a refused receiver the next one is served', async (t) => {
    const server = await serve(t)
    const outside = outsideOf(t)
    await assert.rejects(smtp.send(server.settings, { ...mail, to: 'nobody@example.com' }, outside), refusedAs('rejected'))
    await smtp.send(server.settings, mail, outside)
    assert.equal(server.arrived.length, 1)
  })

  test('an address the operator does not allow: named with its host, and nobody is asked', async (t) => {
    const server = await serve(t)
    const guarded = createOutbound({ allow: [], resolve })
    const outside = outsideOf(t, { reach: guarded.reach })
    await assert.rejects(smtp.send(server.settings, mail, outside), refusedAs('misconfigured', 'host'))
    assert.equal(server.connections(), 0)
  })

  test('nobody there, and a name nobody knows', async (t) => {
    const server = await serve(t)
    await server.stop()
    await assert.rejects(smtp.send(server.settings, mail, outsideOf(t)), refusedAs('unreachable'))
    const unknown = createOutbound({ allow: [], resolve: async () => [] })
    await assert.rejects(smtp.send(server.settings, mail, outsideOf(t, { reach: unknown.reach })), refusedAs('unreachable'))
  })
})

describe('check', () => {
  test('logs in and sends nothing; what does not work is told with its setting', async (t) => {
    const server = await serve(t)
    const outside = outsideOf(t, { open: () => assert.fail('nothing is kept open for a check') })
    await smtp.check?.(server.settings, outside)
    const wrong = smtp.check?.({ ...server.settings, password: 'wrong' }, outside) ?? assert.fail()
    await assert.rejects(wrong, refusedAs('misconfigured', 'password'))
    assert.deepEqual(server.arrived, [])
  })

  test('a server without logins, for somebody who has one', async (t) => {
    const server = await serve(t, { disabledCommands: ['AUTH'] })
    await assert.rejects(smtp.check?.(server.settings, outsideOf(t)) ?? assert.fail(), refusedAs('misconfigured', 'user'))
  })
})
