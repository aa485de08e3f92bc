/** Forms and their fields: each has its label, its hint and its fault, and says so to whoever cannot see them. */
import { type Html, html, type Piece } from './html.ts'
import type { Fault, Here } from './here.ts'

/** Posts to a page of ours. `step` is which of its forms it is. */
export const form = (here: Here, path: string, body: Piece, step?: string): Html =>
  html`<form method="post" action="${here.base}${path}" novalidate>
    <input type="hidden" name="csrf" value="${here.csrf}" />
    ${step && html`<input type="hidden" name="step" value="${step}" />`} ${body}
  </form>`

export type Field = {
  name: string
  label: string
  type?: 'text' | 'tel' | 'email' | 'password'
  hint?: Piece
  /** What browsers fill in by themselves (HTML, section 4.10.18.7). */
  autocomplete: string
  inputmode?: 'numeric' | 'tel' | 'email'
  value?: string
  optional?: string
  /** First of the page: the cursor stands in it. A field with a fault goes before. */
  first?: boolean
  maxlength?: number
  /** The script sends the form when so many have been typed. */
  complete?: number
}

/** Never a password: that is typed anew. */
export function field(here: Here, fault: Fault | undefined, it: Field): Html {
  const { name, label, type = 'text', hint, autocomplete, inputmode, optional, first, maxlength = 320, complete } = it
  const wrong = fault?.field === name
  const value = type === 'password' || name === 'code' ? '' : (here.form[name] ?? it.value ?? '')
  const described = [hint && `${name}-hint`, wrong && `${name}-fault`].filter(Boolean).join(' ')
  const focus = wrong || (first && !fault)
  return html`<div class="${wrong ? 'field wrong' : 'field'}">
    <label for="${name}">${label}${optional && html` <span class="optional">(${optional})</span>`}</label>
    ${hint && html`<p class="hint" id="${name}-hint">${hint}</p>`}
    ${wrong && html`<p class="fault" id="${name}-fault"><span aria-hidden="true">⚠ </span>${fault.text}</p>`}
    <input
      id="${name}"
      name="${name}"
      type="${type}"
      value="${value}"
      autocomplete="${autocomplete}"
      maxlength="${maxlength}"
      autocapitalize="none"
      spellcheck="false"
      ${inputmode && html` inputmode="${inputmode}"`}${described && html` aria-describedby="${described}"`}${wrong && html` aria-invalid="true"`}${!optional && html` required`}${focus && html` autofocus`}${complete && html` data-complete="${complete}"`}
    />
  </div>`
}

export const button = (text: string, kind: 'main' | 'plain' = 'main', more: Piece = ''): Html =>
  html`<button class="${kind}" type="submit" ${more}>${text}</button>`
export const link = (here: Here, path: string, text: Piece, kind = 'link'): Html =>
  html`<a class="${kind}" href="${here.base}${path}">${text}</a>`

/** What is wrong with none of the fields that are shown: above the form, where a reader comes first. */
export const faultAbove = (fault: Fault | undefined, ...shown: string[]): Html | '' =>
  fault && !(fault.field && shown.includes(fault.field))
    ? html`<p class="fault above" role="alert" tabindex="-1" autofocus><span aria-hidden="true">⚠ </span>${fault.text}</p>`
    : ''

/** Something good, said once. */
export const said = (text: string): Html => html`<p class="said" role="status"><span aria-hidden="true">✓ </span>${text}</p>`
