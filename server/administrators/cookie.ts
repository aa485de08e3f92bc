/** The cookie of the console, and what an unsafe call by it has to show besides (RFC 6265bis; Fetch Metadata). */
import type { World } from '../context.ts'
import { readCookie } from '../cookies.ts'
import { fail, failBecause } from '../errors.ts'
import { header, type Said } from '../http.ts'
import { equal } from '../secrets.ts'
import { inSeconds } from '../times.ts'

type Headers = Said['headers']
type Say = (name: string, value: string) => void

const isSecure = (world: World): boolean => world.publicUrl().startsWith('https:')

/** The prefix binds it to this host, to https and to the path / (RFC 6265bis section 4.1.3.2); on plain http, at home, there is no such thing. */
const nameOf = (world: World): string => (isSecure(world) ? '__Host-bowline_admin' : 'bowline_admin')

/** The token in the cookie, or ''. */
export const readToken = (world: World, headers: Headers): string => readCookie(headers, nameOf(world))

/** `age`: milliseconds it is kept; 0 takes it away. No other site's page makes the browser send it. */
export function writeCookie(world: World, say: Say, token: string, age: number): void {
  const secure = isSecure(world) ? '; Secure' : ''
  say('set-cookie', `${nameOf(world)}=${token}; Path=/; Max-Age=${inSeconds(age)}; HttpOnly; SameSite=Strict${secure}`)
}

/** Of this session alone: with its token, this changes too. */
export const csrfOf = (world: World, tokenHash: string): string => world.secrets.mac('csrf', tokenHash)

export function checkCsrf(world: World, headers: Headers, tokenHash: string): void {
  if (!equal(header(headers, 'x-csrf-token'), csrfOf(world, tokenHash))) failBecause('the CSRF token is not of this session', 'csrfInvalid')
}

/**
 * No page of another origin, and no form: a browser says where a call comes from (W3C Fetch Metadata, section 2.4), and sends
 * JSON to another origin only when asked whether it may. A call without a body has no type.
 */
export function checkOrigin(headers: Headers): void {
  const site = header(headers, 'sec-fetch-site')
  if (site && site !== 'same-origin' && site !== 'none') failBecause(`called from ${site.slice(0, 20)}`, 'csrfInvalid')
  const type = header(headers, 'content-type')
  if (type && !/^application\/json\s*(;|$)/i.test(type)) failBecause('the body is no JSON', 'csrfInvalid')
}

/** As `checkOrigin`, of a call that leads to a sign-in: there is no token yet that a form could lack, so it must say that it is JSON. */
export function checkEntry(headers: Headers): void {
  checkOrigin(headers)
  if (!header(headers, 'content-type')) fail('csrfInvalid')
}
