/** A mail server in the test process: smtp-server, with an account, recipients it refuses, and a look at what arrived. */
import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { createAuthority } from '../../../test/certificate.ts'
import { createOutbound } from '../../outbound.ts'
import { GatewayRefusal, type Mail, type Outside } from './gateway.ts'

export type Arrived = { from: string; to: string[]; raw: string; secure: boolean; user: string | undefined; greeted: string }

const fault = (responseCode: number, words: string) => Object.assign(new Error(words), { responseCode })

async function startMailServer(options: SMTPServerOptions & { account?: [user: string, password: string] } = {}) {
  const { account = ['postbox', 'the right password'], ...others } = options
  const arrived: Arrived[] = []
  let connections = 0
  const server = new SMTPServer({
    disableReverseLookup: true,
    closeTimeout: 100,
    hideENHANCEDSTATUSCODES: false,
    onConnect: (_session, done) => (connections++, done()),
    onAuth({ username, password }, _session, done) {
      if (username !== account[0] || password !== account[1]) return done(fault(535, 'authentication failed'))
      done(null, { user: username })
    },
    onMailFrom({ address }, _session, done) {
      if (address.startsWith('stranger@')) return done(fault(553, `<${address}>: sender not owned by user`))
      done()
    },
    onRcptTo({ address }, _session, done) {
      if (address.startsWith('nobody@')) return done(fault(550, `<${address}>: no such user 123456`))
      if (address.startsWith('later@')) return done(fault(450, 'greylisted, come back later'))
      if (address.startsWith('bye@')) return done(fault(421, 'shutting down'))
      done()
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('latin1')
        if (raw.includes('Subject: Spam')) return done(fault(554, 'message refused'))
        const { mailFrom, rcptTo } = session.envelope
        arrived.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map((it) => it.address),
          raw,
          secure: session.secure,
          user: session.user as string | undefined,
          greeted: session.hostNameAppearsAs as string,
        })
        done(null, `Ok: queued as A${arrived.length}`)
      })
    },
    ...others,
  })
  // What a client breaks off is no fault of the test.
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.server.address() as AddressInfo).port,
    arrived,
    connections: () => connections,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

export const NOW = Date.UTC(2026, 5, 1)
export const authority = createAuthority()
const certified = authority.issue(['mail.internal', '127.0.0.1'])

export const mail: Mail = {
  to: 'reader@example.com',
  subject: '您的验证码',
  text: '验证码 842913，五分钟内有效。\n请勿告诉他人：Ω ≠ 😀\n.\n..结束',
  html: '<p>验证码 <b>842913</b>，五分钟内有效。</p>',
  code: '842913',
  type: 'LOGIN_EMAIL',
  language: 'zh-CN',
  ttl: 300,
  tenantId: 't',
  messageId: '01J-m.1',
}

export const resolve = async (host: string) => (host === 'far.internal' ? ['93.184.215.14'] : ['127.0.0.1'])
const { reach } = createOutbound({ allow: ['127.0.0.1'], resolve })

/** Keeps one thing open, as the room does, and closes it with the test. */
export function outsideOf(t: TestContext, given: Partial<Outside> = {}): Outside {
  let kept: Promise<{ close(): Promise<void> | void }> | undefined
  t.after(async () => (await kept?.catch(() => undefined))?.close())
  return {
    now: () => NOW,
    log: { info: () => undefined },
    reach,
    open: <T extends { close(): Promise<void> | void }>(make: () => T | Promise<T>) =>
      (kept ??= Promise.resolve().then(make)) as Promise<T>,
    keep: async () => undefined,
    ...given,
  }
}

export async function serve(t: TestContext, options: Parameters<typeof startMailServer>[0] = {}) {
  const server = await startMailServer({ secure: true, ...certified, ...options })
  t.after(server.stop)
  const settings = {
    host: 'mail.internal',
    port: server.port,
    ca: authority.cert,
    user: 'postbox',
    password: 'the right password',
    from: 'no-reply@id.example.com',
    from_name: '某某公司 <安全>',
    time_limit: 5,
  }
  return { ...server, settings }
}

export const refusedAs = (refusal: GatewayRefusal['refusal'], setting?: string) => (reason: unknown) => {
  assert.ok(reason instanceof GatewayRefusal, String(reason))
  assert.deepEqual([reason.refusal, reason.setting], [refusal, setting], reason.message)
  const told = `${reason.message} ${reason.stack} ${JSON.stringify(reason.cause)} ${String(reason.cause)}`
  assert.doesNotMatch(told, /842913|123456|right password|reader@|nobody@|later@|stranger@/)
  return true
}

/** Reads a message as a reader does (RFC 2045, 2047): headers unfolded and decoded, and the text of each part. */
export function readMail(raw: string): { headers: Map<string, string>; parts: { type: string; text: string }[] } {
  const end = raw.indexOf('\r\n\r\n')
  const lines = raw
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
  const headers = new Map(
    lines.map((it) => [it.slice(0, it.indexOf(':')).toLowerCase(), decodeWords(it.slice(it.indexOf(':') + 1).trim())]),
  )
  const type = headers.get('content-type') ?? 'text/plain'
  const boundary = /boundary="?([^";]+)"?/.exec(type)?.[1]
  const body = raw.slice(end + 4)
  if (boundary === undefined) {
    const bytes = decodeBody(body, headers.get('content-transfer-encoding') ?? '7bit')
    return { headers, parts: [{ type: type.split(';')[0] ?? '', text: bytes.toString('utf8') }] }
  }
  const pieces = `\r\n${body}`.split(`\r\n--${boundary}`).slice(1, -1)
  return { headers, parts: pieces.flatMap((it) => readMail(it.replace(/^\r\n/, '')).parts) }
}

const unquote = (text: string) => text.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))

function decodeBody(body: string, encoding: string): Buffer {
  if (encoding === 'base64') return Buffer.from(body, 'base64')
  return Buffer.from(encoding === 'quoted-printable' ? unquote(body.replace(/=\r\n/g, '')) : body, 'latin1')
}

const decodeWords = (text: string) =>
  text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([BQ])\?([^?]*)\?=/gi, (_, form: string, word: string) =>
      (/b/i.test(form) ? Buffer.from(word, 'base64') : Buffer.from(unquote(word.replaceAll('_', ' ')), 'latin1')).toString('latin1'),
    )
    .replace(/[\u0080-\u00ff]+/g, (it) => Buffer.from(it, 'latin1').toString('utf8'))
