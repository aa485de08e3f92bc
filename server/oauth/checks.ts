/** When somebody is sent to the pages although a session of theirs is there. */
import { nextStep, readMethods } from '../session/index.ts'
import { type Person, personOf } from './accounts.ts'
import { findClientCtx } from './clients.ts'
import type { HookContext } from './engine-types.ts'
import type { Around } from './engine.ts'

/** The engine's own order of questions, with ours in place of what does not fit a house where the account of the engine is a session. */
export function checksOf(around: Around): unknown {
  const { base, Check } = around.module.interactionPolicy
  const policy = base()
  const login = policy.get('login').checks
  login.remove('id_token_hint')
  login.add(
    new Check('id_token_hint', 'somebody else is signed in', 'login_required', (ctx) => {
      const hint = ctx.oidc.entities['IdTokenHint']?.payload
      return hint !== undefined && hint['id'] !== personOf(ctx)?.user.id
    }),
  )
  login.add(
    new Check('access', 'the application asks for more than this session has shown', 'login_required', async (ctx) => {
      const person = personOf(ctx)
      return person !== undefined && !(await isAdmitted(around, ctx, person))
    }),
  )
  // Consent is a setting of the application, whatever it runs on.
  policy.get('consent').checks.remove('native_client_prompt')
  return policy
}

/** A session was opened by one application; another one has its own rules about who may come in, from where and how. */
async function isAdmitted({ world, tenant }: Around, { req, oidc }: HookContext, { user, session }: Person): Promise<boolean> {
  const ctx = await findClientCtx(world, tenant.id, oidc.client.clientId, {
    headers: req.headers,
    address: addressOf(req),
    requestId: '',
    fingerprint: session.fingerprint,
  })
  return ctx !== undefined && nextStep(ctx, user, { methods: readMethods(session.methods), warned: true }).status === 'SUCCESS'
}

const addressOf = (request: HookContext['req']): string => (request as { clientAddress?: string }).clientAddress ?? ''
