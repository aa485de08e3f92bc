/** Tenants as an owner sees and writes them, in the words of a blueprint. */
import { recordAct } from '../audit/index.ts'
import { isRace, loadRules } from '../blueprint/index.ts'
import { type AdminCtx, afterCommit, transact } from '../context.ts'
import { fail } from '../errors.ts'
import type { Schema } from '../schema/tables.ts'
import { forgetApps } from '../apps/index.ts'
import { findTenantById, findTenantOfName, holdTenant } from '../tenants/index.ts'
import { Type } from '../type.ts'
import { inSeconds } from '../times.ts'
import { carryOut, holdServer, tellFaults } from './configure.ts'
import { text, textOrNull, time } from './forms.ts'
import { changesOf } from './marks.ts'
import { checkVersion, VersionField, versionOf } from './version.ts'

type Row = Schema['tenants']

export const TenantReply = Type.Object({
  id: text,
  name: text,
  domain: Type.Union([Type.String(), Type.Null()], { description: 'Host name of its own; null: it is reached by the common one.' }),
  created_at: time,
  version: VersionField,
})
export const DomainField = Type.Optional(textOrNull)

const own = (row: Row) => ({ name: row.name, domain: row.domain })
export const showTenant = (ctx: AdminCtx, row: Row) => ({
  id: row.id,
  ...own(row),
  created_at: inSeconds(row.createdAt),
  version: versionOf(ctx, own(row)),
})

export const getTenant = async (ctx: AdminCtx, id: string | undefined): Promise<Row> =>
  (await findTenantById(ctx, { tenantId: id ?? '' })) ?? fail('tenantUnknown')

type Sent = { name: string; id?: string; domain?: string | null; settings?: object }

/**
 * Made, or changed where there is an id of one that is there. The rules are a blueprint's, which also knows what other tenants have.
 * Its trail begins with this, whichever tenant the console shows.
 */
export async function saveTenant(ctx: AdminCtx, sent: Sent, change?: { id: string; version?: string | undefined }) {
  const rules = await loadRules()
  const attempt = () =>
    transact(ctx, async (ctx) => {
      await (change ? holdTenant(ctx, { tenantId: change.id }) : holdServer(ctx))
      const before = change && (await getTenant(ctx, change.id))
      if (before) checkVersion(ctx, change.version, own(before))
      // A blueprint would take this name for the tenant that has it.
      if (!change && ((await findTenantOfName(ctx, sent.name)) || (sent.id && (await findTenantById(ctx, { tenantId: sent.id })))))
        fail('idTaken')
      const contents = { version: 1 as const, tenants: [{ ...sent, ...(change && { id: change.id }) } as never] }
      const steps = await tellFaults('tenants[0]', async () => rules.draftSteps(ctx, rules.readValues(contents, ctx.config.mode)))
      await carryOut(ctx, steps)
      const after = (change ? await findTenantById(ctx, { tenantId: change.id }) : await findMade(ctx, sent.name)) ?? fail('tenantUnknown')
      const there = { ...ctx, tenant: { ...ctx.tenant, id: after.id } }
      const changes = changesOf(undefined, before && own(before), own(after))
      if (steps.length > 0) await recordAct(there, { event: change ? 'tenant-change' : 'tenant-create', subject: after.id, ...changes })
      afterCommit(ctx, () => forgetApps(ctx))
      return showTenant(ctx, after)
    })
  try {
    return await attempt()
  } catch (reason) {
    // A name or domain that was taken this very moment (PostgreSQL): now it is there to be found.
    if (isRace(reason)) return attempt()
    throw reason
  }
}

async function findMade(ctx: AdminCtx, name: string): Promise<Row | undefined> {
  const made = await findTenantOfName(ctx, name)
  return made && findTenantById(ctx, { tenantId: made.id })
}
