/**
 * Tencent Cloud SMS (https://cloud.tencent.com/document/product/382): SendSms of version 2021-01-11, signed by TC3-HMAC-SHA256.
 * Errors come with HTTP 200, those of a number inside SendStatusSet.
 */
import { createHash, createHmac } from 'node:crypto'
import type { Static } from 'typebox'
import {
  address,
  addressSetting,
  askJson,
  detailOf,
  type Fault,
  fill,
  idOf,
  isObject,
  type Json,
  PARAMS,
  paramsSetting,
  parse,
  receiptsTokenSetting,
  refuseBy,
  requireToken,
  secretSetting,
  textSetting,
  wordOf,
} from './ask.ts'
import { gateway, GatewayRefusal, type Outside, Type } from './gateway.ts'

const API = 'https://sms.tencentcloudapi.com'
const REGION = 'ap-guangzhou'

const settings = Type.Object(
  {
    secret_id: textSetting('SecretId', 'SecretId'),
    secret_key: secretSetting('SecretKey', 'SecretKey'),
    app_id: textSetting('SMS SdkAppId', '短信应用 SdkAppId', [
      'Of the application in the SMS console, such as 1400006666.',
      '短信控制台中应用的SdkAppId，如1400006666。',
    ]),
    region: Type.Optional(
      Type.String({
        title: 'Region',
        titleZh: '地域',
        description: 'ap-guangzhou, ap-beijing, ap-nanjing; ap-singapore for accounts of the international site.',
        descriptionZh: 'ap-guangzhou、ap-beijing、ap-nanjing；国际站账号用ap-singapore。',
        pattern: '^[a-z]{2,4}(-[a-z0-9]+)+$',
        maxLength: 40,
        default: REGION,
      }),
    ),
    sign_name: Type.Optional(
      textSetting('Signature', '短信签名', [
        'An approved SignName, without brackets; a route may name another.',
        '已批准的签名名称，不带括号；路由可以指定另一个。',
      ]),
    ),
    template: Type.Optional(
      textSetting('Template', '短信模板 ID', ['An approved TemplateId; a route may name another.', '已批准的模板ID；路由可以指定另一个。']),
    ),
    params: paramsSetting(),
    sender_id: Type.Optional(
      textSetting(
        'Sender ID abroad',
        '国际 SenderId',
        ['For numbers outside mainland China, if one is approved.', '用于中国大陆以外的号码（如已批准）。'],
        20,
      ),
    ),
    endpoint: addressSetting('Address', '接口地址', API, [
      'https://sms.intl.tencentcloudapi.com for accounts of the international site.',
      '国际站账号用https://sms.intl.tencentcloudapi.com。',
    ]),
    receipts_token: receiptsTokenSetting(),
  },
  { additionalProperties: false },
)
type Settings = Static<typeof settings>

