/** From a request to a page and back: whose, in which language, in which flow; and every page's headers. */
import { fillIn, type Language, chooseLanguage, readLanguage, languages } from '../languages/index.ts'
import { pageTexts } from '../languages/pages.ts'
import { type Ctx, ground, type Ground } from '../context.ts'
import { Failure } from '../errors.ts'
import { type Answer, type Bare, header } from '../http.ts'
import { readCookie } from '../cookies.ts'
import { findBrowser, findClientCtx, tenantOf, writeCookie } from '../oauth/index.ts'
import type { Tenant } from '../schema/documents.ts'
import { equal, randomToken } from '../secrets.ts'
import { addressOf, DEFAULT_TENANT } from '../tenants/index.ts'
import { faultOf } from './faults.ts'
import { type Flow, newFlow, readFlows, tokenOf, writeFlows } from './flow.ts'
import { type Begun, go, type Here, type PageModule, type Result } from './here.ts'
import { faultPage, writePage } from './layout.ts'

/** Cookies of a browser that has nothing to do with any sign-in: 400 days, the longest there is. In milliseconds. */
const LONG = 400 * 86_400_000
const DEVICE = 'bowline_device'
const LANGUAGE = 'bowline_language'

export async function serve(handed: Bare, method: 'GET' | 'POST', module: PageModule): Promise<Answer> {
  const { world, params, host } = handed
  const tenant = await tenantOf(world, params, host)
  if (!tenant) throw new Failure('pathUnknown', {})
  let here = await enter(handed, tenant, module.needs)
  const before = JSON.stringify(here.flows[0]?.flow)
  let result = await tell(here, method, module)
  if ('begun' in result) {
    here = await enter({ ...handed, query: {} }, tenant, module.needs, here)
    result = await tell(here, method, module)
  }
  // A flow of nobody in particular is not kept.
  if (here.flow.clientId && JSON.stringify(here.flow) !== before) here.cookies.push(writeFlows(here.ctx, tenant, here.flow, here.flows))
  return writePage(here, 'begun' in result ? go(here, '/login') : result)
}

const tell = (here: Here, method: 'GET' | 'POST', module: PageModule): Promise<Result | Begun> =>
  run(here, method, module).catch((reason: unknown) => {
    const { requestId } = here.ctx
    if (reason instanceof Failure) return faultPage(here, here.t.fault.title, faultOf(here, reason).text, 400)
    here.world.log.error({ requestId, err: reason }, 'a page failed')
    return faultPage(here, here.t.fault.title, fillIn(here.t.fault.system, { requestId }), 500)
  })

async function run(here: Here, method: 'GET' | 'POST', module: PageModule): Promise<Result | Begun> {
  const { t } = here
  if (module.needs === 'flow' && !here.flow.clientId) return faultPage(here, t.fault.lost_title, t.fault.lost, 400)
  if (module.needs === 'session' && !here.browser) return leadIn(here)
  if (method === 'POST' && module.needs !== 'nothing' && !isOwnForm(here))
    return faultPage(here, t.fault.csrf_title, t.fault.csrf, 403, true)
  try {
    return await (method === 'GET' ? module.get!(here) : module.post!(here))
  } catch (reason) {
    if (!(reason instanceof Failure)) throw reason
    return refused(here, method, module, reason)
  }
}

/** A form that was refused is shown again with what was typed; what cannot go on is said so, with a way out. */
async function refused(here: Here, method: 'GET' | 'POST', module: PageModule, failure: Failure): Promise<Result | Begun> {
  const { t, flow } = here
  const fault = faultOf(here, failure)
  if (failure.error === 'freshLoginNeeded') return faultPage(here, t.account.fresh_title, t.account.fresh, 400, 'fresh')
  if (failure.error === 'stateTokenInvalid' && module.needs !== 'session') {
    for (const step of ['pending', 'code', 'passkey', 'social'] as const) delete flow[step]
    return faultPage(here, t.fault.lost_title, fault.text, 400, true)
  }
  if (method === 'GET' || !module.get) return faultPage(here, t.fault.title, fault.text, 400, true)
  const shown = await module.get(here, fault)
  return 'title' in shown ? { status: 400, ...shown } : shown
}

/** Somebody who wants to see their account and is not signed in: an application is needed to sign in to. */
function leadIn(here: Here): Result {
  const clientId = here.query['client_id'] || here.flow.clientId
  if (!clientId) return faultPage(here, here.t.fault.lost_title, here.t.fault.lost, 400)
  return go(here, `/login?client_id=${encodeURIComponent(clientId)}&account=1`)
}

