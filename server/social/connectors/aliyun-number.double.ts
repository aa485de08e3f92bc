/**
 * Alibaba Cloud's number service on this machine, written from its public protocol (help.aliyun.com: GetMobile, API return
 * codes, signature version 3): the gateway's questions first, in its order, then the service's.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { answerInTrouble, type Double, listen, type Trouble } from './testing.double.ts'

export type AliyunDouble = Double & {
  trouble: { now: Trouble | undefined }
  /** What it says instead of OK, once the gateway let the call in. */
  says: { code: string | undefined }
  /** The person agreed on the page of the kit: the token it gives. */
  agree(mobile: string): string
}

const hex = (written: string) => createHash('sha256').update(written).digest('hex')

export async function startAliyunDouble(keys: { id: string; secret: string; now?(): number }): Promise<AliyunDouble> {
  const { now = Date.now } = keys
  const tokens = new Map<string, { mobile: string; until: number }>()
  const nonces = new Set<string>()
  const trouble: AliyunDouble['trouble'] = { now: undefined }
  const says: AliyunDouble['says'] = { code: undefined }

  /** The gateway: who calls, and whether they wrote this very request just now. */
  function findFault(request: IncomingMessage): [status: number, code: string] | undefined {
    const header = (name: string) => String(request.headers[name] ?? '')
    const [, id, names = '', signature] =
      /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/.exec(header('authorization')) ?? []
    if (!id) return [400, 'IncompleteSignature']
    if (id !== keys.id) return [404, 'InvalidAccessKeyId.NotFound']
    const must = ['host', ...Object.keys(request.headers).filter((it) => it.startsWith('x-acs-'))]
    if (must.some((it) => !names.split(';').includes(it))) return [400, 'IncompleteSignature']
    const [path = '', query = ''] = (request.url ?? '').split('?')
    const lines = names.split(';').map((it) => `${it}:${header(it).trim()}\n`)
    const canonical = [request.method, path, query.split('&').toSorted().join('&'), lines.join(''), names, hex('')].join('\n')
    const right = createHmac('sha256', keys.secret)
      .update(`ACS3-HMAC-SHA256\n${hex(canonical)}`)
      .digest('hex')
    if (signature !== right) return [400, 'SignatureDoesNotMatch']
    if (!(Math.abs(Date.parse(header('x-acs-date')) - now()) < 15 * 60_000)) return [400, 'InvalidTimeStamp.Expired']
    if (nonces.has(header('x-acs-signature-nonce'))) return [400, 'SignatureNonceUsed']
    nonces.add(header('x-acs-signature-nonce'))
    if (header('x-acs-version') !== '2017-05-25') return [400, 'InvalidVersion']
    return header('x-acs-action') === 'GetMobile' ? undefined : [404, 'InvalidAction.NotFound']
  }

  const server = await listen((request, reply) => {
    if (trouble.now) return answerInTrouble(reply, trouble.now)
    const [status, code] = findFault(request) ?? [200, says.code]
    const token = new URL(request.url ?? '', 'http://double').searchParams.get('AccessToken') ?? ''
    const grant = tokens.get(token)
    const isGood = code === undefined && grant !== undefined && now() < grant.until
    // Good once, at every carrier.
    if (code === undefined) tokens.delete(token)
    const body = isGood
      ? { Code: 'OK', Message: 'OK', GetMobileResultDTO: { Mobile: grant.mobile } }
      : { Code: code ?? 'isv.TOKEN_INVALID', Message: `of ${token}` }
    reply
      .writeHead(status, { 'content-type': 'application/json' })
      .end(JSON.stringify({ RequestId: randomBytes(8).toString('hex'), ...body }))
  })

  return {
    ...server,
    trouble,
    says,
    agree(mobile) {
      // Of the shortest-lived carrier; base64, so that the signature's spelling matters.
      const token = `${randomBytes(40).toString('base64')}+/=*`
      tokens.set(token, { mobile, until: now() + 2 * 60_000 })
      return token
    },
  }
}
