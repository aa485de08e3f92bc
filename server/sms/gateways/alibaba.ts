/**
 * Alibaba Cloud SMS: SendSms (Dysmsapi 2017-05-25) for numbers of +86, SendMessageToGlobe (2018-05-01) for others; requests signed
 * by signature version 3 (ACS3-HMAC-SHA256), parameters in the query as the API describes them.
 */
import { createHash, createHmac, randomUUID } from 'node:crypto'
import type { Static } from 'typebox'
import {
  address,
  addressSetting,
  askJson,
  detailOf,
  encode,
  type Fault,
  fill,
  idOf,
  isObject,
  type Json,
  parse,
  receiptsTokenSetting,
  refuseBy,
  requireToken,
  secretSetting,
  textSetting,
  wordOf,
} from './ask.ts'
import { gateway, GatewayRefusal, type Outside, type Posted, type Receipt, Type } from './gateway.ts'

const HOME = 'https://dysmsapi.aliyuncs.com'
const GLOBE = 'https://dysmsapi.ap-southeast-1.aliyuncs.com'
const PARAMS = { code: '{code}' }

const settings = Type.Object(
  {
    access_key_id: textSetting('AccessKey ID', 'AccessKey ID'),
    access_key_secret: secretSetting('AccessKey secret', 'AccessKey Secret'),
    sign_name: Type.Optional(
      textSetting('Signature', '短信签名', [
        'An approved SignName, without brackets; a route may name another.',
        '已批准的签名名称，不带括号；路由可以指定另一个。',
      ]),
    ),
    template: Type.Optional(
      textSetting('Template', '短信模板', [
        'An approved TemplateCode (SMS_…); a route may name another.',
        '已批准的模板代码（SMS_…）；路由可以指定另一个。',
      ]),
    ),
    params: Type.Optional(
      Type.Record(Type.String(), Type.String({ maxLength: 100 }), {
        title: 'Template variables',
        titleZh: '模板变量',
        description: 'What each ${variable} of the template is filled with: {code}, {minutes}, or a text of your own.',
        descriptionZh: '模板中每个${variable}的内容：{code}、{minutes}或您自己的文本。',
        default: PARAMS,
      }),
    ),
    abroad: Type.Optional(
      Type.Union([Type.Literal('globe'), Type.Literal('template')], {
        title: 'Numbers outside mainland China',
        titleZh: '国际及港澳台号码',
        description: 'globe: SendMessageToGlobe with the finished text. template: SendSms with a signature and template made for abroad.',
        descriptionZh: 'globe：用SendMessageToGlobe发送完整文本；template：用SendSms以及国际签名和模板发送。',
        default: 'globe',
      }),
    ),
    sender: Type.Optional(
      textSetting(
        'Sender ID abroad',
        '国际发送方 ID',
        ['From of SendMessageToGlobe; a route may name another.', 'SendMessageToGlobe的From；路由可以指定另一个。'],
        15,
      ),
    ),
    endpoint: addressSetting('Address', '接口地址', HOME),
    globe_endpoint: addressSetting('Address of SendMessageToGlobe', '国际短信接口地址', GLOBE),
    receipts_token: receiptsTokenSetting(),
  },
  { additionalProperties: false },
)
type Settings = Static<typeof settings>

