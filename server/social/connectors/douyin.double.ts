/**
 * Douyin on this machine, written from its public documents (OAuth connect, access_token, userinfo): it checks what
 * Douyin checks, and answers its errors in Douyin's shape: HTTP 200 with data.error_code and data.description.
 */
import { createCipheriv, randomBytes } from 'node:crypto'
import { type Answer, createCodes, type Json, type ProviderDouble, startProvider } from './provider.double.ts'

export type DouyinPerson = { open_id: string; union_id?: string; nickname?: string; avatar?: string; mobile?: string }

export type DouyinDouble = ProviderDouble & {
  /** Makes it answer with this error_code at a path, until deleted. */
  errors: Map<string, number>
  /** Laid over what userinfo says. */
  person: Json
  /** The person agrees on the page: what the browser brings back. Throws what the page would complain about. */
  agree(authorizeUrl: string, person: DouyinPerson): { code: string; state: string; query: URLSearchParams }
}

export const TOKEN = '/oauth/access_token/'
export const USERINFO = '/oauth/userinfo/'
const PAGE = '/platform/oauth/connect/'

type Options = { clientKey: string; clientSecret: string; redirectUris: string[]; now?(): number }

const tell = (code: number): Answer => ({
  status: 200,
  body: {
    data: { error_code: code, description: `number ${code}`, captcha: '', desc_url: '' },
    extra: { logid: randomBytes(16).toString('hex'), now: Date.now() },
    message: 'error',
  },
})

function encrypt(mobile: string, secret: string): string {
  const key = Buffer.from(secret)
  const cipher = createCipheriv(`aes-${key.length * 8}-cbc`, key, key.subarray(0, 16))
  return cipher.update(mobile, 'utf8', 'base64') + cipher.final('base64')
}

export async function startDouyinDouble({ clientKey, clientSecret, redirectUris, now = Date.now }: Options): Promise<DouyinDouble> {
  const codes = createCodes<DouyinPerson>(now, 10 * 60_000)
  const tokens = new Map<string, { person: DouyinPerson; scope: string[]; until: number }>()
  const errors = new Map<string, number>()
  const person: Json = {}

  function exchange(form: URLSearchParams): Answer {
    for (const name of ['client_key', 'client_secret', 'code', 'grant_type']) if (!form.get(name)) return tell(10005)
    if (form.get('grant_type') !== 'authorization_code') return tell(10002)
    if (form.get('client_key') !== clientKey) return tell(10003)
    if (form.get('client_secret') !== clientSecret) return tell(10013)
    const grant = codes.take(form, clientKey)
    if (typeof grant === 'string') return tell(grant === 'client' ? 10014 : 10007)
    const token = `act.${randomBytes(32).toString('base64url')}`
    tokens.set(token, { person: grant.person, scope: grant.scope.split(','), until: now() + 1_296_000_000 })
    const data = {
      access_token: token,
      captcha: '',
      desc_url: '',
      description: '',
      error_code: 0,
      expires_in: 1_296_000,
      open_id: grant.person.open_id,
      refresh_expires_in: 2_592_000,
      refresh_token: `rft.${randomBytes(32).toString('base64url')}`,
      scope: grant.scope,
    }
    return { status: 200, body: { data, message: 'success' } }
  }

  function userinfo(form: URLSearchParams): Answer {
    if (!form.get('access_token') || !form.get('open_id')) return tell(2100005)
    const grant = tokens.get(form.get('access_token') ?? '')
    if (!grant) return tell(2190002)
    if (now() >= grant.until) return tell(2190008)
    if (form.get('open_id') !== grant.person.open_id) return tell(28001007)
    const { mobile, ...open } = grant.person
    const data = {
      error_code: 0,
      description: '',
      avatar: '',
      nickname: '',
      union_id: '',
      gender: 0,
      ...open,
      ...(mobile !== undefined && grant.scope.includes('mobile_alert') && { encrypt_mobile: encrypt(mobile, clientSecret) }),
      ...person,
    }
    return { status: 200, body: { data, message: 'success' } }
  }

  const server = await startProvider((path, { url, form }) => {
    const set = errors.get(url.pathname)
    if (set !== undefined) return tell(set)
    if (path === `POST ${TOKEN}`) return exchange(form)
    return path === `POST ${USERINFO}` ? userinfo(form) : undefined
  })

  return {
    ...server,
    errors,
    person,
    agree(authorizeUrl, who) {
      const url = new URL(authorizeUrl)
      const query = url.searchParams
      if (url.origin + url.pathname !== server.url + PAGE) throw new Error(`no page at ${url.pathname}`)
      if (query.get('response_type') !== 'code') throw new Error('10002 response_type')
      if (query.get('client_key') !== clientKey) throw new Error('10003 client_key')
      if (!redirectUris.includes(query.get('redirect_uri') ?? '')) throw new Error('10006 redirect_uri')
      if (!query.get('scope')?.split(',').includes('user_info')) throw new Error('10002 scope')
      // The redirect address is compared here only: the exchange does not know it.
      const grant = { clientId: clientKey, redirectUri: '', scope: query.get('scope') ?? '', person: who }
      return { code: codes.issue(grant), state: query.get('state') ?? '', query }
    },
  }
}
