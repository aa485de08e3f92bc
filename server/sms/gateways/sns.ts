/**
 * Amazon SNS (https://docs.aws.amazon.com/sns/latest/api/): Publish to a phone number, signed by Signature Version 4. What became
 * of a message goes to CloudWatch and nowhere else, so there are no receipts.
 */
import { createHash, createHmac } from 'node:crypto'
import type { Static } from 'typebox'
import { address, addressSetting, ask, type Fault, idOf, refuseBy, refuseStatus, secretSetting, textSetting } from './ask.ts'
import { gateway, GatewayRefusal, type Message, type Outside, Type } from './gateway.ts'

const settings = Type.Object(
  {
    access_key_id: textSetting('Access key ID', 'Access Key ID'),
    secret_access_key: secretSetting('Secret access key', 'Secret Access Key'),
    region: Type.String({
      title: 'Region',
      titleZh: '区域',
      description: 'One that sends texts, such as us-east-1 or ap-southeast-1.',
      descriptionZh: '支持发送短信的区域，如us-east-1或ap-southeast-1。',
      pattern: '^[a-z]{2}(-[a-z]+)+-\\d$',
      maxLength: 40,
    }),
    sms_type: Type.Optional(
      Type.Union([Type.Literal('Transactional'), Type.Literal('Promotional')], {
        title: 'Type of message',
        titleZh: '短信类型',
        description: 'Transactional arrives more reliably, Promotional costs less.',
        descriptionZh: 'Transactional送达更可靠，Promotional更便宜。',
        default: 'Transactional',
      }),
    ),
    sender_id: Type.Optional(
      textSetting(
        'Sender ID',
        '发送方 ID',
        ['Shown as the sender where the country allows it; a route may name another.', '在允许的国家显示为发送方；路由可以指定另一个。'],
        11,
      ),
    ),
    origination_number: Type.Optional(
      Type.String({
        title: 'Origination number',
        titleZh: '发送号码',
        description: 'A number or short code of the account; a route may name another.',
        descriptionZh: '账号的号码或短号码；路由可以指定另一个。',
        pattern: '^\\+?\\d{3,15}$',
      }),
    ),
    entity_id: Type.Optional(
      textSetting(
        'Entity ID',
        '实体 ID',
        ['Registration for India; goes with the template of the route.', '印度的注册编号，与路由的模板一起使用。'],
        50,
      ),
    ),
    template: Type.Optional(
      textSetting(
        'Template',
        '模板 ID',
        ['Registered template ID for India; a route may name another.', '在印度注册的模板编号；路由可以指定另一个。'],
        50,
      ),
    ),
    endpoint: addressSetting('Address', '接口地址', '', ['Absent: that of the region.', '不填时：该区域的地址。']),
  },
  { additionalProperties: false },
)
type Settings = Static<typeof settings>

const faults: Fault[] = [
  [/^(InvalidClientTokenId|UnrecognizedClientException|OptInRequired|SubscriptionRequired)/, 'misconfigured', 'access_key_id'],
  [/^WrongRegion$/, 'misconfigured', 'region'],
  // Our clock is off by more than five minutes.
  [/^(ClockIsOff|RequestExpired)$/, 'misconfigured'],
  [/^(SignatureDoesNotMatch|IncompleteSignature|InvalidSignature)/, 'misconfigured', 'secret_access_key'],
  [/^(AuthorizationError|AccessDenied|NotAuthorized)/, 'misconfigured', 'access_key_id'],
  [/^WrongOrigination$/, 'misconfigured', 'origination_number'],
  [/^WrongSender$/, 'misconfigured', 'sender_id'],
  [/^(Throttl|InternalError|InternalFailure|ServiceUnavailable|RequestThrottled)/, 'unreachable'],
  [/^(InvalidAction|MissingAction|MalformedQueryString|MissingParameter|MissingAuthenticationToken)/, 'misconfigured'],
]

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const mac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

/** `aws-cn` has names of its own. */
const hostOf = (region: string) => `https://sns.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`

async function call(given: Settings, action: string, params: Record<string, string>, outside: Outside) {
  // Where no address is set, the region is what makes it.
  const setting = given.endpoint ? 'endpoint' : 'region'
  const url = address(given.endpoint ?? hostOf(given.region), '/', '', setting)
  const body = new URLSearchParams({ Action: action, Version: '2010-03-31', ...params }).toString()
  const type = 'application/x-www-form-urlencoded; charset=utf-8'
  const stamp = new Date(outside.now()).toISOString().replace(/[-:]|\.\d+/g, '')
  const date = stamp.slice(0, 8)
  const scope = `${date}/${given.region}/sns/aws4_request`
  const signed = 'content-type;host;x-amz-date'
  const headers = `content-type:${type}\nhost:${url.host}\nx-amz-date:${stamp}\n`
  const canonical = ['POST', url.pathname, '', headers, signed, sha256(body)].join('\n')
  const key = [given.region, 'sns', 'aws4_request'].reduce((key, part) => mac(key, part), mac(`AWS4${given.secret_access_key}`, date))
  const signature = mac(key, `AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${sha256(canonical)}`).toString('hex')
  const authorization = `AWS4-HMAC-SHA256 Credential=${given.access_key_id}/${scope}, SignedHeaders=${signed}, Signature=${signature}`
  const question = { method: 'POST', body, headers: { 'content-type': type, 'x-amz-date': stamp, authorization } } as const
  return ask(outside, `sns ${action}`, url, question, setting)
}

