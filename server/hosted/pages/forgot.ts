import { servesMail } from '../../mail/index.ts'
import { ask } from '../ask.ts'
import { actCode, type CodeTask, showCode } from '../codes.ts'
import { link } from '../forms.ts'
import { html } from '../html.ts'
import { type Fault, go, type Here } from '../here.ts'
import { newPassword } from '../passwords.ts'

export const needs = 'flow'

async function taskOf(here: Here): Promise<CodeTask> {
  const { t, ctx, flow, form } = here
  return {
    page: '/login/forgot',
    types: { mobile: 'FORGET_PWD_SMS', email: 'FORGET_PWD_EMS' },
    channels: (await servesMail(ctx)) ? ['mobile', 'email'] : ['mobile'],
    title: t.forgot.title,
    lead: t.forgot.lead,
    extra: (fault) => newPassword(here, fault),
    submit: t.forgot.submit,
    below: html`<p>${link(here, '/login/password', t.common.back)}</p>`,
    // No sign-in by itself: whoever set it signs in with it, and with whatever else the account asks for.
    async done({ channel, target }, verify_code) {
      const call = channel === 'mobile' ? 'POST pwd/update-by-mobile' : 'POST pwd/update-by-email'
      await ask(ctx, call, { [channel]: target, verify_code, password: form['password'] })
      delete flow.code
      flow.told = 'changed'
      return go(here, '/login/password')
    },
  }
}

export const get = async (here: Here, fault?: Fault) => showCode(here, await taskOf(here), fault)
export const post = async (here: Here) => actCode(here, await taskOf(here))
