/**
 * Sign in with Apple (https://developer.apple.com/documentation/signinwithapplerestapi), over `oidc.ts`.
 *
 * Its ways: the client secret is a token that we sign ourselves, the person comes back with a posted form, the name is
 * in that form and only the first time, and PKCE is not known. Nothing is discovered: in June 2025 Apple's own document
 * named another issuer than its tokens for a day, and every client that read it was locked out.
 */
import { createPrivateKey, type KeyObject, sign } from 'node:crypto'
import type { Static } from 'typebox'
import { addressSetting, type Json, text } from './ask.ts'
import { connector, ConnectorRefusal, refuseSetting, type Outside, type Proof, Type } from './connector.ts'
import { blameClient, blaming, checkClient, isObject } from './oauth2.ts'
import { authorizeWith, identifyWith, type OidcClient, readEndpoint } from './oidc.ts'

const settings = Type.Object(
  {
    client_id: Type.String({
      title: 'Services ID',
      titleZh: 'Services ID',
      description: 'The identifier of the Services ID, for websites and Android; the bundle ID where there are Apple applications only.',
      descriptionZh: '网站和Android使用Services ID的标识符；只有Apple平台应用时使用bundle ID。',
      minLength: 1,
      maxLength: 200,
    }),
    bundle_id: Type.Optional(
      Type.String({
        title: 'Bundle ID',
        titleZh: 'Bundle ID',
        description: 'Of the application on iOS or macOS. A code that comes without a redirect address was given to it.',
        descriptionZh: 'iOS或macOS应用的bundle ID；不带回调地址的授权码视为发给它的。',
        minLength: 1,
        maxLength: 200,
      }),
    ),
    team_id: Type.String({
      title: 'Team ID',
      titleZh: 'Team ID',
      description: 'Ten letters and digits, in the membership details of the developer account.',
      descriptionZh: '十位字母和数字，见开发者账号的会员资格信息。',
      pattern: '^[A-Z0-9]{10}$',
    }),
    key_id: Type.String({
      title: 'Key ID',
      titleZh: 'Key ID',
      description: 'Of the key below; it stands in the name of the file as well: AuthKey_<Key ID>.p8.',
      descriptionZh: '下方私钥的Key ID，也在文件名中：AuthKey_<Key ID>.p8。',
      pattern: '^[A-Z0-9]{10}$',
    }),
    private_key: Type.String({
      title: 'Private key',
      titleZh: '私钥',
      description: 'The text of the .p8 file, from BEGIN PRIVATE KEY to END PRIVATE KEY.',
      descriptionZh: '.p8文件的内容，从BEGIN PRIVATE KEY到END PRIVATE KEY。',
      format: 'secret',
      minLength: 1,
      maxLength: 2_000,
    }),
    issuer: addressSetting('Address of Apple', 'Apple 地址', 'https://appleid.apple.com'),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof settings>

function readKey({ private_key: written }: Settings): KeyObject {
  let key: KeyObject | undefined
  try {
    // Some consoles hand over a file's line ends as the two characters \n.
    key = createPrivateKey(written.replaceAll('\\n', '\n').trim())
  } catch {
    // Without the cause: whatever OpenSSL says concerns a secret.
  }
  if (key?.asymmetricKeyType !== 'ec' || key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    return refuseSetting('private_key', 'apple: private_key is no P-256 key in PEM')
  }
  return key
}

const LIFE = 5 * 60

const encode = (it: object) => Buffer.from(JSON.stringify(it)).toString('base64url')

/** The claims Apple asks for, for five minutes (it would take six months): one that leaks is soon worth nothing. */
function makeSecret(settings: Settings, key: KeyObject, clientId: string, now: number): string {
  const iat = Math.floor(now / 1000)
  const claims = { iss: settings.team_id, iat, exp: iat + LIFE, aud: issuerOf(settings), sub: clientId }
  const data = `${encode({ alg: 'ES256', kid: settings.key_id, typ: 'JWT' })}.${encode(claims)}`
  // RFC 7518 section 3.4: R and S side by side, not the DER that OpenSSL writes by itself.
  return `${data}.${sign('sha256', Buffer.from(data), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}

const issuerOf = ({ issuer = 'https://appleid.apple.com' }: Settings) => issuer.replace(/\/$/, '')

function readClient(settings: Settings, clientId: string, outside: Outside): OidcClient {
  const issuer = issuerOf(settings)
  const key = readKey(settings)
  return {
    issuer,
    clientId,
    secret: () => makeSecret(settings, key, clientId, outside.now()),
    auth: 'post',
    scope: 'name email',
    endpoints: {
      authorization_endpoint: `${issuer}/auth/authorize`,
      token_endpoint: `${issuer}/auth/token`,
      jwks_uri: `${issuer}/auth/keys`,
    },
    withoutPkce: true,
    kitRedirect: 'omitted',
  }
}

/** Chinese, Japanese and Korean names are written family name first and in one piece. */
const ONE_PIECE = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+$/u

/** `{"name":{"firstName":"…","lastName":"…"},"email":"…"}`. Nobody signed it: the name is a hint, the address is left alone. */
function readName({ user }: Proof): string | undefined {
  let name: Json = {}
  try {
    const given: unknown = JSON.parse(user ?? 'null')
    if (isObject(given) && isObject(given['name'])) name = given['name']
  } catch {
    // A hint that cannot be read is none.
  }
  const [first, last] = [text(name['firstName']), text(name['lastName'])]
  if (first !== undefined && last !== undefined && ONE_PIECE.test(first + last)) return text(last + first)
  return text([first, last].filter((it) => it !== undefined).join(' '))
}

/** Whether Apple knows this client; undefined: yes. */
async function findFault(settings: Settings, clientId: string, outside: Outside): Promise<ConnectorRefusal | undefined> {
  const { url, asking } = await readEndpoint(readClient(settings, clientId, outside), settings, outside).catch(blaming('issuer'))
  try {
    await checkClient(outside, 'apple token', url, asking, blameClient, '')
    return undefined
  } catch (error) {
    if (error instanceof ConnectorRefusal && error.refusal === 'misconfigured' && error.setting !== undefined) return error
    throw error
  }
}

export const apple = connector({
  id: 'apple',
  label: { en: 'Apple', zh: 'Apple' },
  settings,
  formPost: true,

  async authorizeUrl(settings, input, outside) {
    // With a scope Apple insists on this mode.
    return authorizeWith(readClient(settings, settings.client_id, outside), settings, input, outside, { response_mode: 'form_post' })
  },

  async check(settings, outside) {
    const { client_id: web, bundle_id: kit } = settings
    const faults = [await findFault(settings, web, outside), kit === undefined ? undefined : await findFault(settings, kit, outside)]
    // One of two is known: then team and key are right, and the other id is wrong.
    if (faults[0] && kit !== undefined && !faults[1]) refuseSetting('client_id', faults[0].message)
    if (faults[1] && !faults[0]) refuseSetting('bundle_id', faults[1].message)
    // Apple has one word for all four of them.
    if (faults[0]) refuseSetting('client_id', `${faults[0].message}: client_id, team_id, key_id or private_key, Apple does not say which`)
  },

  async identify(settings, proof, outside) {
    const clientId = proof.redirectUri === undefined ? (settings.bundle_id ?? settings.client_id) : settings.client_id
    const { subject, claims } = await identifyWith(readClient(settings, clientId, outside), settings, proof, outside)
    const nickname = readName(proof)
    // A private relay address is an address like any other: post that is sent there arrives.
    const email = text(claims['email'])
    const verified = claims['email_verified']
    return {
      subject,
      ...(nickname !== undefined && { nickname }),
      // Apple writes both, by its own documentation; nobody else's "true" is believed (threat row 2).
      ...(email !== undefined && { email, emailVerified: verified === true || verified === 'true' }),
    }
  },
})
