/**
 * The documents that tables keep as JSON text: what a tenant and an application decided. Names are
 * snake_case, as administrators write them in a blueprint and see them in the API.
 */
import type { Static, TObject, TSchema } from 'typebox'
import { dialects } from '../errors.ts'
import { grants } from '../http-admin.ts'
import { languages } from '../languages/index.ts'
import { Type } from '../type.ts'
import {
  AccessRules,
  AccountSettings,
  closed,
  count,
  MailSettings,
  MfaSettings,
  PasskeyOrigins,
  PasskeyRpId,
  PasswordSettings,
  RegistrationSettings,
  seconds,
} from './people-settings.ts'
import { HostedSettings, OauthSettings } from './hosted-settings.ts'
import { SmsSettings } from './sms-settings.ts'

export const TenantSettings = Type.Object(
  {
    language: Type.Union(
      [...Object.keys(languages), 'zh'].map((it) => Type.Literal(it)),
      { default: 'en', description: 'Language of messages when X-L names none; zh is zh-CN.' },
    ),
    preferred_country: Type.String({
      default: 'CN',
      pattern: '^[A-Z]{2}$',
      description: 'Country of mobile numbers written without a country code (ISO 3166).',
    }),
    countries: Type.Array(Type.String({ pattern: '^[A-Z]{2}$' }), {
      default: [],
      description: 'Countries whose numbers are served. Empty: all.',
    }),
    session_lifetime: seconds(604_800, 'Lifetime of a session_token.'),
    state: Type.Object(
      {
        lifetime: seconds(600, 'Lifetime of a state_token, at most ten minutes.', 600),
        failures: count(10, 'Refused attempts after which a state_token is burned.', 100),
      },
      closed,
    ),
    captcha: Type.Object(
      {
        required: Type.Boolean({ default: true, description: 'Whether sms/send and email/send want a captcha_token.' }),
        lifetime: seconds(120, 'Time to solve a picture.', 3600),
        token_lifetime: seconds(300, 'Lifetime of a captcha_token.', 3600),
        alternative: Type.Boolean({
          default: true,
          description:
            'Whether the answer to a challenge (a proof of work) is taken in place of a captcha_token: for those who cannot see the picture.',
        }),
        work: count(50_000, 'Least work of a challenge, in hashes; numbers and ranges at risk get more.', 10_000_000, 1000),
      },
      closed,
    ),
    sms: SmsSettings,
    mail: MailSettings,
    password: PasswordSettings,
    mfa: MfaSettings,
    registration: RegistrationSettings,
    accounts: AccountSettings,
  },
  closed,
)
export type TenantSettings = Static<typeof TenantSettings>

export const algorithms = ['RS256', 'ES256', 'EdDSA'] as const
export type Algorithm = (typeof algorithms)[number]

export const AppSettings = Type.Object(
  {
    id_token_lifetime: seconds(7200, 'Lifetime of an id_token.'),
    id_token_algorithm: Type.Union([Type.Literal('RS256'), Type.Literal('ES256'), Type.Literal('EdDSA')], {
      default: 'RS256',
      description: 'Signature of id_tokens.',
    }),
    id_token_subject: Type.Union([Type.Literal('user_id'), Type.Literal('user_name')], {
      default: 'user_id',
      description: 'What `sub` holds. user_name as the published service has it; user_id never changes hands.',
    }),
    access_token_lifetime: seconds(1800, 'Lifetime of an access token of /api/v2/tenant/token.'),
    session_lifetime: Type.Integer({
      default: 0,
      minimum: 0,
      maximum: 31_536_000,
      description: 'Lifetime of a session_token. 0: as the tenant has it. Unit: second.',
    }),
    rotate_session: Type.Boolean({ default: false, description: 'Whether renewing an id_token also renews the session_token.' }),
    sources: Type.Array(Type.String(), { default: [], description: 'Sources offered to this application. Empty: all of the tenant.' }),
    redirect_uris: Type.Array(Type.String(), {
      default: [],
      description: 'Addresses a provider may send people back to; compared exactly.',
    }),
    origins: Type.Array(Type.String({ maxLength: 300 }), {
      default: [],
      maxItems: 50,
      uniqueItems: true,
      description:
        'Origins of pages that call the user API and the OpenID provider from a browser, as https://shop.example.com or http://localhost:5173; compared exactly. Empty: only pages of this server.',
    }),
    allowed_addresses: Type.Array(
      Type.String({ pattern: '^\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.(\\d{1,3}|\\*)$|^[0-9a-fA-F:]+(/\\d+)?$|^[0-9.]+/\\d+$' }),
      {
        default: [],
        maxItems: 10,
        description: 'Server addresses that may call the tenant API; the last octet may be *. Empty: all.',
      },
    ),
    permissions: Type.Array(Type.Enum([...grants]), {
      default: [],
      description: 'What access tokens of this application are good for in the management API. Empty: nothing.',
    }),
    error_codes: Type.Union(
      dialects.map((it) => Type.Literal(it)),
      {
        default: 'oneaccess',
        description: 'Whose error codes this application reads: the published API, or its twin products for customers or employees.',
      },
    ),
    access_rules: AccessRules,
    passkey_rp_id: PasskeyRpId,
    passkey_origins: PasskeyOrigins,
    codes_need_state: Type.Boolean({
      default: false,
      description: 'Whether codes for binding and for the second factor must be sent with the X-state-token they will be used with.',
    }),
    oauth: OauthSettings,
    hosted: HostedSettings,
  },
  closed,
)
export type AppSettings = Static<typeof AppSettings>

/** A stored document with every absent field at its default. */
export function fill<S extends TObject>(schema: S, given: unknown): Static<S> {
  return withDefaults(schema, given ?? {}) as Static<S>
}

type Node = TSchema & { default?: unknown; properties?: Record<string, Node> }

function withDefaults(schema: Node, given: unknown): unknown {
  const value = given === undefined ? structuredClone(schema.default) : given
  if (!schema.properties || typeof value !== 'object' || value === null) return value
  const filled: Record<string, unknown> = { ...value }
  for (const [name, inner] of Object.entries(schema.properties)) filled[name] = withDefaults(inner, filled[name])
  return filled
}

export type Tenant = { id: string; name: string; domain: string | null; settings: TenantSettings }
export type App = {
  tenantId: string
  clientId: string
  templateClientId: string | null
  name: string
  secretHash: string | null
  publicKey: string
  /** Sealed; opened only to decrypt an X-signature. */
  privateKey: string
  settings: AppSettings
  disabledAt: number | null
}
