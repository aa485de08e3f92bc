/** How Twilio's interfaces are asked (https://www.twilio.com/docs/usage/api): HTTP Basic, forms in, JSON out, errors by number. */
import { askJson, type Fault, type Json, refuseBy, secretSetting } from './ask.ts'
import { GatewayRefusal, type Outside, Type } from './gateway.ts'

export const accountSettings = () => ({
  account_sid: Type.String({ title: 'Account SID', titleZh: 'Account SID', pattern: '^AC[0-9a-fA-F]{32}$' }),
  api_key: Type.Optional(
    Type.String({
      title: 'API key SID',
      titleZh: 'API Key SID',
      description: 'With its secret; recommended, because it can be withdrawn alone. Without it the auth token is used.',
      descriptionZh: '与其密钥一起使用；推荐，因为可以单独撤销。不填时使用auth token。',
      pattern: '^SK[0-9a-fA-F]{32}$',
    }),
  ),
  api_secret: Type.Optional(secretSetting('API key secret', 'API Key Secret')),
  auth_token: Type.Optional(secretSetting('Auth token', 'Auth Token')),
})

export type Account = { account_sid: string; api_key?: string; api_secret?: string; auth_token?: string }

export type Answer = { status: number; body: Json }

export async function askTwilio(
  given: Account,
  step: string,
  url: URL,
  setting: string,
  outside: Outside,
  form?: Record<string, string>,
): Promise<Answer> {
  const headers = { accept: 'application/json', authorization: `Basic ${Buffer.from(userOf(given).join(':')).toString('base64')}` }
  if (!form) return askJson(outside, step, url, { method: 'GET', headers }, setting)
  const body = new URLSearchParams(form).toString()
  return askJson(
    outside,
    step,
    url,
    { method: 'POST', body, headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' } },
    setting,
  )
}

function userOf({ account_sid: sid, api_key: key, api_secret: secret, auth_token: token }: Account): [string, string] {
  if (key && !secret) throw new GatewayRefusal('misconfigured', 'twilio: an API key without its secret', undefined, 'api_secret')
  if (key && secret) return [key, secret]
  if (!token) throw new GatewayRefusal('misconfigured', 'twilio: neither an API key nor an auth token', undefined, 'auth_token')
  return [sid, token]
}

/** What every interface says of accounts and keys; `own` goes first. */
export function refuseTwilio(given: Account, own: Fault[], step: string, { status, body }: Answer): never {
  const account: Fault[] = [
    [/^20003$/, 'misconfigured', given.api_key ? 'api_secret' : 'auth_token'],
    // Suspended or closed; the key may not do this.
    [/^(2000[4568]|20403|70051)$/, 'misconfigured', 'account_sid'],
    [/^(20429|20500|20503)$/, 'unreachable'],
  ]
  return refuseBy([...own, ...account], step, body['code'], status === 201 ? 200 : status)
}

/** Undefined: a restricted key may not look, which says that it is right. Keys that may only send are good practice. */
export async function lookUp(
  given: Account,
  own: Fault[],
  step: string,
  url: URL,
  setting: string,
  outside: Outside,
): Promise<Json | undefined> {
  const answer = await askTwilio(given, step, url, setting, outside)
  if (answer.status === 200) return answer.body
  return answer.status === 403 ? undefined : refuseTwilio(given, own, step, answer)
}
