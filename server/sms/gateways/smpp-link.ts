/** The vendor as one sees it over the days: a session that is bound when it is needed, and again when it was lost. */
import { GatewayRefusal, type Outside } from './gateway.ts'
import { explainSubmit, NOT_BOUND } from './smpp-faults.ts'
import { bind, type Session } from './smpp-session.ts'
import { readId, readReceipt } from './smpp-text.ts'
import type { Settings } from './smpp.ts'

export type Link = {
  /** Bound, or the reason why not. */
  ready(): Promise<void>
  /** Hands over the parts of one message, in their order; answers with the vendor's id of the last. */
  submit(parts: Record<string, unknown>[]): Promise<string>
  close(): Promise<void>
}

/** Receipts come over a bound session only, so a lost one is bound anew without waiting for a message: seven times, over two minutes. */
const AGAIN = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000]

export function createLink(settings: Settings, outside: Outside): Link {
  const form = settings.receipt_ids ?? 'same'
  const limit = (settings.time_limit ?? 10) * 1000
  let bound: Promise<Session> | undefined
  let again: NodeJS.Timeout | undefined
  let closed = false

  const take = async (pdu: Parameters<typeof readReceipt>[0]) => {
    const receipt = await readReceipt(pdu, form)
    if (receipt) outside.receipt?.(receipt)
  }

  /** The session there is, or a new one: everybody who needs it waits for the same bind. */
  function session(tries = 0): Promise<Session> {
    if (closed) return Promise.reject(new GatewayRefusal('unreachable', 'this gateway was closed'))
    if (bound) return bound
    clearTimeout(again)
    const since = performance.now()
    const mine = bind(settings, outside, {
      take,
      lost() {
        if (bound !== mine) return
        bound = undefined
        // A vendor that takes every bind and drops it is not asked once a second for ever.
        bindLater(performance.now() - since > 60_000 ? 0 : tries)
      },
    })
    bound = mine
    mine.catch((reason: unknown) => {
      if (bound === mine) bound = undefined
      // A refused password is not tried until the vendor locks the account: the next message will tell.
      if (tries > 0 && (reason as GatewayRefusal).refusal === 'unreachable') bindLater(tries)
    })
    return mine
  }

  function bindLater(tries: number) {
    const wait = AGAIN[tries]
    if (closed || bound || wait === undefined || settings.receipts === false) return
    again = setTimeout(() => void session(tries + 1).catch(() => undefined), wait)
    again.unref()
  }

  let free = settings.window ?? 10
  const queue: (() => void)[] = []
  const enter = async () => (free > 0 ? void free-- : await new Promise<void>((resume) => queue.push(resume)))
  const leave = () => {
    const next = queue.shift()
    if (next) next()
    else free++
  }

  async function hand(parts: Record<string, unknown>[], given: AbortSignal): Promise<string> {
    const current = await session()
    let id = ''
    for (const part of parts) {
      await enter()
      try {
        // Who asked has been told that it failed: nothing may leave now.
        given.throwIfAborted()
        const answer = await current.ask('submit_sm', part)
        if (answer.command_status === NOT_BOUND) current.drop()
        if (answer.command_status) throw explainSubmit(answer.command_status)
        id = String(answer['message_id'] ?? '')
      } finally {
        leave()
      }
    }
    return readId(id, form)
  }

  return {
    async ready() {
      await session()
    },
    async submit(parts) {
      const given = new AbortController()
      const { promise: late, reject } = Promise.withResolvers<never>()
      const timer = setTimeout(() => {
        given.abort()
        reject(new GatewayRefusal('unreachable', `the vendor did not take the message within ${limit} ms`))
      }, limit)
      try {
        return await Promise.race([hand(parts, given.signal), late])
      } finally {
        clearTimeout(timer)
      }
    },
    async close() {
      closed = true
      clearTimeout(again)
      const last = await bound?.catch(() => undefined)
      await last?.close()
    },
  }
}
