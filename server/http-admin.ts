/** The management API, as http.ts has the user API: what such an endpoint is, who may call it, and how it is answered. */
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import type { Static, TObject, TSchema } from 'typebox'
import { clientAddress } from './address.ts'
import { checkText, failValidation, isText, readBody } from './body.ts'
import type { AdminCtx, Role, World } from './context.ts'
import type { Reader } from './envelope.ts'
import { fail } from './errors.ts'
import { type Callers, header } from './http.ts'
import { readLanguage } from './languages/index.ts'

/**
 * What an application's access token may be good for. The first eight are published (admin-and-integration 4.8); `all` and
 * `read` cover whatever is inside a tenant, and never tenants or administrators: those are named or not granted.
 */
export const grants = [
  'all',
  'read',
  'user_all',
  'user_read',
  'org_all',
  'org_read',
  'auth_api',
  'app_all',
  'app_read',
  'source_all',
  'source_read',
  'message_all',
  'message_read',
  'setting_all',
  'setting_read',
  'audit_read',
  'tenant_all',
  'tenant_read',
  'admin_all',
  'admin_read',
] as const
export type Grant = (typeof grants)[number]

export type AdminHanded<B extends TObject, Q extends TObject> = {
  ctx: AdminCtx
  body: Static<B>
  query: Static<Q>
  params: Record<string, string>
  headers: Record<string, string | string[] | undefined>
  /** A header of the answer. */
  say(name: string, value: string): void
}

export type AdminEndpoint<B extends TObject = TObject, Q extends TObject = TObject> = {
  caller: 'admin'
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  url: string
  also?: string[]
  about: string
  /** The least role an administrator needs; `anyone`: it leads to a sign-in. */
  role: Role | 'anyone'
  /** What an application's access token must be good for. Without it no application may call. */
  grant?: Grant
  /** Status of success; 204 has no body. */
  status?: 200 | 201 | 204
  body?: B
  /** Integers and booleans are read from their text. */
  query?: Q
  /** Largest body, in bytes, where the usual 64 KiB are too few. */
  limit?: number
  reply?: TSchema
  developmentOnly?: boolean
  handle(handed: AdminHanded<B, Q>): Promise<unknown>
}
export const adminEndpoint = <B extends TObject, Q extends TObject>(it: Omit<AdminEndpoint<B, Q>, 'caller'>): AdminEndpoint =>
  ({ caller: 'admin', ...it }) as unknown as AdminEndpoint

export function routeOfAdmin(it: AdminEndpoint, url: string): Omit<RouteOptions, 'handler'> {
  return {
    method: it.method,
    url,
    attachValidation: true,
    ...(it.limit && { bodyLimit: it.limit }),
    schema: {
      ...(it.body && { body: it.body }),
      ...(it.query && { querystring: it.query }),
      ...(it.reply && { response: { [it.status ?? 200]: it.reply } }),
    },
    preValidation: (request, _reply, done) => {
      if (it.query) request.query = readQuery(it.query, request.query as Record<string, unknown>)
      done()
    },
  }
}

/** A query is text: what the schema calls a number or a truth value becomes one, if it can. */
function readQuery(schema: TObject, given: Record<string, unknown>): Record<string, unknown> {
  const types = schema.properties as Record<string, { type?: string }>
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const type = types[name]?.type
      if (type === 'integer' && typeof value === 'string' && /^-?\d{1,15}$/.test(value)) return [name, Number(value)]
      if (type === 'boolean' && (value === 'true' || value === 'false')) return [name, value === 'true']
      return [name, value]
    }),
  )
}

export async function handleAdmin(world: World, callers: Callers, it: AdminEndpoint, request: FastifyRequest, reply: FastifyReply) {
  const params = request.params as Record<string, string>
  if (!Object.values(params).every(isText)) fail('pathUnknown')
  const ctx = await callers.admin(
    world,
    {
      headers: request.headers,
      body: {},
      address: clientAddress(world.config.trustedProxies, request.socket.remoteAddress ?? '', header(request.headers, 'x-forwarded-for')),
      language: readLanguage(header(request.headers, 'x-l')),
      requestId: request.id,
      url: it.url,
    },
    it,
  )
  ;(request as unknown as Reader).language = ctx.language
  if (request.validationError) failValidation(undefined, request.validationError)
  const body = readBody(request)
  checkText(body)
  checkText(request.query as Record<string, unknown>)
  const answer = await it.handle({
    ctx,
    body: body as never,
    query: request.query as never,
    params,
    headers: request.headers,
    say: (name, value) => void reply.header(name, value),
  })
  void reply
    .header('cache-control', 'no-store')
    .header('x-request-id', request.id)
    .code(it.status ?? 200)
  if (answer === undefined) return it.status === 204 ? reply.send() : reply.header('content-length', '0').send('')
  return reply.send(answer)
}