type Answer = Awaited<ReturnType<typeof call>>

/** Of an element that stands once; the answers asked for here have no attributes and no nesting of equal names. */
const element = (written: string, name: string): string | undefined => new RegExp(`<${name}>([^<]{1,500})</${name}>`).exec(written)?.[1]

/** SNS gives one code to several faults; its sentence tells them apart, and is not passed on. */
function codeOf({ written }: Answer): string | undefined {
  const code = element(written, 'Code')
  const sentence = element(written, 'Message') ?? ''
  if (code === 'SignatureDoesNotMatch' && /expired|not yet current/i.test(sentence)) return 'ClockIsOff'
  if (code === 'SignatureDoesNotMatch' && /valid region/i.test(sentence)) return 'WrongRegion'
  if (code?.startsWith('InvalidParameter') && /Origination/i.test(sentence)) return 'WrongOrigination'
  if (code?.startsWith('InvalidParameter') && /Sender ?ID/i.test(sentence)) return 'WrongSender'
  return code
}

function refuseAnswer(step: string, answer: Answer): never {
  const code = codeOf(answer)
  return code === undefined ? refuseStatus(step, answer.status) : refuseBy(faults, step, code, answer.status)
}

/** Undefined: the key may not look, which says that it is right. Keys that may only publish are good practice. */
async function lookUp(given: Settings, action: string, params: Record<string, string>, outside: Outside): Promise<string | undefined> {
  const answer = await call(given, action, params, outside)
  if (answer.status === 200 && answer.written.includes(`<${action}Response`)) return answer.written
  if (/^(AuthorizationError|AccessDenied)/.test(codeOf(answer) ?? '')) return undefined
  return refuseAnswer(`sns ${action}`, answer)
}

async function checkNumber(given: Settings, number: string, outside: Outside): Promise<void> {
  let next: string | undefined
  for (let page = 0; page < 20; page++) {
    const found = await lookUp(given, 'ListOriginationNumbers', { MaxResults: '30', ...(next && { NextToken: next }) }, outside)
    if (found === undefined) return
    const numbers = [...found.matchAll(/<PhoneNumber>\+?(\d+)<\/PhoneNumber>/g)].map((it) => it[1])
    if (numbers.includes(number.replace('+', ''))) return
    next = element(found, 'NextToken')
    if (!next) throw new GatewayRefusal('misconfigured', 'sns: the account does not have this number', undefined, 'origination_number')
  }
}

/** https://docs.aws.amazon.com/sns/latest/dg/sms_publish-to-phone.html */
function attributesOf(given: Settings, { sender, template }: Message): Record<string, string> {
  const isNumber = sender !== undefined && /^\+?\d{3,15}$/.test(sender)
  const senderId = isNumber ? given.sender_id : (sender ?? given.sender_id)
  const number = isNumber ? sender : given.origination_number
  const registered = template ?? given.template
  return {
    'AWS.SNS.SMS.SMSType': given.sms_type ?? 'Transactional',
    ...(senderId && { 'AWS.SNS.SMS.SenderID': senderId }),
    ...(number && { 'AWS.MM.SMS.OriginationNumber': number }),
    ...(given.entity_id && { 'AWS.MM.SMS.EntityId': given.entity_id }),
    ...(given.entity_id && registered && { 'AWS.MM.SMS.TemplateId': registered }),
  }
}

export const sns = gateway({
  id: 'sns',
  label: { en: 'Amazon SNS', zh: 'Amazon SNS 短信' },
  settings,

  async check(given, outside) {
    await lookUp(given, 'GetSMSAttributes', {}, outside)
    if (given.origination_number) await checkNumber(given, given.origination_number, outside)
  },

  async send(given, message, outside) {
    const params: Record<string, string> = { PhoneNumber: message.to, Message: message.text }
    Object.entries(attributesOf(given, message)).forEach(([name, value], at) => {
      const entry = `MessageAttributes.entry.${at + 1}`
      Object.assign(params, { [`${entry}.Name`]: name, [`${entry}.Value.DataType`]: 'String', [`${entry}.Value.StringValue`]: value })
    })
    const answer = await call(given, 'Publish', params, outside)
    const sent = idOf(element(answer.written, 'MessageId'))
    return answer.status === 200 && sent.vendorId ? sent : refuseAnswer('sns Publish', answer)
  },
})
