/**
 * From the wire to a handler and back: what an endpoint is, who calls, and how an error is written.
 * The only file besides app.ts that knows Fastify.
 */
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, type RouteOptions } from 'fastify'
import formbody from '@fastify/formbody'
import type { Static, TObject, TSchema } from 'typebox'
import { type AdminEndpoint, handleAdmin, routeOfAdmin } from './http-admin.ts'
import type { AdminCtx, Ctx, Device, World } from './context.ts'
import { clientAddress } from './address.ts'
import { checkText, failValidation, isText, readBody } from './body.ts'
import { answerPreflight, checkOrigin, type Origins, readOrigin } from './cors.ts'
import { answerError, BODY_LIMIT, type Reader, refuseBytes } from './envelope.ts'
import { type ErrorName, fail, Failure } from './errors.ts'
import { type HandOver, HANDED_OVER, handOverOf } from './handover.ts'
import { type Language, readLanguage } from './languages/index.ts'
import { randomHex } from './secrets.ts'
import { compileAtFirstCall } from './validation.ts'

/** Who may call: an application's front end, a logged-in person in it, its server, an administrator, or anyone (no tenant yet). */
export type Caller = 'app' | 'session' | 'server' | 'admin' | 'anyone'

/** Who is logged in, on the endpoints that ask for it. */
export type Session = { id: string; userId: string; tokenHash: string; methods: string; createdAt: number; expiresAt: number }

export type Handed<B extends TObject, Q extends TObject> = {
  ctx: Ctx
  body: Static<B>
  query: Static<Q>
  /** The header X-state-token; '' when it is optional and absent. */
  stateToken: string
  session: Session
  headers: Record<string, string | string[] | undefined>
}

/** What an endpoint of the kind `anyone` is handed: there is no application, and so no tenant. */
export type Bare = {
  world: World
  query: Record<string, string>
  params: Record<string, string>
  /** What was posted, where the endpoint takes a form. */
  form: Record<string, string>
  /** The body as it came, where the endpoint takes it raw. */
  raw: string
  /** Path and query as they came. */
  url: string
  headers: Record<string, string | string[] | undefined>
  host: string
  address: string
  requestId: string
  /** Lets something else answer, of an endpoint that is `bare`. */
  handOver: HandOver
}

export type Answer = { status?: number; type?: string; headers?: Record<string, string | string[]>; body: unknown }

type Common = {
  method: 'GET' | 'POST'
  url: string
  /** Further addresses of the same call, where the published API has two. */
  also?: string[]
  about: string
  reply?: TSchema
  developmentOnly?: boolean
}
export type AppEndpoint<B extends TObject = TObject, Q extends TObject = TObject> = Common & {
  caller: Exclude<Caller, 'anyone' | 'admin'>
  needsState?: boolean | 'optional'
  /** Accept application/x-www-form-urlencoded and query parameters as the body (tenant/token). */
  form?: boolean
  body?: B
  /** What is missing, told by its own published error instead of the general one. */
  missing?: Partial<Record<string, ErrorName>>
  handle(handed: Handed<B, Q>): Promise<unknown>
}
export type OpenEndpoint = Common & {
  caller: 'anyone'
  /** Accept application/x-www-form-urlencoded: the form of a page of ours. */
  form?: boolean
  /** Hand over the body as it came, whatever its type: what others sign is read by whoever knows their signature. */
  raw?: boolean
  /** The body is left unread: the request is handed over as it came, and answered elsewhere. */
  bare?: boolean
  /** Pages of other origins may call, those that an application lists (cors.ts). */
  pages?: boolean
  handle(handed: Bare): Promise<Answer | typeof HANDED_OVER>
}
export type Endpoint = AppEndpoint | OpenEndpoint | AdminEndpoint

export const endpoint = <B extends TObject, Q extends TObject>(it: AppEndpoint<B, Q>): Endpoint => it as unknown as Endpoint
export const openEndpoint = (it: OpenEndpoint): Endpoint => it

