/** What text messages say, by type and language. */
import type { AdminCtx } from '../context.ts'
import { type Language, languages, readLanguage } from '../languages/index.ts'
import { type Measured, measureText, ownText, purposeOf, type SmsType } from '../sms/index.ts'
import { Type } from '../type.ts'

export const MeasuredField = Type.Object({
  encoding: Type.Enum(['GSM-7', 'UCS-2'], { description: 'UCS-2 as soon as one character is not in GSM 03.38.' }),
  characters: Type.Integer({ description: 'As they are counted: some take two.' }),
  segments: Type.Integer({ description: 'Messages that are paid for.' }),
})

export const tags = Object.keys(languages) as Language[]

/** As in the settings of a tenant: zh stands for zh-CN. */
export const readTag = (said: string): Language | undefined => tags.find((it) => it === readLanguage(said))

/** What a sample is filled with. */
export const sampleOf = ({ tenant }: AdminCtx, by: 'sms' | 'mail', app?: string) => ({
  code: '0'.repeat(tenant.settings[by].code_length).replace(/0/g, (_, at: number) => String((at + 1) % 10)),
  minutes: Math.ceil(tenant.settings[by].code_lifetime / 60),
  app: app ?? tenant.name,
})

export const defaultText = (type: SmsType, language: Language): string => languages[language].sms[purposeOf(type)]
export const ownOf = (ctx: AdminCtx, type: SmsType, language: Language) => ownText(ctx.tenant.settings.sms, type, language)

export const measured = (text: string): Promise<Measured> => measureText(text)
