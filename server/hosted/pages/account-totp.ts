import { fail } from '../../errors.ts'
import { ask } from '../ask.ts'
import { button, faultAbove, field, form, link } from '../forms.ts'
import { html } from '../html.ts'
import { type Fault, go, type Here, type Result } from '../here.ts'

export const needs = 'session'

const PAGE = '/account/totp'

/** The key stays the same while the page is open: whoever scanned it and mistyped the code scans it once. */
export async function get(here: Here, fault?: Fault): Promise<Result> {
  const { t, ctx, flow, browser } = here
  if (!flow.totp) {
    const { id, secret, uri } = await ask(ctx, 'POST mfa/totp/enroll', { name: t.account.totp_name }, { session: browser!.session })
    flow.totp = { id: String(id), secret: String(secret), uri: String(uri) }
  }
  const { renderSVG } = await import('uqr')
  const picture = `data:image/svg+xml;base64,${Buffer.from(renderSVG(flow.totp.uri)).toString('base64')}`
  const fields = html`${field(here, fault, {
    name: 'code',
    label: t.account.totp_confirm,
    autocomplete: 'one-time-code',
    inputmode: 'numeric',
    maxlength: 16,
    first: true,
  })}${button(t.common.continue)}`
  return {
    title: t.account.totp_add,
    body: html`${faultAbove(fault, 'code')}
      <p>${t.account.totp_scan}</p>
      <p class="scan"><img src="${picture}" width="200" height="200" alt="${t.account.totp_alt}" /></p>
      <p class="key">${flow.totp.secret.replace(/(.{4})(?=.)/g, '$1 ')}</p>
      ${form(here, PAGE, fields)}
      <p>${link(here, '/account', t.common.back)}</p>`,
  }
}

export async function post(here: Here): Promise<Result> {
  const { ctx, form, flow, browser } = here
  const { id } = flow.totp ?? fail('factorUnknown')
  await ask(ctx, 'POST mfa/totp/confirm', { id, code: (form['code'] ?? '').replace(/\s/g, '') }, { session: browser!.session })
  delete flow.totp
  flow.told = 'saved'
  return go(here, '/account')
}
