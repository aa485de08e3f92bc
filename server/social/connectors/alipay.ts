/**
 * Alipay (https://opendocs.alipay.com/): websites, mobile applications and mini-programs, over the signed gateway.
 *
 * Every question is signed with the application's RSA key, and an answer is believed only when Alipay's signature over the
 * very bytes of it is right; an error may come without one, since it opens nothing.
 *
 * Applications of today are told an `open_id`, which is another in each application; older ones a `user_id`, which is not. The
 * open_id is the subject when there is one. The user_id is the alias whenever it is told: an application that
 * moves from the one to the other goes on knowing its people as long as both are told.
 */
import { createDecipheriv, verify } from 'node:crypto'
import type { Static } from 'typebox'
import { askGateway, GATEWAY, readError } from './alipay-gateway.ts'
import { checkKeys, type Keys, readAesKey, readKeys } from './alipay-keys.ts'
import { address, addressSetting, type Json, text } from './ask.ts'
import { type About, connector, ConnectorRefusal, explain, type Outside, type Profile, refuse, refuseSetting, Type } from './connector.ts'

const PAGES = 'https://openauth.alipay.com'

const pasted = (title: string, titleZh: string, about: About) =>
  Type.Optional(Type.String({ title, titleZh, ...explain(about), maxLength: 20_000 }))

