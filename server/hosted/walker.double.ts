/** A browser without a script, walking the pages: it keeps cookies, follows what leads on here, reads forms and sends them. */
import assert from 'node:assert/strict'
import type { Bench } from '../testing.ts'

export const ORIGIN = 'https://id.example.com'
/** For `bench`: an address of our own, which an injected request is under. */
export const env = { BOWLINE_PUBLIC_URL: ORIGIN }

const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&#96;': '`' }
export const unescape = (text: string) => text.replace(/&(?:amp|lt|gt|quot|#39|#96);/g, (it) => ENTITIES[it] ?? it)
const attribute = (tag: string, name: string) => {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]
  return found === undefined ? undefined : unescape(found)
}

export type Form = { method: string; action: string; fields: Record<string, string>; buttons: string[] }
export type Page = {
  status: number
  url: string
  html: string
  headers: Record<string, unknown>
  /** Where it led, where that is not here. */
  left?: URL
  title: string
  text: string
  forms: Form[]
}

function readForms(html: string): Form[] {
  return [...html.matchAll(/<form([^>]*)>([^]*?)<\/form>/g)].map(([, tag = '', inside = '']) => ({
    method: attribute(tag, 'method') ?? 'get',
    action: attribute(tag, 'action') ?? '',
    fields: Object.fromEntries(
      [...inside.matchAll(/<input([^>]*)>/g)].map(([, it = '']) => [attribute(it, 'name') ?? '', attribute(it, 'value') ?? '']),
    ),
    buttons: [...inside.matchAll(/<button[^>]*>([^<]*)</g)].map(([, text = '']) => unescape(text)),
  }))
}

const textOf = (html: string) =>
  unescape(html.replace(/<(?:script|style|noscript)[^]*?<\/(?:script|style|noscript)>/g, '').replace(/<[^>]+>/g, ' ')).replace(/\s+/g, ' ')

export type Walker = ReturnType<typeof walk>

/** By name and path: a browser keeps several of one name (RFC 6265 section 5.3). */
type Cookies = Map<string, { name: string; value: string; path: string }>

export function walk(b: Bench, cookies: Cookies = new Map(), headers: Record<string, string> = {}) {
  const base = `/tenants/${b.tenant.id}`
  let at: Page | undefined

  async function ask(method: 'GET' | 'POST', url: string, form?: Record<string, string>): Promise<Page> {
    const target = new URL(url, `${ORIGIN}${at?.url ?? ''}`)
    const sent = [...cookies.values()]
      .filter((it) => target.pathname === it.path || target.pathname.startsWith(it.path.replace(/\/?$/, '/')))
      .toSorted((one, other) => other.path.length - one.path.length)
    const answer = await b.bowline.server.inject({
      method,
      url: target.pathname + target.search,
      headers: {
        host: 'id.example.com',
        accept: 'text/html',
        'accept-language': 'en',
        ...(sent.length && { cookie: sent.map((it) => `${it.name}=${it.value}`).join('; ') }),
        ...(form && { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }),
        ...headers,
      },
      ...(form && { payload: new URLSearchParams(form).toString() }),
    })
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      const path = /; ?path=([^;]*)/i.exec(line)?.[1] ?? '/'
      if (value && !/max-age=0(;|$)|1970/i.test(line)) cookies.set(`${name} ${path}`, { name, value, path })
      else cookies.delete(`${name} ${path}`)
    }
    const location = answer.headers.location
    if (location !== undefined && answer.statusCode < 400) {
      const next = new URL(location, target)
      if (next.origin === ORIGIN) return ask('GET', next.pathname + next.search)
      at = {
        status: answer.statusCode,
        url: target.pathname + target.search,
        html: '',
        headers: answer.headers,
        left: next,
        title: '',
        text: '',
        forms: [],
      }
      return at
    }
    const html = answer.body
    at = {
      status: answer.statusCode,
      url: target.pathname + target.search,
      html,
      headers: answer.headers,
      title: unescape(/<h1>([^<]*)</.exec(html)?.[1] ?? ''),
      text: textOf(html),
      forms: readForms(html),
    }
    return at
  }

  const current = () => at ?? assert.fail('no page is open')
  return {
    cookies,
    base,
    current,
    /** `/login` and the like are of the tenant. */
    open: (path: string) => ask('GET', path.startsWith('/login') || path.startsWith('/account') ? base + path : path),
    /** The form with this button, with these fields filled in. */
    submit(button: string, fields: Record<string, string> = {}): Promise<Page> {
      const form = current().forms.find((it) => it.buttons.includes(button))
      assert.ok(form, `no form with the button "${button}": ${current().status} ${current().text}`)
      for (const name of Object.keys(fields)) assert.ok(name in form.fields, `no field ${name} beside "${button}"`)
      const all = { ...form.fields, ...fields }
      if (form.method === 'post') return ask('POST', form.action, all)
      return ask('GET', `${form.action}?${new URLSearchParams(all)}`)
    },
    /** Sends a form as it was read earlier: the back button, a second press, another site. */
    send: (form: Form, fields: Record<string, string> = {}) => ask('POST', form.action, { ...form.fields, ...fields }),
    follow(text: string): Promise<Page> {
      const links = [...current().html.matchAll(/<a([^>]*)>([^]*?)<\/a\s*>/g)]
      const found = links.find(([, , it = '']) => unescape(it.replace(/<[^>]*>/g, '')).trim() === text)
      assert.ok(found, `no link "${text}": ${current().text}`)
      return ask('GET', attribute(found[1] ?? '', 'href') ?? '')
    },
    ask,
  }
}

/** Begins an authorization request, as an application sends people; answers the address without its host. */
export const authorizeUrl = (b: Bench, more: Record<string, string> = {}) =>
  `/tenants/${b.tenant.id}/api/v1/oauth2/authorize?${new URLSearchParams({
    response_type: 'code',
    client_id: b.clientId,
    redirect_uri: 'https://app.example.com/callback',
    scope: 'openid',
    state: 'abc',
    ...more,
  })}`

/** What the last answer told beside a field. */
export const faultAt = (page: Page, field: string): string =>
  unescape(new RegExp(`<p class="fault" id="${field}-fault">(?:<span[^>]*>[^<]*</span>)?([^<]*)<`).exec(page.html)?.[1] ?? '')
