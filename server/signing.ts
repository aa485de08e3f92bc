/**
 * Signatures after the Standard Webhooks specification: `webhook-signature: v1,<base64 of HMAC-SHA256 over "id.timestamp.body">`.
 * What we post is signed so, and so is what is posted to us.
 */
import { createHmac } from 'node:crypto'

/** Seconds that a signed message is good for: an older one may be somebody's copy. */
export const SIGNED_FOR = 300

/**
 * The key of a secret: `whsec_` and base64, or any other text as it is. Nothing where it is too short or not base64: Node decodes what
 * is not base64 to few bytes or none, and under an empty key anybody could sign.
 */
export function readKey(secret: string): Buffer | undefined {
  const coded = /^whsec_(.*)$/s.exec(secret)?.[1]
  if (coded !== undefined && !/^[A-Za-z0-9+/]+={0,2}$/.test(coded)) return undefined
  const key = coded === undefined ? Buffer.from(secret) : Buffer.from(coded, 'base64')
  return key.length < 16 ? undefined : key
}

export const signatureOf = (key: Buffer, { id, timestamp, body }: { id: string; timestamp: string; body: string }): string =>
  `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`

/** The headers of a message. Under several keys, while a receiver changes its secret: one signature each, separated by a space. */
export function signedHeaders(keys: Buffer[], { id, at, body }: { id: string; at: number; body: string }): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000))
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': keys.map((key) => signatureOf(key, { id, timestamp, body })).join(' '),
  }
}
