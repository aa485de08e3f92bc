/**
 * Microsoft Entra ID and Microsoft accounts (https://learn.microsoft.com/entra/identity-platform/), over `oidc.ts`.
 *
 * The subject is `oid` within `tid`. `sub` would be another one for every app registration: a registration that is
 * replaced, or a second one for another platform, would make strangers of everybody. `oid` alone is unique only within
 * its tenant. The price: a guest has one account in every tenant, and is another person in each.
 */
import type { Static } from 'typebox'
import { addressSetting, type Json, text } from './ask.ts'
import { connector, ConnectorRefusal, refuse, Type } from './connector.ts'
import { blameClient, blaming, checkClient } from './oauth2.ts'
import { authorizeWith, type Claims, identifyWith, type OidcClient, readEndpoint } from './oidc.ts'

const settings = Type.Object(
  {
    client_id: Type.String({
      title: 'Application (client) ID',
      titleZh: '应用程序（客户端）ID',
      description: 'Of the app registration.',
      descriptionZh: '应用注册中的ID。',
      minLength: 1,
      maxLength: 100,
    }),
    client_secret: Type.String({
      title: 'Client secret',
      titleZh: '客户端密码',
      description: 'The value of the secret, not its ID. It ends by itself, after two years at the latest.',
      descriptionZh: '密钥的值，而不是它的ID；密钥最迟两年后自动失效。',
      format: 'secret',
      minLength: 1,
      maxLength: 500,
    }),
    tenant: Type.Optional(
      Type.String({
        title: 'Tenant',
        titleZh: '租户',
        description:
          'common: everybody; organizations: work and school accounts; consumers: personal accounts; or the ID or domain of one tenant.',
        descriptionZh: 'common：所有人；organizations：工作和学校账号；consumers：个人账号；也可填写某个租户的ID或域名。',
        pattern: '^[A-Za-z0-9][A-Za-z0-9.-]*$',
        maxLength: 253,
        default: 'common',
      }),
    ),
    login_url: addressSetting('Sign-in address', '登录地址', 'https://login.microsoftonline.com'),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof settings>

/** The tenant that all personal accounts are in. */
const PERSONAL = '9188040d-6c67-4c5b-b112-36a304b66dad'
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const read = ({ tenant = 'common', login_url: login = 'https://login.microsoftonline.com' }: Settings) => ({
  tenant: tenant.toLowerCase(),
  login: login.replace(/\/$/, ''),
})

/** Whether accounts of this tenant are meant. A tenant by its domain: the document named its id, and the token's issuer is that one. */
function admits(tenant: string, tid: string): boolean {
  if (!GUID.test(tid)) return false
  if (tenant === 'organizations') return tid !== PERSONAL
  if (tenant === 'consumers') return tid === PERSONAL
  return !GUID.test(tenant) || tid === tenant
}

function readClient(settings: Settings): OidcClient {
  const { tenant, login } = read(settings)
  return {
    issuer: `${login}/${tenant}/v2.0`,
    clientId: settings.client_id,
    secret: settings.client_secret,
    auth: 'post',
    scope: 'openid profile email',
    // For accounts of several tenants the document's issuer is a template; for a tenant by its domain it has the id.
    isIssuer: (issuer) => {
      const found = issuer.startsWith(`${login}/`) ? /^([^/]+)\/v2\.0$/.exec(issuer.slice(login.length + 1))?.[1] : undefined
      if (found === '{tenantid}') return ['common', 'organizations', 'consumers'].includes(tenant)
      return found !== undefined && tenant !== 'common' && tenant !== 'organizations' && admits(tenant, found)
    },
  }
}

/** By Entra's own numbers, only to name a setting: Microsoft reserves the right to change them. */
function blame(body: Json, status: number): string | undefined {
  const codes = Array.isArray(body['error_codes']) ? (body['error_codes'] as unknown[]) : []
  // No such tenant; no tenant in the address; an app registration for one tenant only.
  if (codes.some((it) => [90002, 90013, 900023, 50194, 9002331, 9002346].includes(Number(it)))) return 'tenant'
  return blameClient(body, status)
}

/** Threat row 14: the template is filled with the token's own tenant, and nothing else may have issued it. */
function readTenant(settings: Settings, claims: Claims): string {
  const { tenant, login } = read(settings)
  const { tid, iss } = claims
  if (typeof tid !== 'string' || iss !== `${login}/${tid}/v2.0`) return refuse('denied', 'microsoft token: issuer and tenant differ')
  return admits(tenant, tid) ? tid : refuse('denied', 'microsoft token: an account of another tenant')
}

export const microsoft = connector({
  id: 'microsoft',
  label: { en: 'Microsoft', zh: '微软' },
  settings,

  async authorizeUrl(settings, input, outside) {
    return authorizeWith(readClient(settings), settings, input, outside)
  },

  async check(settings, outside) {
    const { url, asking } = await readEndpoint(readClient(settings), settings, outside).catch((error: unknown) => {
      // Nothing was asked: the address is wrong. Otherwise Microsoft does not know the tenant.
      const unasked = error instanceof ConnectorRefusal && (error.cause !== undefined || URL.parse(read(settings).login) === null)
      return blaming(unasked ? 'login_url' : 'tenant')(error)
    })
    await checkClient(outside, 'microsoft token', url, asking, blame)
  },

  async identify(settings, proof, outside) {
    const { claims } = await identifyWith(readClient(settings), settings, proof, outside)
    const tid = readTenant(settings, claims)
    const oid = text(claims['oid']) ?? refuse('denied', 'microsoft token: no oid')
    const nickname = text(claims['name'])
    const email = text(claims['email'])
    return {
      subject: `${oid}.${tid}`,
      ...(nickname !== undefined && { nickname }),
      // Whoever runs a tenant writes any address into it; only where the tenant owns the domain (the optional claim
      // xms_edov) is there a word for it, and only as the JSON value true (threat row 2).
      ...(email !== undefined && { email, emailVerified: claims['xms_edov'] === true }),
    }
  },
})
