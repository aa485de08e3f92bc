/** The own number or address, changed by a code that is sent to the new one. */
import { ask } from './ask.ts'
import { actCode, type CodeTask, showCode } from './codes.ts'
import type { Channel } from './flow.ts'
import { link } from './forms.ts'
import { html } from './html.ts'
import { type Fault, go, type Here, type PageModule } from './here.ts'

export function contactPage(channel: Channel): Required<PageModule> {
  const taskOf = (here: Here): CodeTask => {
    const { t, ctx, flow, browser } = here
    return {
      page: `/account/${channel}`,
      types: { mobile: 'UPDATE_MOBILE_SMS', email: 'UPDATE_EMAIL_EMS' },
      channels: [channel],
      title: t.account[channel],
      lead: '',
      below: html`<p>${link(here, '/account', t.common.back)}</p>`,
      async done({ target }, verify_code) {
        await ask(ctx, `POST profile/update-${channel}`, { [channel]: target, verify_code }, { session: browser!.session })
        delete flow.code
        flow.told = 'saved'
        return go(here, '/account')
      },
    }
  }
  return {
    needs: 'session',
    get: async (here, fault?: Fault) => showCode(here, taskOf(here), fault),
    post: async (here) => actCode(here, taskOf(here)),
  }
}
