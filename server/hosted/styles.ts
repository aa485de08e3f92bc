/**
 * The style of the pages, which stands in each of them: were it a file, a telephone would wait for one more round trip, and a connection
 * for each file, before anybody sees anything. The policy of the page names it by its digest, so that no other style can be put in.
 */
import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeTheme } from './colours.ts'
import { type Html, styleElement } from './html.ts'

const FOLDER = join(import.meta.dirname, '../../web/hosted')
/** In this order. */
const FILES = ['frame.css', 'forms.css', 'parts.css']

export type Style = { element: Html; digest: string }

/** Without what is for whoever reads the files. */
const shorten = (css: string): string =>
  css
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/;\}/g, '}')
    .trim()

function make(css: string): Style {
  return { element: styleElement(css), digest: `'sha256-${hash('sha256', css, 'base64')}'` }
}

let ours: Style | undefined
export const commonStyle = (): Style => (ours ??= make(shorten(FILES.map((it) => readFileSync(join(FOLDER, it), 'utf8')).join(''))))

/** By colour: as many as applications have. */
const themes = new Map<string, Style>()

export function themeStyle(colour: string): Style {
  let theme = themes.get(colour)
  if (!theme) themes.set(colour, (theme = make(writeTheme(colour).trim())))
  return theme
}