/** How callers are recognised: given by app.ts, because the ground floor knows no room. */
export type Callers = {
  app(world: World, said: Said): Promise<Ctx>
  server(world: World, said: Said): Promise<Ctx>
  session(ctx: Ctx, headers: Said['headers']): Promise<Session>
  admin(world: World, said: Said, it: AdminEndpoint): Promise<AdminCtx>
  refused(ctx: Ctx, url: string, failure: Failure): void
  origins: Origins
}
export type Said = {
  headers: Record<string, string | string[] | undefined>
  body: Record<string, unknown>
  address: string
  language: Language | undefined
  requestId: string
  url: string
}

export const header = (headers: Said['headers'], name: string): string => {
  const value = headers[name]
  return typeof value === 'string' ? value : ''
}

/** The headers every call of an application carries. Kept short: they are stored beside the session. */
export function readDevice(headers: Said['headers']): Device {
  const need = (name: string) => header(headers, name.toLowerCase()).slice(0, 512) || fail('deviceMissing', { name })
  return { system: need('X-operating-sys-version'), fingerprint: need('X-device-fingerprint'), agent: need('X-agent') }
}

export function createServer(world: World): FastifyInstance {
  const server = fastify({
    bodyLimit: BODY_LIMIT,
    genReqId: randomHex,
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    // Before any route is found: an address that cannot be decoded, a name in it without end.
    frameworkErrors: (_reason, request, reply) => void answerError(world, new Failure('pathUnknown', {}), request, reply),
    clientErrorHandler: (_reason, socket) => refuseBytes(socket),
  })
  compileAtFirstCall(server)
  const parse = server.getDefaultJsonParser('error', 'error')
  server.removeAllContentTypeParsers()
  void server.register(formbody, { bodyLimit: BODY_LIMIT })
  // The twin products' clients name the type of a body even where there is none (user-api 0.1).
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) =>
    body === '' ? done(null, undefined) : parse(request, body as string, done),
  )
  server.setErrorHandler((reason, request, reply) => answerError(world, reason, request, reply))
  server.setNotFoundHandler((request, reply) => answerError(world, new Failure('pathUnknown', {}), request, reply))
  // Asked to stop: a connection that was in use is not kept for a next request, which nobody would answer.
  server.addHook('onSend', (_request, reply, payload, done) => {
    if (world.stopping) void reply.header('connection', 'close')
    done(null, payload)
  })
  server.addHook('onResponse', (request, reply, done) => {
    const seconds = reply.elapsedTime / 1000
    const route = request.routeOptions.url ?? 'unknown'
    world.metrics.requests.observe({ method: request.method, route, status: reply.statusCode }, seconds)
    world.log.info(
      { requestId: request.id, method: request.method, route, status: reply.statusCode, ms: Math.round(seconds * 1e5) / 100 },
      'request',
    )
    done()
  })
  return server
}

export function mount(server: FastifyInstance, world: World, callers: Callers, it: Endpoint) {
  for (const url of [it.url, ...(it.also ?? [])]) mountAt(server, world, callers, it, url)
}

function mountAt(server: FastifyInstance, world: World, callers: Callers, it: Endpoint, url: string) {
  if (it.caller === 'admin') {
    server.route({ ...routeOfAdmin(it, url), handler: (request, reply) => handleAdmin(world, callers, it, request, reply) })
    return
  }
  const route: RouteOptions = {
    method: it.method,
    url,
    attachValidation: true,
    schema: {
      ...(it.caller !== 'anyone' && it.body && { body: it.body }),
      ...(it.reply && { response: { 200: it.reply } }),
    },
    handler:
      it.caller === 'anyone'
        ? (request, reply) => handleOpen(world, it, request, reply)
        : (request, reply) => handleApp(world, callers, it, request, reply),
  }
  // A form reaches only an endpoint that is documented to take it (threat row 7: a cross-site form cannot post here).
  const raw = it.caller === 'anyone' && (it.raw || it.bare)
  if (!it.form && !raw) {
    route.preParsing = (request, _reply, payload, done) => (isForm(request) ? done(new Failure('bodyInvalid', {})) : done(null, payload))
  }
  // What that one says in its query counts as said in its form, and is checked with it (user-api 2.11).
  if (it.caller !== 'anyone' && it.form) {
    route.preValidation = (request, _reply, done) => {
      request.body = { ...(request.query as object), ...(request.body as object | undefined) }
      done()
    }
  }
  // Applications run in browsers, on origins of their own; their servers do not, and the pages here are called by nobody else's.
  if (it.caller === 'anyone' ? it.pages : it.caller !== 'server') {
    route.onRequest = readOrigin(world, callers.origins, it.caller === 'anyone' && it.bare === true)
    if (!server.hasRoute({ method: 'OPTIONS', url })) {
      server.route({ method: 'OPTIONS', url, handler: answerPreflight(world, callers.origins) })
    }
  }
  if (!raw) {
    server.route(route)
    return
  }
  // In a scope of its own: nobody else's bodies are left unread.
  void server.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    if (it.caller === 'anyone' && it.bare) scope.addContentTypeParser('*', (_request, _body, done) => done(null))
    else scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
    scope.route(route)
  })
}

