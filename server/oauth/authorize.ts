import { openEndpoint } from '../http.ts'
import { enter } from './enter.ts'

/** Wire: admin reference 9.1; RFC 6749 section 4.1.1, OpenID Connect Core section 3.1.2.1. */
export default openEndpoint({
  method: 'GET',
  url: '/api/v1/oauth2/authorize',
  also: ['/tenants/:tenantId/api/v1/oauth2/authorize'],
  about: 'Begin to sign in to an application: leads to the sign-in page, or with a session straight back, with a code',
  caller: 'anyone',
  bare: true,

  handle: (handed) => enter(handed, '/authorize', withOpenid(handed.url)),
})

/** The published scope of plain OAuth, and none at all, stand for `openid`: the person is asked the same, and told the same of. */
function withOpenid(url: string): string {
  const said = new URLSearchParams(/\?(.*)$/.exec(url)?.[1] ?? '')
  const scopes = (said.get('scope') ?? '').split(' ').filter(Boolean)
  if (said.getAll('scope').length < 2 && !scopes.includes('openid') && (scopes.length === 0 || scopes.includes('get_user_info'))) {
    said.set('scope', ['openid', ...scopes].join(' '))
  }
  return said.size ? `?${said.toString()}` : ''
}
