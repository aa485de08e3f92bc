/** Pieces that several bodies and answers have in common. Times are seconds since 1970. */
import type { AdminCtx } from '../context.ts'
import { languages } from '../languages/index.ts'
import type { UnknownUser } from '../social/index.ts'
import { Type } from '../type.ts'

export const text = Type.String()
export const textOrNull = Type.Union([Type.String(), Type.Null()])
export const time = Type.Integer({ description: 'Seconds since 1970.' })
export const timeOrNull = Type.Union([Type.Integer(), Type.Null()])

/** As a connector's, a gateway's or a document's schema has it. */
export const SettingsField = (description: string) =>
  Type.Unsafe<Record<string, unknown>>(Type.Object({}, { additionalProperties: true, description }))
export const SECRETS = 'A secret is {"set": true}, and sent back so it stays as it is.'

export const Label = Type.Object({ en: text, zh: text })
export const SchemaField = Type.Unknown({
  description:
    'JSON Schema; title and titleZh name a field, description and descriptionZh explain it, format "secret" marks what is never sent back.',
})

/** Ids in the order that is wanted. */
export const OrderBody = Type.Object({
  ids: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
    maxItems: 1000,
    description: 'The first first. Those that are not named come behind, as they stood.',
  }),
})

/** What is wrong, as a provider or vendor said it. */
export const FaultField = Type.Object({
  refusal: Type.String({ description: 'expired, denied, misconfigured, unreachable or rejected.' }),
  setting: Type.Union([Type.String(), Type.Null()], { description: 'The setting at fault, where it is known.' }),
  text: text,
})
export const FaultOrNull = Type.Union([FaultField, Type.Null()])
export const showFault = (it: { refusal: string; setting?: string; text: string } | undefined) =>
  it ? { refusal: it.refusal, setting: it.setting ?? null, text: it.text } : null

/** A choice of "no user associated", by the key of its text. */
export const ChoiceField = Type.Object({ value: text, key: text, text })
export const showChoice = (ctx: AdminCtx, value: UnknownUser) => ({
  value,
  key: `unknown_user.${value}`,
  text: languages[ctx.language].unknown_user[value],
})

export const TestBody = Type.Object({
  to: Type.String({ minLength: 1, maxLength: 320, description: 'A mobile number, or an e-mail address.' }),
})
export const TestReply = Type.Object({
  sent: Type.Boolean({ description: 'Whether the gateway took it.' }),
  vendor_id: Type.Union([Type.String(), Type.Null()], { description: 'What the vendor calls it, where it says so.' }),
  fault: FaultOrNull,
})
export const writeTested = ({ vendorId, fault }: { vendorId?: string; fault?: { refusal: string; setting?: string; text: string } }) => ({
  sent: fault === undefined,
  vendor_id: vendorId ?? null,
  fault: showFault(fault),
})
