import { record } from '../../audit/index.ts'
import { transact } from '../../context.ts'
import { fillIn } from '../../languages/index.ts'
import { writeMobile } from '../../phone.ts'
import { dropSession } from '../../oauth/index.ts'
import { endSession } from '../../session/index.ts'
import { listAccountRows, listOffered, nameOfSource } from '../../social/index.ts'
import { ask } from '../ask.ts'
import { dropFlow } from '../flow.ts'
import { button, faultAbove, form, link, said } from '../forms.ts'
import { type Html, html, type Piece } from '../html.ts'
import { type Fault, go, type Here, type Result } from '../here.ts'

export const needs = 'session'

type Factor = { id: string; kind: string; name: string; created_at: number }
type Open = { id: string; current: boolean; app: string; address: string; created_at: number; device: { agent: string } }

export async function get(here: Here, fault?: Fault): Promise<Result> {
  const { t, ctx, flow, browser } = here
  const { user, session } = browser!
  const { told } = flow
  delete flow.told
  const { factors } = (await ask(ctx, 'GET mfa/factors', {}, { session })) as { factors: Factor[] }
  const { sessions } = (await ask(ctx, 'GET sessions', {}, { session })) as { sessions: Open[] }
  const bound = await listAccountRows(ctx, { tenantId: ctx.tenant.id, userId: user.id })
  const unproven = (at: number | null) => at === null && html` <span class="hint">(${t.account.unproven})</span>`
  const isOpen = (kind: 'totp' | 'passkey') => ctx.tenant.settings.mfa.methods.includes(kind)
  return {
    title: t.account.title,
    wide: true,
    body: html`<p class="lead">${fillIn(t.account.lead, { name: user.name })}</p>
      ${told === 'saved' && said(t.account.saved)}${faultAbove(fault)}
      <section>
        <dl class="rows">
          ${row(t.account.mobile, user.mobile ? html`${writeMobile(user.mobile)}${unproven(user.mobileProvenAt)}` : t.account.none, link(here, '/account/mobile', user.mobile ? t.account.change : t.account.add))}
          ${row(t.account.email, user.email ? html`${user.email}${unproven(user.emailProvenAt)}` : t.account.none, link(here, '/account/email', user.email ? t.account.change : t.account.add))}
          ${row(t.account.password, user.passwordSetAt === null ? t.account.none : t.account.password_set, link(here, '/account/password', user.passwordSetAt === null ? t.account.set : t.account.change))}
        </dl>
      </section>
      <section>
        <h2>${t.account.factors}</h2>
        ${factors.length ? html`<dl class="rows">${factors.map((it) => row(it.name, fillIn(t.account.added, { time: time(here, it.created_at) }), act(here, 'factor', it.id, t.account.remove, it.name)))}</dl>` : html`<p class="hint">${t.account.factors_none}</p>`}
        <p class="row">
          ${isOpen('totp') && link(here, '/account/totp', t.account.totp_add)}
          ${isOpen('passkey') && link(here, '/account/passkey', t.account.passkey_add, 'link scripted')}
        </p>
      </section>
      <section>
        <h2>${t.account.accounts}</h2>
        ${await accountsOf(here, bound)}
      </section>
      <section>
        <h2>${t.account.sessions}</h2>
        <dl class="rows">
          ${sessions.map((it) => row(it.app || '–', html`${it.current && html`<b>${t.account.session_this}</b>, `}${it.address}, ${fillIn(t.account.since, { time: time(here, it.created_at) })}`, it.current ? '' : act(here, 'session', it.id, t.account.session_end, it.app)))}
        </dl>
        ${sessions.length > 1 && act(here, 'others', '', t.account.sessions_end)}
      </section>
      ${act(here, 'out', '', t.account.sign_out)}`,
  }
}

const row = (name: string, value: Piece, deed: Piece): Html =>
  html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
    <dd class="deed">${deed}</dd>
  </div>`

/** A button of one thing: `of` says to a reader which. */
const act = (here: Here, step: string, id: string, text: string, of = ''): Html =>
  form(
    here,
    '/account',
    html`<input type="hidden" name="id" value="${id}" />${button(text, 'plain', of ? html` aria-label="${text}: ${of}"` : '')}`,
    step,
  )

const time = ({ language }: Here, seconds: number): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(seconds * 1000) + ' UTC'

async function accountsOf(here: Here, bound: { id: string; sourceId: string; nickname: string | null }[]): Promise<Html> {
  const { t, ctx } = here
  const offered = (await listOffered(ctx)).filter(({ connector }) => connector.authorizeUrl || connector.developmentOnly)
  const rows = await Promise.all(
    bound.map(async (it) => {
      const name = await nameOfSource(ctx, it.sourceId)
      return row(name, it.nickname ?? '', act(here, 'unbind', it.id, t.account.remove, name))
    }),
  )
  return html`${rows.length ? html`<dl class="rows">${rows}</dl>` : html`<p class="hint">${t.account.accounts_none}</p>`}
    <p class="row">
      ${offered.map(({ source }) => html`${link(here, `/account/connect/${encodeURIComponent(source.id)}`, fillIn(t.account.account_add, { source: source.name }))} `)}
    </p>`
}

export async function post(here: Here): Promise<Result> {
  const { ctx, form, flow, browser, cookies } = here
  const { session, user } = browser!
  const { step, id } = form
  if (step === 'out') {
    await transact(ctx, async (ctx) => {
      await endSession(ctx, { tenantId: ctx.tenant.id, id: session.id, now: ctx.now() })
      await record(ctx, { event: 'logout', outcome: 'SUCCESS', userId: user.id })
    })
    cookies.push(dropSession(ctx, ctx.tenant), dropFlow(ctx, ctx.tenant))
    return go(here, '/login/goodbye')
  }
  if (step === 'factor') await ask(ctx, 'POST mfa/factors/remove', { id }, { session })
  if (step === 'unbind') await ask(ctx, 'POST social/unbind-account', { id }, { session })
  if (step === 'session') await ask(ctx, 'POST sessions/end', { id }, { session })
  if (step === 'others') await ask(ctx, 'POST sessions/end-others', {}, { session })
  flow.told = 'saved'
  return go(here, '/account')
}
