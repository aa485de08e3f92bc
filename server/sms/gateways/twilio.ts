/** Twilio Programmable Messaging (https://www.twilio.com/docs/messaging/api/message-resource), and its signed status callbacks. */
import { createHmac } from 'node:crypto'
import type { Static } from 'typebox'
import { address, addressSetting, detailOf, type Fault, fill, idOf, isSame, PARAMS, paramsSetting, refuseBy, textSetting } from './ask.ts'
import { gateway, GatewayRefusal, type Message, type Outside, type Receipt, Type } from './gateway.ts'
import { accountSettings, askTwilio, lookUp, refuseTwilio } from './twilio-account.ts'

const API = 'https://api.twilio.com'
const MESSAGING = 'https://messaging.twilio.com'
const SERVICE = '^MG[0-9a-fA-F]{32}$'

const settings = Type.Object(
  {
    ...accountSettings(),
    messaging_service_sid: Type.Optional(
      Type.String({ title: 'Messaging service SID', titleZh: 'Messaging Service SID', pattern: SERVICE }),
    ),
    from: Type.Optional(
      textSetting(
        'From',
        '发送号码',
        [
          'A number of the account (+…), a short code or a sender id. A route may name another.',
          '账号的号码（+…）、短号码或发送方ID；路由可以指定另一个。',
        ],
        34,
      ),
    ),
    template: Type.Optional(
      Type.String({
        title: 'Content template',
        titleZh: '内容模板',
        description: 'ContentSid of a content template, used instead of our text; a route may name another.',
        descriptionZh: '内容模板的ContentSid，代替我们的文案；路由可以指定另一个。',
        pattern: '^HX[0-9a-fA-F]{32}$',
      }),
    ),
    params: paramsSetting(),
    status_callback: Type.Optional(
      Type.String({
        title: 'Receipts address',
        titleZh: '状态回调地址',
        description: 'Where Twilio posts delivery receipts; signed with the auth token, which is then needed beside an API key too.',
        descriptionZh: 'Twilio回传送达回执的地址；回执用auth token签名，因此使用API key时也需要它。',
        pattern: '^https?://',
        maxLength: 500,
      }),
    ),
    endpoint: addressSetting('API address', '接口地址', API),
    messaging_endpoint: addressSetting('Address of messaging services', 'Messaging 服务地址', MESSAGING),
  },
  { additionalProperties: false },
)
type Settings = Static<typeof settings>

const faults: Fault[] = [
  [/^20404$/, 'misconfigured', 'account_sid'],
  // The sender: no number of Twilio's, not of this account, not able to send texts, missing.
  [/^(21212|21603|21606|21659|21660|21661)$/, 'misconfigured', 'from'],
  [/^(2170[1-5])$/, 'misconfigured', 'messaging_service_sid'],
  [/^21609$/, 'misconfigured', 'status_callback'],
  [/^21655$/, 'misconfigured', 'template'],
  [/^21656$/, 'misconfigured', 'params'],
  // The country is not enabled; a trial account sends to its own verified numbers only.
  [/^(21408|21608)$/, 'misconfigured'],
  // The queue of the sender is full, or its day is spent.
  [/^(21611|63038|30022)$/, 'unreachable'],
]

const account = (given: Settings, rest: string, query = '') =>
  address(given.endpoint ?? API, `/2010-04-01/Accounts/${given.account_sid}${rest}`, query)

function senderOf(given: Settings, { sender }: Message): Record<string, string> {
  if (sender) return new RegExp(SERVICE).test(sender) ? { MessagingServiceSid: sender } : { From: sender }
  if (given.messaging_service_sid) return { MessagingServiceSid: given.messaging_service_sid }
  if (given.from) return { From: given.from }
  throw new GatewayRefusal('misconfigured', 'twilio: neither a messaging service nor a sender', undefined, 'from')
}

function contentOf(given: Settings, message: Message): Record<string, string> {
  const template = message.template ?? given.template
  if (!template) return { Body: message.text }
  const values = (given.params ?? PARAMS).map((text, at) => [String(at + 1), fill(text, message)])
  return { ContentSid: template, ContentVariables: JSON.stringify(Object.fromEntries(values)) }
}

