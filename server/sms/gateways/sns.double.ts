/** Amazon SNS, as far as the gateway uses it: Signature Version 4 is recomputed from the wire. */
import { createHash, createHmac, randomUUID } from 'node:crypto'
import { type Answer, type Asked, form, startVendor } from './testing.double.ts'

const hex = (text: string) => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text)

export type Scope = { date: string; region: string; service: string }

/** Signature Version 4 of what came in, over the headers it says are signed. */
export function sigV4(secret: string, asked: Asked, { date, region, service }: Scope, signedHeaders: string): string {
  const [path = '/', query = ''] = asked.url.split('?')
  let request = `${asked.method}\n${path}\n${query.split('&').toSorted().join('&')}\n`
  for (const name of signedHeaders.split(';'))
    request += `${name}:${String(asked.headers[name] ?? '')
      .trim()
      .replace(/ +/g, ' ')}\n`
  request += `\n${signedHeaders}\n${hex(asked.body)}`
  const dateKey = hmac(`AWS4${secret}`, date).digest()
  const serviceKey = hmac(hmac(dateKey, region).digest(), service).digest()
  const signingKey = hmac(serviceKey, 'aws4_request').digest()
  const scope = `${date}/${region}/${service}/aws4_request`
  return hmac(signingKey, `AWS4-HMAC-SHA256\n${String(asked.headers['x-amz-date'])}\n${scope}\n${hex(request)}`).digest('hex')
}

const XMLNS = 'xmlns="http://sns.amazonaws.com/doc/2010-03-31/"'
const headers = { 'content-type': 'text/xml' }
const fault = (status: number, code: string, text = code): Answer => ({
  status,
  headers,
  body: `<ErrorResponse ${XMLNS}>\n  <Error>\n    <Type>Sender</Type>\n    <Code>${code}</Code>\n    <Message>${text}</Message>\n  </Error>\n  <RequestId>${randomUUID()}</RequestId>\n</ErrorResponse>\n`,
})
const success = (action: string, result: string): Answer => ({
  status: 200,
  headers,
  body: `<${action}Response ${XMLNS}>\n  <${action}Result>${result}</${action}Result>\n  <ResponseMetadata>\n    <RequestId>${randomUUID()}</RequestId>\n  </ResponseMetadata>\n</${action}Response>\n`,
})

export type SnsGiven = {
  accessKeyId: string
  secretAccessKey: string
  region: string
  now(): number
  /** One page after the other. */
  numbers: string[][]
  /** What the key may do; absent: everything. */
  allowed?: string[]
}

const readStamp = (stamp: string) => Date.parse(stamp.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'))

export async function startSns(given: SnsGiven) {
  const sent: Record<string, string>[] = []
  /** By number: status, code and sentence instead of a message. */
  const refusals = new Map<string, [number, string, string?]>()

  const vendor = await startVendor((asked) => {
    const authorization = String(asked.headers['authorization'] ?? '')
    const said =
      /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/(\w+)\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
        authorization,
      )
    if (!said) return fault(403, authorization ? 'IncompleteSignature' : 'MissingAuthenticationToken')
    const [, key, date = '', region = '', service = '', names = '', signature] = said
    const stamp = String(asked.headers['x-amz-date'])
    if (key !== given.accessKeyId) return fault(403, 'InvalidClientTokenId', 'The security token included in the request is invalid.')
    if (region !== given.region) return fault(403, 'SignatureDoesNotMatch', `Credential should be scoped to a valid region. `)
    if (service !== 'sns' || !stamp.startsWith(date))
      return fault(403, 'SignatureDoesNotMatch', 'Credential should be scoped to correct service')
    if (Math.abs(readStamp(stamp) - given.now()) > 300_000)
      return fault(403, 'SignatureDoesNotMatch', `Signature expired: ${stamp} is now earlier than the limit`)
    if (!['host', 'x-amz-date'].every((it) => names.split(';').includes(it))) return fault(403, 'SignatureDoesNotMatch')
    if (signature !== sigV4(given.secretAccessKey, asked, { date, region, service }, names)) {
      return fault(
        403,
        'SignatureDoesNotMatch',
        `The request signature we calculated does not match the signature you provided. ${asked.body}`,
      )
    }
    return act(form(asked.body))
  })

  function act(asked: Record<string, string>): Answer {
    const action = asked['Action'] ?? ''
    if (asked['Version'] !== '2010-03-31') return fault(400, 'InvalidAction')
    if (given.allowed && !given.allowed.includes(action))
      return fault(403, 'AuthorizationError', `User: arn:aws:iam::123456789012:user/sms is not authorized to perform: SNS:${action}`)
    switch (action) {
      case 'GetSMSAttributes':
        return success(action, '<attributes><entry><key>DefaultSMSType</key><value>Transactional</value></entry></attributes>')
      case 'ListOriginationNumbers': {
        const page = Number(asked['NextToken'] ?? 0)
        const numbers = (given.numbers[page] ?? []).map((it) => `<member><PhoneNumber>${it}</PhoneNumber><Status>ACTIVE</Status></member>`)
        const next = page + 1 < given.numbers.length ? `<NextToken>${page + 1}</NextToken>` : ''
        return success(action, `${next}<PhoneNumbers>${numbers.join('')}</PhoneNumbers>`)
      }
      case 'Publish':
        return publish(asked)
      default:
        return fault(400, 'InvalidAction', `The action ${action} is not valid for this endpoint.`)
    }
  }

  function publish(asked: Record<string, string>): Answer {
    const number = asked['PhoneNumber'] ?? ''
    const refusal = refusals.get(number)
    if (refusal) return fault(refusal[0], refusal[1], refusal[2] ?? `${number} ${refusal[1]}`)
    if (!/^\+\d{7,15}$/.test(number))
      return fault(400, 'InvalidParameter', `Invalid parameter: PhoneNumber Reason: ${number} is not valid to publish to`)
    const attributes: Record<string, string> = {}
    for (let at = 1; asked[`MessageAttributes.entry.${at}.Name`]; at++) {
      if (asked[`MessageAttributes.entry.${at}.Value.DataType`] !== 'String') return fault(400, 'InvalidParameterValue')
      attributes[asked[`MessageAttributes.entry.${at}.Name`] ?? ''] = asked[`MessageAttributes.entry.${at}.Value.StringValue`] ?? ''
    }
    if (!['Transactional', 'Promotional'].includes(attributes['AWS.SNS.SMS.SMSType'] ?? '')) return fault(400, 'InvalidParameter')
    if (!/^[A-Za-z0-9-]{1,11}$/.test(attributes['AWS.SNS.SMS.SenderID'] ?? 'none'))
      return fault(400, 'InvalidParameter', 'Invalid parameter: SenderID')
    sent.push({ to: number, text: asked['Message'] ?? '', ...attributes })
    return success('Publish', `<MessageId>567910cd-659e-55d4-8ccb-5aaf14679dc${sent.length}</MessageId>`)
  }

  return { ...vendor, sent, refusals }
}
