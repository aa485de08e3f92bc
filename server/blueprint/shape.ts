/** What a blueprint may hold. Names are snake_case, as in schema/documents.ts. */
import type { Static, TSchema } from 'typebox'
import { AppSettings, TenantSettings } from '../schema/documents.ts'
import { say } from '../languages/faults.ts'
import { findMailGateway } from '../mail/index.ts'
import { findGateway } from '../sms/index.ts'
import { findConnector, SourceLogo, unknownUserChoices } from '../social/index.ts'
import { Type } from '../type.ts'

const closed = { additionalProperties: false }
const optional = Type.Optional
const orNone = <S extends TSchema>(it: S) => Type.Optional(Type.Union([it, Type.Null()]))

const key = () =>
  Type.String({
    pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$',
    expected: say('anId'),
  })
const text = () => Type.String({ pattern: '^\\S(.*\\S)?$', maxLength: 200, expected: say('aLine') })

const Template = Type.Object({ client_id: key(), name: text() }, closed)

const Application = Type.Object(
  {
    client_id: key(),
    template: orNone(key()),
    name: optional(text()),
    secret: optional(Type.String({ format: 'secret', minLength: 16, maxLength: 500 })),
    disabled: optional(Type.Boolean()),
    settings: optional(AppSettings),
  },
  closed,
)

/** `choose` finds the schema by what stands beside: the connector, the gateway. Nothing when that is not known. */
const settings = (choose: (beside: Record<string, unknown>) => TSchema | undefined) =>
  optional(Type.Unsafe<Record<string, unknown>>(Type.Unknown({ choose })))

const Source = Type.Object(
  {
    id: key(),
    connector: Type.String(),
    name: optional(text()),
    no_user_associated: optional(Type.Union(unknownUserChoices.map((it) => Type.Literal(it)))),
    trust_mobile: optional(Type.Boolean()),
    trust_email: optional(Type.Boolean()),
    disabled: optional(Type.Boolean()),
    logo: optional(SourceLogo),
    settings: settings((it) => findConnector(String(it['connector']))?.settings),
  },
  closed,
)

const gatewayOf = (find: (id: string) => { settings: TSchema } | undefined) =>
  Type.Object({ id: key(), gateway: Type.String(), settings: settings((it) => find(String(it['gateway']))?.settings) }, closed)

const User = Type.Object(
  {
    user_name: text(),
    // As providers spell people's names, which is any way at all.
    name: optional(Type.String({ minLength: 1, maxLength: 200 })),
    // An unquoted +8615912345678 is a number to YAML and would lose its plus: taken as it is written.
    mobile: orNone(Type.String({ asWritten: true, maxLength: 32 })),
    mobile_verified: optional(Type.Boolean()),
    email: orNone(Type.String({ pattern: '^[^\\s@]+@[^\\s@]+$', maxLength: 254, expected: say('anEmail') })),
    email_verified: optional(Type.Boolean()),
    disabled: optional(Type.Boolean()),
    // Taken over where there is none yet: what a person chose since is theirs.
    password_hash: optional(Type.String({ format: 'secret', maxLength: 1000 })),
    password_must_change: optional(Type.Boolean()),
  },
  closed,
)

const Tenant = Type.Object(
  {
    name: text(),
    id: optional(Type.String({ pattern: '^[0-9a-f]{32}$', expected: say('hexDigits') })),
    domain: orNone(
      Type.String({
        pattern: '^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:\\d{1,5})?$',
        expected: say('aHostName'),
      }),
    ),
    settings: optional(TenantSettings),
    applications: optional(Type.Array(Application)),
    sources: optional(Type.Array(Source)),
    gateways: optional(Type.Array(gatewayOf(findGateway))),
    mail_gateways: optional(Type.Array(gatewayOf(findMailGateway))),
    users: optional(Type.Array(User)),
  },
  closed,
)

export const Shape = Type.Object(
  { version: Type.Literal(1), templates: optional(Type.Array(Template)), tenants: optional(Type.Array(Tenant)) },
  closed,
)

export type Contents = Static<typeof Shape>
export type TenantPart = Static<typeof Tenant>
export type AppPart = Static<typeof Application>
export type UserPart = Static<typeof User>
