/** A new password: its field, and what it must be like. */
import { fillIn } from '../languages/index.ts'
import { field } from './forms.ts'
import type { Html } from './html.ts'
import type { Fault, Here } from './here.ts'

export function passwordHint({ t, ctx }: Here): string {
  const { min_length: least, max_length: most, classes } = ctx.tenant.settings.password
  return fillIn(t.password.new_hint, { least, most, classes })
}

export const newPassword = (here: Here, fault: Fault | undefined, first = false): Html =>
  field(here, fault, {
    name: 'password',
    label: here.t.password.new,
    type: 'password',
    hint: passwordHint(here),
    autocomplete: 'new-password',
    first,
  })
export const oldPassword = (here: Here, fault: Fault | undefined): Html =>
  field(here, fault, {
    name: 'old_password',
    label: here.t.password.old,
    type: 'password',
    autocomplete: 'current-password',
    first: true,
  })
