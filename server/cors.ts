/**
 * Pages of other origins: which of them may call, and read what is answered (Fetch standard, section 3.3, "CORS protocol").
 *
 * An application names its origins. The question a browser asks before (3.3.2, "CORS-preflight request") does not say of which
 * application it is: it is answered for all of them together, and the call itself by the application it names, before anything is
 * written. No answer lets cookies in (3.3.3: Access-Control-Allow-Credentials is never sent), and what lives on cookies, the console
 * and the hosted pages, has no part in this. @fastify/cors decides before it is known whose call it is; hence these lines.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from './config.ts'
import type { World } from './context.ts'
import { Failure } from './errors.ts'

/** Every origin that some application has: read at most once a second. */
export type Origins = (world: World) => Promise<ReadonlySet<string>>

type Headers = Record<string, string | string[] | undefined>

/** What a client of ours sends (3.3.5: `*` would not stand for Authorization). GET and POST need no naming, but are asked for by some. */
const PREFLIGHT = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers':
    'Authorization, Content-Type, X-agent, X-client-id, X-device-fingerprint, X-L, X-operating-sys-version, X-signature, X-state-token, X-tenant-id',
  // Ten minutes: so long a browser goes on without asking after an origin was taken away; the calls themselves are refused at once.
  'access-control-max-age': '600',
}
const EXPOSED = 'WWW-Authenticate, X-request-id'

const ALLOW_ORIGIN = 'access-control-allow-origin'

/**
 * The origin a page calls from, if it is another one than ours. A browser says whether it is (W3C Fetch Metadata, section 2.4),
 * also behind a proxy that changes the host; one that does not say is believed by the host it called.
 */
export function foreignOrigin({ publicUrl }: World, headers: Headers): string | undefined {
  const { origin, host, 'sec-fetch-site': site } = headers
  if (typeof origin !== 'string') return undefined
  if (site !== undefined && site !== 'none') return site === 'same-origin' ? undefined : origin
  const own = [`https://${String(host)}`, `http://${String(host)}`, new URL(publicUrl()).origin]
  return own.includes(origin) ? undefined : origin
}

/** Before anything of the call is read: nobody's page gets further. What is bare writes its own headers. */
export const readOrigin =
  (world: World, origins: Origins, isBare: boolean) =>
  (request: FastifyRequest, reply: FastifyReply, done: (reason?: Error) => void): void => {
    const origin = request.headers.origin === undefined ? undefined : foreignOrigin(world, request.headers)
    if (origin === undefined) return done()
    origins(world).then((known) => {
      // What an answer says to one origin no cache may tell another (3.3.4, "CORS protocol and HTTP caches").
      if (!isBare) void reply.header('vary', 'Origin')
      if (!known.has(origin)) return done(new Failure('originRefused', {}))
      if (!isBare) void reply.headers({ [ALLOW_ORIGIN]: origin, 'access-control-expose-headers': EXPOSED })
      done()
    }, done)
  }

/** The application is known now, and the origin must be one of its own. A refusal is not for the page to read either. */
export function checkOrigin(reply: FastifyReply, origins: string[]): void {
  const origin = reply.getHeader(ALLOW_ORIGIN)
  if (origin === undefined || origins.includes(String(origin))) return
  reply.removeHeader(ALLOW_ORIGIN)
  throw new Failure('originRefused', {})
}

/** OPTIONS (3.3.2). Whoever asks it without being a browser, or of an origin that nobody has, is told what a page would not read. */
export const answerPreflight = (world: World, origins: Origins) => async (request: FastifyRequest, reply: FastifyReply) => {
  const { origin, 'access-control-request-method': method } = request.headers
  if (origin === undefined || method === undefined) throw new Failure('pathUnknown', {})
  void reply.header('vary', 'Origin')
  if (!(await origins(world)).has(origin)) throw new Failure('originRefused', {})
  return reply
    .code(204)
    .headers({ ...PREFLIGHT, [ALLOW_ORIGIN]: origin })
    .send()
}

/**
 * Whether it is an origin as browsers write it (RFC 6454, section 6.1), of a page that nobody on the way can have changed: `null` and
 * patterns are none. A computer's own pages need no https (Secure Contexts, section 3.1), and while developing nobody's do.
 */
export function isOrigin(text: string, mode: Config['mode']): boolean {
  const [, scheme, host = ''] = /^(https?):\/\/([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/.exec(text) ?? []
  if (scheme === undefined || !URL.canParse(text) || new URL(text).origin !== text) return false
  return scheme === 'https' || mode === 'development' || /^(localhost|[a-z0-9.-]+\.localhost|127\.0\.0\.1|\[::1\])$/.test(host)
}
