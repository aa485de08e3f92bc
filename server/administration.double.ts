/** An application's server that administers: calls of the management API in tests. */
import { createApp, setSecret } from './apps/index.ts'
import type { Bench } from './testing.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type AdminReply = { status: number; body: Record<string, unknown>; text: string; headers: Record<string, unknown> }

/** `const admin = await administrate(b)`, then `await admin('GET', '/api/v2/tenant/users?offset=0&limit=10')`. */
export async function administrate(b: Bench, permissions: string[] = ['all'], tenantId = b.tenant.id) {
  const { clientId } = await createApp(b.ctx, tenantId, {
    name: 'Administration',
    settings: { permissions, access_token_lifetime: 86_400 },
  })
  await setSecret(b.ctx, tenantId, clientId, b.secret)
  const authorization = `Bearer ${await b.accessToken(clientId)}`
  return async (method: Method, url: string, body?: unknown, headers: Record<string, string> = {}): Promise<AdminReply> => {
    const answer = await b.bowline.server.inject({
      method,
      url,
      headers: { authorization, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const isJson = String(answer.headers['content-type']).includes('json')
    return {
      status: answer.statusCode,
      body: isJson ? (answer.json() as Record<string, unknown>) : {},
      text: answer.body,
      headers: answer.headers,
    }
  }
}
