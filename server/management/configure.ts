/** Changing what a tenant holds: by the rules of a blueprint, one change at a time, and seen by the next call. */
import { BlueprintFault, type Contents, forgetConfigured, isRace, loadRules, type Step } from '../blueprint/index.ts'
import { type AdminCtx, afterCommit, transact } from '../context.ts'
import { failFaults } from '../errors.ts'
import { say } from '../languages/faults.ts'
import { DEFAULT_TENANT, findTenantOfName, holdTenant } from '../tenants/index.ts'
import type { AppKey } from '../tokens.ts'

type Part = NonNullable<Contents['tenants']>[number]

/**
 * What has to be done so that the tenant holds this part of a blueprint, or a refusal with everything that stands in the way; paths
 * in it begin behind `at`, the place of what was sent: `sources[0]`.
 */
type Plan = (part: Partial<Part>, at: string) => Promise<Step[]>
/** The same, without a plan: the part as a blueprint would read it. */
type Check = (part: Partial<Part>, at: string) => Part

/** The tenant is held from the first statement on: of two that change it, the second sees what the first one left. */
export async function configure<T>(ctx: AdminCtx, work: (ctx: AdminCtx, plan: Plan, check: Check) => Promise<T>): Promise<T> {
  const rules = await loadRules()
  const attempt = () =>
    transact(ctx, async (ctx) => {
      await holdTenant(ctx, { tenantId: ctx.tenant.id })
      afterCommit(ctx, () => forgetConfigured(ctx))
      const whole = (part: Partial<Part>): Contents => ({ version: 1, tenants: [{ id: ctx.tenant.id, name: ctx.tenant.name, ...part }] })
      const read = (part: Partial<Part>, at: string) => tellFaults(`tenants[0].${at}`, () => rules.readValues(whole(part), ctx.config.mode))
      return work(
        ctx,
        (part, at) => tellFaults(`tenants[0].${at}`, async () => rules.draftSteps(ctx, read(part, at))),
        (part, at) => read(part, at).tenants?.[0] as Part,
      )
    })
  try {
    return await attempt()
  } catch (reason) {
    // A name that is unique over all tenants was taken at this moment: now it is there to be found, and refused with its path.
    if (isRace(reason)) return attempt()
    throw reason
  }
}

/** What belongs to the whole server is made by one at a time too: whoever makes a tenant or a template waits here. */
export async function holdServer(ctx: AdminCtx): Promise<void> {
  const tenant = await findTenantOfName(ctx, DEFAULT_TENANT)
  if (tenant) await holdTenant(ctx, { tenantId: tenant.id })
}

/** What a blueprint refuses, as a refusal of ours. `at`: where in a blueprint what was sent would stand. */
export function tellFaults<T>(at: string, work: () => T): T {
  const tell = (reason: unknown): never => {
    if (!(reason instanceof BlueprintFault)) throw reason
    const faults = reason.faults.length ? reason.faults : [{ path: at, fault: say('tooMuch') }]
    return failFaults(faults.map(({ path, fault }) => ({ path: within(path, at), fault })))
  }
  try {
    const done = work()
    return done instanceof Promise ? (done.catch(tell) as T) : done
  } catch (reason) {
    return tell(reason)
  }
}

const within = (path: string, at: string) =>
  path.startsWith(at) ? path.slice(at.length).replace(/^\./, '') : path.replace(/^tenants\[0\]\./, '')

/** Inside the transaction. Nothing to do writes nothing. */
export async function carryOut(ctx: AdminCtx, steps: Step[], keys = new Map<string, AppKey>()): Promise<void> {
  for (const step of steps) await step.release?.(ctx)
  for (const step of steps) await step.write(ctx, keys)
}
