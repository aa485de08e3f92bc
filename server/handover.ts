/**
 * A request handed over as it came to something that answers by itself: Node's own request and reply, behind Fastify's back.
 * It answers the socket; Fastify only counts and logs.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'

export type Listener = (request: IncomingMessage, reply: ServerResponse) => unknown

/** Where the listener believes itself to be: `base` is an address without a slash at the end, `path` what comes behind it, query included. */
export type Place = { base: string; path: string }

export type HandOver = (listener: Listener, place: Place) => Promise<typeof HANDED_OVER>

/** What an endpoint answers that handed its request over. */
export const HANDED_OVER = Symbol('handed over')

/**
 * Whatever a proxy, or whoever calls, says of host and scheme is replaced: addresses the listener writes are under `base`.
 * The body must not have been read (`bare` in http.ts).
 */
export const handOverOf =
  (request: FastifyRequest, reply: FastifyReply, isStopping: () => boolean): HandOver =>
  async (listener, { base, path }) => {
    const { protocol, host, pathname } = new URL(base)
    const { raw } = request
    reply.hijack()
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value)
    if (isStopping()) reply.raw.setHeader('connection', 'close')
    raw.url = path
    Object.assign(raw, { originalUrl: `${pathname === '/' ? '' : pathname}${path}` })
    Object.assign(raw.headers, { 'x-forwarded-proto': protocol.slice(0, -1), 'x-forwarded-host': host })
    await listener(raw, reply.raw)
    return HANDED_OVER
  }
