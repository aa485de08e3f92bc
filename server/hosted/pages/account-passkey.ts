import { fail } from '../../errors.ts'
import { ask } from '../ask.ts'
import { faultAbove, field, link } from '../forms.ts'
import { html } from '../html.ts'
import { type Fault, go, type Here, type Result } from '../here.ts'
import { passkeyForm, readPasskey } from '../passkeys.ts'

export const needs = 'session'

const PAGE = '/account/passkey'

export async function get(here: Here, fault?: Fault): Promise<Result> {
  const { t, ctx, flow, browser } = here
  const { options, state_token } = await ask(ctx, 'POST mfa/passkey/register-options', {}, { session: browser!.session })
  flow.passkey = String(state_token)
  const name = field(here, fault, {
    name: 'name',
    label: t.account.passkey_name,
    autocomplete: 'off',
    optional: t.register.optional,
    maxlength: 64,
    first: true,
  })
  return {
    title: t.account.passkey_add,
    body: html`<p class="lead">${t.account.passkey_lead}</p>
      ${faultAbove(fault, 'name')} ${passkeyForm(here, PAGE, 'create', options, t.account.passkey_make, name)}
      <p>${link(here, '/account', t.common.back)}</p>`,
  }
}

export async function post(here: Here): Promise<Result> {
  const { t, ctx, form, flow, browser } = here
  const stateToken = flow.passkey ?? fail('stateTokenInvalid')
  const body = { response: readPasskey(here), name: form['name']?.trim() || t.account.passkey_unnamed }
  await ask(ctx, 'POST mfa/passkey/register', body, { stateToken, session: browser!.session })
  delete flow.passkey
  flow.told = 'saved'
  return go(here, '/account')
}