const faults: Fault[] = [
  [/^AuthFailure\.(SecretIdNotFound|InvalidSecretId|TokenFailure)/, 'misconfigured', 'secret_id'],
  [/^AuthFailure\.SignatureFailure/, 'misconfigured', 'secret_key'],
  // Our clock is off by more than five minutes.
  [/^AuthFailure\.SignatureExpire/, 'misconfigured'],
  [/^(UnsupportedRegion|InvalidParameterValue\.Region)/, 'misconfigured', 'region'],
  [/SdkAppId/, 'misconfigured', 'app_id'],
  [/^AuthFailure/, 'misconfigured', 'secret_id'],
  [/^FailedOperation\.(SignatureIncorrectOrUnapproved|MissingSignature)/, 'misconfigured', 'sign_name'],
  [/TemplateParam(eter)?(Set|Format)/, 'misconfigured', 'params'],
  [/^InvalidParameterValue\.TemplateParameterLengthLimit|ProhibitedUseUrlInTemplateParameter/, 'rejected'],
  [/^FailedOperation\.(TemplateIncorrectOrUnapproved|TemplateUnapprovedOrNotExist|MissingTemplate)/, 'misconfigured', 'template'],
  // A template for mainland China cannot go abroad, nor the other way about.
  [/^UnsupportedOperation\.(ChineseMainlandTemplateToGlobalPhone|GlobalTemplateToChineseMainlandPhone)/, 'misconfigured', 'template'],
  [/^InvalidParameterValue\.SenderId/, 'misconfigured', 'sender_id'],
  // What one number has had enough of; the account's own ceilings and the vendor's troubles are not of the number.
  [/^LimitExceeded\.(PhoneNumber|DeliveryFrequency)/, 'rejected'],
  [/^(LimitExceeded|RequestLimitExceeded|InternalError|ResourceInsufficient|ResourceUnavailable|ServiceUnavailable)/, 'unreachable'],
  [
    /^(FailedOperation\.InsufficientBalance|UnauthorizedOperation|ResourceNotFound|InvalidAction|NoSuchVersion|NoSuchProduct)/,
    'misconfigured',
  ],
  [/^(MissingParameter|UnknownParameter|UnsupportedProtocol)/, 'misconfigured'],
]
/** Tencent's access management (CAM): these keys may not ask this, which says that they are right. */
const isForbidden = (code: unknown) => /^(AuthFailure\.UnauthorizedOperation|UnauthorizedOperation)(?!.*SdkAppId)/.test(wordOf(code) ?? '')

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const mac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

async function call(given: Settings, action: string, question: object, outside: Outside): Promise<Json> {
  const url = address(given.endpoint ?? API, '/')
  const body = JSON.stringify(question)
  const type = 'application/json; charset=utf-8'
  const timestamp = Math.floor(outside.now() / 1000)
  const date = new Date(timestamp * 1000).toISOString().slice(0, 10)
  const signed = 'content-type;host;x-tc-action'
  const headers = `content-type:${type}\nhost:${url.host}\nx-tc-action:${action.toLowerCase()}\n`
  const canonical = ['POST', url.pathname, '', headers, signed, sha256(body)].join('\n')
  const scope = `${date}/sms/tc3_request`
  const key = mac(mac(mac(`TC3${given.secret_key}`, date), 'sms'), 'tc3_request')
  const signature = mac(key, `TC3-HMAC-SHA256\n${timestamp}\n${scope}\n${sha256(canonical)}`).toString('hex')
  const step = `tencent ${action}`
  const answer = await askJson(outside, step, url, {
    method: 'POST',
    body,
    headers: {
      'content-type': type,
      authorization: `TC3-HMAC-SHA256 Credential=${given.secret_id}/${scope}, SignedHeaders=${signed}, Signature=${signature}`,
      'x-tc-action': action,
      'x-tc-version': '2021-01-11',
      'x-tc-timestamp': String(timestamp),
      'x-tc-region': given.region ?? REGION,
    },
  })
  const response = answer.body['Response']
  if (!isObject(response)) return refuseBy([], step, undefined, answer.status)
  return response
}

const codeOf = ({ Error: error }: Json): unknown => (isObject(error) ? error['Code'] : undefined)

