import { servesMail } from '../../mail/index.ts'
import { ask } from '../ask.ts'
import { actCode, type CodeTask, showCode } from '../codes.ts'
import { finishAgain, settle } from '../finish.ts'
import { link } from '../forms.ts'
import { html } from '../html.ts'
import type { Fault, Here } from '../here.ts'
import { fillIn } from '../../languages/index.ts'

export const needs = 'flow'

async function taskOf(here: Here): Promise<CodeTask> {
  const { t, ctx, app } = here
  return {
    page: '/login/code',
    types: { mobile: 'LOGIN_SMS', email: 'LOGIN_EMS' },
    channels: (await servesMail(ctx)) ? ['mobile', 'email'] : ['mobile'],
    title: t.login.title,
    lead: fillIn(t.login.lead, { app }),
    below: html`<p>${link(here, '/login', t.common.other_way)}</p>`,
    async done({ channel, target }, verify_code) {
      const call = channel === 'mobile' ? 'POST login/mobile-verify-code' : 'POST login/email-verify-code'
      return settle(here, await ask(ctx, call, { [channel]: target, verify_code }))
    },
  }
}

export const get = async (here: Here, fault?: Fault) => (await finishAgain(here)) ?? showCode(here, await taskOf(here), fault)
export const post = async (here: Here) => (await finishAgain(here)) ?? actCode(here, await taskOf(here))
