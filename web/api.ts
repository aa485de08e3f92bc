/**
 * The management API from a page: the cookie of the sign-in goes along by itself, what is no GET carries the CSRF token. Whatever a page
 * can do, a script can do: there is no other way in.
 */

import type { AdminApi } from './api-types.ts'

/** What a call answers, as docs/openapi.json has it: a page that expects something else does not compile. */
export type Reply<K extends keyof AdminApi> = AdminApi[K] extends { reply: infer R } ? R : never

/** What the server refused, in the reader's language. */
export class ApiFailure extends Error {
  readonly code: string
  readonly status: number
  readonly requestId: string
  /** Faults of single fields, where the server names them. */
  readonly faults: { path: string; fault: string }[]

  constructor(status: number, body: Record<string, unknown>, requestId: string) {
    super(typeof body['error_msg'] === 'string' ? body['error_msg'] : `HTTP ${status}`)
    this.code = typeof body['error_code'] === 'string' ? body['error_code'] : ''
    this.status = status
    this.requestId = requestId
    this.faults = Array.isArray(body['faults']) ? (body['faults'] as { path: string; fault: string }[]) : []
  }
}

/** What went wrong, to be shown. */
export const messageOf = (reason: unknown): string => (reason instanceof Error ? reason.message : String(reason))

/** What goes along with every call. */
export const caller = { csrf: '', language: 'en', tenant: '' }

/** Told when the sign-in is over, whoever noticed. */
export const onSignedOut = { tell: () => {} }

export type Query = Record<string, string | number | boolean | undefined | null>
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export const addressOf = (path: string, query: Query = {}): string => {
  const asked = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '')
  return asked.length ? `${path}?${new URLSearchParams(asked.map(([name, value]) => [name, String(value)]))}` : path
}

export const headersOf = (method: Method): Record<string, string> => ({
  'X-L': caller.language,
  ...(caller.tenant && { 'X-tenant-id': caller.tenant }),
  ...(method !== 'GET' && { 'X-CSRF-token': caller.csrf }),
})

export async function readFailure(answer: Response): Promise<ApiFailure> {
  const said: unknown = await answer.json().catch(() => ({}))
  return new ApiFailure(
    answer.status,
    typeof said === 'object' && said ? (said as Record<string, unknown>) : {},
    answer.headers.get('x-request-id') ?? '',
  )
}

export async function call<T = unknown>(
  method: Method,
  path: string,
  { query, body, signal }: { query?: Query; body?: unknown; signal?: AbortSignal } = {},
): Promise<T> {
  const answer = await fetch(addressOf(path, query), {
    method,
    headers: { ...headersOf(method), ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  })
  if (!answer.ok) {
    if (answer.status === 401 && !path.endsWith('/session')) onSignedOut.tell()
    throw await readFailure(answer)
  }
  const text = await answer.text()
  return (text ? JSON.parse(text) : undefined) as T
}
