import type { Here, Result } from '../here.ts'
import { faultPage } from '../layout.ts'

export const needs = 'nothing'

/** What the OpenID provider could not send back to the application (oauth/words.ts): a word of its own list, and nothing else is shown. */
export async function get(here: Here): Promise<Result> {
  const { t, query } = here
  const { error } = query
  if (error === 'invalid_redirect_uri') return faultPage(here, t.fault.title, t.fault.redirect, 400)
  if (error === 'invalid_client') return faultPage(here, t.fault.title, t.fault.client, 400)
  if (error === 'invalid_request' || error === 'session_not_found') {
    return faultPage(here, t.fault.lost_title, error === 'invalid_request' ? t.fault.request : t.fault.lost, 400)
  }
  return faultPage(here, t.fault.title, t.fault.request, 400)
}
