/** How a gateway asks its vendor, what of the answer may be written down, and the settings that several have. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { type About, explain, GatewayRefusal, type Message, type Outside, type Posted, Type } from './gateway.ts'

/** Keys and codes travel there: https, or http on this very machine (development, tests). */
const ADDRESS = '^(https://[^/]|http://(127\\.0\\.0\\.1|localhost|\\[::1\\])([:/]|$))'

/** A setting for another address of the vendor: a region, a proxy, a double. */
export const addressSetting = (title: string, titleZh: string, byDefault: string, about?: About) =>
  Type.Optional(
    Type.String({
      title,
      titleZh,
      ...explain(about),
      format: 'uri',
      pattern: ADDRESS,
      maxLength: 500,
      ...(byDefault && { default: byDefault }),
    }),
  )

export const secretSetting = (title: string, titleZh: string) =>
  Type.String({ title, titleZh, format: 'secret', minLength: 1, maxLength: 200 })

export const textSetting = (title: string, titleZh: string, about?: About, maxLength = 100) =>
  Type.String({ title, titleZh, ...explain(about), minLength: 1, maxLength })

/** For templates whose variables have numbers instead of names. */
export const paramsSetting = () =>
  Type.Optional(
    Type.Array(Type.String({ maxLength: 100 }), {
      title: 'Template variables',
      titleZh: '模板变量',
      description: 'What the variables of the template are filled with, in their order: {code}, {minutes}, or a text of your own.',
      descriptionZh: '模板变量的内容，按顺序：{code}、{minutes}或您自己的文本。',
      maxItems: 20,
      default: PARAMS,
    }),
  )
export const PARAMS = ['{code}', '{minutes}']

export const fill = (text: string, message: Message): string =>
  text.replaceAll('{code}', message.code).replaceAll('{minutes}', String(Math.ceil(message.ttl / 60)))

export const receiptsTokenSetting = () =>
  Type.Optional(
    Type.String({
      title: 'Token of the receipts address',
      titleZh: '回执地址令牌',
      description:
        'The vendor does not sign delivery receipts: enter its callback address with ?token= and this text. Without it every receipt is refused.',
      descriptionZh: '供应商不对送达回执签名：请在其回调地址后加上?token=和此文本；没有它的回执一律拒绝。',
      format: 'secret',
      pattern: '^[A-Za-z0-9_-]+$',
      minLength: 16,
      maxLength: 200,
    }),
  )

/** In constant time, also for texts of different lengths. */
export function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}

/** For vendors that sign nothing: only they were told the token. */
export function requireToken(token: string | undefined, posted: Posted, step: string): void {
  if (!token) throw new GatewayRefusal('misconfigured', `${step}: no token is set`, undefined, 'receipts_token')
  const given = URL.parse(posted.url)?.searchParams.get('token') ?? ''
  if (!isSame(given, token)) throw new GatewayRefusal('rejected', `${step}: not from the vendor`)
}

export type Json = Record<string, unknown>

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** A vendor's id of a message; nothing for what is none. */
export const idOf = (value: unknown): { vendorId?: string } =>
  typeof value === 'string' && /^[\x21-\x7e]{1,200}$/.test(value) ? { vendorId: value } : {}

/** A vendor's own code for what happened. Its sentences are never written down: they quote numbers and keys. */
export const wordOf = (value: unknown): string | undefined => {
  const word = typeof value === 'number' ? String(value) : value
  return typeof word === 'string' && /^[\w.:-]{1,80}$/.test(word) && !/\d{7}/.test(word) ? word : undefined
}

/** `detail` of a receipt. */
export const detailOf = (value: unknown): { detail?: string } => {
  const detail = wordOf(value)
  return detail ? { detail } : {}
}