const faults: Fault[] = [
  [/^InvalidAccessKeyId/, 'misconfigured', 'access_key_id'],
  [/^(SignatureDoesNotMatch|IncompleteSignature)/, 'misconfigured', 'access_key_secret'],
  // Our clock is off by more than 15 minutes.
  [/^(InvalidTimeStamp|IllegalTimestamp)/, 'misconfigured'],
  [/^(Throttling|SignatureNonceUsed|ServiceUnavailable|InternalError)/, 'unreachable'],
  [/^isp\.(SYSTEM_ERROR|GATEWAY_ERROR|UNKNOWN)/, 'unreachable'],
  // The account's own ceilings for a day or a month; another vendor may still send.
  [/^isv\.(DAY|MONTH)_LIMIT_CONTROL/, 'unreachable'],
  [/^(Forbidden|NoPermission|ActionUnauthorized|is[vp]\.RAM_)/, 'misconfigured', 'access_key_id'],
  [/^(InvalidProduct|InvalidApi|InvalidVersion|InvalidAction|UnsupportedHTTPMethod)/, 'misconfigured', 'endpoint'],
  [/^isv\.(TEMPLATE_(MISSING_PARAMETERS|PARAMS_ILLEGAL)|CONTENT_MISSING_PARAMETERS|INVALID_JSON_PARAM)/, 'misconfigured', 'params'],
  [/^isv\.(SMS_TEMPLATE|SMS_CONTENT|TEMPLATE|ONE_CODE_MULTIPLE_SIGN)/, 'misconfigured', 'template'],
  [/^isv\.(SMS_SIGN|SIGN|CODE_EXCEED)/, 'misconfigured', 'sign_name'],
  [/^isv\.SENDERID_/, 'misconfigured', 'sender'],
  [/^(isv\.(OUT_OF_SERVICE|PRODUCT_UN|ACCOUNT_|AMOUNT_NOT_ENOUGH|BILLING_|DENY_IP|FORBIDDEN_ACTION)|InsufficientBalance)/, 'misconfigured'],
  [/^isv\.NOT_SUPPORTED_COUNTRY/, 'misconfigured', 'abroad'],
]
const isForbidden = (code: unknown) => /^(Forbidden|NoPermission|ActionUnauthorized|is[vp]\.RAM_)/.test(wordOf(code) ?? '')

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

type Call = { base: string; setting: string; version: string; action: string; params: Record<string, string> }
const atHome = (it: Settings, action: string, params: Record<string, string>): Call => ({
  base: it.endpoint ?? HOME,
  setting: 'endpoint',
  version: '2017-05-25',
  action,
  params,
})
const inGlobe = (it: Settings, action: string, params: Record<string, string>): Call => ({
  base: it.globe_endpoint ?? GLOBE,
  setting: 'globe_endpoint',
  version: '2018-05-01',
  action,
  params,
})

