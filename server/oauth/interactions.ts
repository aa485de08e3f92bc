/** What the pages need of an authorization request that waits for somebody to sign in, or to agree. */
import type { World } from '../context.ts'
import type { Said } from '../http.ts'
import type { Tenant } from '../schema/documents.ts'
import { readCookie } from '../cookies.ts'
import { engineOf } from './engine.ts'
import type { EngineInteraction } from './engine-types.ts'

export type Asked = {
  id: string
  clientId: string
  /** Who they are, or whether the application may know. */
  what: 'login' | 'consent'
  redirectUri: string
  scopes: string[]
  /** OpenID Connect Core, section 3.1.2.1: who it might be, and in which languages. */
  hint: string
  languages: string
}

/** Whether this browser is in the middle of this request: its id stands in an address, and only the cookie set with it says whose it is. */
export const isAskedHere = (headers: Said['headers'], id: string): boolean => id !== '' && readCookie(headers, 'bowline_interaction') === id

/**
 * For whoever has made sure whose request it is, by `isAskedHere` and what was sealed for this browser then: the cookie is of one
 * request, and a browser may have a further one in another tab.
 */
export async function findAsked(world: World, tenant: Tenant, id: string): Promise<Asked | undefined> {
  const it = await find(world, tenant, id)
  if (!it) return undefined
  const { client_id = '', redirect_uri = '', scope = '', login_hint = '', ui_locales = '' } = it.params
  return {
    id,
    clientId: client_id,
    what: it.prompt.name === 'consent' ? 'consent' : 'login',
    redirectUri: redirect_uri,
    scopes: scope.split(' ').filter(Boolean),
    hint: login_hint,
    languages: ui_locales,
  }
}

/** What came of it, and where to go on. */
export type Result =
  | { login: { accountId: string; ts: number } }
  | { consent: object }
  | { error: 'access_denied'; error_description: string }

/** Nothing when it is over. Whose it is: as for `findAsked`. */
export async function answerAsked(world: World, tenant: Tenant, id: string, result: Result): Promise<string | undefined> {
  const it = await find(world, tenant, id)
  if (!it) return undefined
  it.result = 'error' in result ? result : { ...it.lastSubmission, ...result }
  await it.save(Math.max(1, it.exp - Math.floor(Date.now() / 1000)))
  return it.returnTo
}

async function find(world: World, tenant: Tenant, id: string): Promise<EngineInteraction | undefined> {
  const engine = await engineOf(world, tenant)
  return engine.Interaction.find(id)
}
