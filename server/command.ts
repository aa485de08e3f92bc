/** What a command line needs that works on the database of the server: a world without HTTP, and where to write. */
import type { Config } from './config.ts'
import type { World } from './context.ts'
import { openDatabase } from './db.ts'
import { createLog } from './log.ts'
import { createMetrics } from './metrics.ts'
import { createOutbound } from './outbound.ts'
import { history } from './schema/migrations/index.ts'
import { createSecrets } from './secrets.ts'

export type Streams = { out(text: string): void; err(text: string): void }

/** Lets go of everything when it is disposed of. `allow`: private addresses it may call, as in `createOutbound`. */
export async function openWorld(
  config: Config,
  { allow, publicUrl }: { allow: string[]; publicUrl: string },
): Promise<World & AsyncDisposable> {
  const database = await openDatabase(config.database)
  await database.migrate(history)
  const outbound = createOutbound({ allow })
  return {
    config,
    database,
    secrets: createSecrets(config.masterKey),
    fetch: outbound.fetch,
    reach: outbound.reach,
    log: createLog('silent'),
    metrics: createMetrics(),
    now: Date.now,
    publicUrl: () => publicUrl,
    stopping: false,
    async [Symbol.asyncDispose]() {
      await database.close()
      await outbound.close()
    },
  }
}
