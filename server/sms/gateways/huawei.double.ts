/** Huawei Cloud's SMS platform, as far as the gateway uses it: both signatures are recomputed from the wire, receipts are pushed signed. */
import { createHash, createHmac } from 'node:crypto'
import { type Answer, type Asked, form, startVendor } from './testing.double.ts'

const hex = (text: string) => createHash('sha256').update(text).digest('hex')

/** SDK-HMAC-SHA256 of what came in. */
export function sdkHmac(secret: string, asked: Asked, signedHeaders: string): string {
  const [path = '', query = ''] = asked.url.split('?')
  let text = `${asked.method}\n${path.replace(/\/?$/, '/')}\n${query.split('&').toSorted().join('&')}\n`
  for (const name of signedHeaders.split(';')) text += `${name}:${String(asked.headers[name] ?? '').trim()}\n`
  text += `\n${signedHeaders}\n${hex(asked.body)}`
  return createHmac('sha256', secret)
    .update(`SDK-HMAC-SHA256\n${String(asked.headers['x-sdk-date'])}\n${hex(text)}`)
    .digest('hex')
}

const readStamp = (stamp: string) => Date.parse(stamp.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'))

export type HuaweiGiven = { appKey: string; appSecret: string; channel: string; now(): number; templates: Record<string, number> }

const fault = (status: number, code: string, description = code): Answer => ({ status, body: { code, description } })

export async function startHuawei(given: HuaweiGiven) {
  const sent: Record<string, string>[] = []
  const nonces = new Set<string>()
  /** By number: what the platform says of it instead of 000000. */
  const refusals = new Map<string, string>()
  /** What the whole call is answered with. */
  const says: { code?: string; status?: number } = {}

  const vendor = await startVendor((asked) => {
    if (asked.path !== '/sms/batchSendSms/v1' || asked.method !== 'POST')
      return { status: 404, body: { error_code: 'APIG.0101', error_msg: 'API not found' } }
    const authorization = String(asked.headers['authorization'] ?? '')
    if (!authorization) return fault(401, 'E000001', 'Authorization is not contained in the HTTP header.')
    const refusal = authorization.startsWith('WSSE') ? readWsse(asked) : readSdk(asked, authorization)
    if (refusal) return refusal
    if (says.code) return fault(says.status ?? 400, says.code)
    return send(form(asked.body))
  })

  function readSdk(asked: Asked, authorization: string): Answer | undefined {
    const said = /^SDK-HMAC-SHA256 Access=(\S+), SignedHeaders=(\S+), Signature=([0-9a-f]{64})$/.exec(authorization)
    const stamp = String(asked.headers['x-sdk-date'] ?? '')
    if (!said || !/^\d{8}T\d{6}Z$/.test(stamp)) return fault(401, 'E000040')
    const [, key, names = '', signature] = said
    if (key !== given.appKey) return fault(401, 'E000102', `The app_key ${key} is invalid`)
    if (Math.abs(readStamp(stamp) - given.now()) > 900_000) return fault(403, 'E000110', 'The time exceeds the limit.')
    return signature === sdkHmac(given.appSecret, asked, names)
      ? undefined
      : fault(401, 'E000045', `verify authorization failed: ${asked.body}`)
  }

  function readWsse(asked: Asked): Answer | undefined {
    if (String(asked.headers['authorization']) !== 'WSSE realm="SDP",profile="UsernameToken",type="Appkey"') return fault(401, 'E000002')
    const said = /^UsernameToken Username="([^"]+)", ?PasswordDigest="([^"]+)", ?Nonce="([^"]+)", ?Created="([^"]+)"$/.exec(
      String(asked.headers['x-wsse'] ?? ''),
    )
    if (!said) return fault(401, 'E000020', 'The X-WSSE header is missing.')
    const [, key, digest, nonce = '', created = ''] = said
    if (key !== given.appKey) return fault(401, 'E000102')
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(created) || Math.abs(Date.parse(created) - given.now()) > 86_400_000)
      return fault(403, 'E000110')
    if (digest !== Buffer.from(hex(nonce + created + given.appSecret)).toString('base64'))
      return fault(401, 'E000105', 'PasswordDigest is invalid.')
    if (nonces.has(nonce)) return fault(401, 'E000101')
    nonces.add(nonce)
    return undefined
  }

  function send(asked: Record<string, string>): Answer {
    const { from = '', to = '', templateId = '', templateParas = '' } = asked
    if (!to || !from) return fault(400, 'E000503', 'Parameter format error: to')
    const answer = (code: string, status: string): Answer => ({
      status: 200,
      body: {
        code,
        description: code === '000000' ? 'Success' : 'SMS sending failed',
        result: [
          {
            originTo: to,
            createTime: new Date(given.now()).toISOString(),
            from,
            smsMsgId: `4b4b34e7-1a9e-42ac-b309-d10997148905_8549607${sent.length}`,
            status,
            countryId: 'CN',
            total: 1,
          },
        ],
      },
    })
    const refusal = refusals.get(to)
    if (refusal) return answer('E000510', refusal)
    if (from !== given.channel) return answer('E000510', 'E200018')
    const wanted = given.templates[templateId]
    if (wanted === undefined) return answer('E000510', 'E200030')
    const params = JSON.parse(templateParas) as unknown[]
    if (params.length !== wanted || params.some((it) => typeof it !== 'string')) return answer('E000510', 'E200028')
    sent.push(asked)
    return answer('000000', '000000')
  }

  return { ...vendor, sent, refusals, says }
}

/** What the platform pushes: signed with the push key when it has one. */
export function pushed(url: string, body: string, by?: { key: string; secret: string; now: number }) {
  const headers: Record<string, string> = { 'content-type': 'application/x-www-form-urlencoded', host: 'behind.the.proxy' }
  if (!by) return { url, headers, body }
  const at = new URL(url)
  headers['x-sdk-date'] = new Date(by.now).toISOString().replace(/[-:]|\.\d{3}/g, '')
  const asked = { method: 'POST', url: at.pathname + at.search, path: at.pathname, headers: { ...headers, host: at.host }, body }
  const names = 'content-type;host;x-sdk-date'
  headers['authorization'] = `SDK-HMAC-SHA256 Access=${by.key}, SignedHeaders=${names}, Signature=${sdkHmac(by.secret, asked, names)}`
  return { url, headers, body }
}
