import { fail } from '../../errors.ts'
import { maskMobile, readMobile } from '../../phone.ts'
import { ask } from '../ask.ts'
import { actCode, type CodeTask, showCode } from '../codes.ts'
import { finishAgain, settle } from '../finish.ts'
import { button, faultAbove, form, link } from '../forms.ts'
import { html } from '../html.ts'
import { type Fault, go, type Here, type Result } from '../here.ts'
import { newPassword, oldPassword } from '../passwords.ts'

export const needs = 'flow'

const PAGE = '/login/password-expired'

function find({ flow }: Here) {
  const { pending } = flow
  return pending?.status === 'PASSWORD_WARN' || pending?.status === 'PASSWORD_EXPIRED' ? pending : fail('stateTokenInvalid')
}

/** By a code to the own number: for whoever came in some other way, and does not know the password that is too old. */
async function taskOf(here: Here, stateToken: string): Promise<CodeTask> {
  const { t, ctx, form } = here
  const { mobile: told } = await ask(ctx, 'GET mobile-by-token', {}, { stateToken })
  const mobile = readMobile(String(told), ctx.tenant.settings.preferred_country) ?? fail('mobileInvalid')
  return {
    page: PAGE,
    types: { mobile: 'CHANGE_PWD_SMS', email: 'CHANGE_PWD_EMS' },
    channels: ['mobile'],
    stateToken,
    fixed: { channel: 'mobile', target: mobile, shown: maskMobile(mobile) },
    title: t.expired.title,
    lead: t.expired.by_code_lead,
    below: html`<p>${link(here, PAGE, t.common.back)}</p>`,
    extra: (fault) => newPassword(here, fault),
    submit: t.expired.submit,
    done: async (_, verify_code) =>
      settle(
        here,
        await ask(ctx, 'POST after-login/pwd/update-by-mobile', { verify_code, new_password: form['password'] }, { stateToken }),
      ),
  }
}

export async function get(here: Here, fault?: Fault): Promise<Result> {
  const { t, flow, query } = here
  const again = await finishAgain(here)
  if (again) return again
  const pending = find(here)
  if (query['by'] === 'code' || flow.code?.page === PAGE) return showCode(here, await taskOf(here, pending.token), fault)
  const isWarning = pending.status === 'PASSWORD_WARN'
  return {
    title: t.expired.title,
    body: html`<p class="lead">${isWarning ? t.expired.warn : t.expired.expired}</p>
      ${faultAbove(fault, 'old_password', 'password')}
      ${form(here, PAGE, html`${oldPassword(here, fault)}${newPassword(here, fault)}${button(t.expired.submit)}`, 'change')}
      ${isWarning && form(here, PAGE, button(t.expired.later, 'plain'), 'later')}
      <p>${link(here, `${PAGE}?by=code`, t.expired.by_code)}</p>`,
  }
}

export async function post(here: Here): Promise<Result> {
  const { ctx, form } = here
  const again = await finishAgain(here)
  if (again) return again
  const { token: stateToken } = find(here)
  const { step } = form
  if (step === 'later') return settle(here, await ask(ctx, 'GET pwd/skip-update', {}, { stateToken }))
  if (step === 'change') {
    const said = { old_password: form['old_password'], new_password: form['password'] }
    return settle(here, await ask(ctx, 'POST pwd/update', said, { stateToken }))
  }
  if (step === undefined) return go(here, PAGE)
  return actCode(here, await taskOf(here, stateToken))
}
