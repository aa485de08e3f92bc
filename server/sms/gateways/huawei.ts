/**
 * Huawei Cloud Message & SMS (https://support.huaweicloud.com/intl/en-us/api-msgsms/): batchSendSms, with a template and its
 * variables. Keys are those of the SMS application, not of the account.
 */
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
  isSame,
  PARAMS,
  paramsSetting,
  parse,
  receiptsTokenSetting,
  refuseBy,
  requireToken,
  secretSetting,
  textSetting,
} from './ask.ts'
import { gateway, GatewayRefusal, type Outside, type Posted, type Receipt, Type } from './gateway.ts'
import { sdkSignature, signBySdk, signByWsse, stampOf } from './huawei-signing.ts'

const HOME = 'https://smsapi.cn-north-4.myhuaweicloud.com'
const SEND = '/sms/batchSendSms/v1'

const settings = Type.Object(
  {
    app_key: textSetting('Application key', 'Application Key'),
    app_secret: secretSetting('Application secret', 'Application Secret'),
    endpoint: addressSetting('APP access address', 'APP 接入地址', HOME, [
      'As the console shows it beside the application: the region is in it.',
      '即控制台中应用旁显示的地址，其中包含区域。',
    ]),
    auth: Type.Optional(
      Type.Union([Type.Literal('aksk'), Type.Literal('wsse')], {
        title: 'Authentication',
        titleZh: '鉴权方式',
        description:
          'aksk (SDK-HMAC-SHA256) is what Huawei recommends and covers the whole request; wsse is for platforms that have no other.',
        descriptionZh: 'aksk（SDK-HMAC-SHA256）是华为推荐的方式，覆盖整个请求；wsse用于只支持它的平台。',
        default: 'aksk',
      }),
    ),
    sender: textSetting(
      'Channel number',
      '签名通道号',
      ['Of the approved signature; a route may name another.', '已批准签名的通道号；路由可以指定另一个。'],
      30,
    ),
    template: Type.Optional(
      textSetting('Template', '模板 ID', ['Of an approved template; a route may name another.', '已批准的模板；路由可以指定另一个。']),
    ),
    params: paramsSetting(),
    signature: Type.Optional(
      textSetting('Signature', '签名名称', [
        'Only for universal templates, which belong to no signature.',
        '仅用于不属于任何签名的通用模板。',
      ]),
    ),
    status_callback: Type.Optional(
      Type.String({
        title: 'Receipts address',
        titleZh: '状态报告回调地址',
        description: 'Where the platform posts delivery receipts; it goes with every message.',
        descriptionZh: '平台回传送达回执的地址，随每条短信发送。',
        pattern: '^https?://',
        maxLength: 500,
      }),
    ),
    push_key: Type.Optional(
      textSetting('Key of the receipts', '推送 AK', [
        'If receipts are pushed with AK/SK authentication.',
        '回执以AK/SK认证方式推送时填写。',
      ]),
    ),
    push_secret: Type.Optional(secretSetting('Secret of the receipts', '推送 SK')),
    receipts_token: receiptsTokenSetting(),
  },
  { additionalProperties: false },
)
type Settings = Static<typeof settings>

const faults: Fault[] = [
  // E000102 the key is invalid, 103 unavailable, 106 without permission, 109 inactive, 111 unknown, 112 frozen (also for debts).
  [/^E000(102|103|106|109|111|112)$/, 'misconfigured', 'app_key'],
  // E000045 the signature does not fit, 101 authentication failed, 104 the secret is invalid, 105 the digest is.
  [/^E000(045|101|104|105)$/, 'misconfigured', 'app_secret'],
  // E000110: our clock is off. E000620: our address is not on the list of the application. The lower ones are of headers.
  [/^E000(110|620|0[0-4]\d)$/, 'misconfigured'],
  // E000623: the quota of the application. E200015: too many messages are waiting.
  [/^(E000623|E200015)$/, 'unreachable'],
  [/^E2000(18|19)$/, 'misconfigured', 'sender'],
  [/^E2000(20|21)$/, 'misconfigured', 'signature'],
  [/^E200028$/, 'misconfigured', 'params'],
  [/^E2000(29|30|32|33)$/, 'misconfigured', 'template'],
  // Abroad is not open to the application, or no route is.
  [/^E2000(24|27|31)$/, 'misconfigured'],
]

async function post(given: Settings, form: Record<string, string>, outside: Outside) {
  const url = address(given.endpoint ?? HOME, SEND)
  const body = new URLSearchParams(form).toString()
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const { app_key: key, app_secret: secret, auth } = given
  const signed =
    auth === 'wsse' ? signByWsse(key, secret, outside.now()) : signBySdk(key, secret, { method: 'POST', url, headers, body }, outside.now())
  return askJson(outside, 'huawei batchSendSms', url, {
    method: 'POST',
    body,
    headers: { accept: 'application/json', ...headers, ...signed },
  })
}

