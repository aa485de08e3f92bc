/** By what a password was set: the same channel is no second factor to it for a while. */
import type { Migration } from '../../db.ts'

export const passwordBy: Migration = {
  id: '0005_password_by',
  steps: [(db) => db.schema.alterTable('users').addColumn('password_by', 'text')],
}