/** The token of the form, and besides where the browser says the form came from (W3C Fetch Metadata, section 2.4). */
function isOwnForm({ form, headers, csrf }: Here): boolean {
  const site = header(headers, 'sec-fetch-site')
  return (!site || site === 'same-origin' || site === 'none') && equal(form['csrf'] ?? '', csrf)
}

/**
 * Which of the flows this is of: a form says so itself, an answer of a provider by the state it was told, an authorization request by
 * its id. Else it is the last one.
 */
function flowOf(ctx: Ground, flows: Flow[], { form, query }: Bare): Flow | undefined {
  const { csrf } = form
  const { state, interaction } = query
  return (
    flows.find((it) => csrf !== undefined && equal(csrf, tokenOf(ctx, it))) ??
    flows.find((it) => state !== undefined && it.social?.state === state) ??
    flows.find((it) => interaction !== undefined && it.goal.kind === 'request' && it.goal.id === interaction) ??
    flows[0]
  )
}

/** `begun`: what was just now, instead of what the browser says. */
async function enter(handed: Bare, tenant: Tenant, needs: PageModule['needs'], begun?: Here): Promise<Here> {
  const { world, headers, query, form, params } = handed
  const ctx = ground(world)
  const cookies: string[] = begun?.cookies ?? []
  const fingerprint = begun?.ctx.device.fingerprint ?? (readCookie(headers, DEVICE) || randomToken(32))
  if (!begun && !readCookie(headers, DEVICE)) cookies.push(writeCookie(ctx, tenant, DEVICE, fingerprint, LONG))
  const browser = await findBrowser(ctx, tenant, headers)
  const flows = readFlows(ctx, tenant, headers)
  const mine = flows.map((it) => it.flow)
  const kept =
    begun?.flow ??
    (needs === 'session' && browser ? mine.find((it) => it.clientId === browser.session.clientId) : flowOf(ctx, mine, handed))
  const clientId = (needs === 'session' ? browser?.session.clientId : undefined) ?? kept?.clientId ?? ''
  const asking = { headers, address: handed.address, requestId: handed.requestId, fingerprint }
  const app = clientId ? await findClientCtx(world, tenant.id, clientId, asking) : undefined
  // An application that was switched off meanwhile ends its flows.
  const flow = app && kept?.clientId === clientId ? kept : newFlow(ctx, app ? clientId : '', { kind: 'account' })
  const language = languageOf(ctx, tenant, handed, flow, cookies)
  const journey = { id: flow === kept ? flow.id : handed.requestId }
  const within = { ...(app ?? bareCtx(ctx, tenant, handed, fingerprint)), language, journey }
  const { pathname } = new URL(addressOf(ctx, tenant))
  return {
    world,
    ctx: within,
    flow,
    flows,
    browser,
    language,
    t: pageTexts[language],
    app: app ? app.app.settings.hosted.name || app.app.name : tenant.name === DEFAULT_TENANT ? '' : tenant.name,
    form,
    query,
    params,
    headers,
    base: pathname === '/' ? '' : pathname,
    csrf: needs === 'session' ? ctx.secrets.mac('form', browser?.session.tokenHash ?? '') : tokenOf(ctx, flow),
    cookies,
  }
}

/** Pages for anybody have no application: what they show needs none of it. */
const bareCtx = (ctx: Ground, tenant: Tenant, { address, requestId }: Bare, fingerprint: string) =>
  ({ ...ctx, tenant, address, requestId, device: { system: 'browser', fingerprint, agent: 'browser' } }) as unknown as Ctx

/** What they chose here, what the application wishes, what their browser says, what the tenant speaks. */
function languageOf(ctx: Ground, tenant: Tenant, { query, headers }: Bare, flow: Flow, cookies: string[]): Language {
  const chosen = query['language']
  if (chosen !== undefined && Object.hasOwn(languages, chosen)) {
    cookies.push(writeCookie(ctx, tenant, LANGUAGE, chosen, LONG))
    return chosen as Language
  }
  const wishes = (flow.languages ?? '').split(' ').map(readLanguage)
  return (
    readLanguage(readCookie(headers, LANGUAGE)) ??
    wishes.find((it) => it !== undefined) ??
    chooseLanguage(header(headers, 'accept-language')) ??
    readLanguage(tenant.settings.language) ??
    'en'
  )
}
