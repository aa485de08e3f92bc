import { maskEmail } from '../../email.ts'
import { fail } from '../../errors.ts'
import { fillIn } from '../../languages/index.ts'
import { maskMobile } from '../../phone.ts'
import { openState } from '../../session/index.ts'
import { nameOfSource } from '../../social/index.ts'
import { ask } from '../ask.ts'
import { actCode, type CodeTask, showCode } from '../codes.ts'
import { finishAgain, settle } from '../finish.ts'
import { button, faultAbove, field, form, link } from '../forms.ts'
import { html } from '../html.ts'
import type { Fault, Here, Result, Shown } from '../here.ts'
import { maskName } from '../masks.ts'

export const needs = 'flow'

const PAGE = '/login/bind'

type Unknown = {
  token: string
  source: string
  /** What the provider calls them; masked. */
  name: string
  /** What may be done: the source's policy, or what they chose. */
  may: 'bind' | 'bind_or_register' | 'register' | 'choose'
  byMail: boolean
}

/** The social account that waits, as its state token has it. */
async function find({ ctx, flow, t }: Here): Promise<Unknown> {
  const { pending } = flow
  if (!pending || !['SOCIAL_BIND', 'USER_REGISTER'].includes(pending.status)) return fail('stateTokenInvalid')
  const { payload } = await openState(ctx, ['SOCIAL_BIND', 'USER_REGISTER', 'SOCIAL_CHOICE'], pending.token)
  const { choices, socialBindOrRegisterFlow: proofs } = pending.data as { choices?: string[]; socialBindOrRegisterFlow?: string[] }
  const policy = pending.status === 'USER_REGISTER' ? 'bind_or_register' : choices ? (pending.choice ?? 'choose') : 'bind'
  return {
    token: pending.token,
    source: await nameOfSource(ctx, payload.sourceId),
    name: payload.nickname ? maskName(payload.nickname) : t.bind.unnamed,
    may: policy,
    byMail: proofs?.includes('VERIFY_EMAIL') === true,
  }
}

function taskOf(here: Here, it: Unknown): CodeTask {
  const { t, ctx, app } = here
  const blanks = { app, source: it.source }
  const isNew = it.may !== 'bind'
  const asks = it.may === 'bind' ? t.bind.number : it.may === 'register' ? t.bind.number_new : t.bind.number_or_new
  return {
    page: PAGE,
    types: isNew ? { mobile: 'REGISTER_SMS', email: 'REGISTER_EMS' } : { mobile: 'BIND_MOBILE_SMS', email: 'BIND_EMAIL_EMS' },
    channels: it.byMail ? ['mobile', 'email'] : ['mobile'],
    stateToken: it.token,
    title: t.bind.title,
    lead: html`${fillIn(t.bind.lead, blanks)}</p><p>${fillIn(asks, blanks)}`,
    // Both, before they are one: whose number it is nobody is told who has not the code.
    beside: ({ channel, target }) =>
      html`<section class="joining" aria-label="${t.bind.joining}">
        <h2>${t.bind.joining}</h2>
        <dl>
          <dt>${fillIn(t.bind.theirs, blanks)}</dt>
          <dd>${it.name}</dd>
          <dt>${fillIn(t.bind.ours, blanks)}</dt>
          <dd>${channel === 'mobile' ? maskMobile(target) : maskEmail(target)}</dd>
        </dl>
        <p class="hint">${t.bind.once}</p>
      </section>`,
    submit: it.may === 'bind' ? t.bind.join : t.bind.join_or_new,
    below: html`${it.may === 'register' ? '' : html`<p>${link(here, `${PAGE}?by=password`, t.bind.by_password)}</p>`}
      <p>${link(here, '/login', t.bind.not_me)}</p>`,
    async done({ channel, target }, verify_code) {
      const call = isNew ? 'POST social/register-bind' : 'POST social/bind'
      return settle(here, await ask(ctx, call, { [channel]: target, verify_code }, { stateToken: it.token }))
    },
  }
}

export async function get(here: Here, fault?: Fault): Promise<Result> {
  const again = await finishAgain(here)
  if (again) return again
  const it = await find(here)
  if (it.may === 'choose') return showChoice(here, it, fault)
  const byPassword = here.query['by'] === 'password' || here.form['step'] === 'password'
  return byPassword && it.may !== 'register' ? showPassword(here, it, fault) : showCode(here, taskOf(here, it), fault)
}

function showChoice(here: Here, it: Unknown, fault: Fault | undefined): Shown {
  const { t, app } = here
  const choice = (may: string, text: string, kind: 'main' | 'plain') =>
    form(here, PAGE, html`<input type="hidden" name="choice" value="${may}" />${button(text, kind)}`, 'choose')
  return {
    title: t.bind.title,
    body: html`<p class="lead">${fillIn(t.bind.lead, { app, source: it.source })}</p>
      ${faultAbove(fault)}
      <h2>${fillIn(t.bind.choose, { app })}</h2>
      <div class="ways">${choice('bind', t.bind.choose_bind, 'main')}${choice('register', t.bind.choose_register, 'plain')}</div>
      <p>${link(here, '/login', t.bind.not_me)}</p>`,
  }
}

function showPassword(here: Here, it: Unknown, fault: Fault | undefined): Shown {
  const { t, app } = here
  const fields = html`${field(here, fault, {
      name: 'account',
      label: t.password.account,
      autocomplete: 'username',
      first: true,
    })}${field(here, fault, {
      name: 'password',
      label: t.password.password,
      type: 'password',
      autocomplete: 'current-password',
    })}
    <p class="hint">${t.bind.once}</p>
    ${button(t.bind.join)}`
  return {
    title: t.bind.title,
    body: html`<p class="lead">${fillIn(t.bind.lead, { app, source: it.source })}</p>
      <p>${fillIn(t.bind.theirs, { source: it.source })}: <b>${it.name}</b></p>
      ${faultAbove(fault, 'account', 'password')} ${form(here, PAGE, fields, 'password')}
      <p>${link(here, PAGE, t.bind.by_code)}</p>`,
  }
}

export async function post(here: Here): Promise<Result> {
  const { ctx, flow, form } = here
  const again = await finishAgain(here)
  if (again) return again
  const it = await find(here)
  if (form['step'] === 'choose' && flow.pending) {
    flow.pending.choice = form['choice'] === 'register' ? 'register' : 'bind'
    return { location: `${here.base}${PAGE}` }
  }
  if (it.may === 'choose') return get(here)
  if (form['step'] !== 'password') return actCode(here, taskOf(here, it))
  const said = { user_name: form['account'], password: form['password'] }
  return settle(here, await ask(ctx, 'POST social/username-password-bind', said, { stateToken: it.token }))
}
