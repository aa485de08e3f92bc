/** How a connector asks: addresses, one JSON question, and what of the answer may be written down. */
import { type Outside, refuse, Type } from './connector.ts'

/** Secrets travel there: https, or http on this very machine (development, tests). */
export const ADDRESS = '^(https://[^/]|http://(127\\.0\\.0\\.1|localhost|\\[::1\\])([:/]|$))'

/** A setting for another address of the provider: its test environment, a region, a double. */
export const addressSetting = (title: string, titleZh: string, byDefault: string) =>
  Type.Optional(Type.String({ title, titleZh, format: 'uri', pattern: ADDRESS, maxLength: 500, default: byDefault }))

export type Json = Record<string, unknown>

const TEXT = /^[^\p{Cc}\p{Cs}]{1,1024}$/u

/** One line of text; nothing for what is no text, empty, too long, or cannot be stored (control characters, half characters). */
export const text = (value: unknown): string | undefined => (typeof value === 'string' && TEXT.test(value) ? value : undefined)

/** An address under a base, which may have a path of its own. */
export function address(base: string, path: string, query: Record<string, string> = {}): URL {
  const url = URL.parse(base) ?? refuse('misconfigured', 'an address in the settings is not one')
  url.pathname = url.pathname.replace(/\/$/, '') + path
  url.search = new URLSearchParams(query).toString()
  return url
}

/**
 * One question, one JSON object. No answer, an answer in trouble (HTTP 5xx, 429) or one that is no JSON object
 * is `unreachable`; an address that this server may not call is `misconfigured`. What a 2xx or 4xx object says is the
 * connector's to read. `step` names the question in logs, such as `wechat userinfo`.
 */
export async function askJson(
  outside: Outside,
  step: string,
  url: URL,
  request: { method?: 'GET' | 'POST'; headers?: Record<string, string>; body?: string | URLSearchParams } = {},
): Promise<{ status: number; body: Json }> {
  let status: number, written: string
  try {
    const answer = await outside.fetch(url, {
      ...request,
      headers: { accept: 'application/json', ...request.headers },
      redirect: 'manual',
    })
    status = answer.status
    // UTF-8 whatever the content type says: several providers say text/plain without a charset.
    written = await answer.text()
  } catch (cause) {
    const forbidden = (cause as { kind?: unknown } | null)?.kind === 'forbidden_address'
    return refuse(forbidden ? 'misconfigured' : 'unreachable', `${step}: no answer`, cause)
  }
  if (status >= 500 || status === 429 || (status >= 300 && status < 400)) return refuse('unreachable', `${step}: HTTP ${status}`)
  let body: unknown
  try {
    body = JSON.parse(written)
  } catch {
    // Without the cause: its message quotes the answer.
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return refuse('unreachable', `${step}: no JSON object`)
  return { status, body: body as Json }
}
