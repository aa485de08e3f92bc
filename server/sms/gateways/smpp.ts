import type { Static } from 'typebox'
import { type About, explain, gateway, GatewayRefusal, type Message, Type } from './gateway.ts'
import { splitText } from './smpp-text.ts'
import { createLink } from './smpp-link.ts'

/** SMPP writes names and addresses in ASCII, ended by a zero. */
const PRINTABLE = '^[\\u0020-\\u007e]*$'

const ascii = (title: string, titleZh: string, maxLength: number, about?: About) =>
  Type.String({ title, titleZh, ...explain(about), pattern: PRINTABLE, maxLength })
const number = (title: string, titleZh: string, minimum: number, maximum: number, byDefault?: number, about?: About) =>
  Type.Optional(
    Type.Integer({
      title,
      titleZh,
      ...explain(about),
      minimum,
      maximum,
      ...(byDefault !== undefined && { default: byDefault }),
    }),
  )

const settings = Type.Object(
  {
    host: Type.String({ title: 'Host', titleZh: '主机', pattern: '^[A-Za-z0-9._:-]+$', maxLength: 253 }),
    port: Type.Integer({ title: 'Port', titleZh: '端口', minimum: 1, maximum: 65535 }),
    security: Type.Optional(
      Type.Union([Type.Literal('tls'), Type.Literal('none')], {
        title: 'Encryption',
        titleZh: '加密方式',
        description: 'none: password and codes can be read on the way; only over a line of your own.',
        descriptionZh: 'none：途中可以读到密码和验证码，只能用于自己的线路。',
        default: 'tls',
      }),
    ),
    ca: Type.Optional(
      Type.String({
        title: 'Certificate authority',
        titleZh: 'CA 证书',
        description: 'PEM, if the certificate is from an authority of the vendor’s own.',
        descriptionZh: 'PEM；供应商的证书由其自有机构签发时填写。',
        maxLength: 20_000,
      }),
    ),
    system_id: ascii('System ID', '系统 ID', 64),
    password: Type.String({ title: 'Password', titleZh: '密码', pattern: PRINTABLE, format: 'secret', maxLength: 64 }),
    system_type: Type.Optional(ascii('System type', '系统类型', 12)),
    service_type: Type.Optional(ascii('Service type', '服务类型', 5)),
    sender: Type.Optional(
      ascii('Sender', '发送者', 20, [
        'A name, a short code or a number with +. Empty: the vendor chooses.',
        '名称、短号码或带+的号码。空：由供应商决定。',
      ]),
    ),
    source_ton: number('Sender: type of number', '发送者号码类型', 0, 6, undefined, [
      'Empty: by the form of the sender.',
      '空：按发送方的形式。',
    ]),
    source_npi: number('Sender: numbering plan', '发送者编号方案', 0, 18, undefined, [
      'Empty: by the form of the sender.',
      '空：按发送方的形式。',
    ]),
    destination_ton: number('Receiver: type of number', '接收者号码类型', 0, 6, 1),
    destination_npi: number('Receiver: numbering plan', '接收者编号方案', 0, 18, 1),
    long_messages: Type.Optional(
      Type.Union([Type.Literal('udh'), Type.Literal('payload')], {
        title: 'Long messages',
        titleZh: '长短信',
        description: 'udh: in parts that the phone joins. payload: whole, in message_payload.',
        descriptionZh: 'udh：分段发送，由手机拼接；payload：整条放入message_payload。',
        default: 'udh',
      }),
    ),
    expire: Type.Optional(
      Type.Boolean({
        title: 'Expire with the code',
        titleZh: '随验证码过期',
        description: 'Tells the vendor to give up once the code is no longer good.',
        descriptionZh: '告诉供应商：验证码失效后不再投递。',
        default: true,
      }),
    ),
    receipts: Type.Optional(Type.Boolean({ title: 'Delivery receipts', titleZh: '送达回执', default: true })),
    receipt_ids: Type.Optional(
      Type.Union([Type.Literal('same'), Type.Literal('hex_decimal'), Type.Literal('decimal_hex')], {
        title: 'Ids in receipts',
        titleZh: '回执中的 ID',
        description:
          'hex_decimal: hexadecimal in the answer to a message and decimal in the text of its receipt; decimal_hex: the reverse.',
        descriptionZh: 'hex_decimal：发送应答中为十六进制，回执文本中为十进制；decimal_hex：相反。',
        default: 'same',
      }),
    ),
    window: number('Window', '窗口大小', 1, 1_000, 10, [
      'How many messages may wait for their answers at once.',
      '同时等待应答的短信条数上限。',
    ]),
    enquire_link: number('Link check', '链路检测间隔', 1, 600, 30, ['Seconds.', '秒。']),
    time_limit: number('Time limit', '时间限制', 1, 60, 10, [
      'Seconds, for one message from the bind to the answer.',
      '秒；一条短信从绑定连接到收到应答的时间上限。',
    ]),
  },
  { additionalProperties: false },
)

