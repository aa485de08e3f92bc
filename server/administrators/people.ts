/** Administrators, as they are shown and named. */
import type { Ground } from '../context.ts'
import { roles } from '../context.ts'
import { fail } from '../errors.ts'
import { EVERYWHERE } from '../limits/index.ts'
import { Type } from '../type.ts'
import { inSeconds } from '../times.ts'
import type { Administrator } from './sessions.ts'
import { listPasskeyRows } from './store.ts'

const text = Type.String()
const time = Type.Integer({ description: 'Seconds since 1970.' })

const shown = {
  id: text,
  email: text,
  name: text,
  role: Type.Enum([...roles]),
  language: Type.Union([text, Type.Null()], { description: 'Language of the console; null: what the browser asks for.' }),
  factors: Type.Array(Type.String({ description: 'totp or passkey.' })),
}
/** Somebody, as they see themselves. */
export const Self = Type.Object(shown)
/** Somebody in the list. */
export const Listed = Type.Object({
  ...shown,
  disabled: Type.Boolean(),
  created_at: time,
  last_login_at: Type.Union([time, Type.Null()]),
  version: Type.Integer({ description: 'To be sent back with a change.' }),
})
export const Invited = Type.Object({ id: text, email: text, role: Type.Enum([...roles]), created_at: time, expires_at: time })

export const RoleField = Type.Enum([...roles])

const kindsOf = (it: Administrator, hasPasskey: boolean): string[] => [
  ...(it.totpSecret === null ? [] : ['totp']),
  ...(hasPasskey ? ['passkey'] : []),
]

/** The kinds of second factors somebody has set up. */
export async function factorsOf(ctx: Ground, it: Administrator): Promise<string[]> {
  return kindsOf(it, (await listPasskeyRows(ctx, { tenantId: EVERYWHERE, administratorId: it.id })).length > 0)
}

const self = (it: Administrator, factors: string[]) => ({
  id: it.id,
  email: it.email,
  name: it.name,
  role: it.role,
  language: it.language,
  factors,
})
export const showSelf = async (ctx: Ground, it: Administrator) => self(it, await factorsOf(ctx, it))

export const showListed = (it: Administrator, hasPasskey: boolean) => ({
  ...self(it, kindsOf(it, hasPasskey)),
  disabled: it.disabledAt !== null,
  created_at: inSeconds(it.createdAt),
  last_login_at: it.lastLoginAt === null ? null : inSeconds(it.lastLoginAt),
  version: it.version,
})

/** 1 to 100 characters that are not all blank. */
export function readName(input: string): string {
  const name = input.trim()
  return name && [...name].length <= 100 ? name : fail('nameInvalid')
}
