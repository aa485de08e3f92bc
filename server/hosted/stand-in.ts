/** A provider that does not exist has no page: ours stands in for it, in development only. */
import { button, field } from './forms.ts'
import { html } from './html.ts'
import type { Here, Shown } from './here.ts'

/** `state` goes back to where it came from, as a provider would send it; the other button says no, as people do. */
export function standIn(here: Here, source: string, state?: string): Shown {
  const { t, base } = here
  const kept = state !== undefined && html`<input type="hidden" name="state" value="${state}" />`
  const action = `${base}/login/social/${encodeURIComponent(source)}/callback`
  const fields = html`${kept}${field(here, undefined, {
    name: 'code',
    label: t.social.sandbox_code,
    hint: t.social.sandbox_hint,
    autocomplete: 'off',
    first: true,
  })}${button(t.common.continue)}`
  return {
    title: t.social.sandbox_title,
    body: html`<p class="lead">${t.social.sandbox_lead}</p>
      <form method="get" action="${action}">${fields}</form>
      ${
        state !== undefined &&
        html`<form method="get" action="${action}">
          ${kept}<input type="hidden" name="error" value="access_denied" />${button(t.social.sandbox_deny, 'plain')}
        </form>`
      }`,
  }
}
