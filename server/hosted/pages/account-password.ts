import { ask } from '../ask.ts'
import { button, faultAbove, form, link } from '../forms.ts'
import { html } from '../html.ts'
import { type Fault, go, type Here, type Result } from '../here.ts'
import { newPassword, oldPassword } from '../passwords.ts'

export const needs = 'session'

export async function get(here: Here, fault?: Fault): Promise<Result> {
  const { t, browser } = here
  const has = browser!.user.passwordSetAt !== null
  const fields = html`${has && oldPassword(here, fault)}${newPassword(here, fault, !has)}${button(t.forgot.submit)}`
  return {
    title: t.account.password,
    body: html`${faultAbove(fault, 'old_password', 'password')}${form(here, '/account/password', fields)}
      <p>${link(here, '/account', t.common.back)}</p>`,
  }
}

/** Other sessions end with the change; this one stays. */
export async function post(here: Here): Promise<Result> {
  const { ctx, form, flow, browser } = here
  const said = { old_password: form['old_password'], new_password: form['password'] }
  await ask(ctx, 'POST pwd/change', said, { session: browser!.session })
  flow.told = 'saved'
  return go(here, '/account')
}
