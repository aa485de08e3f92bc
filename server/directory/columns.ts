/** The columns of a list of people: what an import reads, and an export writes. */
import { writeMobile } from '../phone.ts'
import { type Attributes, readAttributes, textAttributes, type User, workAttributes } from '../users/index.ts'

/** Yes or no. */
export const truths = ['mobile_verified', 'email_verified', 'disabled', 'password_must_change'] as const
export type Truth = (typeof truths)[number]

/** Of the profile, as bodies name them. */
export const texts = ['user_name', 'name', 'mobile', 'email', ...textAttributes, ...workAttributes, 'extension'] as const

/** What an export says and an import has no use for: a list that was exported can be read in again. */
export const ignored = ['user_id', 'created_at', 'updated_at'] as const

/** Everything an import knows. `password_hash` is never exported. */
export const known: readonly string[] = [...texts, ...truths, 'password_hash', ...ignored]

export const exported: readonly string[] = [
  'user_id',
  ...texts,
  'mobile_verified',
  'email_verified',
  'disabled',
  'created_at',
  'updated_at',
]

export function writeCells(user: User): string[] {
  const attributes: Attributes = readAttributes(user.attributes)
  const cells: Record<string, string | null | undefined> = {
    ...attributes,
    extension: attributes.extension && JSON.stringify(attributes.extension),
    user_id: user.id,
    user_name: user.userName,
    name: user.name,
    mobile: user.mobile && writeMobile(user.mobile),
    mobile_verified: String(user.mobileProvenAt !== null),
    email: user.email,
    email_verified: String(user.emailProvenAt !== null),
    disabled: String(user.disabledAt !== null),
    created_at: new Date(user.createdAt).toISOString(),
    updated_at: new Date(user.updatedAt).toISOString(),
  }
  return exported.map((name) => cells[name] ?? '')
}

/**
 * What a table program would take for a formula was written with an apostrophe before it, here as elsewhere (OWASP, CSV
 * injection): it goes again.
 */
export const readCell = (cell: string): string => (/^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell).trim()