async function checkTemplate(given: Settings, template: string, outside: Outside): Promise<void> {
  // A template is either for mainland China or for abroad, and is found only among its own.
  for (const international of [0, 1]) {
    const question = { International: international, TemplateIdSet: [Number(template)] }
    const found = await call(given, 'DescribeSmsTemplateList', question, outside)
    const code = codeOf(found)
    // Also people without a company: they may not ask for templates at all.
    if (isForbidden(code)) return
    const [entry] = Array.isArray(found['DescribeTemplateStatusSet']) ? (found['DescribeTemplateStatusSet'] as unknown[]) : []
    if (!isObject(entry)) {
      if (code !== undefined && !/TemplateIdNotExist|TemplateNotExist|NotFound/.test(wordOf(code) ?? '')) {
        refuseBy(faults, 'tencent DescribeSmsTemplateList', code)
      }
      continue
    }
    // 0 is approved, 2 approved and about to be active, 1 under review, -1 refused.
    if (entry['StatusCode'] === 1 || entry['StatusCode'] === -1) {
      throw new GatewayRefusal('misconfigured', 'tencent: the template is not approved', undefined, 'template')
    }
    const content = entry['TemplateContent']
    const wanted = new Set(typeof content === 'string' ? content.match(/\{\d+\}/g) : [])
    if (typeof content === 'string' && wanted.size !== (given.params ?? PARAMS).length) {
      throw new GatewayRefusal('misconfigured', `tencent: the template has ${wanted.size} variables`, undefined, 'params')
    }
    return
  }
  throw new GatewayRefusal('misconfigured', 'tencent: there is no such template', undefined, 'template')
}

export const tencent = gateway({
  id: 'tencent',
  label: { en: 'Tencent Cloud SMS', zh: '腾讯云短信' },
  settings,

  async check(given, outside) {
    const hour = (time: number) => new Date(time).toISOString().replace(/\D/g, '').slice(0, 10)
    const question = {
      SmsSdkAppId: given.app_id,
      BeginTime: hour(outside.now() - 3_600_000),
      EndTime: hour(outside.now()),
      Limit: 0,
      Offset: 0,
    }
    const found = await call(given, 'SendStatusStatistics', question, outside)
    const code = codeOf(found)
    if (code !== undefined && !isForbidden(code)) refuseBy(faults, 'tencent SendStatusStatistics', code)
    if (code === undefined && !isObject(found['SendStatusStatistics'])) refuseBy([], 'tencent SendStatusStatistics', undefined)
    if (!given.template) return
    if (!/^\d{1,15}$/.test(given.template))
      throw new GatewayRefusal('misconfigured', 'tencent: a template id is a number', undefined, 'template')
    await checkTemplate(given, given.template, outside)
  },

  async send(given, message, outside) {
    const isHome = message.to.startsWith('+86')
    const template = message.template ?? given.template
    if (!template) throw new GatewayRefusal('misconfigured', 'tencent: no template', undefined, 'template')
    // At home the sender is a signature, which must be there; abroad it is a sender id, which may.
    const signName = isHome ? (message.sender ?? given.sign_name) : given.sign_name
    const senderId = isHome ? undefined : (message.sender ?? given.sender_id)
    if (isHome && !signName) throw new GatewayRefusal('misconfigured', 'tencent: no signature', undefined, 'sign_name')
    const question = {
      PhoneNumberSet: [message.to],
      SmsSdkAppId: given.app_id,
      TemplateId: template,
      TemplateParamSet: (given.params ?? PARAMS).map((it) => fill(it, message)),
      SessionContext: message.messageId,
      ...(signName && { SignName: signName }),
      ...(senderId && { SenderId: senderId }),
    }
    const answer = await call(given, 'SendSms', question, outside)
    const statuses = answer['SendStatusSet']
    const status: unknown = Array.isArray(statuses) ? statuses[0] : undefined
    if (isObject(status) && status['Code'] === 'Ok') return idOf(status['SerialNo'])
    return refuseBy(faults, 'tencent SendSms', isObject(status) ? status['Code'] : codeOf(answer))
  },

  async readReceipts(given, posted) {
    requireToken(given.receipts_token, posted, 'tencent receipts')
    const read = parse(posted.body)
    return (Array.isArray(read) ? read : [read]).map((it: unknown) => {
      const report = isObject(it) ? it : {}
      const { vendorId } = idOf(report['sid'])
      const status = report['report_status']
      if (!vendorId || (status !== 'SUCCESS' && status !== 'FAIL')) throw new GatewayRefusal('rejected', 'tencent receipts: not a report')
      return { vendorId, delivered: status === 'SUCCESS', final: true, ...detailOf(report['errmsg']) }
    })
  },
})
