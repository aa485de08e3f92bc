import { fail } from '../../errors.ts'
import { nameOfSource } from '../../social/index.ts'
import { fillIn } from '../../languages/index.ts'
import { ask } from '../ask.ts'
import { settle } from '../finish.ts'
import { link } from '../forms.ts'
import { html } from '../html.ts'
import { go, type Here, type Result } from '../here.ts'

/** A provider's posted answer comes without our cookies (SameSite): whose it is can be asked only after it was led here again. */
export const needs = 'nothing'

/** What comes back from a provider (RFC 6749 section 4.1.2; RFC 9207). */
export async function get(here: Here): Promise<Result> {
  const { ctx, flow, query, params, t, browser } = here
  const source = params['source'] ?? ''
  if (!flow.clientId || flow.social?.source !== source) fail('stateTokenInvalid')
  const { token: stateToken, bind } = flow.social
  const said = (name: string) => (typeof query[name] === 'string' ? query[name] : undefined)
  if (said('error') !== undefined || said('code') === undefined) {
    delete flow.social
    const text = fillIn(t.social.cancelled, { source: await nameOfSource(ctx, source) })
    return {
      title: t.login.title,
      body: html`<p role="status">${text}</p>
        <p>${link(here, bind ? '/account' : '/login', t.common.back, 'button')}</p>`,
    }
  }
  const body = { source, code: said('code'), state: said('state'), iss: said('iss'), user: said('user') }
  delete flow.social
  if (!bind) return settle(here, await ask(ctx, 'POST login/social', body, { stateToken }))
  if (browser?.session.id !== bind) fail('stateTokenInvalid')
  await ask(ctx, 'POST social/bind-account', body, { stateToken, session: browser.session })
  flow.told = 'saved'
  return go(here, '/account')
}

/** Some providers send people back with a form (OAuth 2.0 Form Post Response Mode). It is led on as if it had been a link. */
export async function post(here: Here): Promise<Result> {
  const { form, params } = here
  const kept = ['code', 'state', 'iss', 'user', 'error'].filter((it) => form[it] !== undefined)
  const query = new URLSearchParams(kept.map((it) => [it, form[it] ?? '']))
  return go(here, `/login/social/${encodeURIComponent(params['source'] ?? '')}/callback?${query}`)
}
