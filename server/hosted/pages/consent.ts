import { fillIn } from '../../languages/index.ts'
import { agree, answerAsked, findAsked } from '../../oauth/index.ts'
import { record } from '../../audit/index.ts'
import { transact } from '../../context.ts'
import { button, faultAbove, form } from '../forms.ts'
import { html } from '../html.ts'
import { type Fault, go, type Here, type Result } from '../here.ts'
import { faultPage } from '../layout.ts'

export const needs = 'flow'

/** The request, if it is one that waits for this. */
async function find({ world, ctx, flow }: Here) {
  const { goal } = flow
  const asked = goal.kind === 'request' ? await findAsked(world, ctx.tenant, goal.id) : undefined
  return asked?.what === 'consent' ? asked : undefined
}

export async function get(here: Here, fault?: Fault): Promise<Result> {
  const { t, app, browser } = here
  const asked = await find(here)
  if (!asked) return faultPage(here, t.fault.lost_title, t.fault.lost, 400)
  if (!browser) return go(here, '/login')
  const choose = (answer: 'allow' | 'deny', kind: 'main' | 'plain') =>
    form(here, '/login/consent', html`<input type="hidden" name="answer" value="${answer}" />${button(t.consent[answer], kind)}`)
  return {
    title: fillIn(t.consent.title, { app }),
    body: html`${faultAbove(fault)}
      <p>${fillIn(t.consent.lead, { app })}</p>
      <ul>
        <li>${t.consent.openid}</li>
        ${asked.scopes.includes('offline_access') && html`<li>${t.consent.offline_access}</li>`}
      </ul>
      <p class="hint">${fillIn(t.consent.as, { name: browser.user.name })}</p>
      <div class="ways">${choose('allow', 'main')}${choose('deny', 'plain')}</div>`,
  }
}

export async function post(here: Here): Promise<Result> {
  const { world, ctx, form, browser, t } = here
  const asked = await find(here)
  if (!asked || !browser) return faultPage(here, t.fault.lost_title, t.fault.lost, 400)
  const allowed = form['answer'] === 'allow'
  await transact(ctx, async (ctx) => {
    if (allowed) await agree(ctx, ctx.tenant.id, browser.user.id, asked.clientId, asked.scopes)
    await record(ctx, { event: 'consent', outcome: allowed ? 'SUCCESS' : 'refused', userId: browser.user.id })
  })
  const answer = allowed ? { consent: {} } : { error: 'access_denied' as const, error_description: 'the person did not agree' }
  const location = await answerAsked(world, ctx.tenant, asked.id, answer)
  return location ? { location } : faultPage(here, t.fault.lost_title, t.fault.lost, 400)
}
