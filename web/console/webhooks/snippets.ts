/** Checking a message after Standard Webhooks, in plain code: to be pasted and run (webhooks/signing.test.ts runs it). */

const node = `import { createHmac, timingSafeEqual } from 'node:crypto'

const key = Buffer.from(process.env.WEBHOOK_SECRET.replace('whsec_', ''), 'base64')

/** \`body\` is the text as it came, before any JSON.parse. */
export function isFromBowline(headers: Record<string, string>, body: string): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers
  if (!id || Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return false
  const expected = createHmac('sha256', key).update(\`\${id}.\${timestamp}.\${body}\`).digest()
  return signatures.split(' ').some((it) => {
    const given = Buffer.from(it.replace(/^v1,/, ''), 'base64')
    return it.startsWith('v1,') && given.length === expected.length && timingSafeEqual(given, expected)
  })
}
`

const web = `const bytes = (text: string) => Uint8Array.from(atob(text), (it) => it.charCodeAt(0))

/** Where there is no node:crypto: edge functions, Deno. \`body\` is the text as it came. */
export async function isFromBowline(headers: Headers, body: string, secret: string): Promise<boolean> {
  const key = await crypto.subtle.importKey(
    'raw', bytes(secret.replace('whsec_', '')), { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'],
  )
  const id = headers.get('webhook-id')
  const timestamp = headers.get('webhook-timestamp')
  if (!id || Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return false
  const text = new TextEncoder().encode(\`\${id}.\${timestamp}.\${body}\`)
  for (const it of (headers.get('webhook-signature') ?? '').split(' ')) {
    // Compares in constant time.
    if (it.startsWith('v1,') && (await crypto.subtle.verify('HMAC', key, bytes(it.slice(3)), text))) return true
  }
  return false
}
`

export const snippets = [
  { key: 'node', label: 'node:crypto', text: node },
  { key: 'web', label: 'WebCrypto', text: web },
]