/** An address under a base, which may have a path of its own. */
export function address(base: string, path: string, query = '', setting = 'endpoint'): URL {
  const url = URL.parse(base)
  if (!url) throw new GatewayRefusal('misconfigured', 'an address in the settings is not one', undefined, setting)
  url.pathname = url.pathname.replace(/\/$/, '') + path
  url.search = query
  return url
}

/** RFC 3986: what the canonical requests of these vendors are written in. */
export const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (it) => `%${it.charCodeAt(0).toString(16).toUpperCase()}`)

type Question = { method: 'GET' | 'POST'; headers: Record<string, string>; body?: string }

/**
 * One question. No answer or one in trouble (HTTP 5xx) is `unreachable`; an address that this server may not call, or that
 * has moved, is `misconfigured`. `setting` is the one the address came from.
 */
export async function ask(outside: Outside, step: string, url: URL, question: Question, setting = 'endpoint') {
  let answer: { status: number; written: string }
  try {
    const { status, written } = await outside
      .fetch(url, { ...question, redirect: 'manual' })
      .then(async (it) => ({ status: it.status, written: await it.text() }))
    answer = { status, written }
  } catch (cause) {
    const { kind } = cause as { kind?: unknown }
    if (kind === 'forbidden_address' || kind === 'redirect') {
      throw new GatewayRefusal('misconfigured', `${step}: the address is not allowed or has moved`, cause, setting)
    }
    throw new GatewayRefusal('unreachable', `${step}: no answer`, cause, isUnknownName(cause) ? setting : undefined)
  }
  if (answer.status >= 500) throw new GatewayRefusal('unreachable', `${step}: HTTP ${answer.status}`)
  if (answer.status >= 300 && answer.status < 400) {
    throw new GatewayRefusal('misconfigured', `${step}: HTTP ${answer.status}`, undefined, setting)
  }
  return answer
}

/** A host that does not exist: a region or an address with a slip in it. */
function isUnknownName(error: unknown): boolean {
  for (let it = error, depth = 0; it instanceof Error && depth < 5; it = it.cause, depth++) {
    if ((it as { code?: unknown }).code === 'ENOTFOUND') return true
  }
  return false
}

/** The same, for an answer that is a JSON object. */
export async function askJson(outside: Outside, step: string, url: URL, question: Question, setting = 'endpoint') {
  const { status, written } = await ask(outside, step, url, question, setting)
  const body = parse(written)
  if (!isObject(body)) return refuseStatus(step, status, setting)
  return { status, body }
}

/** An answer in words that are not the vendor's: something else stands at that address, or in between. */
export function refuseStatus(step: string, status: number, setting = 'endpoint'): never {
  const isElsewhere = status === 404 || status === 405
  throw new GatewayRefusal(
    isElsewhere || status === 401 || status === 403 ? 'misconfigured' : 'unreachable',
    `${step}: HTTP ${status} in words that are not the vendor's`,
    undefined,
    isElsewhere ? setting : undefined,
  )
}

/** Without the cause: its message quotes what was to be read. */
export function parse(written: string): unknown {
  try {
    return JSON.parse(written)
  } catch {
    return undefined
  }
}

/** The first whose pattern fits a vendor's code says what it means, and which setting is at fault. */
export type Fault = [RegExp, 'rejected' | 'misconfigured' | 'unreachable', string?]

/** An error that no row knows is of this message, unless the status says more; no error and no success is trouble. */
export function refuseBy(faults: Fault[], step: string, code: unknown, status = 200): never {
  const word = wordOf(code)
  const fault = faults.find(([pattern]) => word !== undefined && pattern.test(word))
  if (!fault && (status === 404 || status === 405)) return refuseStatus(step, status)
  const isTrouble = status === 429 || (status === 200 && (code === undefined || code === null))
  const byStatus = isTrouble ? 'unreachable' : status === 401 || status === 403 ? 'misconfigured' : 'rejected'
  throw new GatewayRefusal(fault?.[1] ?? byStatus, `${step}: ${word ?? 'an error'} (HTTP ${status})`, undefined, fault?.[2])
}
