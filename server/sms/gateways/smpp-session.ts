/** One session with the vendor (section 2.2): bound once, asked now and then whether it is still there, and over at the first silence. */
import { connect as connectPlain, isIP, type Socket } from 'node:net'
import type { Pdu } from 'smpp'
import { connect as connectTls } from 'node:tls'
import { GatewayRefusal, type Outside } from './gateway.ts'
import { explainBind, explainLine } from './smpp-faults.ts'
import type { Settings } from './smpp.ts'

type Command = 'bind_transceiver' | 'submit_sm' | 'enquire_link' | 'unbind'

export type Session = {
  /** Sends a request and answers with its response, whatever its status. */
  ask(command: Command, fields?: Record<string, unknown>): Promise<Pdu>
  /** Takes leave first. */
  close(): Promise<void>
  /** Without a word. */
  drop(): void
}

/** SMPP 3.4: the package would say 5.0, and some vendors refuse that. */
const VERSION = 0x34
/** Receipts may come again: receiver temporary application error. */
const TRY_AGAIN = 0x64

const unreachable = (detail: string) => new GatewayRefusal('unreachable', detail)

/** `take` gets what the vendor delivers; `lost` is called once when the bound session is over. */
export async function bind(settings: Settings, outside: Outside, on: { take(pdu: Pdu): Promise<void>; lost(): void }): Promise<Session> {
  const { default: smpp } = await import('smpp')
  const limit = (settings.time_limit ?? 10) * 1000
  const socket = await openSocket(settings, outside, limit)
  const session = new smpp.Session({ socket })
  const waiting = new Set<(reason: Error) => void>()
  let timer: NodeJS.Timeout | undefined
  let isBound = false
  let over = false

  const drop = () => {
    if (over) return
    over = true
    clearInterval(timer)
    socket.destroy()
    for (const reject of waiting) reject(unreachable('the vendor broke off before it answered'))
    // A bind that was refused was never there to be lost.
    if (isBound) on.lost()
  }
  // An error is also what the package says to a PDU it cannot read: after that it reads no more.
  session.on('close', drop).on('error', drop)
  // The vendor hung up, maybe in the middle of a PDU.
  socket.on('end', drop)

  const ask: Session['ask'] = (command, fields = {}) =>
    new Promise((resolve, reject) => {
      const settle = (): void => (clearTimeout(late), void waiting.delete(refuse))
      const refuse = (reason: Error) => (settle(), reject(reason))
      const late = setTimeout(() => {
        refuse(unreachable(`the vendor did not answer ${command} within ${limit} ms`))
        // Slow with this one, or gone?
        if (command === 'submit_sm') void enquire()
        else drop()
      }, limit)
      waiting.add(refuse)
      const written = !over && session[command](fields, (answer) => (settle(), resolve(answer)))
      if (!written) refuse(unreachable('the vendor has hung up'))
    })
  const enquire = () => ask('enquire_link').then(undefined, drop)

  session.on('enquire_link', (pdu: Pdu) => session.send(pdu.response()))
  session.on('unbind', (pdu: Pdu) => session.send(pdu.response(), drop) || drop())
  session.on('unknown', (pdu: Pdu) => session.send(pdu.response()))
  const take = (pdu: Pdu) =>
    on.take(pdu).then(
      () => session.send(pdu.response()),
      () => session.send(pdu.response({ command_status: TRY_AGAIN })),
    )
  session.on('deliver_sm', take).on('data_sm', take)

  try {
    const { system_id, password, system_type = '' } = settings
    const { command_status } = await ask('bind_transceiver', { system_id, password, system_type, interface_version: VERSION })
    if (command_status) throw explainBind(command_status)
    isBound = true
  } catch (reason) {
    drop()
    throw reason
  }
  timer = setInterval(() => void enquire(), (settings.enquire_link ?? 30) * 1000)

  return {
    ask,
    drop,
    async close() {
      // Whether it answers or not: the line is given up.
      await Promise.race([ask('unbind').catch(() => undefined), new Promise((done) => setTimeout(done, 1_000))])
      drop()
    },
  }
}

/** To the address that may be called; the certificate is that of the host. */
async function openSocket(settings: Settings, outside: Outside, limit: number): Promise<Socket> {
  const { host, port, security = 'tls', ca } = settings
  let socket: Socket | undefined
  let late: NodeJS.Timeout | undefined
  try {
    const address = await outside.reach(host, port)
    const name = isIP(host) === 0 ? { servername: host } : {}
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    socket =
      security === 'tls'
        ? connectTls({ host: address, port, ...name, ...(ca && { ca }), minVersion: 'TLSv1.2', rejectUnauthorized: true }, resolve)
        : connectPlain({ host: address, port }, resolve)
    socket.once('error', reject)
    socket.once('close', () => reject(unreachable('the vendor hung up at once')))
    late = setTimeout(() => reject(unreachable(`the vendor did not answer within ${limit} ms`)), limit)
    await promise
    socket.off('error', reject)
    socket.setNoDelay(true)
    return socket
  } catch (reason) {
    socket?.on('error', () => undefined).destroy()
    throw explainLine(reason)
  } finally {
    clearTimeout(late)
  }
}
