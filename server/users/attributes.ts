/** The profile of a person: the published fields (user-api 2.3.1, 2.8), how they are read, and how they are kept. */
import type { Static } from 'typebox'
import type { Ctx } from '../context.ts'
import { readEmail } from '../email.ts'
import { fail } from '../errors.ts'
import { isText } from '../body.ts'
import { readMobile } from '../phone.ts'
import { Type } from '../type.ts'

const DAY = 86_400_000

type Where = Pick<Ctx, 'now' | 'tenant'>

/** Clients of every kind write an absent field as null, or as an empty text. */
const text = (description?: string) => Type.Optional(Type.Union([Type.String({ ...(description && { description }) }), Type.Null()]))

/** What registering and changing one's profile have in common. All of it may be left out. */
export const ProfileFields = {
  user_name: text('3 to 64 letters, digits or . _ - @; not a number, and no address but one’s own.'),
  name: text('1 to 100 characters.'),
  head_img: text('Address of a picture: http or https.'),
  attr_gender: text('female, male or unknow; unknown is taken too.'),
  attr_birthday: text('yyyy-MM-dd'),
  attr_nick_name: text(),
  first_name: text(),
  middle_name: text(),
  last_name: text(),
  mailing_address: text(),
  zip_code: text(),
  industry: text(),
  extension: Type.Optional(
    Type.Union([Type.Object({}, { additionalProperties: true }), Type.String(), Type.Null()], {
      description: 'Attributes of your own: an object, or the same as JSON text; at most 4096 bytes, five levels deep.',
    }),
  ),
}
const Body = Type.Object(ProfileFields)
export type ProfileBody = Static<typeof Body>

/** The published word for "unknown" lacks its last letter; the whole word is taken too. */
const GENDERS = new Map([
  ['female', 'female'],
  ['male', 'male'],
  ['unknow', 'unknow'],
  ['unknown', 'unknow'],
])

const reads = {
  head_img: readUrl,
  attr_gender: (it: string) => GENDERS.get(it),
  attr_birthday: readDay,
  attr_nick_name: upTo(100),
  first_name: upTo(100),
  middle_name: upTo(100),
  last_name: upTo(100),
  mailing_address: upTo(300),
  zip_code: upTo(20),
  industry: upTo(100),
} satisfies Record<string, (it: string, now: number) => string | undefined>

export type TextAttribute = keyof typeof reads
export const textAttributes = Object.keys(reads) as TextAttribute[]

/** What an employer knows of a person (admin-and-integration 3): read and written by the management API, never by themselves. */
const works = {
  employee_id: upTo(100),
  external_id: upTo(100),
  attr_identity_type: upTo(100),
  attr_identity_number: upTo(100),
  attr_area: upTo(100),
  attr_city: upTo(100),
  attr_manager_id: upTo(100),
  attr_user_type: upTo(100),
  attr_hire_date: readDate,
  attr_work_place: upTo(300),
} satisfies Record<string, (it: string) => string | undefined>

export type WorkAttribute = keyof typeof works
export const workAttributes = Object.keys(works) as WorkAttribute[]
export const WorkFields = Object.fromEntries(workAttributes.map((name) => [name, text()])) as Record<WorkAttribute, ReturnType<typeof text>>

/** What a body says of them, as `readProfile` does: an empty text takes one away. */
export function readWork(body: Partial<Record<WorkAttribute, string | null>>): ProfileChange['attributes'] {
  const change: ProfileChange['attributes'] = {}
  for (const name of workAttributes) {
    const said = body[name]
    if (said === undefined || said === null) continue
    change[name] = said.trim() === '' ? null : (works[name](said.trim()) ?? fail('attributeInvalid', { name }))
  }
  return change
}

/** As the column `attributes` holds it. */
export type Attributes = Partial<Record<TextAttribute | WorkAttribute, string>> & { extension?: Record<string, unknown> }
export const readAttributes = (column: string): Attributes => JSON.parse(column) as Attributes

