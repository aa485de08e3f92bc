import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { getSource } from '../social/index.ts'
import { Type } from '../type.ts'
import { beginAuthorization } from './beginning.ts'

/**
 * Ours: begins an authorization so that state, nonce and PKCE are kept here and tied to this device,
 * instead of being left to each application to get right (RFC 9700 section 2.1; threat rows 7 and 8).
 */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/login/social/authorize',
  about: 'Begin a sign-in at a source: the address to open, and the state_token to come back with',
  caller: 'app',
  body: Type.Object({
    source: Type.String({ minLength: 1, maxLength: 64 }),
    redirect_uri: Type.String({
      minLength: 1,
      maxLength: 2048,
      description: 'One that is registered for the application, written exactly so.',
    }),
  }),
  reply: Type.Object({
    authorize_url: Type.String(),
    state: Type.String({ description: 'Comes back from the provider; send it on to login/social.' }),
    state_token: Type.String(),
    expire: Type.Integer({ description: 'Lifetime of the state_token. Unit: second.' }),
  }),

  async handle({ ctx, body }) {
    await getSource(ctx, body.source)
    if (!ctx.app.settings.redirect_uris.includes(body.redirect_uri)) fail('redirectRefused')
    const begun = (await beginAuthorization(ctx, body.source, body.redirect_uri)) ?? fail('authorizeUnsupported')
    return { authorize_url: begun.url, state: begun.state, state_token: begun.token, expire: begun.lifetime }
  },
})
