import { ask } from '../ask.ts'
import { finishAgain, settle } from '../finish.ts'
import { button, faultAbove, field, form, link, said } from '../forms.ts'
import { html } from '../html.ts'
import type { Fault, Here, Result } from '../here.ts'

export const needs = 'flow'

export async function get(here: Here, fault?: Fault): Promise<Result> {
  const { t, flow } = here
  const again = await finishAgain(here)
  if (again) return again
  const { told } = flow
  delete flow.told
  const fields = html`${field(here, fault, {
    name: 'account',
    label: t.password.account,
    autocomplete: 'username',
    first: true,
    ...(flow.hint && { value: flow.hint }),
  })}${field(here, fault, {
    name: 'password',
    label: t.password.password,
    type: 'password',
    autocomplete: 'current-password',
  })}${button(t.password.submit)}`
  return {
    title: t.password.title,
    body: html`${told === 'changed' && said(t.password.changed)} ${faultAbove(fault, 'account', 'password')}
      ${form(here, '/login/password', fields)}
      <p>${link(here, '/login/forgot', t.password.forgot)}</p>
      <p>${link(here, '/login', t.common.other_way)}</p>`,
  }
}

export async function post(here: Here): Promise<Result> {
  const { ctx, form } = here
  const again = await finishAgain(here)
  if (again) return again
  return settle(here, await ask(ctx, 'POST login/auth', { user_name: form['account'], password: form['password'] }))
}
