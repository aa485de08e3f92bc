/**
 * WeCom (https://developer.work.weixin.qq.com/document/): the members of one company, through an application of its own.
 *
 * The code opens nothing by itself: it is shown together with the application's access_token, which lasts two hours, is the
 * same for everybody and may not be fetched for each sign-in (errcode 45009); it is kept until shortly before its end.
 */
import { createHash } from 'node:crypto'
import type { Static } from 'typebox'
import { ADDRESS, address, addressSetting, askJson, type Json, text } from './ask.ts'
import { connector, ConnectorRefusal, type Outside, type Profile, refuse, type Refusal, Type } from './connector.ts'

const API = 'https://qyapi.weixin.qq.com'
const WEB_PAGE = 'https://login.work.weixin.qq.com'
const IN_APP_PAGE = 'https://open.weixin.qq.com'

const settings = Type.Object(
  {
    scene: Type.Union([Type.Literal('website'), Type.Literal('in_app')], {
      title: 'Login scenario',
      titleZh: '登录场景',
      description: 'website: a page with a QR code for any browser; in_app: pages opened inside WeCom itself.',
      descriptionZh: 'website：适用于任何浏览器的二维码页面；in_app：在企业微信内打开的页面。',
      default: 'website',
    }),
    corp_id: Type.String({ title: 'Company ID (CorpID)', titleZh: '企业ID(CorpID)', minLength: 1, maxLength: 100 }),
    agent_id: Type.String({ title: 'Application ID (AgentId)', titleZh: '应用AgentId', minLength: 1, maxLength: 20 }),
    secret: Type.String({ title: 'Application secret', titleZh: '应用Secret', format: 'secret', minLength: 1, maxLength: 200 }),
    in_app_scope: Type.Optional(
      Type.Union([Type.Literal('snsapi_base'), Type.Literal('snsapi_privateinfo')], {
        title: 'Scope inside WeCom',
        titleZh: '企业微信内授权范围',
        description: 'snsapi_base is silent; snsapi_privateinfo asks the person and yields picture, mobile number and email.',
        descriptionZh: 'snsapi_base静默授权；snsapi_privateinfo会询问用户并返回头像、手机号和邮箱。',
        default: 'snsapi_base',
      }),
    ),
    api_url: addressSetting('API address', '接口地址', API),
    // Without a default: it is another one for each scenario.
    authorize_url: Type.Optional(
      Type.String({
        title: 'Sign-in page address',
        titleZh: '授权页面地址',
        description: 'Absent: login.work.weixin.qq.com for a website, open.weixin.qq.com inside WeCom.',
        descriptionZh: '不填时：网站用login.work.weixin.qq.com，企业微信内用open.weixin.qq.com。',
        format: 'uri',
        pattern: ADDRESS,
        maxLength: 500,
      }),
    ),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof settings>

/** From the list of global error codes; whatever is not here is a plain no. */
const ERRORS = new Map<number, [Refusal, (keyof Settings)?]>([
  [40029, ['expired']], // the code is unknown, used or too old
  [41008, ['expired']], // code missing
  [40013, ['misconfigured', 'corp_id']],
  [41002, ['misconfigured', 'corp_id']], // missing
  [40001, ['misconfigured', 'secret']],
  [40091, ['misconfigured', 'secret']],
  [41004, ['misconfigured', 'secret']], // missing
  [40056, ['misconfigured', 'agent_id']], // no such application
  [301002, ['misconfigured', 'agent_id']], // not the application of this secret
  [41011, ['misconfigured', 'agent_id']], // missing
  [50001, ['misconfigured']], // the redirect address is not in the application's trusted domain
  [60020, ['misconfigured']], // our address is not among the application's trusted ones
  [48002, ['misconfigured']], // the application may not use this interface
  [-1, ['unreachable']], // system busy
  [45009, ['unreachable']], // called too often
  [45033, ['unreachable']], // called too often at once
])

/** The application's token is not taken: too old, or called in. */
const STALE = new Set<unknown>([40014, 42001])

type Step = 'gettoken' | 'agent/get' | 'getuserinfo' | 'user/get' | 'getuserdetail'

const PATHS: Record<Step, string> = {
  gettoken: '/cgi-bin/gettoken',
  'agent/get': '/cgi-bin/agent/get',
  getuserinfo: '/cgi-bin/auth/getuserinfo',
  'user/get': '/cgi-bin/user/get',
  getuserdetail: '/cgi-bin/auth/getuserdetail',
}

/** `post` is a JSON body; without one it is a GET. */
async function ask(settings: Settings, outside: Outside, step: Step, query: Record<string, string>, post?: Json): Promise<Json> {
  const request = post && ({ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(post) } as const)
  const { status, body } = await askJson(outside, `wecom ${step}`, address(settings.api_url ?? API, PATHS[step], query), request)
  if (typeof body['errcode'] !== 'number') return refuse('unreachable', `wecom ${step}: HTTP ${status} without an errcode`)
  return body
}

function refuseError(step: Step, body: Json): never {
  const [refusal, setting] = ERRORS.get(body['errcode'] as number) ?? ['denied']
  // Stale even when it is new: two of us are taking each other's token away.
  throw new ConnectorRefusal(
    STALE.has(body['errcode']) ? 'unreachable' : refusal,
    `wecom ${step}: errcode ${body['errcode']}`,
    undefined,
    setting,
  )
}

const kept = new Map<string, { token: string; until: number }>()
const KEPT_AT_MOST = 1_000
/** Not used in its last minute: it must still be good when it arrives. */
const EARLY = 60_000

/** By everything that decides which token it is. A hash: nobody finds a secret in this process by looking for the map. */
const keyOf = ({ corp_id, secret, api_url = API }: Settings) =>
  createHash('sha256')
    .update(JSON.stringify([corp_id, secret, api_url]))
    .digest('base64')

async function fetchToken(settings: Settings, outside: Outside): Promise<string> {
  const body = await ask(settings, outside, 'gettoken', { corpid: settings.corp_id, corpsecret: settings.secret })
  if (body['errcode'] !== 0) return refuseError('gettoken', body)
  const token = text(body['access_token']) ?? refuse('unreachable', 'wecom gettoken: neither an error nor an access_token')
  const left = Number(body['expires_in']) * 1000
  if (kept.size >= KEPT_AT_MOST) kept.clear()
  // Near its end WeCom still answers with the same one: half of what is left, or its last minute would be fetched for each question.
  if (left > 0) kept.set(keyOf(settings), { token, until: outside.now() + Math.max(left - EARLY, left / 2) })
  return token
}

/** Asks with the application's token; with a new one when the kept one is not taken any more. */
async function askAs(settings: Settings, outside: Outside, step: Step, query: Record<string, string>, post?: Json): Promise<Json> {
  const found = kept.get(keyOf(settings))
  if (found && outside.now() < found.until) {
    const body = await ask(settings, outside, step, { access_token: found.token, ...query }, post)
    if (!STALE.has(body['errcode'])) return body['errcode'] === 0 ? body : refuseError(step, body)
  }
  const token = await fetchToken(settings, outside)
  const body = await ask(settings, outside, step, { access_token: token, ...query }, post)
  return body['errcode'] === 0 ? body : refuseError(step, body)
}

/** 1: at work here; 2: switched off by the company, 4: never came, 5: left. */
const AT_WORK = 1

async function readMember(settings: Settings, userid: string, outside: Outside): Promise<Json> {
  const member = await askAs(settings, outside, 'user/get', { userid })
  // Upper and lower case are one userid at WeCom.
  if (text(member['userid'])?.toLowerCase() !== userid.toLowerCase()) {
    return refuse('denied', 'wecom user/get: answered about somebody else')
  }
  if (member['status'] !== undefined && member['status'] !== AT_WORK) return refuse('denied', 'wecom user/get: not an active member')
  return member
}

/** What a member shows only after being asked (scope snsapi_privateinfo). */
async function readDetail(settings: Settings, userid: string, ticket: string, outside: Outside): Promise<Json> {
  const detail = await askAs(settings, outside, 'getuserdetail', {}, { user_ticket: ticket })
  if (text(detail['userid'])?.toLowerCase() !== userid.toLowerCase()) {
    return refuse('denied', 'wecom getuserdetail: answered about somebody else')
  }
  return detail
}

export const wecom = connector({
  id: 'wecom',
  socialType: 'wechat_work',
  label: { en: 'WeCom', zh: '企业微信' },
  settings,

  /** A new token for the company and the secret, and the application's own entry for its number. */
  async check(settings, outside) {
    const token = await fetchToken(settings, outside)
    const body = await ask(settings, outside, 'agent/get', { access_token: token, agentid: settings.agent_id })
    if (body['errcode'] !== 0) refuseError('agent/get', body)
  },

  async authorizeUrl(settings, { redirectUri, state }) {
    const { corp_id: appid, agent_id: agentid, authorize_url: base } = settings
    if (settings.scene === 'in_app') {
      const scope = settings.in_app_scope ?? 'snsapi_base'
      // In the order of WeCom's own examples, as at WeChat.
      const query = { appid, redirect_uri: redirectUri, response_type: 'code', scope, state, agentid }
      return `${address(base ?? IN_APP_PAGE, '/connect/oauth2/authorize', query).href}#wechat_redirect`
    }
    const query = { login_type: 'CorpApp', appid, agentid, redirect_uri: redirectUri, state }
    return address(base ?? WEB_PAGE, '/wwlogin/sso/login', query).href
  },

  async identify(settings, { code }, outside): Promise<Profile> {
    const who = await askAs(settings, outside, 'getuserinfo', { code })
    const userid = text(who['userid'])
    if (userid === undefined) {
      // A visitor from outside has an openid and perhaps an external_userid: this source is for members.
      if (text(who['openid']) !== undefined) return refuse('denied', 'wecom getuserinfo: not a member of the company')
      return refuse('unreachable', 'wecom getuserinfo: neither an error nor a userid')
    }
    const member = await readMember(settings, userid, outside)
    const ticket = text(who['user_ticket'])
    const detail = ticket === undefined ? {} : await readDetail(settings, userid, ticket, outside)
    // An application made since June 2022 gets the last three from the detail only.
    const hint = (name: string) => text(detail[name]) ?? text(member[name])
    const [nickname, avatar, mobile, email] = [hint('name'), hint('avatar'), hint('mobile'), hint('email')]
    return {
      subject: text(member['userid']) ?? userid,
      ...(nickname !== undefined && { nickname }),
      ...(avatar !== undefined && { avatar }),
      // Typed in by the company: nobody proved it.
      ...(mobile !== undefined && { mobile }),
      ...(email !== undefined && { email }),
    }
  },
})