export const huawei = gateway({
  id: 'huawei',
  label: { en: 'Huawei Cloud SMS', zh: '华为云短信' },
  settings,

  /** With these keys nothing can be asked but to send: so to nobody. The keys are looked at first, the missing number after them. */
  async check(given, outside) {
    if (given.status_callback && !given.push_secret && !given.receipts_token) {
      throw new GatewayRefusal('misconfigured', 'huawei: nothing tells receipts from forgeries', undefined, 'receipts_token')
    }
    if (given.push_key && !given.push_secret) throw new GatewayRefusal('misconfigured', 'huawei: no secret', undefined, 'push_secret')
    const nobody = { from: given.sender, to: '', templateId: given.template ?? '', templateParas: '[]' }
    const { status, body } = await post(given, nobody, outside)
    try {
      refuseBy(faults, 'huawei batchSendSms', body['code'], status)
    } catch (reason) {
      if (!(reason instanceof GatewayRefusal) || reason.refusal !== 'rejected') throw reason
    }
  },

  async send(given, message, outside) {
    const template = message.template ?? given.template
    if (!template) throw new GatewayRefusal('misconfigured', 'huawei: no template', undefined, 'template')
    const form = {
      from: message.sender ?? given.sender,
      to: message.to,
      templateId: template,
      templateParas: JSON.stringify((given.params ?? PARAMS).map((it) => fill(it, message))),
      // Comes back with the receipts.
      extend: message.messageId,
      ...(given.signature && { signature: given.signature }),
      ...(given.status_callback && { statusCallback: given.status_callback }),
    }
    const { status, body } = await post(given, form, outside)
    const [result]: unknown[] = Array.isArray(body['result']) ? body['result'] : []
    const of = isObject(result) ? result['status'] : undefined
    if (body['code'] === '000000' && of === '000000' && isObject(result)) return idOf(result['smsMsgId'])
    // E000510 says that it was not sent, and the number's own status why.
    const isOfNumber = of !== undefined && of !== '000000' && ['000000', 'E000510'].includes(String(body['code']))
    return refuseBy(faults, 'huawei batchSendSms', isOfNumber ? of : body['code'] === '000000' ? undefined : body['code'], status)
  },

  async readReceipts(given, posted, outside) {
    if (given.push_secret) requireSignature(given, given.push_secret, posted, outside.now())
    else requireToken(given.receipts_token, posted, 'huawei receipts')
    return readReports(posted.body).map(readReport)
  },
})

/** Pushed with AK/SK authentication: signed like a request to the platform, within the same 15 minutes. */
function requireSignature(given: Settings, secret: string, { url, headers, body }: Posted, now: number): void {
  const forged = new GatewayRefusal('rejected', 'huawei receipts: not from the vendor, or too late')
  const said = /^SDK-HMAC-SHA256 Access=([^,\s]+), *SignedHeaders=([a-z0-9;-]+), *Signature=([0-9a-f]{64})$/.exec(
    headers['authorization'] ?? '',
  )
  const at = URL.parse(url)
  const [, key = '', names = '', signature = ''] = said ?? []
  const stamp = headers['x-sdk-date'] ?? ''
  const [, date, hours, minutes, seconds] = /^(\d{8})T(\d\d)(\d\d)(\d\d)Z$/.exec(stamp) ?? []
  if (!said || !at || !date || !isSame(key, given.push_key ?? given.app_key)) throw forged
  const time = Date.parse(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T${hours}:${minutes}:${seconds}Z`)
  if (!(Math.abs(now - time) <= 900_000) || stampOf(time) !== stamp) throw forged
  // The host the platform was given; a proxy before us may have put another one.
  const signed = { method: 'POST', url: at, headers: { ...headers, host: at.host }, body }
  if (!isSame(signature, sdkSignature(secret, signed, names.split(';'), stamp))) throw forged
}

/** One report as a form; or, from the address that an application has for all of them, a list in JSON. */
function readReports(body: string): Record<string, unknown>[] {
  const read = parse(body)
  const list: unknown = isObject(read) ? read['statusReportList'] : undefined
  return Array.isArray(list) ? list.filter(isObject) : [Object.fromEntries(new URLSearchParams(body))]
}

function readReport(report: Record<string, unknown>): Receipt {
  const { vendorId } = idOf(report['smsMsgId'])
  const { detail: status } = detailOf(report['status'])
  if (!vendorId || !status) throw new GatewayRefusal('rejected', 'huawei receipts: not a report')
  const delivered = status === 'DELIVRD'
  // A long message is reported piece by piece; on the way are ACCEPTD and ENROUTE, as SMPP has them.
  const isLast = Number(report['sequence'] ?? 1) >= Number(report['total'] ?? 1)
  return { vendorId, delivered, final: delivered ? isLast : !['ACCEPTD', 'ENROUTE'].includes(status), detail: status }
}
