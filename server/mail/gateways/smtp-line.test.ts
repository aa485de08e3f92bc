import assert from 'node:assert/strict'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { describe, test, type TestContext } from 'node:test'
import { createAuthority } from '../../../test/certificate.ts'
import { authority, mail, outsideOf, refusedAs, serve } from './smtp.double.ts'
import { smtp } from './smtp.ts'

describe('encryption', () => {
  test('STARTTLS: the line is encrypted before user, password and message', async (t) => {
    const server = await serve(t, { secure: false })
    await smtp.send({ ...server.settings, security: 'starttls' }, mail, outsideOf(t))
    assert.deepEqual([server.arrived[0]?.secure, server.arrived[0]?.user], [true, 'postbox'])
  })

  test('a server that offers no STARTTLS gets neither password nor message', async (t) => {
    const server = await serve(t, { secure: false, disabledCommands: ['STARTTLS'], allowInsecureAuth: true })
    const settings = { ...server.settings, security: 'starttls' }
    await assert.rejects(smtp.send(settings, mail, outsideOf(t)), refusedAs('misconfigured', 'security'))
    assert.deepEqual(server.arrived, [])
  })

  test('TLS with a server that does not speak it', async (t) => {
    const server = await serve(t, { secure: false })
    await assert.rejects(smtp.send(server.settings, mail, outsideOf(t)), refusedAs('misconfigured', 'security'))
  })

  test('the certificate is checked against the host, though the connection goes to an address', async (t) => {
    const server = await serve(t)
    await smtp.check?.(server.settings, outsideOf(t))
    await smtp.check?.({ ...server.settings, host: '127.0.0.1' }, outsideOf(t))
    await assert.rejects(smtp.send({ ...server.settings, host: 'other.internal' }, mail, outsideOf(t)), refusedAs('misconfigured', 'host'))
    const starttls = await serve(t, { secure: false })
    const wrong = { ...starttls.settings, security: 'starttls', host: 'other.internal' }
    await assert.rejects(smtp.send(wrong, mail, outsideOf(t)), refusedAs('misconfigured', 'host'))
    assert.deepEqual([...server.arrived, ...starttls.arrived], [])
  })

  test('an authority nobody knows, and another one', async (t) => {
    const server = await serve(t)
    const { ca: _, ...settings } = server.settings
    await assert.rejects(smtp.send(settings, mail, outsideOf(t)), refusedAs('misconfigured', 'ca'))
    await assert.rejects(
      smtp.check?.({ ...settings, ca: createAuthority().cert }, outsideOf(t)) ?? assert.fail(),
      refusedAs('misconfigured', 'ca'),
    )
  })

  test('a certificate that has run out', async (t) => {
    const server = await serve(t, authority.issue(['mail.internal'], Date.now() - 60_000))
    await assert.rejects(smtp.send(server.settings, mail, outsideOf(t)), refusedAs('unreachable'))
  })

  test('none: to loopback, and never to an address of the world', async (t) => {
    const server = await serve(t, { secure: false, disabledCommands: ['STARTTLS'], allowInsecureAuth: true })
    await smtp.send({ ...server.settings, security: 'none' }, mail, outsideOf(t))
    assert.equal(server.arrived[0]?.secure, false)
    const far = { ...server.settings, security: 'none', host: 'far.internal' }
    await assert.rejects(smtp.send(far, mail, outsideOf(t)), refusedAs('misconfigured', 'security'))
  })
})

/** A server that does as it is told, with every socket. */
async function listen(t: TestContext, behave: (socket: Socket) => void) {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined))
    behave(socket)
  }).listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  t.after(() => (sockets.forEach((it) => it.destroy()), server.close()))
  const { port } = server.address() as AddressInfo
  return { sockets, settings: { host: 'mail.internal', port, security: 'none', from: 'a@example.com', time_limit: 1 } }
}

describe('a server that hangs', () => {
  const ways: [string, (socket: Socket) => void][] = [
    ['says nothing', () => undefined],
    ['hangs up at once', (socket) => socket.end()],
    [
      'greets and then drips',
      (socket) => {
        socket.write('220 hello\r\n')
        const timer = setInterval(() => socket.write('250-x\r\n'), 50)
        socket.on('close', () => clearInterval(timer))
      },
    ],
  ]
  for (const [what, behave] of ways) {
    test(`${what}: unreachable within the time limit, for a message and for the check`, async (t) => {
      const { settings } = await listen(t, behave)
      const start = performance.now()
      await assert.rejects(smtp.send(settings, mail, outsideOf(t)), refusedAs('unreachable'))
      await assert.rejects(smtp.check?.(settings, outsideOf(t)) ?? assert.fail(), refusedAs('unreachable'))
      assert.ok(performance.now() - start < 4_000)
    })
  }

  test('takes the message and hangs up without a word: it is not sent again, for it may have gone out', async (t) => {
    let taken = 0
    const { settings, sockets } = await listen(t, (socket) => {
      let text = ''
      socket.write('220 hello\r\n')
      socket.on('data', (chunk: Buffer) => {
        text += chunk.toString('latin1')
        if (text.endsWith('\r\n.\r\n')) {
          taken++
          socket.destroy()
        } else if (text.endsWith('\r\nDATA\r\n')) socket.write('354 go on\r\n')
        else if (!text.includes('\r\nDATA\r\n')) socket.write('250 ok\r\n')
      })
    })
    await assert.rejects(smtp.send(settings, mail, outsideOf(t)), refusedAs('unreachable'))
    // Longer than Nodemailer waits before it tries again.
    await new Promise((done) => setTimeout(done, 500))
    assert.deepEqual([taken, sockets.size], [1, 1])
  })
})
