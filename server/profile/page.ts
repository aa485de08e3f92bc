/** The one kind of page this house shows by itself: a few sentences, and perhaps a button. No script, nothing loaded. */
import { hash } from 'node:crypto'
import type { Answer } from '../http.ts'
import type { Language } from '../languages/index.ts'

const STYLE = `
:root { color-scheme: light dark; --ink: #1a1a1a; --ground: #fff; --deed: #0b5cad; --on: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e8e8; --ground: #16181b; --deed: #8ab8f0; --on: #10141a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif; overflow-wrap: anywhere; }
main { max-width: 34rem; margin: 0 auto; padding: 2rem 1rem; }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 0 0 1rem; }
p { margin: 0 0 1rem; }
button { width: 100%; min-height: 2.75rem; padding: .5rem 1rem; border: 0; border-radius: .375rem; background: var(--deed); color: var(--on); font: inherit; font-weight: 600; cursor: pointer; }
button:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }
`

const HEADERS = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${hash('sha256', STYLE, 'base64')}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  // The address of the page holds a token: it is told to nobody and kept by nobody.
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex, nofollow',
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escape = (text: string): string => text.replace(/[&<>"']/g, (it) => ENTITIES[it] as string)

export type Page = {
  language: Language
  title: string
  paragraphs: string[]
  /** Posted to the page's own path, with these fields. */
  form?: { button: string; fields: Record<string, string> }
}

export function writePage(status: number, { language, title, paragraphs, form }: Page): Answer {
  const hidden = Object.entries(form?.fields ?? {}).map(
    ([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`,
  )
  // `?` is this page without its query: the token travels in the form, not in the address.
  const posted = form ? `<form method="post" action="?">${hidden.join('')}<button type="submit">${escape(form.button)}</button></form>` : ''
  const body = `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escape(title)}</h1>
${paragraphs.map((it) => `<p>${escape(it)}</p>`).join('\n')}
${posted}
</main>
</body>
</html>
`
  return { status, type: 'text/html; charset=utf-8', headers: { ...HEADERS, 'content-language': language }, body }
}
