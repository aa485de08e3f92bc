import { failBecause } from '../errors.ts'
import { endpoint } from '../http.ts'
import { equal } from '../secrets.ts'
import { LoginReply, openState } from '../session/index.ts'
import { enterBySocial, getSource } from '../social/index.ts'
import { Type } from '../type.ts'

const optional = (description: string) => Type.Optional(Type.String({ maxLength: 2048, description }))

/** Ours: one way in for every source. The answer is that of login/wechat (user-api 2.4.3). */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/login/social',
  about: 'Sign in with a social account of any source',
  caller: 'app',
  needsState: 'optional',
  body: Type.Object({
    source: Type.String({ minLength: 1, maxLength: 64, description: 'Id of the source.' }),
    code: Type.String({ minLength: 1, maxLength: 4096, description: 'Authorization code of the provider.' }),
    redirect_uri: optional('As sent in the authorization request (RFC 6749 section 4.1.3).'),
    code_verifier: optional('RFC 7636.'),
    nonce: optional('As sent in the authorization request (OpenID Connect).'),
    state: optional('As it came back; required when the authorization began at login/social/authorize.'),
    iss: optional('As it came back (RFC 9207).'),
  }),
  reply: LoginReply,

  async handle({ ctx, body, stateToken }) {
    const offered = await getSource(ctx, body.source)
    const { code, iss } = body
    if (!stateToken) {
      const { redirect_uri, code_verifier, nonce } = body
      return enterBySocial(ctx, offered, {
        code,
        ...(iss && { iss }),
        ...(redirect_uri && { redirectUri: redirect_uri }),
        ...(code_verifier && { codeVerifier: code_verifier }),
        ...(nonce && { nonce }),
      })
    }
    // Began here: what was promised to the provider is ours to keep, not the caller's to repeat.
    const begun = await openState(ctx, ['SOCIAL_AUTHORIZE'], stateToken)
    const { payload } = begun
    // Threat rows 7 and 8: the answer to another authorization, or of another source, is not this one's.
    if (!equal(body.state ?? '', payload.state)) failBecause('state does not match the authorization that began here', 'stateTokenInvalid')
    if (payload.sourceId !== body.source) failBecause('the authorization began at another source', 'stateTokenInvalid')
    const { redirectUri, codeVerifier, nonce } = payload
    return enterBySocial(ctx, offered, { code, redirectUri, codeVerifier, nonce, ...(iss && { iss }) }, begun)
  },
})
