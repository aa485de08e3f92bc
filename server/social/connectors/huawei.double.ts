/**
 * HUAWEI ID on this machine, written from its public documents (authorization, token, certificates, table of errors): it
 * checks what HUAWEI checks, and answers errors as HTTP 400 with {error, sub_error, error_description}.
 */
import { type IdTokenLies, issueIdToken, publish, rsaKey } from './id-token.double.ts'
import { type Answer, type CodeFault, createCodes, type Json, type ProviderDouble, readPage, startProvider } from './provider.double.ts'

export type HuaweiPerson = {
  unionID: string
  openID: string
  nickname?: string
  picture?: string
  email?: string
  email_verified?: unknown
}

export type HuaweiDouble = ProviderDouble & {
  lies: IdTokenLies
  /** Makes the token endpoint answer with this sub_error, until deleted. */
  errors: Map<string, number>
  /** The person agrees on the page: what the browser brings back. Throws what the page would complain about. */
  agree(authorizeUrl: string, person: HuaweiPerson): { code: string; state: string; query: URLSearchParams }
  /** Account Kit on a phone: a code without redirect address or PKCE. */
  agreeInKit(person: HuaweiPerson, nonce?: string): string
}

export const TOKEN = '/oauth2/v3/token'
export const CERTS = '/oauth2/v3/certs'
const PAGE = '/oauth2/v3/authorize'
const KID = '7aa0c7d6e3f84a4b93a3a1f1f0a6c0e2'

type Options = { clientId: string; clientSecret: string; redirectUris: string[]; now?(): number; algorithm?: 'PS256' | 'RS256' }

const tell = (sub_error: number, error = 1101): Answer => ({
  status: 400,
  body: { error, sub_error, error_description: `number ${sub_error}` },
})

// The table has no number for a verifier that does not fit: an invalid code, as far as anybody can tell.
const FAULTS: Record<CodeFault, Answer> = {
  unknown: tell(20153, 1103),
  used: tell(20156),
  late: tell(20155),
  client: tell(20154),
  redirect: tell(20024),
  verifier: tell(20153, 1103),
}

export async function startHuaweiDouble(options: Options): Promise<HuaweiDouble> {
  const { clientId, clientSecret, redirectUris, now = Date.now, algorithm = 'PS256' } = options
  const codes = createCodes<HuaweiPerson>(now, 5 * 60_000)
  const lies: IdTokenLies = {}
  const errors = new Map<string, number>()

  function exchange(form: URLSearchParams): Answer {
    const set = errors.get(TOKEN)
    if (set !== undefined) return tell(set)
    const secret = form.get('client_secret')
    const isExchange = form.get('grant_type') === 'authorization_code'
    if (!form.get('client_id')) return tell(20001, 1102)
    if (!/^[0-9]{1,64}$/.test(form.get('client_id') ?? '')) return tell(20002)
    if (!form.get('grant_type')) return tell(20181, 1102)
    if (!secret) return tell(isExchange ? 20085 : 20171)
    if (!/^[0-9a-zA-Z=/\\+]+$/.test(secret)) return tell(20172)
    const token = { access_token: 'huawei-access', expires_in: 3600, token_type: 'Bearer' }
    if (form.get('grant_type') === 'client_credentials') {
      if (form.get('client_id') !== clientId) return tell(20003)
      return secret === clientSecret ? { status: 200, body: token } : tell(12304, 1203)
    }
    if (!isExchange) return tell(20182)
    if (!form.get('code')) return tell(20151, 1102)
    if (!/^[0-9a-zA-Z=/\\+]+$/.test(form.get('code') ?? '')) return tell(20152)
    const grant = codes.take(form, form.get('client_id') ?? '')
    if (typeof grant === 'string') return FAULTS[grant]
    if (secret !== clientSecret) return tell(12304)
    const { unionID, openID, nickname, picture, email, email_verified } = grant.person
    const scope = grant.scope.split(' ')
    const seconds = Math.floor(now() / 1000)
    const claims: Json = {
      iss: 'https://accounts.huawei.com',
      sub: unionID,
      openid: openID,
      aud: clientId,
      azp: clientId,
      exp: seconds + 3600,
      iat: seconds,
      at_hash: 'x',
      ...(grant.nonce !== undefined && { nonce: grant.nonce }),
      ...(scope.includes('profile') && { nickname, display_name: nickname ?? '159****5678', picture }),
      ...(scope.includes('email') && { email, email_verified }),
    }
    const idToken = issueIdToken({ alg: algorithm, kid: KID }, claims, rsaKey.privateKey, lies)
    return { status: 200, body: { ...token, scope: grant.scope, id_token: idToken } }
  }

  const server: ProviderDouble = await startProvider((path, { form }) => {
    if (path === `POST ${TOKEN}`) return exchange(form)
    return path === `GET ${CERTS}` ? { status: 200, body: { keys: [publish(rsaKey.publicKey, KID, { alg: 'RS256' })] } } : undefined
  })

  // Their codes know no dashes.
  let count = 0
  const nextCode = () => `DQB6e3x9zFqHIfkHR1ctp6trEYcDKwcLKwHkRqXd4cLf6xJ/x4+${String(++count)}=`

  return {
    ...server,
    lies,
    errors,
    agree(authorizeUrl, person) {
      const { query, state, grant } = readPage(authorizeUrl, { page: server.url + PAGE, clientId, redirectUris, pkce: true })
      if (!grant.scope.split(' ').includes('openid')) throw new Error('invalid scope')
      return { code: codes.issue({ ...grant, person }, nextCode()), state, query }
    },
    agreeInKit: (person, nonce) =>
      codes.issue({ clientId, redirectUri: '', scope: 'openid profile', person, ...(nonce !== undefined && { nonce }) }, nextCode()),
  }
}
