import { createHmac } from 'node:crypto'
import { gateway, GatewayRefusal, Type } from './gateway.ts'

/**
 * Posts the message to an address of the operator's, signed after the Standard Webhooks specification:
 * `webhook-signature: v1,<base64 of HMAC-SHA256 over "id.timestamp.body">`.
 */
export const http = gateway({
  id: 'http',
  label: { en: 'HTTP webhook', zh: 'HTTP 回调' },
  settings: Type.Object(
    {
      url: Type.String({ title: 'Address', titleZh: '地址', pattern: '^https?://', maxLength: 2000 }),
      secret: Type.String({
        title: 'Signing secret',
        titleZh: '签名密钥',
        description: 'whsec_ and base64, or any other text, which is then taken as it is.',
        format: 'secret',
        minLength: 16,
        maxLength: 500,
      }),
    },
    { additionalProperties: false },
  ),

  async send(settings, message, outside) {
    const body = JSON.stringify({
      to: message.to,
      text: message.text,
      code: message.code,
      type: message.type,
      language: message.language,
      ttl: message.ttl,
      tenant_id: message.tenantId,
    })
    const timestamp = Math.floor(outside.now() / 1000)
    const mac = createHmac('sha256', keyOf(settings.secret)).update(`${message.messageId}.${timestamp}.${body}`).digest('base64')
    const answer = await post(outside.fetch, settings.url, body, {
      'content-type': 'application/json',
      'webhook-id': message.messageId,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': `v1,${mac}`,
    })
    if (answer.ok) return readId(answer)
    await answer.body?.cancel()
    const detail = `the webhook answered ${answer.status}`
    if (answer.status === 408 || answer.status === 429 || answer.status >= 500) throw new GatewayRefusal('unreachable', detail)
    // Wrong address (or a redirect to another) or wrong secret: nothing the next message would change.
    if (answer.status < 400 || [401, 403, 404, 405, 410].includes(answer.status)) throw new GatewayRefusal('misconfigured', detail)
    throw new GatewayRefusal('rejected', detail)
  },
})

/** Node decodes what is not base64 to few bytes or none, and under an empty key anybody could sign. */
function keyOf(secret: string): Buffer {
  const coded = /^whsec_(.*)$/s.exec(secret)?.[1]
  const key = coded === undefined ? Buffer.from(secret) : Buffer.from(coded, 'base64')
  const readable = coded === undefined || /^[A-Za-z0-9+/]+={0,2}$/.test(coded)
  if (!readable || key.length < 16) throw new GatewayRefusal('misconfigured', 'the signing key is too short, or not base64')
  return key
}

async function post(fetch: typeof globalThis.fetch, url: string, body: string, headers: Record<string, string>): Promise<Response> {
  try {
    // The code goes to the address the operator named, and to no other that this one may name.
    return await fetch(url, { method: 'POST', body, headers, redirect: 'manual' })
  } catch (reason) {
    throw new GatewayRefusal('unreachable', 'the webhook cannot be reached', reason)
  }
}

/** The receiver may name the message; what it says beyond that, or not at all, is no failure: it took the message. */
async function readId(answer: Response): Promise<{ vendorId?: string }> {
  try {
    const { id } = (await answer.json()) as { id?: unknown }
    return typeof id === 'string' ? { vendorId: id.slice(0, 200) } : {}
  } catch {
    return {}
  }
}