export type ProfileChange = {
  userName?: string
  name?: string
  /** What was said of each attribute; null takes it away. */
  attributes: { [K in keyof Attributes]?: Attributes[K] | null }
}

/**
 * What a body says of a profile, each field in the form it is kept. `ownEmail` is an address this person has proven:
 * the only one that may be their user name.
 */
export function readProfile(ctx: Where, body: ProfileBody, ownEmail: string | null): ProfileChange {
  const change: ProfileChange = { attributes: {} }
  if (body.user_name?.trim()) change.userName = readUserName(ctx, body.user_name.trim(), ownEmail)
  if (body.name?.trim()) change.name = upTo(100)(body.name) ?? fail('nameInvalid')
  for (const name of textAttributes) {
    const said = body[name]
    if (said === undefined || said === null) continue
    change.attributes[name] = said.trim() === '' ? null : (reads[name](said.trim(), ctx.now()) ?? fail('attributeInvalid', { name }))
  }
  const { extension } = body
  if (extension === '') change.attributes.extension = null
  else if (extension !== undefined && extension !== null)
    change.attributes.extension = readExtension(extension) ?? fail('attributeInvalid', { name: 'extension' })
  return change
}

/** What is kept after a change: only what is set. */
export function applyAttributes(before: Attributes, change: ProfileChange['attributes']): Attributes {
  return Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value !== null && value !== undefined))
}

/** An account is looked for by name, number or address: a name that reads as one of the others must be no other person's. */
function readUserName(ctx: Where, said: string, ownEmail: string | null): string {
  const isName = /^[A-Za-z0-9._@-]{3,64}$/.test(said) && !/^\d+$/.test(said)
  const isNumber = readMobile(said, ctx.tenant.settings.preferred_country) !== undefined
  const isForeign = said.includes('@') && (ownEmail === null || readEmail(said) !== ownEmail)
  return isName && !isNumber && !isForeign ? said : fail('userNameInvalid')
}

/** One line of readable text: no control characters, nothing that turns the direction of what follows. */
function upTo(most: number) {
  return (said: string): string | undefined => {
    const plain = said.normalize('NFC').trim()
    const isPlain = !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u.test(plain)
    return isPlain && plain && [...plain].length <= most ? plain : undefined
  }
}

function readUrl(said: string): string | undefined {
  const url = said.length <= 1000 && !/\s/.test(said) ? URL.parse(said) : null
  return url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' ? url.href.slice(0, 1000) : undefined
}

/** A day that was: nobody is born on 30 February, nor tomorrow (by any clock on earth). */
function readDay(said: string, now: number): string | undefined {
  const day = readDate(said)
  return day && Date.parse(`${day}T00:00:00Z`) <= now + DAY ? day : undefined
}

/** yyyy-MM-dd, and a day of the calendar. */
function readDate(said: string): string | undefined {
  const time = /^(?:18|19|[2-9]\d)\d{2}-\d{2}-\d{2}$/.test(said) ? Date.parse(`${said}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(said) ? said : undefined
}

const LARGEST_EXTENSION = 4096
const DEEPEST = 5

function readExtension(said: object | string): Record<string, unknown> | undefined {
  const it = typeof said === 'string' ? parse(said) : said
  if (typeof it !== 'object' || it === null || Array.isArray(it) || !isPlain(it, DEEPEST)) return undefined
  return Buffer.byteLength(JSON.stringify(it)) <= LARGEST_EXTENSION ? (it as Record<string, unknown>) : undefined
}

function parse(said: string): unknown {
  try {
    return JSON.parse(said)
  } catch {
    return undefined
  }
}

/** Neither too deep nor unwritable: what PostgreSQL cannot keep, and the name that some readers take for more than a name. */
function isPlain(it: unknown, levels: number): boolean {
  if (typeof it === 'string') return isText(it)
  if (typeof it !== 'object' || it === null) return true
  return levels > 0 && Object.entries(it).every(([name, value]) => name !== '__proto__' && isText(name) && isPlain(value, levels - 1))
}
