/** What every page has around it, and the headers it goes out with. */
import { fillIn, languages } from '../languages/index.ts'
import type { Answer } from '../http.ts'
import { assetOf } from './assets.ts'
import { type Html, html, write } from './html.ts'
import type { Here, Result, Shown } from './here.ts'
import { commonStyle, type Style, themeStyle } from './styles.ts'

/** Its own files, data: pictures that are in the page itself, and forms that lead here or back to where people came from. */
const policy = (leadsTo: string, styles: Style[]) =>
  [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src ${styles.map((it) => it.digest).join(' ')}`,
    `img-src 'self' data:`,
    `form-action 'self'${leadsTo}`,
    `frame-ancestors 'none'`,
    `base-uri 'none'`,
  ].join('; ')

const HEADERS = {
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex, nofollow',
}

export function writePage(here: Here, result: Result): Answer {
  const cookies = here.cookies.length ? { 'set-cookie': here.cookies } : {}
  if ('location' in result) return { status: 303, headers: { ...HEADERS, ...cookies, location: result.location }, body: '' }
  const settings = settingsOf(here)
  const styles = [commonStyle(), ...(settings ? [themeStyle(settings.colour)] : [])]
  return {
    status: result.status ?? 200,
    type: 'text/html; charset=utf-8',
    headers: { ...HEADERS, ...cookies, 'content-language': here.language, 'content-security-policy': policy(leadsTo(here), styles) },
    body: `<!doctype html>\n${write(around(here, result, styles))}\n`,
  }
}

/** Of the application, where there is one. */
const settingsOf = ({ ctx }: Here) => (ctx.app as Here['ctx']['app'] | undefined)?.settings.hosted

/** A browser checks where a form leads in the end: to the application, by its origin, or by the scheme of its own. */
function leadsTo({ flow }: Here): string {
  if (flow.goal.kind === 'account') return ''
  const { protocol, origin } = new URL(flow.goal.uri)
  return ` ${origin === 'null' ? protocol : origin}`
}

function around(here: Here, { title, body, status = 200, wide }: Shown, styles: Style[]): Html {
  const { t, app, language } = here
  const settings = settingsOf(here)
  const heading = status >= 400 ? fillIn(t.common.error_title, { title }) : title
  return html`<html lang="${language}">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>${heading}${app && ` · ${app}`}</title>
      <link rel="icon" href="data:," />
      ${styles.map((it) => it.element)}
      <script type="module" src="${assetOf(here, 'pages.js')}"></script>
    </head>
    <body>
      <div class="${wide ? 'page wide' : 'page'}">
        ${app && html`<header>${settings?.logo ? html`<img class="logo" src="${settings.logo}" alt="" />` : ''}<span class="app">${app}</span></header>`}
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
        <footer><nav aria-label="${t.common.language}">${switchOf(here)}</nav></footer>
      </div>
    </body>
  </html>`
}

/** Links, so that no script is needed; each in its own language. */
const switchOf = ({ language }: Here): Html[] =>
  Object.entries(languages).map(([tag, { name }]) =>
    tag === language
      ? html`<span lang="${tag}" aria-current="true">${name}</span> `
      : html`<a lang="${tag}" hreflang="${tag}" href="?language=${tag}">${name}</a> `,
  )

/** A page that only says something. `again`: with a link to where it begins. */
export function faultPage(here: Here, title: string, text: string, status: number, again: boolean | 'fresh' = false): Shown {
  const { t, base, flow, browser } = here
  const clientId = browser?.session.clientId ?? flow.clientId
  const fresh = `${base}/login?client_id=${encodeURIComponent(clientId)}&account=1`
  const target = again === 'fresh' ? fresh : flow.clientId ? `${base}/login` : `${base}/account`
  const link = again && html`<p><a class="button" href="${target}">${again === 'fresh' ? t.login.title : t.fault.again}</a></p>`
  return {
    title,
    status,
    body: html`<p role="alert" tabindex="-1" autofocus>${text}</p>
      ${link}`,
  }
}
