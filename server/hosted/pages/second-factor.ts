import { fail } from '../../errors.ts'
import { fillIn } from '../../languages/index.ts'
import { maskMobile, readMobile } from '../../phone.ts'
import { ask } from '../ask.ts'
import { actCode, type CodeTask, showCode } from '../codes.ts'
import { finishAgain, settle } from '../finish.ts'
import { button, faultAbove, field, form, link } from '../forms.ts'
import { html } from '../html.ts'
import { type Fault, go, type Here, type Result } from '../here.ts'
import { passkeyForm, readPasskey } from '../passkeys.ts'

export const needs = 'flow'

const PAGE = '/login/second-factor'
const methods = ['totp', 'passkey', 'sms', 'email'] as const
type Method = (typeof methods)[number]

/** What is open to them, the likeliest first, and which they are at. */
function find({ flow }: Here) {
  const { pending } = flow
  if (!pending || pending.status !== 'MFA_AUTH') return fail('stateTokenInvalid')
  const open = (pending.data['mfaMethods'] as string[] | undefined) ?? []
  const mine = methods.filter((it) => open.includes(it))
  return { pending, mine, method: mine.find((it) => it === pending.method) ?? (mine.length === 1 ? mine[0] : undefined) }
}

async function taskOf(here: Here, method: 'sms' | 'email', token: string): Promise<CodeTask> {
  const { t, ctx } = here
  const common = {
    page: PAGE,
    types: { mobile: 'MFA_AUTH_SMS', email: 'MFA_AUTH_EMS' },
    stateToken: token,
    title: t.second.title,
    below: other(here),
  }
  if (method === 'email') {
    // Its address is not told to somebody who has shown one factor of two: whoever holds it knows it.
    return {
      ...common,
      channels: ['email'],
      lead: t.second.email_lead,
      done: async ({ target: email }, verify_code) =>
        settle(here, await ask(ctx, 'POST mfa/email', { email, verify_code }, { stateToken: token })),
    }
  }
  const { mobile: told } = await ask(ctx, 'GET mobile-by-token', {}, { stateToken: token })
  const mobile = readMobile(String(told), ctx.tenant.settings.preferred_country) ?? fail('mobileInvalid')
  return {
    ...common,
    channels: ['mobile'],
    fixed: { channel: 'mobile', target: mobile, shown: maskMobile(mobile) },
    lead: t.second.lead,
    done: async (_, verify_code) => settle(here, await ask(ctx, 'POST mfa/sms', { mobile, verify_code }, { stateToken: token })),
  }
}

const other = (here: Here) =>
  html`${find(here).mine.length > 1 && form(here, PAGE, button(here.t.second.other, 'plain'), 'other-method')}
    <p>${link(here, '/login', here.t.common.cancel)}</p>`

export async function get(here: Here, fault?: Fault): Promise<Result> {
  const { t, ctx, flow, app } = here
  const again = await finishAgain(here)
  if (again) return again
  const { mine, method, pending } = find(here)
  if (method === undefined) {
    const choose = (it: Method) =>
      form(here, PAGE, html`<input type="hidden" name="method" value="${it}" />${button(t.second[it], 'plain')}`, 'method')
    return {
      title: t.second.title,
      body: html`<p class="lead">${t.second.lead}</p>
        ${faultAbove(fault)}
        <div class="ways">${mine.map(choose)}</div>
        <p>${link(here, '/login', t.common.cancel)}</p>`,
    }
  }
  if (method === 'sms' || method === 'email') return showCode(here, await taskOf(here, method, pending.token), fault)
  if (method === 'passkey') {
    const { options, state_token } = await ask(ctx, 'POST mfa/passkey/options', {}, { stateToken: pending.token })
    flow.passkey = String(state_token)
    return {
      title: t.second.title,
      body: html`<p class="lead">${t.passkey.lead}</p>
        ${faultAbove(fault)} ${passkeyForm(here, PAGE, 'get', options, t.passkey.use)}${other(here)}`,
    }
  }
  const fields = html`${field(here, fault, {
    name: 'code',
    label: t.code.code,
    autocomplete: 'one-time-code',
    inputmode: 'numeric',
    maxlength: 16,
    first: true,
    complete: 6,
  })}${button(t.code.check)}`
  return {
    title: t.second.title,
    body: html`<p class="lead">${fillIn(t.second.totp_lead, { app })}</p>
      ${faultAbove(fault, 'code')} ${form(here, PAGE, fields, 'totp')}${other(here)}`,
  }
}

export async function post(here: Here): Promise<Result> {
  const { ctx, flow, form } = here
  const again = await finishAgain(here)
  if (again) return again
  const { mine, method, pending } = find(here)
  if (form['step'] === 'method' || form['step'] === 'other-method') {
    delete flow.code
    delete pending.method
    const chosen = mine.find((it) => it === form['method'])
    if (chosen) pending.method = chosen
    return go(here, PAGE)
  }
  if (method === 'sms' || method === 'email') return actCode(here, await taskOf(here, method, pending.token))
  if (method === 'passkey') {
    const stateToken = flow.passkey ?? fail('stateTokenInvalid')
    return settle(here, await ask(ctx, 'POST mfa/passkey', { response: readPasskey(here) }, { stateToken }))
  }
  const code = (form['code'] ?? '').replace(/\s/g, '')
  return settle(here, await ask(ctx, 'POST mfa/totp', { code }, { stateToken: pending.token }))
}
