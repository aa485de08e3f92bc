/** Where people come from: an authorization request, a plain link of an application, or their own account page. */
import { findAsked, findClientCtx, isAskedHere } from '../oauth/index.ts'
import { nextStep, readMethods } from '../session/index.ts'
import { finish } from './finish.ts'
import { type Goal, newFlow } from './flow.ts'
import { type Begun, go, type Here, type Result } from './here.ts'
import { faultPage } from './layout.ts'

/** What an application calls the device, where its link does not say: whoever redeems the ticket says the same. */
const FINGERPRINT = 'hosted'

export async function begin(here: Here): Promise<Result | Begun> {
  const { query } = here
  return query['interaction'] !== undefined ? beginRequest(here, query['interaction']) : beginLink(here)
}

async function beginRequest(here: Here, id: string): Promise<Result | Begun> {
  const { world, ctx, headers, flow, t } = here
  // Opened again, or gone back to: it goes on where it was.
  if (flow.goal.kind === 'request' && flow.goal.id === id) return { begun: true }
  const asked = isAskedHere(headers, id) ? await findAsked(world, ctx.tenant, id) : undefined
  if (!asked) return faultPage(here, t.fault.lost_title, t.fault.lost, 400)
  here.flow = newFlow(
    ctx,
    asked.clientId,
    { kind: 'request', id, uri: asked.redirectUri },
    {
      ...(asked.languages && { languages: asked.languages.slice(0, 100) }),
      ...(asked.hint && { hint: asked.hint.slice(0, 100) }),
    },
  )
  return asked.what === 'consent' ? go(here, '/login/consent') : { begun: true }
}

/** `redirect_uri` is compared exactly with those of the application: nobody is sent anywhere else (RFC 9700 section 4.11). */
async function beginLink(here: Here): Promise<Result | Begun> {
  const { world, query, t, browser, headers } = here
  const said = (name: string) => (typeof query[name] === 'string' ? query[name].slice(0, 512) : '')
  const { tenant, address, requestId, device } = here.ctx
  const ctx = await findClientCtx(world, tenant.id, said('client_id'), { headers, address, requestId, fingerprint: device.fingerprint })
  if (!ctx) return faultPage(here, t.fault.title, t.fault.client, 400)
  const uri = typeof query['redirect_uri'] === 'string' ? query['redirect_uri'] : ''
  const toAccount = query['account'] !== undefined && !uri
  if (!toAccount && !ctx.app.settings.redirect_uris.includes(uri)) return faultPage(here, t.fault.title, t.fault.redirect, 400)
  const goal: Goal = toAccount
    ? { kind: 'account' }
    : { kind: 'link', uri, state: said('state'), fingerprint: said('device_fingerprint') || FINGERPRINT }
  here.flow = newFlow(ctx, ctx.app.clientId, goal)
  here.ctx = { ...ctx, language: here.language, journey: { id: here.flow.id } }
  // Signed in already, and this application asks for no more than that session has shown.
  const isIn = browser && nextStep(ctx, browser.user, { methods: readMethods(browser.session.methods), warned: true }).status === 'SUCCESS'
  return !toAccount && isIn ? finish(here, browser) : { begun: true }
}
