/**
 * The documents that tables keep as JSON text: what a tenant and an application decided. Names are
 * snake_case, as administrators write them in a blueprint and see them in the API.
 */
import type { Static, TObject, TSchema } from 'typebox'
import { Type } from '../type.ts'

const seconds = (byDefault: number, description: string, maximum = 31_536_000) =>
  Type.Integer({ default: byDefault, minimum: 1, maximum, description: `${description} Unit: second.` })
const count = (byDefault: number, description: string, maximum = 1_000_000) =>
  Type.Integer({ default: byDefault, minimum: 1, maximum, description })
const closed = { additionalProperties: false, default: {} }

export const TenantSettings = Type.Object(
  {
    language: Type.Union([Type.Literal('en'), Type.Literal('zh')], {
      default: 'en',
      description: 'Language of messages when X-L names none.',
    }),
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
        required: Type.Boolean({ default: true, description: 'Whether sms/send wants a captcha_token.' }),
        lifetime: seconds(120, 'Time to solve a picture.', 3600),
        token_lifetime: seconds(300, 'Lifetime of a captcha_token.', 3600),
      },
      closed,
    ),
    sms: Type.Object(
      {
        code_length: Type.Integer({ default: 6, minimum: 4, maximum: 8, description: 'Digits of a code.' }),
        code_lifetime: seconds(300, 'Lifetime of a code.', 3600),
        cooldown: seconds(60, 'Least time between two codes to one number, over all tenants.', 3600),
        per_number_per_day: count(10, 'Most codes to one number in 24 hours, over all tenants.', 1000),
        per_address_per_hour: count(100, 'Most codes asked for from one network address in an hour.'),
        guesses_per_code: count(5, 'Guesses at one code.', 10),
        guesses_per_number_per_day: count(10, 'Wrong guesses at one number in 24 hours; sending again does not reset it.', 100),
        texts: Type.Record(
          Type.String(),
          Type.Object(
            { en: Type.Optional(Type.String({ maxLength: 500 })), zh: Type.Optional(Type.String({ maxLength: 500 })) },
            { additionalProperties: false },
          ),
          {
            default: {},
            description: 'Own texts by type; {code}, {minutes} and {app} are filled in.',
          },
        ),
      },
      closed,
    ),
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
    allowed_addresses: Type.Array(
      Type.String({ pattern: '^\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.(\\d{1,3}|\\*)$|^[0-9a-fA-F:]+(/\\d+)?$|^[0-9.]+/\\d+$' }),
      {
        default: [],
        maxItems: 10,
        description: 'Server addresses that may call the tenant API; the last octet may be *. Empty: all.',
      },
    ),
    codes_need_state: Type.Boolean({
      default: false,
      description: 'Whether codes for binding must be sent with the X-state-token they will be used with.',
    }),
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
