import { record } from '../audit/index.ts'
import { transact } from '../context.ts'
import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { hashToken } from '../secrets.ts'
import { signIdToken, issuerOf } from '../tenants/index.ts'
import { addAccessToken } from './store.ts'
import { randomUUID } from 'node:crypto'
import { Type } from '../type.ts'

/** Wire: user-api 2.11. A new token leaves older ones valid. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/tenant/token',
  about: 'An access token for the server of an application (client credentials; form body, Basic or query)',
  caller: 'server',
  form: true,
  body: Type.Object({
    grant_type: Type.String({ minLength: 1 }),
    client_id: Type.Optional(Type.String()),
    client_secret: Type.Optional(Type.String()),
  }),
  reply: Type.Object({
    access_token: Type.String(),
    token_type: Type.String(),
    expires_in: Type.Integer({ description: 'Unit: second.' }),
    scope: Type.String(),
    id_token: Type.String({ description: 'Who the token was given to, signed as every id_token of the tenant is.' }),
  }),

  async handle({ ctx, body }) {
    if (body.grant_type !== 'client_credentials') fail('grantUnsupported')
    const token = randomUUID()
    const lifetime = ctx.app.settings.access_token_lifetime
    await transact(ctx, async (ctx) => {
      await addAccessToken(ctx, {
        tenantId: ctx.tenant.id,
        hash: hashToken(token),
        clientId: ctx.app.clientId,
        expiresAt: ctx.now() + lifetime * 1000,
      })
      await record(ctx, { event: 'token', outcome: 'SUCCESS' })
    })
    const now = Math.floor(ctx.now() / 1000)
    const idToken = await signIdToken(ctx, ctx.tenant, ctx.app.settings.id_token_algorithm, {
      iss: issuerOf(ctx, ctx.tenant),
      aud: ctx.app.clientId,
      sub: ctx.app.clientId,
      iat: now,
      nbf: now - 120,
      exp: now + lifetime,
      scope: 'all',
    })
    return { access_token: token, token_type: 'Bearer', expires_in: lifetime, scope: 'all', id_token: idToken }
  },
})
