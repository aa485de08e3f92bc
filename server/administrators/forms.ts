/** What several bodies of this room have in common. */
import { Type } from '../type.ts'

/** Longer ones are refused by the policy, or are wrong. */
export const PasswordField = Type.String({ minLength: 1, maxLength: 512 })
export const CodeField = Type.String({ minLength: 1, maxLength: 16 })
export const NameField = Type.String({ minLength: 1, maxLength: 400, description: '1 to 100 characters.' })

/** What somebody brings who comes by a one-time link. */
export const LinkFields = {
  token: Type.String({ minLength: 1, maxLength: 128, description: 'What stands behind #token= in the link.' }),
  name: NameField,
  password: PasswordField,
}
