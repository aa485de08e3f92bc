/** SQL as it stands, for tests of the database layer itself: everything else goes through a store. */
import type { Dialect, Query, Value } from '../server/db.ts'

// Far behind the numbers that db.ts gives its own queries.
let queries = 100_000

/** A query with `:name` where a value goes. */
export function raw(text: string): Query {
  const names = [...text.matchAll(/:(\w+)/g)].map((it) => it[1] as string)
  const compiled = (dialect: Dialect) => {
    let at = 0
    return {
      sql: text.replace(/:\w+/g, () => (dialect === 'postgres' ? `$${++at}` : '?')),
      bind: (given: Record<string, Value>) => names.map((it) => given[it] as Value),
    }
  }
  return { id: queries++, compiled }
}
