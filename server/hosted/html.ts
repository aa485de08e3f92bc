/** HTML from templates: whatever is put in is text, unless it was made here itself. */

const MADE = Symbol('made by html')

/** A piece that is safe to stand in a page. Nothing that comes from outside can be one. */
export type Html = { readonly [MADE]: string }
export type Piece = Html | string | number | undefined | null | false | Piece[]

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;' }
const escape = (text: string): string => text.replace(/[&<>"'`]/g, (it) => ENTITIES[it] as string)

/** What is absent leaves nothing behind. */
export function write(piece: Piece): string {
  if (Array.isArray(piece)) return piece.map(write).join('')
  if (piece === undefined || piece === null || piece === false) return ''
  return typeof piece === 'object' ? ((piece as Partial<Html>)[MADE] ?? '') : escape(String(piece))
}

/** Values stand between tags, or in attributes within quotation marks; never in a tag's name, a script or a style. */
export const html = (parts: TemplateStringsArray, ...values: Piece[]): Html => ({
  [MADE]: parts.map((part, at) => part + (at < values.length ? write(values[at]) : '')).join(''),
})

/** A style of ours, as it is: nothing is put into it. */
export function styleElement(css: string): Html {
  if (css.includes('<')) throw new Error('a style that could end itself')
  return { [MADE]: `<style>${css}</style>` }
}

/** A text with words in braces, filled with pieces: what `fillIn` is to texts. */
export const fillHtml = (text: string, blanks: Record<string, Piece>): Html =>
  html`${text.split(/(\{\w+\})/).map((part) => (/^\{\w+\}$/.test(part) ? blanks[part.slice(1, -1)] : part))}`