async function call(given: Settings, it: Call, outside: Outside): Promise<{ status: number; body: Json }> {
  const query = Object.entries(it.params)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .toSorted()
    .join('&')
  const url = address(it.base, '/', query, it.setting)
  const signed: Record<string, string> = {
    host: url.host,
    'x-acs-action': it.action,
    'x-acs-content-sha256': sha256(''),
    'x-acs-date': new Date(outside.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
    'x-acs-signature-nonce': randomUUID(),
    'x-acs-version': it.version,
  }
  const names = Object.keys(signed).join(';')
  const lines = Object.entries(signed).map(([name, value]) => `${name}:${value}\n`)
  const canonical = ['POST', url.pathname, query, lines.join(''), names, sha256('')].join('\n')
  const signature = createHmac('sha256', given.access_key_secret)
    .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
    .digest('hex')
  const { host: _, ...headers } = signed
  const authorization = `ACS3-HMAC-SHA256 Credential=${given.access_key_id},SignedHeaders=${names},Signature=${signature}`
  const question = { method: 'POST', headers: { accept: 'application/json', ...headers, authorization } } as const
  return askJson(outside, `alibaba ${it.action}`, url, question, it.setting)
}

/** Undefined: these keys may not ask this, which says that they are right. Keys that may only send are good practice. */
async function lookUp(given: Settings, it: Call, outside: Outside): Promise<Json | undefined> {
  const { status, body } = await call(given, it, outside)
  if (body['Code'] === 'OK') return body
  return isForbidden(body['Code']) ? undefined : refuseBy(faults, `alibaba ${it.action}`, body['Code'], status)
}

async function checkTemplate(given: Settings, template: string, outside: Outside): Promise<void> {
  const found = await lookUp(given, atHome(given, 'GetSmsTemplate', { TemplateCode: template }), outside)
  if (!found) return
  // 0 is being reviewed, 1 passed, 2 did not, 10 was withdrawn.
  if (String(found['TemplateStatus']) !== '1') {
    throw new GatewayRefusal('misconfigured', 'alibaba: the template is not approved', undefined, 'template')
  }
  const content = found['TemplateContent']
  const wanted = typeof content === 'string' ? [...content.matchAll(/\$\{(\w+)\}/g)].map((it) => it[1] ?? '') : []
  const missing = wanted.filter((it) => !Object.hasOwn(given.params ?? PARAMS, it))
  if (missing.length) {
    throw new GatewayRefusal('misconfigured', `alibaba: nothing fills ${missing.join(', ').slice(0, 80)}`, undefined, 'params')
  }
}

export const alibaba = gateway({
  id: 'alibaba',
  label: { en: 'Alibaba Cloud SMS', zh: '阿里云短信' },
  settings,

  async check(given, outside) {
    if (given.template) await checkTemplate(given, given.template, outside)
    if (given.sign_name) {
      const found = await lookUp(given, atHome(given, 'GetSmsSign', { SignName: given.sign_name }), outside)
      if (found && String(found['SignStatus']) !== '1') {
        throw new GatewayRefusal('misconfigured', 'alibaba: the signature is not approved', undefined, 'sign_name')
      }
    }
    if (given.template || given.sign_name) return
    // Keys are looked at before anything else; that there is no such message is what is hoped for.
    const { status, body } = await call(given, inGlobe(given, 'QueryMessage', { MessageId: '0' }), outside)
    if (isForbidden(body['Code']) || 'ResponseCode' in body) return
    try {
      refuseBy(faults, 'alibaba QueryMessage', body['Code'], status)
    } catch (reason) {
      if (!(reason instanceof GatewayRefusal) || reason.refusal !== 'rejected') throw reason
    }
  },

  async send(given, message, outside) {
    const isHome = message.to.startsWith('+86')
    if (!isHome && (given.abroad ?? 'globe') === 'globe') {
      const sender = message.sender ?? given.sender
      const params = {
        To: message.to.slice(1),
        Message: message.text,
        Type: 'OTP',
        TaskId: message.messageId,
        ...(sender && { From: sender }),
      }
      const { status, body } = await call(given, inGlobe(given, 'SendMessageToGlobe', params), outside)
      return readSent('alibaba SendMessageToGlobe', status, body['ResponseCode'] ?? body['Code'], body['MessageId'])
    }
    const signName = message.sender ?? given.sign_name
    const template = message.template ?? given.template
    if (!signName) throw new GatewayRefusal('misconfigured', 'alibaba: no signature', undefined, 'sign_name')
    if (!template) throw new GatewayRefusal('misconfigured', 'alibaba: no template', undefined, 'template')
    const values = Object.entries(given.params ?? PARAMS).map(([name, text]) => [name, fill(text, message)])
    const params = {
      // At home without +86, abroad with the country's digits.
      PhoneNumbers: message.to.slice(isHome ? 3 : 1),
      SignName: signName,
      TemplateCode: template,
      TemplateParam: JSON.stringify(Object.fromEntries(values)),
      OutId: message.messageId,
    }
    const { status, body } = await call(given, atHome(given, 'SendSms', params), outside)
    return readSent('alibaba SendSms', status, body['Code'], body['BizId'])
  },

  async readReceipts(given, posted) {
    requireToken(given.receipts_token, posted, 'alibaba receipts')
    return readReports(posted)
  },
})

const readSent = (step: string, status: number, code: unknown, id: unknown): { vendorId?: string } =>
  code === 'OK' ? idOf(id) : refuseBy(faults, step, code, status)

/** SmsReport is a list of what SendSms became; GlobeSmsReport is one or more of SendMessageToGlobe, in either of two spellings. */
function readReports({ body }: Posted): Receipt[] {
  const read = parse(body)
  return (Array.isArray(read) ? read : [read]).map((it: unknown) => {
    const report = isObject(it) ? it : {}
    const { vendorId } = idOf(report['biz_id'] ?? report['message_id'] ?? report['MessageId'])
    const status = String(report['status'] ?? report['Status'] ?? '')
    const success = report['success']
    if (!vendorId || (typeof success !== 'boolean' && !/^\d+$/.test(status))) {
      throw new GatewayRefusal('rejected', 'alibaba receipts: not a report')
    }
    // Of status, 1 is delivered, 2 failed, 6 expired; others are on their way.
    const delivered = typeof success === 'boolean' ? success : status === '1'
    const final = typeof success === 'boolean' || ['1', '2', '6'].includes(status)
    return { vendorId, delivered, final, ...detailOf(report['err_code'] ?? report['error_code'] ?? report['ErrorCode']) }
  })
}
