/** Twilio's messaging and Verify interfaces, as far as the gateways use them; and its signed callbacks. */
import { createHmac } from 'node:crypto'
import { type Answer, type Asked, form, startVendor } from './testing.double.ts'

/** X-Twilio-Signature, after Twilio's description: the address, then names and values by the order of names, SHA-1. */
export function twilioSignature(authToken: string, url: string, params: Record<string, string>): string {
  let text = url
  for (const name of Object.keys(params).toSorted()) text += name + params[name]
  return createHmac('sha1', authToken).update(Buffer.from(text, 'utf8')).digest('base64')
}

export const callback = (url: string, params: Record<string, string>, authToken?: string) => ({
  url,
  headers: {
    'content-type': 'application/x-www-form-urlencoded',
    ...(authToken && { 'x-twilio-signature': twilioSignature(authToken, url, params) }),
  } as Record<string, string>,
  body: new URLSearchParams(params).toString(),
})

const sid = (prefix: string, number: number) => prefix + number.toString(16).padStart(32, '0')

const fault = (status: number, code: number, message = `Error ${code}`): Answer => ({
  status,
  body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
})

export type TwilioGiven = {
  accountSid: string
  authToken: string
  /** Secrets by the SID of the key; a restricted one may only send. */
  keys: Record<string, { secret: string; restricted?: true }>
  numbers: string[]
  messagingServices: string[]
  verifyServices: Record<string, { customCodes: boolean }>
}

type Verification = { sid: string; to: string; code: string; status: string; checks: number }

export async function startTwilio(given: TwilioGiven) {
  const sent: Record<string, string>[] = []
  /** By number: code of an error and HTTP status instead of a message. */
  const refusals = new Map<string, [number, number]>()
  const verifications = new Map<string, Verification>()

  const vendor = await startVendor((asked) => {
    const [, coded = ''] = /^Basic (\S+)$/.exec(String(asked.headers['authorization'] ?? '')) ?? []
    const [user = '', ...rest] = Buffer.from(coded, 'base64').toString().split(':')
    const key = given.keys[user]
    const isGood = user === given.accountSid ? rest.join(':') === given.authToken : key !== undefined && rest.join(':') === key.secret
    if (!isGood) return fault(401, 20003, 'Authenticate')
    if (key?.restricted && asked.method === 'GET') return fault(403, 70051, 'Authorization failed: insufficient permissions')
    return messaging(asked) ?? verify(asked) ?? fault(404, 20404, `The requested resource ${asked.path} was not found`)
  })

  function messaging({ method, path, url, body }: Asked): Answer | undefined {
    const query = new URL(url, 'http://double').searchParams
    const base = `/2010-04-01/Accounts/${given.accountSid}`
    if (method === 'GET' && path === `${base}/Messages.json`) return { status: 200, body: { messages: [], page: 0, page_size: 1 } }
    if (method === 'GET' && path === `${base}/IncomingPhoneNumbers.json`) {
      const found = given.numbers.filter((it) => it === query.get('PhoneNumber'))
      return { status: 200, body: { incoming_phone_numbers: found.map((it) => ({ phone_number: it })), page: 0 } }
    }
    const [, service = ''] = /^\/v1\/Services\/(MG\w+)$/.exec(path) ?? []
    if (method === 'GET' && given.messagingServices.includes(service))
      return { status: 200, body: { sid: service, friendly_name: 'codes' } }
    return method === 'POST' && path === `${base}/Messages.json` ? send(form(body)) : undefined
  }

  function send(asked: Record<string, string>): Answer {
    const [code, status] = refusals.get(asked['To'] ?? '') ?? []
    if (code) return fault(status ?? 400, code, `The number ${asked['To']} cannot be reached: ${asked['Body']}`)
    if (!/^\+\d{7,15}$/.test(asked['To'] ?? '')) return fault(400, 21211, `Invalid 'To' Phone Number: ${asked['To']}`)
    const from = asked['From'] ?? ''
    if (asked['MessagingServiceSid'] && !given.messagingServices.includes(asked['MessagingServiceSid'])) return fault(400, 21701)
    if (!asked['MessagingServiceSid'] && !from) return fault(400, 21603, "A 'From' phone number is required.")
    if (from.startsWith('+') && !given.numbers.includes(from)) return fault(400, 21606)
    if (!asked['Body'] && !asked['ContentSid']) return fault(400, 21602, 'Message body is required.')
    sent.push(asked)
    return {
      status: 201,
      body: {
        sid: sid('SM', sent.length),
        account_sid: given.accountSid,
        to: asked['To'],
        from: from || null,
        body: asked['Body'] ?? '',
        status: 'accepted',
        error_code: null,
      },
    }
  }

  function verify({ method, path, body }: Asked): Answer | undefined {
    const [, id = '', rest = ''] = /^\/v2\/Services\/(VA\w+)(\/.*)?$/.exec(path) ?? []
    const service = given.verifyServices[id]
    if (!service) return undefined
    if (method === 'GET' && !rest) return { status: 200, body: { sid: id, custom_code_enabled: service.customCodes, code_length: 6 } }
    const asked = form(body)
    if (method === 'POST' && rest === '/Verifications') return start(asked, service.customCodes)
    if (method === 'POST' && rest === '/VerificationCheck') return compare(asked)
    const found = verifications.get(rest.replace('/Verifications/', ''))
    if (method !== 'POST' || found?.status !== 'pending') return undefined
    if (!['approved', 'canceled'].includes(asked['Status'] ?? '')) return fault(400, 60200)
    found.status = asked['Status'] ?? ''
    return { status: 200, body: { sid: found.sid, status: found.status, valid: true } }
  }

  function start(asked: Record<string, string>, customCodes: boolean): Answer {
    const [code, status] = refusals.get(asked['To'] ?? '') ?? []
    if (code) return fault(status ?? 400, code, `${asked['To']}: ${asked['CustomCode']}`)
    const custom = asked['CustomCode']
    if (custom !== undefined && !customCodes) return fault(403, 60204, 'Custom code not allowed')
    if (asked['Channel'] !== 'sms' || (custom !== undefined && !/^\w{4,10}$/.test(custom))) return fault(400, 60200, 'Invalid parameter')
    const it = { sid: sid('VE', verifications.size + 1), to: asked['To'] ?? '', code: custom ?? '530918', status: 'pending', checks: 0 }
    verifications.set(it.sid, it)
    sent.push(asked)
    return {
      status: 201,
      body: { sid: it.sid, to: it.to, channel: 'sms', status: 'pending', valid: false, send_code_attempts: [{ channel: 'sms' }] },
    }
  }

  function compare(asked: Record<string, string>): Answer {
    const it = verifications.get(asked['VerificationSid'] ?? '')
    if (it?.status !== 'pending')
      return fault(404, 20404, `The requested resource VerificationCheck of ${asked['VerificationSid']} was not found`)
    if (++it.checks > 5) return fault(429, 60202, 'Max check attempts reached')
    if (!/^\w{4,10}$/.test(asked['Code'] ?? '')) return fault(400, 60200, 'Invalid parameter: Code')
    if (asked['Code'] === it.code) it.status = 'approved'
    return { status: 200, body: { sid: it.sid, to: it.to, status: it.status, valid: it.status === 'approved' } }
  }

  return { ...vendor, sent, refusals, verifications }
}
