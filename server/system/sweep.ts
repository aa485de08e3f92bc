/** Clears expired rows away, a few at a time, so that nobody waits for it. */
import { deleteExpiredAdminLinks, deleteExpiredAdminSessions } from '../administrators/index.ts'
import { deleteExpiredAccessTokens } from '../apps/index.ts'
import { deleteExpiredCaptchas } from '../captcha/index.ts'
import { ground, transact, type World } from '../context.ts'
import { deleteExpiredImportParts, deleteExpiredImports, resumeImports } from '../directory/index.ts'
import { deleteExpiredBudgets, deleteExpiredTraffic, writeAnswers } from '../limits/index.ts'
import { deleteExpiredNonces, deleteExpiredSessions, deleteExpiredStates, deleteExpiredTickets } from '../session/index.ts'
import { deleteExpiredCodes } from '../codes/index.ts'
import { deleteExpiredRecords } from '../oauth/index.ts'
import { deleteExpiredMailResults, writeMailResults } from '../mail/index.ts'
import { deleteExpiredMessages } from '../sms/index.ts'
import { deleteExpiredTries } from '../social/index.ts'
import { deleteExpiredChanges } from '../notices/index.ts'
import { deleteExpiredDeliveries } from '../webhooks/index.ts'

/** Rows of one transaction. */
const FEW = 200

const sweepers = {
  access_tokens: deleteExpiredAccessTokens,
  captchas: deleteExpiredCaptchas,
  budgets: deleteExpiredBudgets,
  nonces: deleteExpiredNonces,
  sessions: deleteExpiredSessions,
  state_tokens: deleteExpiredStates,
  sso_tickets: deleteExpiredTickets,
  codes: deleteExpiredCodes,
  traffic: deleteExpiredTraffic,
  messages: deleteExpiredMessages,
  mail_results: deleteExpiredMailResults,
  changes: deleteExpiredChanges,
  admin_sessions: deleteExpiredAdminSessions,
  admin_links: deleteExpiredAdminLinks,
  imports: deleteExpiredImports,
  import_parts: deleteExpiredImportParts,
  oauth_records: deleteExpiredRecords,
  webhook_deliveries: deleteExpiredDeliveries,
  source_tries: deleteExpiredTries,
}

/** Answers how many rows went. Several processes may sweep at once: each deletes what it finds. */
export async function sweep(world: World): Promise<number> {
  const ctx = ground(world)
  await writeAnswers(ctx)
  await writeMailResults(ctx)
  await resumeImports(ctx)
  let total = 0
  for (const [table, remove] of Object.entries(sweepers)) {
    for (;;) {
      const gone = await transact(ctx, (ctx) => remove(ctx, { now: ctx.now(), most: FEW }))
      if (gone) world.metrics.expired.inc({ table }, gone)
      total += gone
      if (gone < FEW) break
    }
  }
  return total
}
