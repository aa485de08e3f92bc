/**
 * Reading people in, some at a time. How far it has come is in the database with what is still to do, so any process can
 * tell, and any can go on: a part is taken out in the transaction that writes its people, so none is written twice.
 */
import { record, recordAct } from '../audit/index.ts'
import { type Actor, type AdminCtx, type Ground, transact } from '../context.ts'
import type { Language } from '../languages/index.ts'
import { importPassword } from '../password/index.ts'
import { newId } from '../secrets.ts'
import { findTenant } from '../tenants/index.ts'
import { createPerson } from './people.ts'
import { type Fault, faultOf, type Row } from './reading.ts'
import {
  addImport,
  addPart,
  advanceImport,
  failImport,
  findImport,
  holdImport,
  listLeftImports,
  listParts,
  removePart,
  removeParts,
  takeUpImport,
} from './store.ts'

/** Rows of one transaction. */
const PART = 100
const DAY = 86_400_000
/** What became of a list is told for so long; one that nobody could finish by then is gone. */
const KEPT = 7 * DAY
/** A process that is alive has done a part within this time. */
const LEASE = 60_000
/** Taken up so often without coming any further, it is given up. */
const MOST_TRIES = 5
/** Faults kept of one list. */
export const MOST_FAULTS = 1000

const context = (tenantId: string, id: string, part: number) => `import ${tenantId} ${id} ${part}`

/** Who asked: what a process needs that goes on with it. */
type AskedBy = { actor: Actor; language: Language; address: string; requestId: string; journeyId: string }

/** Writes down what is to be done, and answers its id; the work itself goes on by itself. */
export async function beginImport(ctx: AdminCtx, rows: Row[]): Promise<string> {
  const now = ctx.now()
  const id = newId(now)
  const tenantId = ctx.tenant.id
  const asked: AskedBy = {
    actor: ctx.actor,
    language: ctx.language,
    address: ctx.address,
    requestId: ctx.requestId,
    journeyId: ctx.journey.id,
  }
  const parts = Array.from({ length: Math.ceil(rows.length / PART) }, (_, part) =>
    ctx.secrets.seal(context(tenantId, id, part), JSON.stringify(rows.slice(part * PART, (part + 1) * PART))),
  )
  const isEmpty = parts.length === 0
  await transact(ctx, async (ctx) => {
    await addImport(ctx, {
      tenantId,
      id,
      state: isEmpty ? 'done' : 'running',
      total: rows.length,
      done: 0,
      created: 0,
      faults: '[]',
      asked: JSON.stringify(asked),
      tries: 0,
      workedAt: now,
      createdAt: now,
      finishedAt: isEmpty ? now : null,
      expiresAt: now + KEPT,
    })
    for (const [part, sealed] of parts.entries()) await addPart(ctx, { tenantId, importId: id, part, rows: sealed, expiresAt: now + KEPT })
    await recordAct(ctx, { event: 'users-import', subject: id, after: { rows: rows.length } })
  })
  if (!isEmpty) void goOn(ctx, id)
  return id
}

/** Part after part. What goes wrong here is tried again by the clean-up of whichever process comes first. */
async function goOn(ctx: AdminCtx, id: string): Promise<void> {
  try {
    while (await writePart(ctx, id));
  } catch (reason) {
    ctx.log.warn({ import: id, err: reason }, 'an import stopped; it is taken up again')
  }
}

/** Answers whether there is more to do, for us. */
const writePart = (ctx: AdminCtx, id: string): Promise<boolean> =>
  transact(ctx, async (ctx) => {
    const tenantId = ctx.tenant.id
    if ((await holdImport(ctx, { tenantId, id, now: ctx.now() })) === 0) return false
    const [part, next] = await listParts(ctx, { tenantId, importId: id })
    if (!part || (await removePart(ctx, { tenantId, importId: id, part: part.part })) === 0) return false
    const rows = JSON.parse(ctx.secrets.unseal(context(tenantId, id, part.part), part.rows)) as Row[]
    const faults: Fault[] = []
    for (const row of rows) {
      const fault = await writeRow(ctx, row)
      if (fault) faults.push(fault)
    }
    const before = JSON.parse((await findImport(ctx, { tenantId, id }))?.faults ?? '[]') as Fault[]
    const state = next ? 'running' : 'done'
    const now = ctx.now()
    await advanceImport(ctx, {
      tenantId,
      id,
      rows: rows.length,
      created: rows.length - faults.length,
      faults: JSON.stringify([...before, ...faults].slice(0, MOST_FAULTS)),
      state,
      finishedAt: next ? null : now,
      now,
    })
    return next !== undefined
  })

/** A name or a number may have been taken since the list was checked: then this row is not written, and told. */
async function writeRow(ctx: AdminCtx, { line, change, disabled, hash, mustChange }: Row): Promise<Fault | undefined> {
  try {
    const user = await createPerson(ctx, change, disabled)
    if (hash) await importPassword(ctx, ctx.tenant.id, user.id, { hash, mustChange })
    await recordAct(ctx, { event: 'user-import', subject: user.id, userId: user.id })
    return undefined
  } catch (reason) {
    return { ...faultOf(reason), line }
  }
}

/** Takes up what a process left that ended: called with the clean-up. */
export async function resumeImports(ctx: Ground): Promise<void> {
  for (const row of await listLeftImports(ctx, { before: ctx.now() - LEASE })) {
    const { tenantId, id, workedAt, tries } = row
    if ((await transact(ctx, (ctx) => takeUpImport(ctx, { tenantId, id, workedAt, now: ctx.now() }))) === 0) continue
    const tenant = await findTenant(ctx, tenantId)
    if (!tenant) continue
    const { journeyId, ...asked } = JSON.parse(row.asked) as AskedBy
    const own: AdminCtx = { ...ctx, ...asked, tenant, journey: { id: journeyId } }
    if (tries < MOST_TRIES) await goOn(own, id)
    else await giveUp(own, id)
  }
}

/** Nothing of the people who were not written is kept. */
const giveUp = (ctx: AdminCtx, id: string): Promise<void> =>
  transact(ctx, async (ctx) => {
    const key = { tenantId: ctx.tenant.id, now: ctx.now() }
    await removeParts(ctx, { tenantId: ctx.tenant.id, importId: id })
    if ((await failImport(ctx, { ...key, id })) === 0) return
    await record(ctx, { event: 'admin/users-import', outcome: 'failed', reason: `stopped ${MOST_TRIES} times`, detail: { subject: id } })
  })
