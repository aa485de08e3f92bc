import { fail } from '../../errors.ts'
import { nameOfSource, tryIdOf } from '../../social/index.ts'
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
  const tried = leadToTry(here, query)
  if (tried) return tried
  if (!flow.clientId || flow.social?.source !== source) fail('stateTokenInvalid')
  const { token: stateToken, bind } = flow.social
  const said = (name: string) => (typeof query[name] === 'string' ? query[name] : undefined)
  const code = codeOf(query)
  if (said('error') !== undefined || code === undefined) {
    delete flow.social
    const text = fillIn(t.social.cancelled, { source: await nameOfSource(ctx, source) })
    return {
      title: t.login.title,
      body: html`<p role="status">${text}</p>
        <p>${link(here, bind ? '/account' : '/login', t.common.back, 'button')}</p>`,
    }
  }
  const body = { source, code, state: said('state'), iss: said('iss'), user: said('user') }
  delete flow.social
  if (!bind) return settle(here, await ask(ctx, 'POST login/social', body, { stateToken }))
  if (browser?.session.id !== bind) fail('stateTokenInvalid')
  await ask(ctx, 'POST social/bind-account', body, { stateToken, session: browser.session })
  flow.told = 'saved'
  return go(here, '/account')
}

/** Some providers send people back with a form (OAuth 2.0 Form Post Response Mode). It is led on as if it had been a link. */
export async function post(here: Here): Promise<Result> {
  const { form, params, cookies } = here
  // Without cookies it looks like a new browser. Were it given cookies as such, it would lose the device its sign-in began on.
  cookies.length = 0
  const tried = leadToTry(here, form)
  if (tried) return tried
  const kept = ['code', 'state', 'iss', 'user', 'error'].filter((it) => form[it] !== undefined)
  const query = new URLSearchParams(kept.map((it) => [it, form[it] ?? '']))
  return go(here, `/login/social/${encodeURIComponent(params['source'] ?? '')}/callback?${query}`)
}

/** Alipay and DingTalk have names of their own for it. */
function codeOf(said: Record<string, string>): string | undefined {
  const found = said['code'] ?? said['auth_code'] ?? said['authCode']
  return typeof found === 'string' ? found : undefined
}

/**
 * An administrator tries the source: this page keeps and asks nothing, it leads into the console, where whoever began it is signed in.
 * In the fragment, which browsers keep to themselves: no log on the way reads a code.
 */
function leadToTry({ ctx, params }: Here, said: Record<string, string>): Result | undefined {
  const id = tryIdOf(typeof said['state'] === 'string' ? said['state'] : undefined)
  if (!id) return undefined
  const kept = ['state', 'error', 'error_description', 'iss', 'user'].filter((it) => typeof said[it] === 'string')
  const code = codeOf(said)
  const told = new URLSearchParams([...kept.map((it): [string, string] => [it, said[it] ?? '']), ...(code ? [['code', code]] : [])])
  const page = `/console/sources/${encodeURIComponent(params['source'] ?? '')}/tries/${id}?tenant=${ctx.tenant.id}`
  return { location: `${ctx.publicUrl()}${page}#${told}` }
}
