/** What would come of a sign-in, and why: the very turns of a real one, in a transaction that is not kept. */
import { type Ctx, transact } from '../context.ts'
import { type ErrorName, Failure } from '../errors.ts'
import { languages } from '../languages/index.ts'
import type { Profile } from './connectors/connector.ts'
import { judge, type Judgement, type Say } from './judge.ts'
import type { Source } from './sources.ts'

/** `status` is what the application would be answered; a refusal has its name instead. */
export type DryRun = { status: string; userId?: string; steps: string[]; refused?: ErrorName }

class Discarded extends Error {}

/** `ctx` is the application that would ask: its access rules count. Nobody is asked and nothing is written. */
export async function dryRun(ctx: Ctx, source: Source, profile: Profile): Promise<DryRun> {
  let steps: Parameters<Say>[0][] = []
  let it: Judgement | undefined
  let refused: ErrorName | undefined
  try {
    await transact(ctx, async (ctx) => {
      // It may run twice.
      steps = []
      it = await judge(ctx, source, profile, (step) => steps.push(step))
      throw new Discarded()
    })
  } catch (reason) {
    if (reason instanceof Failure) refused = reason.error
    else if (!(reason instanceof Discarded)) throw reason
  }
  const told = steps.map((step) => languages[ctx.language].dry_run[step])
  if (refused || !it) return { status: 'refused', steps: told, ...(refused && { refused }) }
  const { outcome, user, isNew } = it
  // Somebody who would be made has no id to tell.
  return { status: outcome.status, steps: told, ...(user && !isNew && { userId: user.id }) }
}