export type Settings = Static<typeof settings>

/** SMPP 3.4 over one transceiver that stays bound. With several processes the vendor must allow as many binds. */
export const smpp = gateway({
  id: 'smpp',
  label: { en: 'SMPP 3.4', zh: 'SMPP 3.4' },
  settings,

  async check(settings, outside) {
    const link = createLink(settings, outside)
    try {
      await link.ready()
    } finally {
      await link.close()
    }
  },

  async send(settings, message, outside) {
    const parts = await splitText(message.text, settings.long_messages ?? 'udh')
    const fields = fieldsOf(settings, message)
    const receipts = settings.receipts ?? true
    // Parts arrive together or are of no use: the receipt of the last one stands for the message.
    const pdus = parts.map((part, i) => ({ ...fields, registered_delivery: receipts && i === parts.length - 1 ? 1 : 0, ...part }))
    if (outside.open) return { vendorId: await (await outside.open(() => createLink(settings, outside))).submit(pdus) }
    const link = createLink(settings, outside)
    try {
      return { vendorId: await link.submit(pdus) }
    } finally {
      await link.close()
    }
  },
})

function fieldsOf(settings: Settings, message: Message): Record<string, unknown> {
  const sender = message.sender ?? settings.sender ?? ''
  if (!/^[\u0020-\u007e]{0,20}$/.test(sender)) {
    throw new GatewayRefusal('misconfigured', 'the sender is longer than 20 characters, or not ASCII', undefined, 'sender')
  }
  const [ton, npi] = formOf(sender)
  return {
    service_type: settings.service_type ?? '',
    source_addr: sender.replace(/^\+/, ''),
    source_addr_ton: settings.source_ton ?? ton,
    source_addr_npi: settings.source_npi ?? npi,
    destination_addr: message.to.replace(/^\+/, ''),
    dest_addr_ton: settings.destination_ton ?? 1,
    dest_addr_npi: settings.destination_npi ?? 1,
    ...((settings.expire ?? true) && { validity_period: relativeTime(message.ttl) }),
  }
}

/** Type of number and numbering plan (sections 5.2.5 and 5.2.6). */
function formOf(sender: string): [ton: number, npi: number] {
  if (sender === '') return [0, 0]
  if (!/^\+?\d+$/.test(sender)) return [5, 0]
  // A short code is the network's own; a number that is written out is one of the world's.
  return sender.startsWith('+') || sender.length > 8 ? [1, 1] : [3, 0]
}

/** `YYMMDDhhmmss000R`: from now on (section 7.1.1.2). */
function relativeTime(seconds: number): string {
  const two = (it: number) => String(Math.floor(it)).padStart(2, '0')
  const whole = Math.min(seconds, 86_400 * 28)
  return `0000${two(whole / 86_400)}${two((whole / 3_600) % 24)}${two((whole / 60) % 60)}${two(whole % 60)}000R`
}
