/** What would come of a profile at a source: as the application would be answered that asks. */
import { findAppRow, identifyApp, listAppRows } from '../apps/index.ts'
import type { AdminCtx, Ctx } from '../context.ts'
import { errorCode, type ErrorName, errorText, fail, Failure } from '../errors.ts'
import { AppSettings, fill } from '../schema/documents.ts'
import { dryRun, type Profile, type Source } from '../social/index.ts'
import { Type } from '../type.ts'
import { text, textOrNull } from './forms.ts'

export const DryRunReply = Type.Object({
  status: Type.String({ description: 'As the application would be answered it, or refused.' }),
  user_id: textOrNull,
  steps: Type.Array(text, { description: 'What was found and decided, turn by turn.' }),
  refused: Type.Union([Type.Object({ error_code: text, error_msg: text }), Type.Null()]),
})

/** `clientId`: the application that would ask; absent: the first that offers this source. */
export async function foresee(ctx: AdminCtx, source: Source, profile: Profile, clientId?: string) {
  const asking = await enterAs(ctx, clientId ?? (await findAsking(ctx, source.id)))
  const it = await dryRun(asking, source, profile)
  return { status: it.status, user_id: it.userId ?? null, steps: it.steps, refused: it.refused ? refusedBy(ctx, it.refused) : null }
}

/** The same; that no application would ask is part of the answer. */
export async function foreseeAnyway(ctx: AdminCtx, source: Source, profile: Profile): Promise<Awaited<ReturnType<typeof foresee>>> {
  try {
    return await foresee(ctx, source, profile)
  } catch (reason) {
    if (!(reason instanceof Failure)) throw reason
    return { status: 'refused', user_id: null, steps: [], refused: refusedBy(ctx, reason.error) }
  }
}

const refusedBy = (ctx: AdminCtx, error: ErrorName) => ({
  error_code: errorCode(error, 'oneaccess'),
  error_msg: errorText(error, ctx.language, {}),
})

async function findAsking(ctx: AdminCtx, sourceId: string): Promise<string> {
  const offering = (await listAppRows(ctx, ctx.tenant.id)).find((it) => {
    const { sources } = fill(AppSettings, JSON.parse(it.settings))
    return it.disabledAt === null && (sources.length === 0 || sources.includes(sourceId))
  })
  return offering?.clientId ?? fail('appUnknown')
}

/** A request of that application, as it would come. */
async function enterAs(ctx: AdminCtx, clientId: string): Promise<Ctx> {
  if (!(await findAppRow(ctx, ctx.tenant.id, clientId))) fail('appUnknown')
  const device = { 'x-operating-sys-version': 'none', 'x-device-fingerprint': 'dry run', 'x-agent': 'dry run' }
  const headers = { ...device, 'x-client-id': clientId, 'x-tenant-id': ctx.tenant.id }
  const { address, language, requestId } = ctx
  return identifyApp(ctx, { headers, body: {}, address, language, requestId, url: '' })
}
