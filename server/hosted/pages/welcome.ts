import { html } from '../html.ts'
import { go, type Here, type Result } from '../here.ts'

export const needs = 'nothing'

/** Whoever is signed in is led to what is theirs. Nobody else is told whose server it is, or what is behind it. */
export async function get(here: Here): Promise<Result> {
  const { t, browser } = here
  if (browser) return go(here, '/account')
  here.app = ''
  return { title: t.welcome.title, body: html`<p>${t.welcome.text}</p>` }
}
