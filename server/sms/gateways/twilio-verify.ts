/**
 * Twilio Verify (https://www.twilio.com/docs/verify/api): texts in many languages and routes of its own.
 *
 * By default the code is ours (CustomCode): it is compared here, under our limits on guesses, and Twilio is told when it was
 * right (`proven`), as it asks of those who do so. With `codes: theirs` Verify makes the code and compares it (`verify`).
 */
import type { Static } from 'typebox'
import { address, addressSetting, type Fault, idOf, wordOf } from './ask.ts'
import { gateway, GatewayRefusal, type Message, Type } from './gateway.ts'
import { accountSettings, askTwilio, lookUp, refuseTwilio } from './twilio-account.ts'

const API = 'https://verify.twilio.com'

const settings = Type.Object(
  {
    ...accountSettings(),
    service_sid: Type.String({ title: 'Verify service SID', titleZh: 'Verify Service SID', pattern: '^VA[0-9a-fA-F]{32}$' }),
    codes: Type.Optional(
      Type.Union([Type.Literal('ours'), Type.Literal('theirs')], {
        title: 'Who makes the codes',
        titleZh: '验证码由谁生成',
        description: 'ours: codes are made and compared here; the service must allow custom codes. theirs: Verify makes and compares them.',
        descriptionZh: 'ours：验证码由本服务器生成并比对，该服务须允许自定义验证码；theirs：由Verify生成并比对。',
        default: 'ours',
      }),
    ),
    template: Type.Optional(
      Type.String({
        title: 'Template',
        titleZh: '模板',
        description: 'TemplateSid of another text than the default; a route may name another.',
        descriptionZh: '非默认文案的TemplateSid；路由可以指定另一个。',
        pattern: '^HJ[0-9a-fA-F]{32}$',
      }),
    ),
    endpoint: addressSetting('API address', '接口地址', API),
  },
  { additionalProperties: false },
)
type Settings = Static<typeof settings>

const faults: Fault[] = [
  [/^20404$/, 'misconfigured', 'service_sid'],
  // The service does not take codes of ours.
  [/^60204$/, 'misconfigured', 'codes'],
  [/^(60201|60243|60251|60252|60401)$/, 'misconfigured', 'template'],
  // The channel is switched off; the country is not enabled; Verify is not open to the account.
  [/^(60223|60605|60001)$/, 'misconfigured', 'service_sid'],
  [/^60207$/, 'unreachable'],
  // Too much for this number, or a number that is no mobile or looks like fraud: with HTTP 429 or 403 some of them.
  [/^(60200|60202|60203|60205|60212|60238|60410|60600)$/, 'rejected'],
]

/** Verify's texts: traditional characters under the name of Hong Kong. */
const locales: Record<Message['language'], string> = { en: 'en', 'zh-CN': 'zh-CN', 'zh-TW': 'zh-HK' }

const service = ({ endpoint, service_sid: sid }: Settings, rest: string) => address(endpoint ?? API, `/v2/Services/${sid}${rest}`)

export const twilioVerify = gateway({
  id: 'twilio_verify',
  label: { en: 'Twilio Verify', zh: 'Twilio Verify 验证' },
  settings,

  verifies: ({ codes }) => codes === 'theirs',

  async check(given, outside) {
    const found = await lookUp(given, faults, 'twilio Services', service(given, ''), 'endpoint', outside)
    if (given.codes !== 'theirs' && found?.['custom_code_enabled'] === false) {
      throw new GatewayRefusal('misconfigured', 'twilio Verify: the service does not allow custom codes', undefined, 'codes')
    }
  },

  async send(given, message, outside) {
    const template = message.template ?? given.template
    const form = {
      To: message.to,
      Channel: 'sms',
      Locale: locales[message.language],
      ...(given.codes !== 'theirs' && { CustomCode: message.code }),
      ...(template && { TemplateSid: template }),
    }
    const answer = await askTwilio(given, 'twilio Verifications', service(given, '/Verifications'), 'endpoint', outside, form)
    const sent = idOf(answer.body['sid'])
    if (answer.status < 300 && sent.vendorId && answer.body['status'] === 'pending') return sent
    return refuseTwilio(given, faults, 'twilio Verifications', answer)
  },

  async verify(given, { code, vendorId }, outside) {
    const form = { VerificationSid: vendorId, Code: code }
    const answer = await askTwilio(given, 'twilio VerificationCheck', service(given, '/VerificationCheck'), 'endpoint', outside, form)
    if (answer.status < 300 && typeof answer.body['status'] === 'string') return answer.body['status'] === 'approved'
    // 20404: too late, spent, or guessed at too often; 60202: one guess too many; 60200: not in the form of a code.
    if (['20404', '60202', '60200'].includes(wordOf(answer.body['code']) ?? '')) return false
    return refuseTwilio(given, faults, 'twilio VerificationCheck', answer)
  },

  async proven(given, { vendorId }, outside) {
    if (given.codes === 'theirs' || !/^VE[0-9a-fA-F]{32}$/.test(vendorId)) return
    const url = service(given, `/Verifications/${vendorId}`)
    const answer = await askTwilio(given, 'twilio Verifications', url, 'endpoint', outside, { Status: 'approved' })
    if (answer.status >= 300) refuseTwilio(given, faults, 'twilio Verifications', answer)
  },
})
