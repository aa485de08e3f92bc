/** How an error is written: one envelope, in the caller's language and the codes its application reads. */
import type { Socket } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { World } from './context.ts'
import { catalogue, type Dialect, errorCode, errorText, Failure } from './errors.ts'
import { tell } from './languages/faults.ts'
import { type Language, readLanguage } from './languages/index.ts'

/** Largest request body, in bytes. The largest real one is a few hundred. */
export const BODY_LIMIT = 64 * 1024

/** What Fastify itself refuses, by its code, in our words. */
const OURS: Record<string, (request: FastifyRequest) => Failure> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ({ routeOptions }) =>
    new Failure('bodyTooLarge', { kilobytes: (routeOptions.bodyLimit ?? BODY_LIMIT) / 1024 }),
}

/** Who reads the answer, once that is known: kept on the request for the errors after it. */
export type Reader = { language?: Language; dialect?: Dialect }

export function answerError(world: World, reason: unknown, request: FastifyRequest, reply: FastifyReply) {
  const known = reason instanceof Failure ? reason : asFailure(reason, request)
  const { language = readLanguage(String(request.headers['x-l'] ?? '')) ?? 'en', dialect = 'oneaccess' } = request as unknown as Reader
  const failure = known ?? new Failure('systemError', { requestId: request.id })
  if (!known) world.log.error({ requestId: request.id, err: reason }, 'our own failure')
  else world.log.info({ requestId: request.id, error: failure.error, reason: failure.reason }, 'refused')
  world.metrics.refusals.inc({ error: failure.error })
  const entry = catalogue[failure.error]
  const text = errorText(failure.error, language, failure.blanks)
  void reply.header('cache-control', 'no-store').header('x-request-id', request.id).code(entry.status)
  // The published API answers an unknown management token in the words of RFC 6750.
  if (failure.error === 'accessTokenInvalid') return reply.send({ error: 'invalid_token', error_description: text })
  const faults = failure.faults?.map(({ path, fault }) => ({ path, fault: tell(fault, language) }))
  return reply.send({ error_code: errorCode(failure.error, dialect), error_msg: text, ...(faults && { faults }) })
}

/** Bytes that are no HTTP, headers without end, a request that never finishes: there is no request to answer, only a socket. */
export function refuseBytes(socket: Socket) {
  const body = JSON.stringify({ error_code: catalogue.bodyInvalid.code, error_msg: errorText('bodyInvalid', 'en', {}) })
  if (socket.writable) {
    socket.write(
      `HTTP/1.1 400 Bad Request\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    )
  }
  socket.destroySoon()
}

function asFailure(reason: unknown, request: FastifyRequest): Failure | undefined {
  const { code, statusCode } = (reason ?? {}) as { code?: string; statusCode?: number }
  const own = OURS[code ?? '']
  if (own) return own(request)
  // A body that is no JSON, a wrong content type, `__proto__`, a wrong length: the caller's to mend.
  return statusCode && statusCode >= 400 && statusCode < 500 ? new Failure('bodyInvalid', {}) : undefined
}
