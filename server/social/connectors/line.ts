/**
 * LINE Login v2.1 (https://developers.line.biz/en/reference/line-login/), for websites and, with a code of theirs, applications.
 *
 * OpenID Connect with PKCE, but an id_token of a website is signed with the channel secret (HS256), one of the LINE
 * kits with a published key (ES256): `oidc.ts` takes the one algorithm of its settings, and only published keys.
 * The subject is the user ID, which is the same in all channels of one provider at LINE, so there is no second id.
 */
import type { Static } from 'typebox'
import { address, addressSetting, type Json, text } from './ask.ts'
import { connector, refuse, refuseSetting, type Outside, type Profile, type Proof, Type } from './connector.ts'
import { readIdToken } from './id-token.ts'
import { type AskingClient, askAsClient, blaming, checkClient, oauthErrors } from './oauth2.ts'

const API = 'https://api.line.me'
/** Also the issuer, whatever address is asked. */
const ISSUER = 'https://access.line.me'

const settings = Type.Object(
  {
    channel_id: Type.String({
      title: 'Channel ID',
      titleZh: 'Channel ID',
      description: 'Of a LINE Login channel, under "Basic settings" in the LINE Developers Console.',
      descriptionZh: 'LINE Developers Console中LINE Login频道“Basic settings”里的ID。',
      pattern: '^[0-9]{1,20}$',
    }),
    channel_secret: Type.String({
      title: 'Channel secret',
      titleZh: 'Channel secret',
      description: 'Beside the Channel ID.',
      descriptionZh: '在Channel ID旁边。',
      format: 'secret',
      minLength: 1,
      maxLength: 200,
    }),
    scope: Type.Optional(
      Type.String({
        title: 'Scope',
        titleZh: '授权范围',
        description: 'Separated by spaces. email only for channels that applied for it. openid is always asked for.',
        descriptionZh: '用空格分隔。email仅限已申请的频道；始终会请求openid。',
        pattern: '^[A-Za-z0-9._]+([\\s,]+[A-Za-z0-9._]+)*$',
        maxLength: 500,
        default: 'openid profile',
      }),
    ),
    api_url: addressSetting('API address', '接口地址', API),
    authorize_url: addressSetting('Sign-in page address', '授权页面地址', ISSUER),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof settings>

const readClient = (settings: Settings): AskingClient => ({ id: settings.channel_id, secret: settings.channel_secret, auth: 'post' })

const tokenUrl = (settings: Settings) => address(settings.api_url ?? API, '/oauth2/v2.1/token')

/** The words in `error_description` tell which half of the credentials it is; where they do not, it is the secret. */
function blame({ error, error_description: words }: Json, status: number): 'channel_id' | 'channel_secret' | undefined {
  const said = String(words ?? '').toLowerCase()
  if (/client_?secret|channel.?secret/.test(said)) return 'channel_secret'
  if (error !== 'invalid_grant' && /client_?id|channel/.test(said)) return 'channel_id'
  if (error === 'unauthorized_client') return 'channel_id'
  return error === 'invalid_client' || status === 401 ? 'channel_secret' : undefined
}

async function fetchTokens(settings: Settings, { code, redirectUri, codeVerifier }: Proof, outside: Outside): Promise<Json> {
  if (!code) return refuse('expired', 'line token: no code')
  const form = new URLSearchParams({ grant_type: 'authorization_code', code })
  if (redirectUri !== undefined) form.set('redirect_uri', redirectUri)
  if (codeVerifier !== undefined) form.set('code_verifier', codeVerifier)
  const asking = async () => askAsClient(outside, 'line token', tokenUrl(settings), readClient(settings), form)
  const { status, body } = await asking().catch(blaming('api_url'))
  if (body['error'] === undefined && status === 200) return body
  const known = oauthErrors.get(body['error'])
  const detail = `line token: HTTP ${status}, ${known ? String(body['error']) : 'an error of another kind'}`
  const setting = blame(body, status)
  return setting ? refuseSetting(setting, detail) : refuse(known ?? 'denied', detail)
}

export const line = connector({
  id: 'line',
  label: { en: 'LINE', zh: 'LINE' },
  settings,

  async authorizeUrl(settings, { redirectUri, state, nonce, codeChallenge }) {
    const scope = (settings.scope ?? 'openid profile').split(/[\s,]+/).filter(Boolean)
    return address(settings.authorize_url ?? ISSUER, '/oauth2/v2.1/authorize', {
      response_type: 'code',
      client_id: settings.channel_id,
      redirect_uri: redirectUri,
      state,
      scope: [...new Set(['openid', ...scope])].join(' '),
      nonce,
      code_challenge: codeChallenge,
      code_challenge_method: 'S256',
    }).href
  },

  async check(settings, outside) {
    const asking = async () => checkClient(outside, 'line token', tokenUrl(settings), readClient(settings), blame)
    await asking().catch(blaming('api_url'))
  },

  async identify(settings, proof, outside): Promise<Profile> {
    const tokens = await fetchTokens(settings, proof, outside)
    const claims = await readIdToken(outside, 'line token', tokens['id_token'], {
      issuer: ISSUER,
      audience: settings.channel_id,
      nonce: proof.nonce,
      algorithms: ['HS256', 'ES256'],
      secret: settings.channel_secret,
      keys: address(settings.api_url ?? API, '/oauth2/v2.1/certs'),
    })
    const subject = text(claims['sub']) ?? refuse('denied', 'line token: no usable sub')
    const nickname = text(claims['name'])
    const avatar = text(claims['picture'])
    // LINE does not say that the address was verified (threat row 2).
    const email = text(claims['email'])
    return {
      subject,
      ...(nickname !== undefined && { nickname }),
      ...(avatar !== undefined && { avatar }),
      ...(email !== undefined && { email, emailVerified: false }),
    }
  },
})
