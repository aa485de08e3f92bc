/**
 * Douyin (https://developer.open-douyin.com/docs/resource/zh-CN/dop/develop/openapi/account-permission/): websites and
 * mobile applications.
 *
 * OAuth in shape only: `client_key`, everything under `data`, errors as HTTP 200 with `data.error_code`, and no PKCE.
 * The subject is the open_id, of this application; the alias is the union_id, of all applications of one developer.
 */
import { createDecipheriv } from 'node:crypto'
import type { Static } from 'typebox'
import { address, addressSetting, askJson, type Json, text } from './ask.ts'
import { connector, ConnectorRefusal, refuse, refuseSetting, type Outside, type Profile, type Refusal, Type } from './connector.ts'
import { blaming, isObject } from './oauth2.ts'

const API = 'https://open.douyin.com'

const settings = Type.Object(
  {
    client_key: Type.String({
      title: 'Client Key',
      titleZh: 'Client Key',
      description: 'Of a website or mobile application, in the console of the Douyin open platform.',
      descriptionZh: '抖音开放平台控制台中的网站应用或移动应用。',
      minLength: 1,
      maxLength: 100,
    }),
    client_secret: Type.String({
      title: 'Client Secret',
      titleZh: 'Client Secret',
      description: 'Beside the Client Key.',
      descriptionZh: '在Client Key旁边。',
      format: 'secret',
      minLength: 1,
      maxLength: 200,
    }),
    scope: Type.Optional(
      Type.String({
        title: 'Scope',
        titleZh: '授权范围',
        description: 'Separated by commas. user_info yields nickname and picture; mobile_alert the number besides, if Douyin granted it.',
        descriptionZh: '用逗号分隔。user_info返回昵称和头像；抖音批准后，mobile_alert还返回手机号。',
        pattern: '^[A-Za-z0-9._]+([\\s,]+[A-Za-z0-9._]+)*$',
        maxLength: 500,
        default: 'user_info',
      }),
    ),
    api_url: addressSetting('API address', '接口地址', API),
    authorize_url: addressSetting('Sign-in page address', '授权页面地址', API),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof settings>
type Step = 'access_token' | 'userinfo'

/** From the tables of both questions and the table of global codes; whatever is not here is a plain no. */
const ERRORS = new Map<number, Refusal>([
  [10007, 'expired'], // code unknown, used or too old
  [10014, 'expired'], // code of another application
  [2190008, 'expired'], // access_token too old, between our two calls
  [28001008, 'expired'], // the same
  [10002, 'misconfigured'], // parameter
  [10004, 'misconfigured'], // the application may not
  [10005, 'misconfigured'], // parameter missing
  [10006, 'misconfigured'], // redirect address not registered
  [10011, 'misconfigured'], // package name not registered
  [10012, 'misconfigured'], // the application is not approved yet
  [10015, 'misconfigured'], // wrong type of application
  [2190004, 'misconfigured'], // the application was not granted this
  [10020, 'unreachable'], // called too often
  [2100001, 'unreachable'], // busy
  [2100004, 'unreachable'], // busy
  [2190001, 'unreachable'], // quota used up
  [28001005, 'unreachable'], // error inside
  [28001006, 'unreachable'], // error inside
])

/** These name a setting. */
const SETTINGS = new Map<number, 'client_key' | 'client_secret'>([
  [10003, 'client_key'], // no such client_key
  [29002002, 'client_key'], // the same, or an application that was stopped
  [10013, 'client_secret'], // the key is known, the secret is another
])

async function ask(settings: Settings, step: Step, path: string, form: Record<string, string>, outside: Outside): Promise<Json> {
  const request = { method: 'POST', body: new URLSearchParams(form) } as const
  const asking = async () => askJson(outside, `douyin ${step}`, address(settings.api_url ?? API, path), request)
  const { status, body } = await asking().catch(blaming('api_url'))
  const { data } = body
  if (status !== 200 || !isObject(data)) return refuse('unreachable', `douyin ${step}: HTTP ${status} without data`)
  // A number in answers, a text in some of the documentation's examples.
  const code = Number(data['error_code'] ?? Number.NaN)
  if (!Number.isSafeInteger(code)) return refuse('unreachable', `douyin ${step}: no error_code`)
  if (code === 0) return data
  const detail = `douyin ${step}: error_code ${code}`
  const setting = SETTINGS.get(code)
  if (setting) return refuseSetting(setting, detail)
  return refuse(ERRORS.get(code) ?? 'denied', detail)
}

const exchange = (settings: Settings, code: string, outside: Outside) =>
  ask(
    settings,
    'access_token',
    '/oauth/access_token/',
    { grant_type: 'authorization_code', client_key: settings.client_key, client_secret: settings.client_secret, code },
    outside,
  )

/** AES-CBC with the client secret as key, and its first 16 bytes as initialization vector. What cannot be read is no number. */
function readMobile(encrypted: unknown, secret: string): string | undefined {
  const key = Buffer.from(secret)
  if (typeof encrypted !== 'string' || !encrypted || ![16, 24, 32].includes(key.length)) return undefined
  try {
    const cipher = createDecipheriv(`aes-${key.length * 8}-cbc`, key, key.subarray(0, 16))
    const number = cipher.update(encrypted, 'base64', 'utf8') + cipher.final('utf8')
    return /^\+?\d{5,15}$/.test(number) ? number : undefined
  } catch {
    return undefined
  }
}

export const douyin = connector({
  id: 'douyin',
  label: { en: 'Douyin', zh: '抖音' },
  settings,
  // The union_id, over all applications of one developer.
  sharedAlias: true,

  async authorizeUrl(settings, { redirectUri, state }) {
    const scope = (settings.scope ?? 'user_info').split(/[\s,]+/).filter(Boolean)
    return address(settings.authorize_url ?? API, '/platform/oauth/connect/', {
      client_key: settings.client_key,
      response_type: 'code',
      scope: [...new Set(['user_info', ...scope])].join(','),
      redirect_uri: redirectUri,
      state,
    }).href
  },

  async check(settings, outside) {
    // Not with client_token: that one takes the token away from whoever else asked for this application.
    await exchange(settings, 'bowline-checks-these-settings', outside).then(
      () => refuse('unreachable', 'douyin access_token: no error for a code that never was'),
      (reason: unknown) => {
        if (!(reason instanceof ConnectorRefusal && reason.refusal === 'expired')) throw reason
      },
    )
  },

  async identify(settings, { code }, outside): Promise<Profile> {
    // Douyin would say "a parameter is missing", which is nothing an administrator could mend.
    if (!code) return refuse('expired', 'douyin access_token: no code')
    const token = await exchange(settings, code, outside)
    const openId = text(token['open_id'])
    const accessToken = text(token['access_token'])
    if (openId === undefined || accessToken === undefined) {
      return refuse('unreachable', 'douyin access_token: neither an error nor open_id and access_token')
    }
    const person = await ask(settings, 'userinfo', '/oauth/userinfo/', { access_token: accessToken, open_id: openId }, outside)
    if (person['open_id'] !== openId) return refuse('denied', 'douyin userinfo: answered about somebody else')
    const alias = text(person['union_id'])
    const nickname = text(person['nickname'])
    const avatar = text(person['avatar'])
    // Douyin does not say that the person proved it (threat row 2).
    const mobile = readMobile(person['encrypt_mobile'], settings.client_secret)
    return {
      subject: openId,
      ...(alias !== undefined && { alias }),
      ...(nickname !== undefined && { nickname }),
      ...(avatar !== undefined && { avatar }),
      ...(mobile !== undefined && { mobile, mobileVerified: false }),
    }
  },
})
