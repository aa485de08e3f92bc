import { createPrivateKey, X509Certificate } from 'node:crypto'
import type { Static } from 'typebox'
import { GatewayRefusal, type Mail, mailGateway, type Outside, Type } from './gateway.ts'
import { createCarrier, type Carrier } from './smtp-carrier.ts'

/** A mailbox as everybody writes it (RFC 5321 section 4.1.2 without quotes): nothing in it can end a header or a command. */
const MAILBOX = "^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[^\\s@<>()\\[\\],;:\\\\\"\\u0000-\\u001f\\u007f]+$"
const HOST = '^[A-Za-z0-9._:-]+$'
const DOMAIN = '^[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+$'
/** Line breaks, in every alphabet, and whatever else is not written but done. */
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/

const settings = Type.Object(
  {
    host: Type.String({ title: 'Mail server', titleZh: '邮件服务器', pattern: HOST, maxLength: 253 }),
    port: Type.Optional(Type.Integer({ title: 'Port', titleZh: '端口', minimum: 1, maximum: 65535, default: 465 })),
    security: Type.Optional(
      Type.Union([Type.Literal('tls'), Type.Literal('starttls'), Type.Literal('none')], {
        title: 'Encryption',
        titleZh: '加密方式',
        description:
          'tls: from the first byte (port 465). starttls: the server must offer it (port 587). none: only to loopback, or to a private address the operator allows.',
        descriptionZh:
          'tls：从第一个字节起加密（端口465）；starttls：服务器必须支持（端口587）；none：仅限本机，或运维人员允许的内网地址。',
        default: 'tls',
      }),
    ),
    ca: Type.Optional(
      Type.String({
        title: 'Certificate authority',
        titleZh: 'CA 证书',
        description: 'PEM, if the server’s certificate is from an authority of your own.',
        descriptionZh: 'PEM；服务器的证书由自有机构签发时填写。',
        maxLength: 20_000,
      }),
    ),
    user: Type.Optional(Type.String({ title: 'User', titleZh: '用户名', maxLength: 320 })),
    password: Type.Optional(Type.String({ title: 'Password', titleZh: '密码', format: 'secret', maxLength: 2_000 })),
    from: Type.String({ title: 'From address', titleZh: '发件人地址', pattern: MAILBOX, maxLength: 254 }),
    from_name: Type.Optional(
      Type.String({
        title: 'From name',
        titleZh: '发件人名称',
        pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]*$',
        maxLength: 100,
      }),
    ),
    dkim_domain: Type.Optional(
      Type.String({
        title: 'DKIM domain',
        titleZh: 'DKIM 域名',
        description: 'Only if the server does not sign by itself; all three belong together.',
        descriptionZh: '仅当服务器自己不签名时填写；三项须同时填写。',
        pattern: DOMAIN,
        maxLength: 253,
      }),
    ),
    dkim_selector: Type.Optional(
      Type.String({ title: 'DKIM selector', titleZh: 'DKIM 选择器', pattern: '^[A-Za-z0-9._-]+$', maxLength: 100 }),
    ),
    dkim_private_key: Type.Optional(
      Type.String({
        title: 'DKIM private key',
        titleZh: 'DKIM 私钥',
        description: 'RSA, PEM.',
        descriptionZh: 'RSA，PEM。',
        format: 'secret',
        maxLength: 10_000,
      }),
    ),
    time_limit: Type.Optional(
      Type.Integer({
        title: 'Time limit',
        titleZh: '时间限制',
        description: 'Seconds, for one message from the connection to the receipt.',
        descriptionZh: '秒；一封邮件从连接到收到回执的时间上限。',
        minimum: 1,
        maximum: 60,
        default: 15,
      }),
    ),
  },
  { additionalProperties: false },
)

export type Settings = Static<typeof settings>

/** Hands messages to a mail server (RFC 5321), and never over a line that others can read. */
export const smtp = mailGateway({
  id: 'smtp',
  label: { en: 'SMTP', zh: 'SMTP 邮件服务器' },
  settings,

  async check(settings, outside) {
    const carrier = await open(settings, outside)
    try {
      await carrier.check()
    } finally {
      carrier.close()
    }
  },

  async send(settings, mail, outside) {
    checkMail(mail)
    const carrier = await outside.open(() => open(settings, outside))
    return carrier.carry(mail)
  },
})

async function open(settings: Settings, outside: Outside): Promise<Carrier> {
  checkSettings(settings)
  return createCarrier(settings, outside)
}

const misconfigured = (setting: string, detail: string) => new GatewayRefusal('misconfigured', detail, undefined, setting)

/** What one setting alone cannot say, and once more what must never reach a header: settings are also written by hand. */
function checkSettings(it: Settings): void {
  if (!new RegExp(MAILBOX).test(it.from)) throw misconfigured('from', 'the from address is not an address')
  if (CONTROL.test(it.from_name ?? '')) throw misconfigured('from_name', 'the from name has line breaks or other control characters')
  if (!new RegExp(HOST).test(it.host)) throw misconfigured('host', 'the mail server is not a host name')
  if (it.user && !it.password) throw misconfigured('password', 'a user without a password')
  if (it.password && !it.user) throw misconfigured('user', 'a password without a user')
  if (it.ca && !attempt(() => new X509Certificate(it.ca ?? '')))
    throw misconfigured('ca', 'the certificate authority is not a certificate in PEM')
  const dkim = ['dkim_domain', 'dkim_selector', 'dkim_private_key'] as const
  const missing = dkim.find((name) => !it[name])
  if (missing && dkim.some((name) => it[name])) throw misconfigured(missing, `DKIM needs ${missing} as well`)
  // A key that does not sign would let the messages go without a signature, and nobody would be told.
  if (it.dkim_private_key && attempt(() => createPrivateKey(it.dkim_private_key ?? ''))?.asymmetricKeyType !== 'rsa') {
    throw misconfigured('dkim_private_key', 'the DKIM key is not an RSA key in PEM')
  }
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

function checkMail(mail: Mail): void {
  const rejected = (detail: string) => new GatewayRefusal('rejected', detail)
  if (mail.to.length > 254 || !new RegExp(MAILBOX).test(mail.to)) throw rejected('the receiver is not an address that can be written to')
  if (CONTROL.test(mail.subject)) throw rejected('the subject has line breaks or other control characters')
  if (!/^[A-Za-z0-9._-]{1,200}$/.test(mail.messageId)) throw rejected('the message has no id that can be a Message-ID')
}
