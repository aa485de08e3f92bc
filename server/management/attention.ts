/** What an administrator should look at, each with what to do in their language, and where. */
import { isListed } from '../address.ts'
import { listAdministratorRows, listPasskeyHolders } from '../administrators/index.ts'
import type { AdminCtx, World } from '../context.ts'
import { fillIn, languages } from '../languages/index.ts'
import { EVERYWHERE } from '../limits/index.ts'
import { listSources } from '../social/index.ts'
import { listKeyRows } from '../tenants/index.ts'
import { Type } from '../type.ts'
import { listWebhooks } from '../webhooks/index.ts'
import { isUsable, mail, sms } from './carriers.ts'
import { decisionsOf } from './decisions.ts'
import { text } from './forms.ts'
import { shareOf, type spendOf } from './money.ts'
import { lastChecks } from './sources.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Days after which a key should go. */
const KEY_AGE = 365
/** Percent of a budget from which on it is told. */
const BUDGET = 80
/** Refusals in an hour that are worth a word, and how much more than usual they must be. */
const REFUSALS = 20
const TIMES = 3

type Code = keyof (typeof languages)['en']['attention']
type Finding = { code: Code; severity: 'urgent' | 'notice'; page: string; id: string | null; blanks: Record<string, string | number> }

export const AttentionField = Type.Object({
  code: text,
  severity: Type.Enum(['urgent', 'notice']),
  text: Type.String({ description: 'What is so and what to do, in the language of the caller.' }),
  page: Type.String({ description: 'Page of the console: messages, sources, settings, administrators, tenants, webhooks.' }),
  id: Type.Union([Type.String(), Type.Null()], { description: 'What on that page.' }),
})

export const showFinding = (ctx: AdminCtx, { code, severity, page, id, blanks }: Finding) => ({
  code,
  severity,
  text: fillIn(languages[ctx.language].attention[code], blanks),
  page,
  id,
})

/** The urgent first. */
export async function findAttention(ctx: AdminCtx, spend: ReturnType<typeof spendOf>): Promise<Finding[]> {
  const all = await Promise.all([
    findGateways(ctx),
    findSources(ctx),
    findWebhooks(ctx),
    findRefusals(ctx),
    findUnprotected(ctx),
    findOldKeys(ctx),
  ])
  return [...all.flat(), ...findBudget(spend), ...findDevelopment(ctx)].toSorted(
    (a, b) => Number(a.severity === 'notice') - Number(b.severity === 'notice'),
  )
}

async function findGateways(ctx: AdminCtx): Promise<Finding[]> {
  const found: Finding[] = []
  for (const [carriers, code] of [
    [sms, 'gateway_failing'],
    [mail, 'mail_gateway_failing'],
  ] as const) {
    const routes = (await carriers.list(ctx, ctx.tenant.id)).filter((it) => isUsable(ctx, carriers.kinds[it.gateway]))
    if (carriers === sms && routes.length === 0)
      found.push({ code: 'gateway_missing', severity: 'urgent', page: 'messages', id: null, blanks: {} })
    for (const [id, it] of await carriers.health(
      ctx,
      routes.map((it) => it.id),
    )) {
      if (!it.failing) continue
      found.push({ code, severity: 'urgent', page: 'messages', id, blanks: { name: id, failures: it.failed_in_a_row } })
    }
  }
  return found
}

async function findSources(ctx: AdminCtx): Promise<Finding[]> {
  const checks = await lastChecks(ctx)
  return (await listSources(ctx, ctx.tenant.id))
    .filter((it) => !it.disabled && checks.get(it.id)?.fault)
    .map((it) => ({ code: 'source_failing', severity: 'urgent', page: 'sources', id: it.id, blanks: { name: it.name } }))
}

/** Those the server turned off by itself, and those that have taken nothing for an hour: one that restarts is no news. */
async function findWebhooks(ctx: AdminCtx): Promise<Finding[]> {
  return (await listWebhooks(ctx, ctx.tenant.id)).flatMap((it): Finding[] => {
    const found = { page: 'webhooks', id: it.id, blanks: { name: it.name } }
    if (it.disabled) return it.disabledBy === 'hand' ? [] : [{ ...found, code: 'webhook_off', severity: 'urgent' }]
    const isFailing = it.failingSince !== null && it.failingSince < ctx.now() - HOUR
    return isFailing ? [{ ...found, code: 'webhook_failing', severity: 'urgent' }] : []
  })
}

/** Refused in the last hour, against an hour of the day before it. */
async function findRefusals(ctx: AdminCtx): Promise<Finding[]> {
  const now = ctx.now()
  const { refused } = await decisionsOf(ctx, now - DAY)
  const count = refused.filter((it) => it.event.at > now - HOUR).length
  // What was looked at may not reach back a whole day.
  const oldest = refused.at(-1)?.event.at ?? now
  const hours = Math.max(1, (now - HOUR - oldest) / HOUR)
  const usual = Math.round((refused.length - count) / hours)
  if (count < REFUSALS || count <= TIMES * usual) return []
  return [{ code: 'firewall_refusing', severity: 'urgent', page: 'messages', id: 'firewall', blanks: { count, usual } }]
}

/** Before the first one there is nothing to protect. */
async function findUnprotected(ctx: AdminCtx): Promise<Finding[]> {
  const key = { tenantId: EVERYWHERE }
  const [rows, holders] = await Promise.all([listAdministratorRows(ctx, key), listPasskeyHolders(ctx, key)])
  const enabled = rows.filter((it) => it.disabledAt === null)
  const isProtected = enabled.some((it) => it.totpSecret !== null || holders.some((one) => one.administratorId === it.id))
  if (enabled.length === 0 || isProtected) return []
  return [{ code: 'administrators_unprotected', severity: 'urgent', page: 'administrators', id: null, blanks: {} }]
}

async function findOldKeys(ctx: AdminCtx): Promise<Finding[]> {
  const rows = (await listKeyRows(ctx, { tenantId: ctx.tenant.id, now: ctx.now() })).filter((it) => it.retiredAt === null)
  return rows
    .filter((it, i) => rows.findIndex((one) => one.alg === it.alg) === i && ctx.now() - it.createdAt > KEY_AGE * DAY)
    .map((it) => ({
      code: 'key_old',
      severity: 'notice',
      page: 'tenants',
      id: it.kid,
      blanks: { name: it.alg, days: Math.floor((ctx.now() - it.createdAt) / DAY) },
    }))
}

function findBudget(spend: ReturnType<typeof spendOf>): Finding[] {
  return (['day', 'month'] as const)
    .map((window) => ({ window, percent: shareOf(spend[window]) }))
    .filter((it) => it.percent > BUDGET)
    .map(({ window, percent }) => ({ code: `budget_${window}`, severity: 'urgent', page: 'messages', id: 'firewall', blanks: { percent } }))
}

function findDevelopment(ctx: AdminCtx): Finding[] {
  if (ctx.config.mode !== 'development' || !isReachable(ctx)) return []
  return [{ code: 'development_public', severity: 'urgent', page: 'settings', id: null, blanks: {} }]
}

/** Whether others than this machine are meant to reach it: by the address it is told to have, or the one it listens on. */
function isReachable({ config }: Pick<World, 'config'>): boolean {
  const isHere = (host: string) => /(^|\.)localhost$/.test(host) || isListed(['127.0.0.0/8', '::1'], host.replace(/^\[|\]$/g, ''))
  return !isHere(config.publicUrl ? new URL(config.publicUrl).hostname : config.host)
}
