/**
 * blueprint: configuration as code. A YAML file that holds templates, tenants and what is theirs, read with a
 * line for every fault, and applied at every start and by `npm run blueprint`. Owns no table: it writes
 * through the front doors of the rooms above.
 *
 * Its law: all of a blueprint is applied or nothing; applied again, it writes nothing; it deletes nothing.
 * - Entries are found again by their key (tenant name, client_id, id, user_name); an entry that the file does
 *   not mention is left alone, and so is a field that it does not mention. `null` empties one.
 * - A `settings` block is whole: what is not in it is at its default.
 * - `…_verified: true` declares a number or address proven; `false` never takes a proof back.
 * - A `password_hash` of another system is taken over where a user has no password; it never replaces one.
 * - A secret stands in the environment or a file, never in the blueprint, a plan, an export or the log.
 */
import type { Ground } from '../context.ts'

export { BlueprintFault } from './fault.ts'
export { hide, isSecret, type Rules, rulesOf } from './hiding.ts'
export type { Contents } from './shape.ts'
export { differences, forgetConfigured, isRace, type Step } from './step.ts'

/** Reads a file and applies it. Loaded when it is asked for: a server without a blueprint does not carry a YAML parser. */
export const applyFile = async (ctx: Ground, file: string): Promise<void> => (await import('./apply.ts')).applyFile(ctx, file)

/** What reads, checks and plans a blueprint, for parts of one that come over the API. Before a transaction: loading waits for the disk. */
export const loadRules = () => import('./values.ts')

/** As above; every tenant is in it. */
export const exportBlueprint = async (ctx: Ground): Promise<string> => (await import('./export.ts')).exportBlueprint(ctx)
