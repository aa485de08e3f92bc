/** What comes back from a provider: with the state token of an authorization that began here, or without. */
import type { Ctx } from '../context.ts'
import { failBecause } from '../errors.ts'
import { equal } from '../secrets.ts'
import { openState, type OpenState } from '../session/index.ts'
import { Type } from '../type.ts'
import type { Proof } from './connectors/connector.ts'
import { getSource, type Offered } from './sources.ts'

const optional = (description: string) => Type.Optional(Type.String({ maxLength: 2048, description }))

/** The fields of the calls that take any source. */
export const answerFields = {
  source: Type.String({ minLength: 1, maxLength: 64, description: 'Id of the source.' }),
  redirect_uri: optional('As sent in the authorization request (RFC 6749 section 4.1.3).'),
  code_verifier: optional('RFC 7636.'),
  nonce: optional('As sent in the authorization request (OpenID Connect).'),
  state: optional('As it came back; required when the authorization began at login/social/authorize.'),
  iss: optional('As it came back (RFC 9207).'),
  user: optional('As it came back beside the code in a posted form, once: the name, with Apple.'),
}

export type Given = {
  source: string
  code?: string
  access_token?: string
  open_id?: string
} & Partial<Record<'redirect_uri' | 'code_verifier' | 'nonce' | 'state' | 'iss' | 'user', string>>

export type Answered = { offered: Offered; proof: Proof; begun?: OpenState }

/** The verifier is promised to the provider and kept here: whoever reads the database must not have it. */
const context = (ctx: Ctx, state: string) => `verifier ${ctx.tenant.id} ${state}`
export const sealVerifier = (ctx: Ctx, state: string, verifier: string): string => ctx.secrets.seal(context(ctx, state), verifier)

export async function readAnswer(ctx: Ctx, body: Given, stateToken: string): Promise<Answered> {
  const offered = await getSource(ctx, body.source)
  const said: Proof = {
    code: body.code ?? '',
    ...(body.access_token && { accessToken: body.access_token }),
    ...(body.open_id && { openId: body.open_id }),
    ...(body.iss && { iss: body.iss }),
    ...(body.user && { user: body.user }),
  }
  if (!stateToken) {
    const { redirect_uri: redirectUri, code_verifier: codeVerifier, nonce } = body
    const own = { ...(redirectUri && { redirectUri }), ...(codeVerifier && { codeVerifier }), ...(nonce && { nonce }) }
    return { offered, proof: { ...said, ...own } }
  }
  // Began here: what was promised to the provider is ours to keep, not the caller's to repeat.
  const begun = await openState(ctx, ['SOCIAL_AUTHORIZE'], stateToken)
  const { state, sourceId, redirectUri, nonce, codeVerifier: sealed } = begun.payload
  // Threat rows 7 and 8: the answer to another authorization, or of another source, is not this one's.
  if (!equal(body.state ?? '', state)) failBecause('state does not match the authorization that began here', 'stateTokenInvalid')
  if (sourceId !== body.source) failBecause('the authorization began at another source', 'stateTokenInvalid')
  const codeVerifier = ctx.secrets.unseal(context(ctx, state), sealed)
  return { offered, proof: { ...said, redirectUri, codeVerifier, nonce }, begun }
}
