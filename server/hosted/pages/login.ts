import { fillIn } from '../../languages/index.ts'
import { servesMail } from '../../mail/index.ts'
import type { HostedWay } from '../../schema/hosted-settings.ts'
import { listOffered } from '../../social/index.ts'
import { mayRegister } from '../../users/index.ts'
import { begin } from '../begin.ts'
import { targetField } from '../codes.ts'
import { finishAgain } from '../finish.ts'
import { button, field, form, link, said } from '../forms.ts'
import { type Html, html } from '../html.ts'
import type { Begun, Here, Result } from '../here.ts'
import { faultPage } from '../layout.ts'
import { sourceMark } from '../source-mark.ts'

export const needs = 'nothing'

/** With a request or an application in the query it begins; without, it goes on with what began. */
export async function get(here: Here): Promise<Result | Begun> {
  const { t, flow, app, query } = here
  if (query['interaction'] !== undefined || query['client_id'] !== undefined) return begin(here)
  if (!flow.clientId) return faultPage(here, t.fault.lost_title, t.fault.lost, 400)
  const again = await finishAgain(here)
  if (again) return again
  const { told } = flow
  delete flow.told
  delete flow.code
  const ways = await waysOf(here)
  const first = ways.find((it) => it !== 'sources' && it !== 'passkey')
  const parts = await Promise.all(ways.map((it) => part(here, it, it === first)))
  return {
    title: t.login.title,
    body: html`<p class="lead">${fillIn(t.login.lead, { app })}</p>
      ${told === 'denied' && html`<p class="fault above" role="alert">${fillIn(t.login.denied, { app })}</p>`}
      ${told === 'changed' && said(t.password.changed)} ${parts}
      ${mayRegister(here.ctx) && html`<p class="aside">${t.login.no_account} ${link(here, '/login/register', t.login.register)}</p>`}`,
  }
}

/** The order is the application's; what nobody serves is left out. */
async function waysOf({ ctx }: Here): Promise<HostedWay[]> {
  const { ways } = ctx.app.settings.hosted
  const byMail = await servesMail(ctx)
  const sources = await listOffered(ctx)
  const served: Record<HostedWay, boolean> = {
    sources: sources.length > 0,
    sms: true,
    email: byMail,
    password: true,
    passkey: ctx.tenant.settings.mfa.methods.includes('passkey'),
  }
  return ways.filter((it) => served[it])
}

/** The first way that has a form shows it at once; the others are a step away. */
async function part(here: Here, way: HostedWay, open: boolean): Promise<Html> {
  const { t } = here
  if (way === 'sources') {
    const offered = (await listOffered(here.ctx)).filter(({ connector }) => connector.authorizeUrl || connector.developmentOnly)
    const buttons = offered.map(({ source }) => {
      const text = html`${sourceMark(source)}<span>${fillIn(t.login.by_source, { source: source.name })}</span>`
      return link(here, `/login/social/${encodeURIComponent(source.id)}`, text, 'button plain marked')
    })
    return html`<div class="ways">${buttons}</div>`
  }
  if (!open)
    return html`<div class="${way === 'passkey' ? 'ways scripted' : 'ways'}">
      ${link(here, PATHS[way], t.login[`by_${way}`], 'button plain')}
    </div>`
  if (way === 'password') return form(here, '/login/password', passwordFields(here))
  const channel = way === 'sms' ? 'mobile' : 'email'
  const fields = html`<input
      type="hidden"
      name="channel"
      value="${channel}"
    />${targetField(here, channel, undefined, false)}${button(t.code.send)}`
  return form(here, '/login/code', fields, 'target')
}

const PATHS: Record<Exclude<HostedWay, 'sources'>, string> = {
  sms: '/login/code?by=mobile',
  email: '/login/code?by=email',
  password: '/login/password',
  passkey: '/login/passkey',
}

const passwordFields = (here: Here) =>
  html`${field(here, undefined, {
    name: 'account',
    label: here.t.password.account,
    autocomplete: 'username',
  })}${field(here, undefined, {
    name: 'password',
    label: here.t.password.password,
    type: 'password',
    autocomplete: 'current-password',
  })}${button(here.t.password.submit)}`
