/** The picture on the button of a source: its own, or the mark of its connector, as the console draws it. */
import { markOf } from '../../web/ui/source-marks.ts'
import type { Source } from '../social/index.ts'
import { type Html, html } from './html.ts'

/** In the page itself: nothing more is fetched, and attributes are all the style there is (the policy forbids others). */
export function sourceMark({ connector, logo }: Pick<Source, 'connector' | 'logo'>): Html | '' {
  if (logo) return html`<img class="mark" src="${logo}" alt="" width="24" height="24" />`
  const mark = markOf(connector)
  if (!mark) return ''
  const { tile, on = '#fff', fill, cut, over, line } = mark
  return html`<svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
    <path fill="${tile}" d="M6 0h12a6 6 0 0 1 6 6v12a6 6 0 0 1-6 6H6a6 6 0 0 1-6-6V6a6 6 0 0 1 6-6z" />
    ${fill && html`<path fill="${on}" fill-rule="evenodd" d="${fill}" />`}${cut && html`<path fill="${tile}" d="${cut}" />`}${over && html`<path fill="${on}" fill-rule="evenodd" d="${over}" />`}${line && html`<path fill="none" stroke="${on}" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" d="${line}" />`}
  </svg>`
}
