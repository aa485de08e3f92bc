/**
 * One-click sign-in by Alibaba Cloud (https://help.aliyun.com/zh/pnvs/): the carrier says which number the phone is on.
 *
 * The kit in the application brings a token, good once and for minutes; GetMobile (Dypnsapi 2017-05-25), signed by signature
 * version 3 (ACS3-HMAC-SHA256), answers the number. It is a number and no account: there is nobody to bind.
 */
import { createHash, createHmac, randomUUID } from 'node:crypto'
import type { Static } from 'typebox'
import { address, addressSetting, askJson, text } from './ask.ts'
import { connector, ConnectorRefusal, type Outside, refuse, type Refusal, Type } from './connector.ts'

const API = 'https://dypnsapi.aliyuncs.com'

const settings = Type.Object(
  {
    access_key_id: Type.String({ title: 'AccessKey ID', titleZh: 'AccessKey ID', minLength: 1, maxLength: 200 }),
    access_key_secret: Type.String({
      title: 'AccessKey secret',
      titleZh: 'AccessKey Secret',
      description: 'Of a RAM user that may call dypns:GetMobile and nothing else.',
      descriptionZh: '只允许调用dypns:GetMobile的RAM用户的密钥。',
      format: 'secret',
      minLength: 1,
      maxLength: 200,
    }),
    api_url: addressSetting('API address', '接口地址', API),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof settings>

/** The published return codes of the service, and those of the gateway before it. Whatever is not here is a plain no. */
const FAULTS: [RegExp, Refusal, (keyof Settings)?][] = [
  [/^InvalidAccessKeyId/, 'misconfigured', 'access_key_id'],
  [/^(SignatureDoesNotMatch|IncompleteSignature)/, 'misconfigured', 'access_key_secret'],
  [/^(Forbidden|NoPermission|RamPermissionDeny|is[vp]\.RAM_PERMISSION_DENY)/, 'misconfigured', 'access_key_id'],
  [/^(InvalidApi|InvalidVersion|InvalidAction|InvalidProduct)/, 'misconfigured', 'api_url'],
  // Our clock, the scheme in their console, the service itself, the balance.
  [/^(InvalidTimeStamp|IllegalTimestamp|Unsupported\.Account|VerifySchemeNotExist)/, 'misconfigured'],
  [/^is[vp]\.(VERIFY_SCHEME|PRODUCT_UN|OUT_OF_SERVICE|ACCOUNT_)/, 'misconfigured'],
  [/^(isv\.TOKEN_INVALID|isv\.INVALID_PARAMETERS|InvalidParameters|MissingParameter)/, 'expired'],
  [
    /^(Throttling|SignatureNonceUsed|ServiceUnavailable|InternalError|UnknowError|is[vp]\.(SYSTEM_ERROR|UNKNOWN|FLOW_LIMIT))/,
    'unreachable',
  ],
]

const sha256 = (written: string) => createHash('sha256').update(written).digest('hex')
/** RFC 3986 section 2.3: the signature is over this spelling. */
const encode = (value: string) => encodeURIComponent(value).replace(/[!'()*]/g, (it) => `%${it.charCodeAt(0).toString(16).toUpperCase()}`)

async function getMobile(given: Settings, token: string, outside: Outside): Promise<string> {
  const url = address(given.api_url ?? API, '/')
  url.search = `AccessToken=${encode(token)}`
  const signed: Record<string, string> = {
    host: url.host,
    'x-acs-action': 'GetMobile',
    'x-acs-content-sha256': sha256(''),
    'x-acs-date': new Date(outside.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
    'x-acs-signature-nonce': randomUUID(),
    'x-acs-version': '2017-05-25',
  }
  const names = Object.keys(signed).join(';')
  const lines = Object.entries(signed).map(([name, value]) => `${name}:${value}\n`)
  const canonical = ['POST', url.pathname, url.search.slice(1), lines.join(''), names, sha256('')].join('\n')
  const signature = createHmac('sha256', given.access_key_secret)
    .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
    .digest('hex')
  const { host: _, ...headers } = signed
  const authorization = `ACS3-HMAC-SHA256 Credential=${given.access_key_id},SignedHeaders=${names},Signature=${signature}`
  const { body } = await askJson(outside, 'aliyun GetMobile', url, { method: 'POST', headers: { ...headers, authorization } })
  if (body['Code'] !== 'OK') return refuseCode(body['Code'])
  const told = body['GetMobileResultDTO']
  const mobile = typeof told === 'object' && told !== null ? text((told as Record<string, unknown>)['Mobile']) : undefined
  // The carriers are those of the mainland, and write their numbers without the country.
  if (!mobile || !/^1\d{10}$/.test(mobile)) return refuse('unreachable', 'aliyun GetMobile: neither an error nor a number')
  return `+86${mobile}`
}

function refuseCode(code: unknown): never {
  const word = typeof code === 'string' && /^[A-Za-z0-9_.]{1,100}$/.test(code) ? code : undefined
  if (word === undefined) return refuse('unreachable', 'aliyun GetMobile: an answer without a code')
  const [, refusal, setting] = FAULTS.find(([shape]) => shape.test(word)) ?? [undefined, 'denied' as const, undefined]
  throw new ConnectorRefusal(refusal, `aliyun GetMobile: ${word}`, undefined, setting)
}

export const aliyunNumber = connector({
  id: 'aliyun_number',
  label: { en: 'Alibaba Cloud one-click sign-in', zh: '阿里云号码一键登录' },
  settings,
  numbersOnly: true,

  /** A token nobody was given: the gateway looks at the key and the signature, and the service at the account, before it. */
  async check(settings, outside) {
    await getMobile(settings, 'bowline-settings-check', outside).catch((reason: unknown) => {
      if (!(reason instanceof ConnectorRefusal) || reason.refusal === 'misconfigured' || reason.refusal === 'unreachable') throw reason
    })
  },

  readMobile: async (settings, { code }, outside) =>
    code ? getMobile(settings, code, outside) : refuse('denied', 'aliyun GetMobile: no token'),

  identify: async () => refuse('denied', 'aliyun: it vouches for a number; sign in at login/aliyun-mobile-auth'),
})
