/**
 * Google (https://developers.google.com/identity/openid-connect/openid-connect), over `oidc.ts`.
 *
 * Everything stands in the id_token. The subject is `sub`: Google says that nothing else is lasting, the e-mail address
 * least of all. A code that Google's own kit gave to a mobile application comes without a redirect address.
 */
import type { Static } from 'typebox'
import { addressSetting } from './ask.ts'
import { connector, refuse, Type } from './connector.ts'
import { blaming, checkClient } from './oauth2.ts'
import { authorizeWith, identifyWith, type OidcClient, readEndpoint, readProfile } from './oidc.ts'

const settings = Type.Object(
  {
    client_id: Type.String({
      title: 'Client ID',
      titleZh: '客户端 ID',
      description: 'Of an OAuth client of the type "Web application". Mobile applications name it as their server client ID.',
      descriptionZh: '类型为“Web应用”的OAuth客户端；移动应用把它用作服务器客户端ID。',
      minLength: 1,
      maxLength: 500,
    }),
    client_secret: Type.String({
      title: 'Client secret',
      titleZh: '客户端密钥',
      description: 'Of the same OAuth client.',
      descriptionZh: '同一OAuth客户端的密钥。',
      format: 'secret',
      minLength: 1,
      maxLength: 500,
    }),
    hosted_domain: Type.Optional(
      Type.String({
        title: 'Google Workspace domain',
        titleZh: 'Google Workspace 域名',
        description: 'Only accounts of this organization get in, such as example.com; *: of any organization. Empty: everybody.',
        descriptionZh: '只允许该组织的账号登录，如example.com；*：任何组织。空：所有人。',
        pattern: '^(\\*|[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+)$',
        maxLength: 253,
      }),
    ),
    issuer: addressSetting('Issuer', '签发者', 'https://accounts.google.com'),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof settings>

const readClient = (settings: Settings): OidcClient => ({
  issuer: settings.issuer ?? 'https://accounts.google.com',
  clientId: settings.client_id,
  secret: settings.client_secret,
  auth: 'post',
  scope: 'openid email profile',
  kitRedirect: 'empty',
})

export const google = connector({
  id: 'google',
  label: { en: 'Google', zh: 'Google' },
  settings,

  async authorizeUrl(settings, input, outside) {
    // A wish only: the person can change it in the address bar.
    const more: Record<string, string> = settings.hosted_domain ? { hd: settings.hosted_domain } : {}
    return authorizeWith(readClient(settings), settings, input, outside, more)
  },

  async check(settings, outside) {
    const { url, asking } = await readEndpoint(readClient(settings), settings, outside).catch(blaming('issuer'))
    await checkClient(outside, 'google token', url, asking)
  },

  async identify(settings, proof, outside) {
    const { subject, claims } = await identifyWith(readClient(settings), settings, proof, outside)
    const { hosted_domain: wanted } = settings
    const domain = claims['hd']
    // The e-mail address says nothing here: only `hd` stands for an account of the organization.
    const fits = typeof domain === 'string' && (wanted === '*' || domain.toLowerCase() === wanted?.toLowerCase())
    if (wanted && !fits) return refuse('denied', 'google token: an account outside the Workspace domain')
    return readProfile(subject, [claims])
  },
})
