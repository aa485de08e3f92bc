/** A passkey on a page: what the browser is asked stands in the form, what it answers is put into it by the script. */
import { fail } from '../errors.ts'
import { button, form } from './forms.ts'
import { type Html, html, type Piece } from './html.ts'
import type { Here } from './here.ts'

/** Not shown before the script has seen that it can be done: a button that does nothing is worse than none. */
export const passkeyForm = (here: Here, path: string, what: 'get' | 'create', options: unknown, text: string, fields: Piece = ''): Html =>
  html`<div hidden data-passkey="${what}" data-options="${JSON.stringify(options)}">
      ${form(
        here,
        path,
        html`<input type="hidden" name="response" value="" />${fields}
          <p class="fault" role="alert" tabindex="-1" hidden>${here.t.passkey.failed}</p>
          ${button(text)}`,
        `passkey`,
      )}
    </div>
    <p class="fault" data-passkey-not hidden>${here.t.passkey.needs_script}</p>
    <noscript><p class="fault">${here.t.passkey.needs_script}</p></noscript>`

/** Its form is checked by the call it is for. */
export function readPasskey({ form }: Here): unknown {
  try {
    return JSON.parse(form['response'] ?? '') as unknown
  } catch {
    return fail('passkeyInvalid')
  }
}