const isForm = ({ headers }: FastifyRequest): boolean => /^application\/x-www-form-urlencoded/i.test(headers['content-type'] ?? '')

async function handleOpen(world: World, it: OpenEndpoint, request: FastifyRequest, reply: FastifyReply) {
  const params = request.params as Record<string, string>
  if (!Object.values(params).every(isText)) throw new Failure('pathUnknown', {})
  // A page of ours takes its own form and nothing else.
  if (it.form && !isForm(request)) throw new Failure('bodyInvalid', {})
  const posted = it.form ? Object.entries(readBody(request)) : []
  const answer = await it.handle({
    world,
    query: request.query as Record<string, string>,
    params,
    form: Object.fromEntries(posted.filter((field): field is [string, string] => typeof field[1] === 'string' && isText(field[1]))),
    raw: it.raw && typeof request.body === 'string' ? request.body : '',
    url: request.url,
    headers: request.headers,
    host: request.host,
    address: clientAddress(world.config.trustedProxies, request.socket.remoteAddress ?? '', header(request.headers, 'x-forwarded-for')),
    requestId: request.id,
    handOver: handOverOf(request, reply, () => world.stopping),
  })
  if (answer === HANDED_OVER) return reply
  const { status = 200, type, headers = {}, body } = answer
  if (type) void reply.type(type)
  void reply.headers(headers)
  return reply.code(status).send(body)
}

async function handleApp(world: World, callers: Callers, it: AppEndpoint, request: FastifyRequest, reply: FastifyReply) {
  const body = readBody(request)
  const said: Said = {
    headers: request.headers,
    body,
    address: clientAddress(world.config.trustedProxies, request.socket.remoteAddress ?? '', header(request.headers, 'x-forwarded-for')),
    language: readLanguage(header(request.headers, 'x-l')),
    requestId: request.id,
    url: it.url,
  }
  // The body of a server's call may say who it is, and the database is asked for that first.
  if (it.caller === 'server') checkText(body)
  const ctx = it.caller === 'server' ? await callers.server(world, said) : await callers.app(world, said)
  const reader = request as unknown as Reader
  reader.language = ctx.language
  reader.dialect = ctx.app.settings.error_codes
  try {
    checkOrigin(reply, ctx.app.settings.origins)
    if (request.validationError) failValidation(it.missing, request.validationError)
    checkText(body)
    const stateToken = header(request.headers, 'x-state-token')
    if (it.needsState === true && !stateToken) fail('stateTokenInvalid')
    const session = it.caller === 'session' ? await callers.session(ctx, request.headers) : (undefined as never)
    const answer = await it.handle({
      ctx,
      body: body as never,
      query: request.query as never,
      stateToken,
      session,
      headers: request.headers,
    })
    // Tokens and personal data: not for any cache on the way.
    void reply.header('cache-control', 'no-store').header('x-request-id', request.id)
    if (answer === undefined) return reply.header('content-length', '0').send('')
    return reply.send(answer)
  } catch (reason) {
    if (reason instanceof Failure) callers.refused(ctx, it.url, reason)
    throw reason
  }
}
