/** Makes the database hold what the blueprint says, all or nothing. */
import { readFileSync, statSync } from 'node:fs'
import { type Ground, transact } from '../context.ts'
import { type AppKey, createAppKey } from '../tokens.ts'
import { BlueprintFault } from './fault.ts'
import { draftSteps } from './plan.ts'
import { type Blueprint, readBlueprint } from './reader.ts'
import { type Change, forgetConfigured, isRace, Raced } from './step.ts'

/** Times that another process may do the same at the same moment before we give up. */
const ATTEMPTS = 3

/** Answers what was changed. With nothing to do, nothing is written, not even an empty transaction. */
export async function applyBlueprint(ctx: Ground, blueprint: Blueprint): Promise<Change[]> {
  for (let left = ATTEMPTS; ; left--) {
    try {
      return await attempt(ctx, blueprint)
    } catch (reason) {
      // Two processes starting at once on one PostgreSQL: the other was first, and now its work is there to be found. A plan is many
      // reads, and its commit may have fallen between two of ours, which then look like a fault: one that is real is found again.
      if (left > 1 && (isRace(reason) || reason instanceof BlueprintFault)) continue
      if (!isRace(reason)) throw reason
      throw new BlueprintFault(`${blueprint.file}: somebody else keeps changing the same things; nothing was written, apply it again`)
    }
  }
}

async function attempt(ctx: Ground, blueprint: Blueprint): Promise<Change[]> {
  const ahead = await draftSteps(ctx, blueprint)
  if (ahead.length === 0) return []
  const keys = new Map<string, AppKey>()
  for (const { newApp } of ahead) if (newApp) keys.set(newApp, await createAppKey())
  const changes = await transact(ctx, async (ctx) => {
    // Drawn up again inside: what was there a moment ago may have changed.
    const steps = await draftSteps(ctx, blueprint)
    if (steps.length !== ahead.length) throw new Raced()
    for (const step of steps) await step.release?.(ctx)
    for (const step of steps) await step.write(ctx, keys)
    return steps.map((it) => it.change)
  })
  forgetConfigured(ctx)
  return changes
}

/** Largest file a secret is read from, in bytes. */
const LARGEST_SECRET = 64 * 1024

/** Reads a file with the environment and the files beside it: for the start and for the command line. */
export function loadBlueprint(ctx: Pick<Ground, 'config'>, file: string, environment: Record<string, string | undefined>): Blueprint {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (reason) {
    throw new BlueprintFault(
      `${file}: cannot be read (${(reason as { code?: string }).code ?? 'unknown reason'}); check the path in BOWLINE_BLUEPRINT`,
    )
  }
  return readBlueprint(text, file, {
    environment,
    readFile(path) {
      if (statSync(path).size > LARGEST_SECRET) throw Object.assign(new Error('too large for a secret'), { code: 'larger than 64 KB' })
      return readFileSync(path, 'utf8')
    },
    mode: ctx.config.mode,
  })
}

/** At every start: what the file says is made so, and what changed is logged. */
export async function applyFile(ctx: Ground, file: string): Promise<void> {
  const blueprint = loadBlueprint(ctx, file, process.env)
  for (const warning of blueprint.warnings) ctx.log.warn({ file }, warning)
  const changes = await applyBlueprint(ctx, blueprint)
  for (const change of changes) ctx.log.info(change, 'blueprint')
  ctx.log.info({ file, changes: changes.length }, changes.length ? 'the blueprint was applied' : 'the blueprint was applied: nothing to do')
}
