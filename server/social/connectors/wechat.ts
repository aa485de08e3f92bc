/**
 * WeChat (https://developers.weixin.qq.com/doc/): websites, mobile applications, official accounts and mini-programs.
 *
 * OAuth in shape only: other parameter names, everything in the query, its own errors (wechat-answers.ts), no PKCE.
 */
import type { Static } from 'typebox'
import { address, addressSetting, type Json, text } from './ask.ts'
import { connector, ConnectorRefusal, refuse, refuseSetting, type Outside, type Profile, Type } from './connector.ts'
import { API, askWechat, isAddressNotAllowed } from './wechat-answers.ts'
import { fetchAccountToken, readMiniMobile, readMiniProgram } from './wechat-mini.ts'

const settings = Type.Object(
  {
    scene: Type.Union([Type.Literal('website'), Type.Literal('mobile'), Type.Literal('official_account'), Type.Literal('mini_program')], {
      title: 'Login scenario',
      titleZh: '登录场景',
      description:
        'The type of the application at the WeChat open platform: website (QR code), mobile app, official account, mini-program.',
      descriptionZh: '微信开放平台上的应用类型：网站（二维码）、移动应用、公众号、小程序。',
      default: 'website',
    }),
    app_id: Type.String({ title: 'AppID', titleZh: 'AppID', minLength: 1, maxLength: 100 }),
    app_secret: Type.String({ title: 'AppSecret', titleZh: 'AppSecret', format: 'secret', minLength: 1, maxLength: 200 }),
    official_account_scope: Type.Optional(
      Type.Union([Type.Literal('snsapi_userinfo'), Type.Literal('snsapi_base')], {
        title: 'Scope of the official account',
        titleZh: '公众号授权范围',
        description: 'snsapi_userinfo asks the person and yields nickname and avatar; snsapi_base is silent and yields the openid only.',
        descriptionZh: 'snsapi_userinfo会询问用户并返回昵称和头像；snsapi_base静默授权，只返回openid。',
        default: 'snsapi_userinfo',
      }),
    ),
    api_url: addressSetting('API address', '接口地址', API),
    authorize_url: addressSetting('Sign-in page address', '授权页面地址', 'https://open.weixin.qq.com'),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof settings>

function readProfile(openid: string, token: Json, person: Json): Profile {
  const alias = text(person['unionid']) ?? text(token['unionid'])
  const nickname = text(person['nickname'])
  const avatar = text(person['headimgurl'])
  return {
    subject: openid,
    ...(alias !== undefined && { alias }),
    ...(nickname !== undefined && { nickname }),
    ...(avatar !== undefined && { avatar }),
  }
}

const exchange = ({ app_id: appid, app_secret: secret }: Settings, code: string) => ({
  appid,
  secret,
  code,
  grant_type: 'authorization_code',
})

/** A code that never was: WeChat looks at the application before it looks at the code. */
async function tryMadeUpCode(settings: Settings, outside: Outside): Promise<void> {
  const query = exchange(settings, 'bowline-checks-these-settings')
  await askWechat(outside, settings, 'access_token', '/sns/oauth2/access_token', query).then(
    () => refuse('unreachable', 'wechat access_token: no error for a code that never was'),
    (reason: unknown) => {
      if (!(reason instanceof ConnectorRefusal && reason.refusal === 'expired')) throw reason
    },
  )
}

export const wechat = connector({
  id: 'wechat',
  // An official account has a word of its own; the mini-program has none.
  socialType: ({ scene }) => (scene === 'official_account' ? 'weixinmp' : 'weixin'),
  label: { en: 'WeChat', zh: '微信' },
  settings,
  // The unionid, over all applications of one open platform account.
  sharedAlias: true,

  async check(settings, outside) {
    if (settings.scene === 'website' || settings.scene === 'mobile') return tryMadeUpCode(settings, outside)
    try {
      await fetchAccountToken(settings, outside)
    } catch (reason) {
      // An official account signs people in without being on its own allow list; a mini-program's numbers need it.
      if (settings.scene !== 'official_account' || !isAddressNotAllowed(reason)) throw reason
      await tryMadeUpCode(settings, outside)
    }
  },

  async authorizeUrl(settings, { redirectUri, state }) {
    const pages = {
      website: ['/connect/qrconnect', 'snsapi_login'],
      official_account: ['/connect/oauth2/authorize', settings.official_account_scope ?? 'snsapi_userinfo'],
      // These ask WeChat themselves, through WeChat's own kit.
      mobile: undefined,
      mini_program: undefined,
    } as const
    const [path, scope] = pages[settings.scene] ?? refuseSetting('scene', `wechat: ${settings.scene} has no sign-in page`)
    const base = settings.authorize_url ?? 'https://open.weixin.qq.com'
    // In the order of WeChat's own examples: its pages have been particular about that.
    const parameters = { appid: settings.app_id, redirect_uri: redirectUri, response_type: 'code', scope, state }
    return `${address(base, path, parameters).href}#wechat_redirect`
  },

  async readMobile(settings, { code }, outside) {
    if (settings.scene !== 'mini_program') return refuseSetting('scene', 'wechat phone: only mini-programs are given numbers')
    // What is encrypted can be read with the session_key only, which is not kept.
    if (!code) return refuse('denied', 'wechat phone: no code')
    return readMiniMobile(settings, code, outside)
  },

  async identify(settings, { code }, outside) {
    if (settings.scene === 'mini_program') return readMiniProgram(settings, code, outside)
    const token = await askWechat(outside, settings, 'access_token', '/sns/oauth2/access_token', exchange(settings, code))
    const openid = text(token['openid'])
    const accessToken = text(token['access_token'])
    if (openid === undefined || accessToken === undefined) {
      return refuse('unreachable', 'wechat access_token: neither an error nor openid and access_token')
    }
    // "Snapshot" visitors get a made-up account of their own: nobody must be bound to one.
    if (token['is_snapshotuser'] === 1) return refuse('denied', 'wechat access_token: a snapshot page, not a person')

    // Only these two scopes open /sns/userinfo; with snsapi_base it answers 48001.
    const scopes = String(token['scope'] ?? '').split(/[\s,]+/)
    if (!scopes.includes('snsapi_userinfo') && !scopes.includes('snsapi_login')) return readProfile(openid, token, {})

    const question = { access_token: accessToken, openid, lang: 'zh_CN' }
    const person = await askWechat(outside, settings, 'userinfo', '/sns/userinfo', question)
    if (person['openid'] !== openid) return refuse('denied', 'wechat userinfo: answered about somebody else')
    return readProfile(openid, token, person)
  },
})
