/** Who administers, and what a list of very many must be found by. */
import type { Migration } from '../../db.ts'

export const administration: Migration = {
  id: '0004_administration',
  steps: [
    // Every message renews the time of seven rows, and an index by it with them: the clean-up reads the few rows there are.
    (db) => db.schema.dropIndex('traffic_expiry'),
  ],
}
