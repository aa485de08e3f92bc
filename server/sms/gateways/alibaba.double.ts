/** Alibaba Cloud's API gateway and its SMS service, as far as the gateway uses them: signature version 3 is recomputed from the wire. */
import { createHash, createHmac, randomUUID } from 'node:crypto'
import { type Answer, type Asked, startVendor } from './testing.double.ts'

const hex = (text: string) => createHash('sha256').update(text).digest('hex')

/** The signature of what came in, over the headers it says are signed. */
export function signatureV3(secret: string, { method, url, headers, body }: Asked, signedHeaders: string): string {
  const [path = '/', query = ''] = url.split('?')
  const pairs = query ? query.split('&').map((it) => it.split('=')) : []
  pairs.sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
  let canonical = `${method}\n${path}\n${pairs.map((it) => it.join('=')).join('&')}\n`
  for (const name of signedHeaders.split(';')) canonical += `${name}:${String(headers[name] ?? '').trim()}\n`
  canonical += `\n${signedHeaders}\n${hex(body)}`
  return createHmac('sha256', secret)
    .update(`ACS3-HMAC-SHA256\n${hex(canonical)}`)
    .digest('hex')
}

export type AlibabaGiven = {
  accessKeyId: string
  accessKeySecret: string
  now(): number
  /** Signatures by name, templates by code: whether approved, and the text. */
  signs: Record<string, number>
  templates: Record<string, { status: string; content: string }>
  /** What the keys may do; absent: everything. */
  allowed?: string[]
}

const fault = (status: number, Code: string, Message = Code): Answer => ({
  status,
  body: {
    RequestId: randomUUID().toUpperCase(),
    HostId: 'dysmsapi.aliyuncs.com',
    Code,
    Message,
    Recommend: 'https://api.alibabacloud.com',
  },
})
/** The service itself refuses with HTTP 200. */
const said = (Code: string, more: object = {}): Answer => ({
  status: 200,
  body: { Message: Code, RequestId: randomUUID().toUpperCase(), Code, ...more },
})

export async function startAlibaba(given: AlibabaGiven) {
  const nonces = new Set<string>()
  const sent: Record<string, string>[] = []
  /** By number: what the service says of it instead of OK. */
  const refusals = new Map<string, string>()

  const vendor = await startVendor((asked) => {
    const header = (name: string) => String(asked.headers[name] ?? '')
    const said = /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/.exec(header('authorization'))
    if (!said) return fault(400, 'IncompleteSignature', 'The request signature does not conform to Aliyun standards.')
    const [, key, names = '', signature] = said
    if (key !== given.accessKeyId) return fault(404, 'InvalidAccessKeyId.NotFound', `Specified access key is not found: ${key}`)
    const must = ['host', ...Object.keys(asked.headers).filter((it) => it.startsWith('x-acs-'))]
    if (must.some((it) => !names.split(';').includes(it))) return fault(400, 'IncompleteSignature')
    if (header('x-acs-content-sha256') !== hex(asked.body)) return fault(400, 'SignatureDoesNotMatch')
    if (signature !== signatureV3(given.accessKeySecret, asked, names)) {
      return fault(
        400,
        'SignatureDoesNotMatch',
        `Specified signature is not matched with our calculation. server string to sign is: ${asked.url}`,
      )
    }
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(header('x-acs-date'))) return fault(400, 'InvalidTimeStamp.Format')
    if (Math.abs(Date.parse(header('x-acs-date')) - given.now()) > 900_000) return fault(400, 'InvalidTimeStamp.Expired')
    const nonce = header('x-acs-signature-nonce')
    if (!nonce || nonces.has(nonce)) return fault(400, 'SignatureNonceUsed')
    nonces.add(nonce)
    return act(header('x-acs-action'), header('x-acs-version'), Object.fromEntries(new URL(asked.url, 'http://double').searchParams))
  })

  function act(action: string, version: string, query: Record<string, string>): Answer {
    if (given.allowed && !given.allowed.includes(action))
      return fault(403, 'Forbidden.RAM', 'User not authorized to operate on the specified resource')
    switch (`${version} ${action}`) {
      case '2017-05-25 GetSmsTemplate': {
        const found = given.templates[query['TemplateCode'] ?? '']
        if (!found) return said('isv.SMS_TEMPLATE_ILLEGAL')
        return said('OK', {
          TemplateCode: query['TemplateCode'],
          TemplateStatus: found.status,
          TemplateContent: found.content,
          TemplateType: '0',
        })
      }
      case '2017-05-25 GetSmsSign': {
        const status = given.signs[query['SignName'] ?? '']
        return status === undefined ? said('isv.SMS_SIGN_ILLEGAL') : said('OK', { SignName: query['SignName'], SignStatus: status })
      }
      case '2017-05-25 SendSms':
        return sendSms(query)
      case '2018-05-01 SendMessageToGlobe': {
        const refusal = refusals.get(query['To'] ?? '')
        if (refusal)
          return { status: 200, body: { ResponseCode: refusal, ResponseDescription: `${query['To']} ${refusal}`, RequestId: randomUUID() } }
        sent.push({ action, ...query })
        return {
          status: 200,
          body: { ResponseCode: 'OK', ResponseDescription: 'OK', To: query['To'], MessageId: `10080303000${sent.length}`, Segments: '1' },
        }
      }
      case '2018-05-01 QueryMessage':
        return {
          status: 200,
          body: { ResponseCode: 'isv.MESSAGE_NOT_EXIST', ResponseDescription: 'no such message', RequestId: randomUUID() },
        }
      default:
        return fault(404, 'InvalidAction.NotFound', 'Specified api is not found, please check your url and method.')
    }
  }

  function sendSms(query: Record<string, string>): Answer {
    const refusal = refusals.get(query['PhoneNumbers'] ?? '')
    if (refusal?.startsWith('Throttling')) return fault(400, refusal)
    if (refusal) return said(refusal, { Message: `${query['PhoneNumbers']} ${refusal}` })
    if (given.signs[query['SignName'] ?? ''] !== 1) return said('isv.SMS_SIGNATURE_ILLEGAL')
    const template = given.templates[query['TemplateCode'] ?? '']
    if (template?.status !== '1') return said('isv.SMS_TEMPLATE_ILLEGAL')
    const params = JSON.parse(query['TemplateParam'] ?? '{}') as Record<string, unknown>
    if ([...template.content.matchAll(/\$\{(\w+)\}/g)].some(([, name]) => typeof params[name ?? ''] !== 'string'))
      return said('isv.TEMPLATE_MISSING_PARAMETERS')
    sent.push({ action: 'SendSms', ...query })
    return said('OK', { BizId: `90061974693649844${sent.length}^0` })
  }

  return { ...vendor, sent, refusals }
}
