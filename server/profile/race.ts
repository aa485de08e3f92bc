/**
 * On PostgreSQL somebody else may take a name, a number or an address between the look and the write; the unique index
 * throws (SQLSTATE 23505) and nothing is written. Run again, the look finds them. On SQLite there is one writer.
 */
export async function onceMore<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (reason) {
    if ((reason as { code?: string } | undefined)?.code === '23505') return work()
    throw reason
  }
}
