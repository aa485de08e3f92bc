/** One difference between a blueprint and the database, and how it is made good. */
import { isDeepStrictEqual } from 'node:util'
import { forgetApps } from '../apps/index.ts'
import type { Ground } from '../context.ts'
import type { Saying } from '../languages/faults.ts'
import { forgetMailGateways } from '../mail/index.ts'
import { forgetGateways } from '../sms/index.ts'
import { forgetSources } from '../social/index.ts'
import type { AppKey } from '../tokens.ts'
import type { Blueprint } from './reader.ts'

export type Kind = 'template' | 'tenant' | 'application' | 'source' | 'gateway' | 'mail gateway' | 'user'

/** Names of fields only: a plan is printed and logged, a value may be a secret or a number. */
export type Change = { action: 'create' | 'update'; kind: Kind; key: string; fields: string[] }

export type Step = {
  change: Change
  /** The application that is made, and so needs a key made beforehand: inside a transaction nothing may wait for it. */
  newApp?: string
  /** Gives up what is unique (a domain, a proven number), so that another step of the same plan may take it. */
  release?(ctx: Ground): Promise<unknown>
  write(ctx: Ground, keys: Map<string, AppKey>): Promise<unknown>
}

/** What every part of a plan is drawn with. `refuse` gathers; nothing is written when anything was refused. */
export type Draft = { ctx: Ground; blueprint: Blueprint; steps: Step[]; refuse(path: string, fault: Saying): void }

/** A tenant of the blueprint, and whether the database has it. */
export type Home = { id: string; name: string; isNew: boolean; at: string }

/** Somebody else made the same thing at the same moment: drawn up again, the plan finds it there. */
export class Raced extends Error {}

/** Or a unique key was taken meanwhile: SQLSTATE 23505. */
export const isRace = (reason: unknown) => reason instanceof Raced || (reason as { code?: string } | undefined)?.code === '23505'

/** After the commit: what was read while it was under way is forgotten too. */
export function forgetConfigured(ctx: Ground): void {
  for (const forget of [forgetApps, forgetSources, forgetGateways, forgetMailGateways]) forget(ctx)
}

type Fields = Record<string, unknown>
const isFields = (it: unknown): it is Fields => typeof it === 'object' && it !== null && !Array.isArray(it)

/** The names of what differs, dotted: `settings.sms.cooldown`. Only what `wanted` names is compared. */
export function differences(wanted: Fields, current: Fields, prefix = ''): string[] {
  return Object.keys(wanted).flatMap((key) => {
    const [want, have] = [wanted[key], current[key]]
    if (want === undefined || isDeepStrictEqual(want, have)) return []
    if (!isFields(want) || !isFields(have)) return [prefix + key]
    // Of a block, what is no longer in it differs too.
    const gone = Object.fromEntries(Object.keys(have).map((it) => [it, null]))
    return differences({ ...gone, ...want }, have, `${prefix}${key}.`)
  })
}

/** What the file says of an entry, without what it does not say. */
export const said = <T extends Fields>(fields: T): Partial<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>
