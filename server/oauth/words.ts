/** The engine's answers in the words that were published (admin reference 9.1 and 13.2), and people sent to a page they can read. */
import { subject, personOf, findAccount } from './accounts.ts'
import type { EngineContext, HookContext } from './engine-types.ts'
import type { Around } from './engine.ts'

type Said = Record<string, unknown>

export async function inOurWords(around: Around, ctx: EngineContext, next: () => Promise<void>): Promise<void> {
  await next()
  const { oidc } = ctx
  if (!oidc || typeof ctx.body !== 'object' || ctx.body === null) return
  const hook = ctx as HookContext
  const body = ctx.body as Said
  if ((oidc.route === 'token' || oidc.route === 'revocation') && body['error']) ctx.body = { ...body, ...tokenFault(hook, body) }
  if (oidc.route === 'userinfo') await writeUserinfo(around, hook, body)
  if (oidc.route === 'introspection' && body['active'] === true) await writeIntrospection(around, hook, body)
}

function tokenFault({ oidc }: HookContext, { error }: Said): Said {
  if (error === 'invalid_client') return { error_description: 'Bad client credentials' }
  if (error !== 'invalid_grant') return {}
  return { error_description: oidc.params['grant_type'] === 'refresh_token' ? 'Invalid refresh token' : 'Invalid authorization code' }
}

async function writeUserinfo(around: Around, ctx: HookContext, body: Said): Promise<void> {
  if (ctx.status === 401) {
    ctx.body = { error: 'unauthorized', error_description: 'Full authentication is required to access this resource' }
    return
  }
  const person = personOf(ctx)
  if (person && !body['error']) ctx.body = { ...body, sub: await subject(around, ctx.oidc.client, person.user) }
}

/** The engine knows the token; whether the session behind it is still there, and whose it is, we do. */
async function writeIntrospection(around: Around, ctx: HookContext, body: Said): Promise<void> {
  const account = await findAccount(around, typeof body['sub'] === 'string' ? body['sub'] : '')
  const person = account && personOf({ ...ctx, oidc: { ...ctx.oidc, account } })
  if (!person) {
    ctx.body = { active: false }
    return
  }
  const sub = await subject(around, ctx.oidc.client, person.user)
  ctx.body = { ...body, sub, sid: person.session.id, username: person.user.userName }
}

/**
 * A request that cannot be sent back to the application that sent it: a person is shown the page for that, in their language,
 * whatever else asks is told in OAuth's words.
 */
export function showFault(ctx: EngineContext, out: Said, fault: Error, base: string): void {
  if (ctx.method === 'GET' && ctx.accepts('json', 'html') === 'html') {
    ctx.status = 303
    const word = fault.name === 'SessionNotFound' ? 'session_not_found' : String(out['error'])
    ctx.redirect(`${base}/login/fault?error=${encodeURIComponent(word)}`)
    return
  }
  ctx.body = out
}