export const twilio = gateway({
  id: 'twilio',
  label: { en: 'Twilio', zh: 'Twilio 短信' },
  settings,

  async check(given, outside) {
    if (given.status_callback && !given.auth_token) {
      throw new GatewayRefusal('misconfigured', 'twilio: the auth token is what receipts are signed with', undefined, 'auth_token')
    }
    await lookUp(given, faults, 'twilio Messages', account(given, '/Messages.json', 'PageSize=1'), 'endpoint', outside)
    if (given.messaging_service_sid) await checkService(given, given.messaging_service_sid, outside)
    if (given.from && /^\+\d{7,}$/.test(given.from)) await checkNumber(given, given.from, outside)
  },

  async send(given, message, outside) {
    const form = {
      To: message.to,
      ...senderOf(given, message),
      ...contentOf(given, message),
      ...(given.status_callback && { StatusCallback: given.status_callback }),
    }
    const answer = await askTwilio(given, 'twilio Messages', account(given, '/Messages.json'), 'endpoint', outside, form)
    const sent = idOf(answer.body['sid'])
    if (answer.status < 300 && sent.vendorId && answer.body['status'] !== 'failed') return sent
    if (answer.status < 300) return refuseBy(faults, 'twilio Messages', answer.body['error_code'] ?? undefined)
    return refuseTwilio(given, faults, 'twilio Messages', answer)
  },

  async readReceipts(given, posted) {
    if (!given.auth_token) throw new GatewayRefusal('misconfigured', 'twilio receipts: no auth token', undefined, 'auth_token')
    const form = new URLSearchParams(posted.body)
    if (!isSame(posted.headers['x-twilio-signature'] ?? '', signatureOf(given.auth_token, posted.url, form))) {
      throw new GatewayRefusal('rejected', 'twilio receipts: not from the vendor')
    }
    return [readReport(form)]
  },
})

async function checkService(given: Settings, sid: string, outside: Outside): Promise<void> {
  const url = address(given.messaging_endpoint ?? MESSAGING, `/v1/Services/${sid}`, '', 'messaging_endpoint')
  await lookUp(
    given,
    [[/^20404$/, 'misconfigured', 'messaging_service_sid'], ...faults],
    'twilio Services',
    url,
    'messaging_endpoint',
    outside,
  )
}

async function checkNumber(given: Settings, from: string, outside: Outside): Promise<void> {
  const query = new URLSearchParams({ PhoneNumber: from, PageSize: '1' }).toString()
  const found = await lookUp(
    given,
    faults,
    'twilio IncomingPhoneNumbers',
    account(given, '/IncomingPhoneNumbers.json', query),
    'endpoint',
    outside,
  )
  const numbers = found?.['incoming_phone_numbers']
  if (Array.isArray(numbers) && numbers.length === 0) {
    throw new GatewayRefusal('misconfigured', 'twilio: the account does not have the number it is to send from', undefined, 'from')
  }
}

/**
 * https://www.twilio.com/docs/usage/security: HMAC-SHA1 over the address as Twilio was given it and every name and value, in the
 * order of the names. There is no time in it: a receipt can be replayed, and then says again what is known already.
 */
function signatureOf(token: string, url: string, form: URLSearchParams): string {
  const names = [...new Set(form.keys())].toSorted()
  const text = names.map((name) =>
    [...new Set(form.getAll(name))]
      .toSorted()
      .map((value) => name + value)
      .join(''),
  )
  return createHmac('sha1', token)
    .update(url + text.join(''))
    .digest('base64')
}

function readReport(form: URLSearchParams): Receipt {
  const { vendorId } = idOf(form.get('MessageSid'))
  const { detail: status } = detailOf(form.get('MessageStatus'))
  if (!vendorId || !status) throw new GatewayRefusal('rejected', 'twilio receipts: not a report')
  const delivered = status === 'delivered' || status === 'read'
  const { detail: error } = detailOf(form.get('ErrorCode'))
  return {
    vendorId,
    delivered,
    final: delivered || ['undelivered', 'failed', 'canceled'].includes(status),
    detail: error ? `${status} ${error}` : status,
  }
}
