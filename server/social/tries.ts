/**
 * An administrator's try of a source: what was promised to the provider, and what came of it. One-time, ten minutes, sealed. Nothing
 * here knows a user: who would come in is asked of a dry run.
 */
import type { Ground } from '../context.ts'
import { fail } from '../errors.ts'
import type { Tenant } from '../schema/documents.ts'
import { equal, randomToken } from '../secrets.ts'
import type { Proof } from './connectors/connector.ts'
import { addTry, findTryRow, spendTry, writeTry } from './store.ts'

/** As long as state tokens last by default. In milliseconds. */
const LASTS = 10 * 60_000

/** Letters and digits, as WeChat wants its state: it begins with this word and the id of its try. No real sign-in's state is so long. */
const WORD = 'try'
const ID = 22
const SECRET = 32

/** `by` is whoever began it, with their sign-in; `outcome` is whatever is to be told of it. */
export type Try<T> = {
  id: string
  sourceId: string
  by: string
  version: string
  redirectUri: string
  state: string
  nonce: string
  codeVerifier: string
  /** Where people are sent; nothing where the provider has no page. */
  url?: string
  answered: boolean
  expiresAt: number
  outcome: T
}
type Within = Ground & { tenant: Tenant }

/** The id in a state that belongs to a try. Whoever made it up has no try of that id, or not its secret. */
export const tryIdOf = (state: string | undefined): string | undefined =>
  state?.length === WORD.length + ID + SECRET && state.startsWith(WORD) && /^\w+$/.test(state)
    ? state.slice(WORD.length, WORD.length + ID)
    : undefined

export function promise(): Pick<Try<unknown>, 'id' | 'state' | 'nonce' | 'codeVerifier'> {
  const id = randomToken(ID)
  return { id, state: `${WORD}${id}${randomToken(SECRET)}`, nonce: randomToken(32), codeVerifier: randomToken(64) }
}

const context = ({ tenant }: Within, id: string) => `try ${tenant.id} ${id}`
const seal = <T>(ctx: Within, { id, answered: _, expiresAt: _at, ...more }: Try<T>): string =>
  ctx.secrets.seal(context(ctx, id), JSON.stringify(more))

/** Inside the transaction that records it. */
export async function beginTry<T>(ctx: Within, it: Omit<Try<T>, 'answered' | 'expiresAt'>): Promise<Try<T>> {
  const begun = { ...it, answered: false, expiresAt: ctx.now() + LASTS }
  await addTry(ctx, { tenantId: ctx.tenant.id, id: it.id, sourceId: it.sourceId, payload: seal(ctx, begun), expiresAt: begun.expiresAt })
  return begun
}

/** Somebody else's, another source's, another tenant's and one that is over are answered alike. */
export async function findTry<T>(ctx: Within, asked: { id: string; sourceId: string; by: string }): Promise<Try<T>> {
  const row = await findTryRow(ctx, { tenantId: ctx.tenant.id, id: asked.id, now: ctx.now() })
  if (!row || row.sourceId !== asked.sourceId) return fail('tryInvalid')
  const kept = JSON.parse(ctx.secrets.unseal(context(ctx, row.id), row.payload)) as Try<T>
  if (!equal(kept.by, asked.by)) fail('tryInvalid')
  return { ...kept, id: row.id, answered: row.answeredAt !== null, expiresAt: row.expiresAt }
}

/** What came back, with what was promised: for the connector. Before anything is spent. */
export function proofOfTry(it: Try<unknown>, said: { state?: string; code?: string; iss?: string; user?: string }): Proof {
  const { code = '', iss, user } = said
  const told = { code, ...(iss && { iss }), ...(user && { user }) }
  // Pasted from a device: nothing was promised to a page.
  if (!it.url) return told
  if (!equal(said.state ?? '', it.state)) fail('tryInvalid')
  return { ...told, redirectUri: it.redirectUri, nonce: it.nonce, codeVerifier: it.codeVerifier }
}

/** Spends it: of any number of answers at once, one is asked about. */
export async function answerTry(ctx: Within, { id }: Pick<Try<unknown>, 'id'>): Promise<void> {
  if ((await spendTry(ctx, { tenantId: ctx.tenant.id, id, now: ctx.now() })) === 0) fail('tryInvalid')
}

/** What came of it can be read as long as the try would have lasted. */
export const keepOutcome = <T>(ctx: Within, it: Try<T>): Promise<number> =>
  writeTry(ctx, { tenantId: ctx.tenant.id, id: it.id, payload: seal(ctx, it) })
