/** Carries messages over connections that stay open for the next one. Nodemailer speaks; whom it may speak to is decided here. */
import { BlockList, connect, isIP, type Socket } from 'node:net'
import type { SMTPPoolOptions } from 'nodemailer'
import { GatewayRefusal, type Mail, type Outside } from './gateway.ts'
import type { Settings } from './smtp.ts'
import { explain } from './smtp-faults.ts'

export type Carrier = {
  /** Connects, proves who we are, and takes leave. */
  check(): Promise<void>
  carry(mail: Mail): Promise<{ vendorId?: string }>
  close(): void
}

/** Shorter than the five minutes that RFC 5321 section 4.5.3.2.7 gives a server: we hang up before it does. */
const IDLE = 60_000
const CONNECTIONS = 4

export async function createCarrier(settings: Settings, outside: Outside): Promise<Carrier> {
  // Loaded with the first message: a server that sends no e-mail does not carry it.
  const { createTransport } = await import('nodemailer')
  const { host, security = 'tls' } = settings
  const domain = settings.from.slice(settings.from.lastIndexOf('@') + 1)
  const limit = (settings.time_limit ?? 15) * 1000
  const sockets = new Set<Socket>()

  const options: SMTPPoolOptions & { pool: true } = {
    pool: true,
    host,
    port: portOf(settings),
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    tls: { minVersion: 'TLSv1.2', rejectUnauthorized: true, ...(settings.ca && { ca: settings.ca }) },
    // A server without AUTH is asked all the same: else a message of somebody who has a password would go as nobody's.
    ...(settings.user && { auth: { user: settings.user, pass: settings.password ?? '' }, forceAuth: true }),
    // Nodemailer would say the name of this machine, which is nobody's business.
    name: domain,
    maxConnections: CONNECTIONS,
    // Once more only if the server had closed the connection before a byte of the message was written.
    maxRequeues: 1,
    idleTimeout: IDLE,
    connectionTimeout: limit,
    greetingTimeout: limit,
    socketTimeout: limit + IDLE,
    socketCloseTimeout: 1_000,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
    ...(settings.dkim_private_key && {
      dkim: {
        domainName: settings.dkim_domain ?? '',
        keySelector: settings.dkim_selector ?? '',
        privateKey: settings.dkim_private_key,
      },
    }),
    /** Nodemailer resolves no name: it gets a socket to an address that may be called, and checks the certificate against the host. */
    getSocket(_options, callback) {
      openSocket(settings, outside, limit).then(
        (socket) => {
          sockets.add(socket)
          socket.once('close', () => sockets.delete(socket))
          callback(null, { connection: socket })
        },
        (reason: Error) => callback(reason),
      )
    },
  }
  const transport = createTransport(options)
  // Faults of connections that carry nothing: the next message opens another.
  transport.on('error', () => undefined)

  /** Against a server that keeps every time limit and still never comes to an end. */
  const within = async <T>(work: Promise<T>, whenLate: () => void): Promise<T> => {
    const { promise: late, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => {
      reject(new GatewayRefusal('unreachable', `the mail server did not come to an end within ${limit} ms`))
      whenLate()
    }, limit)
    try {
      return await Promise.race([work, late])
    } catch (reason) {
      throw explain(reason)
    } finally {
      clearTimeout(timer)
    }
  }
  const drop = () => sockets.forEach((it) => it.destroy())

  return {
    async check() {
      await within(transport.verify(), drop)
    },
    async carry(mail) {
      const given = new AbortController()
      const sending = transport.sendMail({
        from: { name: settings.from_name ?? '', address: settings.from },
        to: { name: '', address: mail.to },
        envelope: { from: settings.from, to: [mail.to] },
        subject: mail.subject,
        text: mail.text,
        ...(mail.html !== undefined && { html: mail.html }),
        date: new Date(outside.now()),
        messageId: `<${mail.messageId}@${domain}>`,
        // RFC 3834 section 5: no holiday notice comes back. The second is what Exchange heeds.
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        xMailer: false,
        disableFileAccess: true,
        disableUrlAccess: true,
        signal: given.signal,
      })
      const { response } = await within(sending, () => given.abort())
      // The name under which most servers log a message they took: "250 2.0.0 Ok: queued as 4F2A".
      const [, vendorId] = /\b(?:queued as|id=)\s*([\w.-]{1,100})/i.exec(response) ?? []
      return vendorId === undefined ? {} : { vendorId }
    },
    close() {
      transport.close()
    },
  }
}

const portOf = (settings: Settings) => settings.port ?? 465

/** Loopback and the private ranges. `reach` answers such an address only when the operator allows it. */
const near = new BlockList()
for (const [address, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  near.addSubnet(address, bits, 'ipv4')
}
near.addAddress('::1', 'ipv6')
near.addSubnet('fc00::', 7, 'ipv6')

async function openSocket(settings: Settings, outside: Outside, limit: number): Promise<Socket> {
  const port = portOf(settings)
  const address = await outside.reach(settings.host, port)
  if (settings.security === 'none' && !near.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')) {
    throw new GatewayRefusal(
      'misconfigured',
      `${settings.host} is not near: without encryption everybody could read along`,
      undefined,
      'security',
    )
  }
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const socket = connect({ host: address, port, timeout: limit })
  const late = () => reject(new GatewayRefusal('unreachable', `${settings.host} did not answer within ${limit} ms`))
  socket.once('connect', resolve).once('error', reject).once('timeout', late)
  try {
    await promise
    socket.setTimeout(0)
    socket.off('error', reject).off('timeout', late)
    return socket
  } catch (reason) {
    socket.on('error', () => undefined).destroy()
    throw reason
  }
}