const settings = Type.Object(
  {
    scene: Type.Union([Type.Literal('website'), Type.Literal('mobile'), Type.Literal('mini_program')], {
      title: 'Login scenario',
      titleZh: '登录场景',
      description: 'website: a page to send people to; mobile and mini_program: the application brings an auth code by itself.',
      descriptionZh: 'website：把用户带到授权页面；mobile和mini_program：应用自行取得授权码。',
      default: 'website',
    }),
    app_id: Type.String({ title: 'APPID', titleZh: 'APPID', minLength: 1, maxLength: 32 }),
    private_key: Type.String({
      title: 'Application private key',
      titleZh: '应用私钥',
      description: 'RSA2, PKCS#1 or PKCS#8, as PEM or as bare base64.',
      descriptionZh: 'RSA2，PKCS#1或PKCS#8，PEM或纯base64格式。',
      format: 'secret',
      minLength: 1,
      maxLength: 10_000,
    }),
    key_mode: Type.Union([Type.Literal('public_key'), Type.Literal('certificate')], {
      title: 'Signing mode',
      titleZh: '接口加签方式',
      description: 'As chosen for the application at the open platform.',
      descriptionZh: '与开放平台上该应用的设置一致。',
      default: 'public_key',
    }),
    alipay_public_key: pasted('Alipay public key', '支付宝公钥', [
      'In public key mode: the one of Alipay, not the one of the application.',
      '公钥模式：填写支付宝公钥，而不是应用公钥。',
    ]),
    app_cert: pasted('Application certificate', '应用公钥证书', [
      'In certificate mode: the text of appCertPublicKey_….crt.',
      '证书模式：appCertPublicKey_….crt的内容。',
    ]),
    alipay_cert: pasted('Alipay certificate', '支付宝公钥证书', [
      'In certificate mode: the text of alipayCertPublicKey_RSA2.crt.',
      '证书模式：alipayCertPublicKey_RSA2.crt的内容。',
    ]),
    alipay_root_cert: pasted('Alipay root certificate', '支付宝根证书', [
      'In certificate mode: the text of alipayRootCert.crt.',
      '证书模式：alipayRootCert.crt的内容。',
    ]),
    aes_key: Type.Optional(
      Type.String({
        title: 'Content encryption key (AES)',
        titleZh: '接口内容加密密钥(AES)',
        description: 'For the mobile number that a mini-program is given (my.getPhoneNumber).',
        descriptionZh: '用于解密小程序获取的手机号（my.getPhoneNumber）。',
        format: 'secret',
        maxLength: 100,
      }),
    ),
    scope: Type.Optional(
      Type.Union([Type.Literal('auth_user'), Type.Literal('auth_base')], {
        title: 'Scope',
        titleZh: '授权范围',
        description: 'auth_user asks the person and yields nickname and avatar; auth_base is silent and yields the id only.',
        descriptionZh: 'auth_user会询问用户并返回昵称和头像；auth_base静默授权，只返回用户标识。',
        default: 'auth_user',
      }),
    ),
    api_url: addressSetting('Gateway address', '网关地址', GATEWAY),
    authorize_url: addressSetting('Sign-in page address', '授权页面地址', PAGES),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof settings>

async function ask(settings: Settings, keys: Keys, outside: Outside, method: string, form: Record<string, string>): Promise<Json> {
  const { body, error, signature } = await askGateway(settings, keys, outside, method, form)
  const step = method.replace('alipay.', '')
  if (signature === 'of another certificate') return refuseSetting('alipay_cert', `alipay ${step}: signed with another certificate`)
  if (signature === 'wrong' || (signature === 'absent' && !error)) return refuse('denied', `alipay ${step}: not signed by Alipay`)
  if (error) throw error
  return body
}

/** A person's two ids, as far as they are told. */
const idsOf = (body: Json) => ({ openId: text(body['open_id']), userId: text(body['user_id']) })

async function askFace(settings: Settings, keys: Keys, outside: Outside, token: Json): Promise<Json> {
  if (settings.scope === 'auth_base') return {}
  const authToken = text(token['access_token']) ?? refuse('unreachable', 'alipay system.oauth.token: no access_token')
  const face = await ask(settings, keys, outside, 'alipay.user.info.share', { auth_token: authToken })
  const [told, now] = [idsOf(token), idsOf(face)]
  const other = (a: string | undefined, b: string | undefined) => a !== undefined && b !== undefined && a !== b
  if (other(told.openId, now.openId) || other(told.userId, now.userId)) {
    return refuse('denied', 'alipay user.info.share: answered about somebody else')
  }
  return face
}

/** What my.getPhoneNumber gave: {response, sign}, sometimes as the text of `response` once more. */
function readEnvelope(written: string, nested = true): Json {
  let body: unknown
  try {
    body = JSON.parse(written)
  } catch {
    // Without the cause: its message quotes the text.
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return refuse('denied', 'alipay getPhoneNumber: no JSON object')
  const { response, sign: signed } = body as Json
  if (nested && signed === undefined && typeof response === 'string' && response.startsWith('{')) return readEnvelope(response, false)
  return body as Json
}

function decrypt(content: string, key: Buffer): Json {
  try {
    // Alipay's choice: a fixed initialization vector of zeros. What makes the content true is the signature.
    const decipher = createDecipheriv(`aes-${key.length * 8}-cbc`, key, Buffer.alloc(16))
    const plain = Buffer.concat([decipher.update(Buffer.from(content, 'base64')), decipher.final()]).toString()
    const body: unknown = JSON.parse(plain)
    if (typeof body === 'object' && body !== null) return body as Json
  } catch {
    // Signed by Alipay, and yet not to be read: below.
  }
  return refuseSetting('aes_key', 'alipay getPhoneNumber: signed by Alipay, but not encrypted with aes_key')
}

export const alipay = connector({
  id: 'alipay',
  label: { en: 'Alipay', zh: '支付宝' },
  sharedAlias: true,
  settings,

  /**
   * First what can be seen of the keys alone; then an auth code nobody was given: the gateway looks at the application,
   * the certificates and the signature before it looks at the code, and signs its no.
   */
  async check(settings, outside) {
    checkKeys(settings, outside.now())
    const form = { grant_type: 'authorization_code', code: 'bowline-settings-check' }
    const { error, signature } = await askGateway(settings, readKeys(settings), outside, 'alipay.system.oauth.token', form)
    if (!error) throw new ConnectorRefusal('unreachable', 'alipay system.oauth.token: a made-up code was not refused')
    if (error.refusal === 'misconfigured' || error.refusal === 'unreachable') throw error
    const setting = settings.key_mode === 'certificate' ? 'alipay_cert' : 'alipay_public_key'
    if (signature === 'wrong' || signature === 'of another certificate') {
      refuseSetting(setting, `alipay: the gateway's answer was not signed with the key of ${setting}`)
    }
  },

  async authorizeUrl(settings, { redirectUri, state }) {
    if (settings.scene !== 'website') return refuseSetting('scene', `alipay: ${settings.scene} has no sign-in page`)
    // The code comes back as `auth_code`.
    const query = { app_id: settings.app_id, scope: settings.scope ?? 'auth_user', redirect_uri: redirectUri, state }
    return address(settings.authorize_url ?? PAGES, '/oauth2/publicAppAuthorize.htm', query).href
  },

  async readMobile(settings, { encrypted }) {
    const envelope = readEnvelope(encrypted ?? '')
    const { response, sign: signed, sign_type: signType = 'RSA2', encrypt_type: encryptType = 'AES' } = envelope
    if (response === undefined && envelope['code'] !== undefined) throw readError(envelope, 'getPhoneNumber')
    if (typeof response !== 'string' || typeof signed !== 'string' || signType !== 'RSA2' || encryptType !== 'AES') {
      return refuse('denied', 'alipay getPhoneNumber: not response and sign, by RSA2 and AES')
    }
    // Encrypted content is signed with the quotation marks around it, as it stood in Alipay's answer; an error is in the clear.
    const clear = response.startsWith('{')
    const content = Buffer.from(clear ? response : `"${response}"`)
    const right = verify('sha256', content, readKeys(settings).alipay, Buffer.from(signed, 'base64'))
    if (!right) return refuse('denied', 'alipay getPhoneNumber: not signed by Alipay')
    if (clear) throw readError(readEnvelope(response), 'getPhoneNumber')
    const body = decrypt(response, readAesKey(settings))
    const mobile = text(body['mobile'])
    if (body['code'] !== '10000' || mobile === undefined) throw readError(body, 'getPhoneNumber')
    // Numbers of the mainland come without their country, whatever country the tenant is in.
    return /^1\d{10}$/.test(mobile) ? `+86${mobile}` : mobile
  },

  /** No time, no name, and by the fixed vector the same text for the same number: the signed text is the proof. */
  proofOf: ({ encrypted }) => String(readEnvelope(encrypted ?? '')['response']),

  async identify(settings, { code }, outside): Promise<Profile> {
    const keys = readKeys(settings)
    const token = await ask(settings, keys, outside, 'alipay.system.oauth.token', { grant_type: 'authorization_code', code })
    const { openId, userId } = idsOf(token)
    const subject = openId ?? userId ?? refuse('unreachable', 'alipay system.oauth.token: neither an error nor an open_id or user_id')
    const face = await askFace(settings, keys, outside, token)
    const nickname = text(face['nick_name'])
    const avatar = text(face['avatar'])
    return {
      subject,
      ...(userId !== undefined && { alias: userId }),
      ...(nickname !== undefined && { nickname }),
      ...(avatar !== undefined && { avatar }),
    }
  },
})
