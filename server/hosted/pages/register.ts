import { fail } from '../../errors.ts'
import { fillIn } from '../../languages/index.ts'
import { servesMail } from '../../mail/index.ts'
import { mayRegister } from '../../users/index.ts'
import { ask } from '../ask.ts'
import { actCode, type CodeTask, showCode } from '../codes.ts'
import { finishAgain, settle } from '../finish.ts'
import { field, link } from '../forms.ts'
import { html } from '../html.ts'
import type { Fault, Here, Result } from '../here.ts'
import { faultPage } from '../layout.ts'
import { passwordHint } from '../passwords.ts'

export const needs = 'flow'

async function taskOf(here: Here): Promise<CodeTask> {
  const { t, ctx, app, form } = here
  return {
    page: '/login/register',
    types: { mobile: 'REGISTER_SMS', email: 'REGISTER_EMS' },
    channels: (await servesMail(ctx)) ? ['mobile', 'email'] : ['mobile'],
    title: t.register.title,
    lead: fillIn(t.register.lead, { app }),
    extra: (fault) =>
      html`${field(here, fault, {
        name: 'name',
        label: t.register.name,
        autocomplete: 'name',
        optional: t.register.optional,
        maxlength: 64,
      })}${field(here, fault, {
        name: 'password',
        label: t.password.password,
        type: 'password',
        hint: html`${passwordHint(here)} ${t.register.password_hint}`,
        autocomplete: 'new-password',
        optional: t.register.optional,
      })}`,
    submit: t.register.submit,
    below: html`<p class="aside">${t.register.have} ${link(here, '/login', t.login.title)}</p>`,
    async done({ channel, target }, verify_code) {
      const call = channel === 'mobile' ? 'POST register/mobile-verify-code' : 'POST register/email-verify-code'
      return settle(here, await ask(ctx, call, { [channel]: target, verify_code, name: form['name']?.trim(), pwd: form['password'] }))
    },
  }
}

export async function get(here: Here, fault?: Fault): Promise<Result> {
  const { t, app } = here
  const again = await finishAgain(here)
  if (again) return again
  if (!mayRegister(here.ctx)) return faultPage(here, t.register.title, fillIn(t.register.closed, { app }), 400)
  return showCode(here, await taskOf(here), fault)
}

export async function post(here: Here): Promise<Result> {
  const again = await finishAgain(here)
  if (again) return again
  if (!mayRegister(here.ctx)) fail('registrationClosed')
  return actCode(here, await taskOf(here))
}
