import type { Static } from 'typebox'
import { ask, detailOf, idOf, isObject, isSame, parse } from './ask.ts'
import { gateway, GatewayRefusal, type Outside, readKey, SIGNED_FOR, signatureOf, signedHeaders, Type } from './gateway.ts'

const settings = Type.Object(
  {
    url: Type.String({ title: 'Address', titleZh: '地址', pattern: '^https?://', maxLength: 2000 }),
    secret: Type.String({
      title: 'Signing secret',
      titleZh: '签名密钥',
      description:
        'whsec_ and base64, or any other text, which is then taken as it is. Receipts that are posted back are signed with it too.',
      descriptionZh: 'whsec_加base64，或任意其他文本（按原样使用）；回传的送达回执也用它签名。',
      format: 'secret',
      minLength: 16,
      maxLength: 500,
    }),
  },
  { additionalProperties: false },
)
type Settings = Static<typeof settings>

/**
 * Posts the message to an address of the operator's, signed after the Standard Webhooks specification. Receipts come back signed
 * in the same way.
 */
export const http = gateway({
  id: 'http',
  label: { en: 'HTTP webhook', zh: 'HTTP 回调' },
  settings,

  /** A signed `{"type":"CHECK"}`: no number and no text are in it. A receiver that does not know it may refuse it, if it knows the signature. */
  async check(given, outside) {
    const answer = await post(given, { type: 'CHECK' }, `check-${outside.now()}`, outside)
    if (answer.status < 300) return
    try {
      refuse(answer.status)
    } catch (reason) {
      if (!(reason instanceof GatewayRefusal) || reason.refusal !== 'rejected') throw reason
    }
  },

  async send(given, message, outside) {
    const body = {
      to: message.to,
      text: message.text,
      code: message.code,
      type: message.type,
      language: message.language,
      ttl: message.ttl,
      tenant_id: message.tenantId,
      ...(message.sender !== undefined && { sender: message.sender }),
      ...(message.template !== undefined && { template: message.template }),
    }
    const answer = await post(given, body, message.messageId, outside)
    if (answer.status >= 300) return refuse(answer.status)
    // The receiver may name the message; what it says beyond that, or not at all, is no failure: it took the message.
    const read = parse(answer.written)
    return isObject(read) ? idOf(read['id']) : {}
  },

  async readReceipts(given, { headers, body }, outside) {
    const id = headers['webhook-id'] ?? ''
    const timestamp = headers['webhook-timestamp'] ?? ''
    const expected = signatureOf(keyOf(given.secret), { id, timestamp, body })
    // Several, separated by spaces, while the receiver changes its secret.
    const isSigned = (headers['webhook-signature'] ?? '').split(' ').some((it) => isSame(it, expected))
    const isFresh = /^\d{1,12}$/.test(timestamp) && Math.abs(outside.now() / 1000 - Number(timestamp)) <= SIGNED_FOR
    if (!id || !isSigned || !isFresh) throw new GatewayRefusal('rejected', 'http receipts: not from the receiver, or too late')
    const read = parse(body)
    const receipt = isObject(read) ? read : {}
    const { vendorId } = idOf(receipt['id'])
    const { delivered, final } = receipt
    if (!vendorId || typeof delivered !== 'boolean' || typeof final !== 'boolean') {
      throw new GatewayRefusal('rejected', 'http receipts: not a receipt')
    }
    return [{ vendorId, delivered, final, ...detailOf(receipt['detail']) }]
  },
})

async function post(given: Settings, message: object, id: string, outside: Outside) {
  const url = URL.parse(given.url)
  if (!url) throw new GatewayRefusal('misconfigured', 'the address of the webhook is not one', undefined, 'url')
  const body = JSON.stringify(message)
  const headers = signedHeaders([keyOf(given.secret)], { id, at: outside.now(), body })
  // A redirect is not followed: the code goes to the address the operator named, and to no other that this one may name.
  return ask(outside, 'the webhook', url, { method: 'POST', body, headers }, 'url')
}

function keyOf(secret: string): Buffer {
  const key = readKey(secret)
  if (!key) throw new GatewayRefusal('misconfigured', 'the signing key is too short, or not base64', undefined, 'secret')
  return key
}

/** What is below 300 was taken; what is above 499, and a redirect, was refused before. */
function refuse(status: number): never {
  const detail = `the webhook answered ${status}`
  if (status === 408 || status === 429) throw new GatewayRefusal('unreachable', detail)
  // Wrong secret or wrong address: nothing the next message would change.
  if (status === 401 || status === 403) throw new GatewayRefusal('misconfigured', detail, undefined, 'secret')
  if ([404, 405, 410].includes(status)) throw new GatewayRefusal('misconfigured', detail, undefined, 'url')
  throw new GatewayRefusal('rejected', detail)
}
