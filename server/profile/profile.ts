import type { Ctx } from '../context.ts'
import { endpoint } from '../http.ts'
import { homeMobile, writeMobile } from '../phone.ts'
import { getLiveUser } from '../session/index.ts'
import { readAttributes, type TextAttribute, textAttributes, type User } from '../users/index.ts'
import { Type } from '../type.ts'

const text = Type.Union([Type.String(), Type.Null()])

/** Fields that only the twin products publish (user-api 4). */
const TWINS = new Set<TextAttribute>(['mailing_address', 'zip_code', 'industry'])

/**
 * Wire: user-api 2.8.1, 8.1. Every published field is there, null where nothing is set. Where the products differ, the
 * application's `error_codes` say whose form it reads: the extension is a JSON text on the published page and an
 * object in its twins (8.1 found no sample of either), a Chinese number is bare there and has its country here.
 */
export default endpoint({
  method: 'GET',
  url: '/api/v2/sdk/profile',
  about: 'What is kept of the person who asks',
  caller: 'session',
  reply: Type.Object({
    user_name: Type.String(),
    name: Type.String(),
    mobile: text,
    email: text,
    head_img: text,
    attr_gender: Type.Union([Type.String({ description: 'female, male or unknow' }), Type.Null()]),
    attr_birthday: Type.Union([Type.String({ description: 'yyyy-MM-dd' }), Type.Null()]),
    attr_nick_name: text,
    first_name: text,
    middle_name: text,
    last_name: text,
    mailing_address: Type.Optional(text),
    zip_code: Type.Optional(text),
    industry: Type.Optional(text),
    extension: Type.Union([Type.String(), Type.Null(), Type.Object({}, { additionalProperties: true })]),
  }),

  async handle({ ctx, session }) {
    return writeProfile(ctx, await getLiveUser(ctx, session.userId))
  },
})

function writeProfile(ctx: Ctx, user: User) {
  const isTwin = ctx.app.settings.error_codes !== 'oneaccess'
  const { extension = null, ...attributes } = readAttributes(user.attributes)
  const shown = textAttributes.filter((name) => isTwin || !TWINS.has(name))
  return {
    user_name: user.userName,
    name: user.name,
    mobile: user.mobile && (isTwin ? writeMobile(user.mobile) : homeMobile(user.mobile, ctx.tenant.settings.preferred_country)),
    email: user.email,
    ...Object.fromEntries(shown.map((name) => [name, attributes[name] ?? null])),
    extension: isTwin || extension === null ? extension : JSON.stringify(extension),
  }
}
