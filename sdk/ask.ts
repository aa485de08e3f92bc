/** One request and its answer: headers, time limit, what may be repeated, and every failure as a BowlineError. */
import type { Fetch } from './environment.ts'
import { BowlineError } from './error.ts'
import { aborted, pause, waitFor } from './together.ts'

export type Request = {
  method: 'GET' | 'POST'
  /** From the root: /api/v2/… */
  path: string
  query?: Record<string, string> | undefined
  /** Made for every try anew: a signature is good once. */
  headers: () => Promise<Record<string, string>>
  body?: unknown
  form?: Record<string, string>
  signal?: AbortSignal | undefined
  /** Milliseconds. */
  timeout?: number | undefined
}
export type Ask = (it: Request) => Promise<unknown>
export type Door = { baseUrl: string; fetch?: Fetch | undefined; timeout?: number | undefined }

/** After these many milliseconds, more or less, it is tried again. */
const WAITS = [200, 800]

/** Milliseconds. */
const PATIENCE = 15_000

/** They change something although they are GET, as published: what an answer that was lost leaves behind is not known. */
const CHANGES = /\/(logout|pwd\/skip-update)$/
/** Money, and a person's patience: never twice, whatever is known of the first. */
const SENDS = /\/(sms|email)\/send$/
/** The connection was never made, so nothing was heard: Node says so, browsers do not. */
const UNSENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])

export function createAsk({ baseUrl, fetch, timeout }: Door): Ask {
  const root = baseUrl.replace(/\/+$/, '')
  return async (it) => {
    for (let tries = 0; ; tries++) {
      if (it.signal?.aborted) throw aborted(it.signal)
      // Outside of what is tried: to make them may be a call of its own, which was repeated as it may be.
      const headers = await it.headers()
      try {
        return await askOnce(root, fetch, headers, { ...it, timeout: it.timeout ?? timeout })
      } catch (reason) {
        const wait = WAITS[tries]
        if (wait === undefined || !mayRepeat(it, reason)) throw reason
        await pause(wait * (0.5 + Math.random()), it.signal)
      }
    }
  }
}

/** By hand: React Native's URLSearchParams can do next to nothing. */
const writePairs = (pairs: Record<string, string>): string =>
  Object.entries(pairs)
    .map((pair) => pair.map(encodeURIComponent).join('='))
    .join('&')

function mayRepeat({ method, path }: Request, reason: unknown): boolean {
  if (!(reason instanceof BowlineError) || SENDS.test(path)) return false
  const { code } = ((reason.cause as { cause?: unknown } | undefined)?.cause ?? {}) as { code?: string }
  if (reason.code === 'CLIENT.NETWORK' && UNSENT.has(code ?? '')) return true
  if (method !== 'GET' || CHANGES.test(path)) return false
  return reason.code === 'CLIENT.NETWORK' || (reason.status >= 502 && reason.status <= 504)
}

async function askOnce(root: string, given: Fetch | undefined, headers: Record<string, string>, it: Request): Promise<unknown> {
  const { method, path, query, body, form, signal, timeout = PATIENCE } = it
  // Called by no name but its own: a browser's fetch wants no other `this`.
  const fetch = given ?? (globalThis.fetch as Fetch)
  const text = form ? writePairs(form) : body === undefined ? undefined : JSON.stringify(body)
  if (text !== undefined) headers['Content-Type'] = form ? 'application/x-www-form-urlencoded' : 'application/json;charset=utf8'
  const url = `${root}${path}${query && Object.keys(query).length > 0 ? `?${writePairs(query)}` : ''}`

  // By hand: AbortSignal.any and AbortSignal.timeout are not everywhere.
  const stop = new AbortController()
  const end = () => stop.abort()
  let late = false
  const timer = setTimeout(() => {
    late = true
    end()
  }, timeout)
  if (signal?.aborted) end()
  signal?.addEventListener('abort', end, { once: true })
  try {
    const init = { method, headers, signal: stop.signal, redirect: 'error', credentials: 'omit' } as const
    const answering = fetch(url, text === undefined ? init : { ...init, body: text }).then(async (answer) =>
      readAnswer(answer.status, answer.headers.get('x-request-id') ?? '', await answer.text()),
    )
    // Waited for here too: not every fetch heeds its signal.
    return await waitFor(answering, stop.signal)
  } catch (reason) {
    if (signal?.aborted) throw aborted(signal)
    if (reason instanceof BowlineError && !late) throw reason
    if (late) throw new BowlineError('CLIENT.TIMEOUT', `No answer from ${root} within ${timeout} ms.`)
    throw new BowlineError('CLIENT.NETWORK', `No answer from ${root}.`, { cause: reason })
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', end)
  }
}

function readAnswer(status: number, requestId: string, text: string): unknown {
  const good = status >= 200 && status < 300
  if (good && text === '') return undefined
  const it = readJson(text)
  if (good && it) return it
  const code = it?.['error_code'] ?? it?.['error']
  if (typeof code !== 'string') {
    throw new BowlineError('CLIENT.UNREADABLE', `An answer that is not Bowline's (status ${status}).`, { status, requestId })
  }
  throw new BowlineError(code, String(it?.['error_msg'] ?? it?.['error_description'] ?? code), { status, requestId })
}

function readJson(text: string): Record<string, unknown> | undefined {
  try {
    const it = JSON.parse(text) as unknown
    return typeof it === 'object' && it !== null ? (it as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
