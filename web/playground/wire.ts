/** What a request is filled with, how it is sent, and what its answer adds to what is known. */
import type { Call } from './book.ts'

/** Named values that requests use as {{name}}: the demo's, the device's, and what answers brought. */
export type Known = Record<string, string>

export type Answer = {
  status: number
  text: string
  ms: number
  request: { method: string; url: string; headers: Record<string, string>; body: string }
}

/** Fields of answers that later requests need. */
const KEPT = ['state_token', 'session_token', 'id_token', 'captcha_token', 'access_token', 'sso_ticket', 'token', 'public_key']

const random = () => Array.from(crypto.getRandomValues(new Uint8Array(4)), (it) => it.toString(16).padStart(2, '0')).join('')

export async function readKnown(): Promise<Known> {
  const answer = await fetch('/sandbox/application')
  const demo = answer.ok ? ((await answer.json()) as Known) : {}
  return {
    source: 'sandbox',
    ...demo,
    mobile: (demo['mobile'] ?? '').replace('+86', ''),
    fingerprint: `playground-${random()}`,
    person: random(),
  }
}

export const somebodyElse = random

/** Into the text of a JSON body: a captcha_token has quotes in it. */
export const fill = (text: string, known: Known): string =>
  text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => JSON.stringify(known[name] ?? '').slice(1, -1))

/** The headers a call needs, with everything known filled in (user-api 0.1 and 0.4). */
export function headersOf(call: Call, known: Known, language: string): Record<string, string> {
  const usual: Record<string, string> = {
    'X-operating-sys-version': 'Playground',
    'X-device-fingerprint': known['fingerprint'] ?? '',
    'X-agent': navigator.userAgent,
    'X-client-id': known['client_id'] ?? '',
    'X-L': language,
    'X-state-token': known['state_token'] ?? '',
    'session-token': known['session_token'] ?? '',
  }
  const named = call.headers.flatMap(({ name, required }): [string, string][] => {
    const value = usual[name] ?? ''
    return value || required ? [[name, value]] : []
  })
  const proof = call.proof === 'session' ? known['id_token'] : call.proof === 'server' && !call.form ? known['access_token'] : undefined
  return Object.fromEntries(proof ? [...named, ['Authorization', `Bearer ${proof}`]] : named)
}

export async function send(call: Call, headers: Record<string, string>, body: string): Promise<Answer> {
  const isBare = call.method === 'GET' || body.trim() === ''
  const type = call.form ? 'application/x-www-form-urlencoded' : 'application/json;charset=utf8'
  const text = call.form && !isBare ? new URLSearchParams(JSON.parse(body) as Record<string, string>).toString() : body
  const all = isBare ? headers : { ...headers, 'Content-Type': type }
  const begun = performance.now()
  const answer = await fetch(call.path, { method: call.method, headers: all, ...(!isBare && { body: text }) })
  const said = await answer.text()
  return {
    status: answer.status,
    text: said,
    ms: performance.now() - begun,
    request: { method: call.method, url: call.path, headers: all, body: isBare ? '' : text },
  }
}

/** What the answer adds. */
export function learn(known: Known, { status, text, request }: Answer): Known {
  if (status >= 300 || !text.startsWith('{')) return known
  const said = JSON.parse(text) as Record<string, unknown>
  const inner = typeof said['data'] === 'object' && said['data'] ? (said['data'] as Record<string, unknown>) : {}
  const found = KEPT.flatMap((name): [string, string][] => {
    const value = said[name] ?? inner[name]
    return typeof value === 'string' && value ? [[name, value]] : []
  })
  // What an application's server is told of itself is nobody's sign-in; and whoever is in has spent the token of the way there.
  const mine = found.filter(([name]) => name !== 'id_token' || request.url !== '/api/v2/tenant/token')
  const { state_token: spent = '', ...rest } = known
  return { ...rest, ...(spent && said['status'] !== 'SUCCESS' && { state_token: spent }), ...Object.fromEntries(mine) }
}

/** JSON to look at: indented, and pictures and keys cut short. */
export function show(text: string): string {
  try {
    return JSON.stringify(
      JSON.parse(text),
      (_, it: unknown) => (typeof it === 'string' && it.length > 240 ? `${it.slice(0, 120)}… (${it.length} characters)` : it),
      2,
    )
  } catch {
    return text
  }
}
