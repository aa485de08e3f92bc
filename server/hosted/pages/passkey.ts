import { fail } from '../../errors.ts'
import { ask } from '../ask.ts'
import { finishAgain, settle } from '../finish.ts'
import { faultAbove, link } from '../forms.ts'
import { html } from '../html.ts'
import type { Fault, Here, Result } from '../here.ts'
import { passkeyForm, readPasskey } from '../passkeys.ts'

export const needs = 'flow'

export async function get(here: Here, fault?: Fault): Promise<Result> {
  const { t, ctx, flow } = here
  const again = await finishAgain(here)
  if (again) return again
  const { options, state_token } = await ask(ctx, 'POST login/passkey/options')
  flow.passkey = String(state_token)
  return {
    title: t.passkey.title,
    body: html`<p class="lead">${t.passkey.lead}</p>
      ${faultAbove(fault)} ${passkeyForm(here, '/login/passkey', 'get', options, t.passkey.use)}
      <p>${link(here, '/login', t.common.other_way)}</p>`,
  }
}

export async function post(here: Here): Promise<Result> {
  const { ctx, flow } = here
  const again = await finishAgain(here)
  if (again) return again
  const stateToken = flow.passkey ?? fail('stateTokenInvalid')
  return settle(here, await ask(ctx, 'POST login/passkey', { response: readPasskey(here) }, { stateToken }))
}
