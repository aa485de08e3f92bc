/** The two ways a request to Huawei Cloud's SMS platform is signed; its delivery receipts come signed in the first. */
import { createHash, createHmac, randomBytes } from 'node:crypto'
import { encode } from './ask.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** `yyyyMMddTHHmmssZ` */
export const stampOf = (time: number): string => new Date(time).toISOString().replace(/[-:]|\.\d+/g, '')

export type Signed = { method: string; url: URL; headers: Record<string, string>; body: string }

/**
 * SDK-HMAC-SHA256 (https://support.huaweicloud.com/intl/en-us/devg-apisign/): much like AWS's, without a derived key, and the path
 * always ends in a slash. `names` are the signed headers, in lower case and in their order.
 */
export function sdkSignature(secret: string, { method, url, headers, body }: Signed, names: string[], stamp: string): string {
  const path = url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`
  const query = [...url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .toSorted()
    .join('&')
  const lines = names.map((name) => `${name}:${(headers[name] ?? '').trim()}\n`)
  const canonical = [method, path, query, lines.join(''), names.join(';'), sha256(body)].join('\n')
  return createHmac('sha256', secret)
    .update(`SDK-HMAC-SHA256\n${stamp}\n${sha256(canonical)}`)
    .digest('hex')
}

/** AK/SK, which Huawei recommends: the application's key and secret are the two. */
export function signBySdk(key: string, secret: string, signed: Signed, now: number): Record<string, string> {
  const stamp = stampOf(now)
  const names = ['content-type', 'host', 'x-sdk-date']
  const headers = { ...signed.headers, host: signed.url.host, 'x-sdk-date': stamp }
  const signature = sdkSignature(secret, { ...signed, headers }, names, stamp)
  return { 'x-sdk-date': stamp, authorization: `SDK-HMAC-SHA256 Access=${key}, SignedHeaders=${names.join(';')}, Signature=${signature}` }
}

/** X-WSSE: the digest is written in hexadecimal and then in base64, as in Huawei's own example. It does not cover the body. */
export function signByWsse(key: string, secret: string, now: number): Record<string, string> {
  const nonce = randomBytes(16).toString('hex')
  const created = new Date(now).toISOString().replace(/\.\d+/, '')
  const digest = Buffer.from(sha256(nonce + created + secret)).toString('base64')
  return {
    authorization: 'WSSE realm="SDP",profile="UsernameToken",type="Appkey"',
    'x-wsse': `UsernameToken Username="${key}",PasswordDigest="${digest}",Nonce="${nonce}",Created="${created}"`,
  }
}
