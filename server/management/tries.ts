/** A try of a source, step by step: begun, answered, told. Nobody is signed in, made or bound; the trail says who tried. */
import type { Static } from 'typebox'
import { findAdminSession } from '../administrators/index.ts'
import { recordAct } from '../audit/index.ts'
import { type AdminCtx, transact } from '../context.ts'
import { fail } from '../errors.ts'
import type { Said } from '../http.ts'
import {
  answerTry,
  beginTry,
  type Connector,
  faultOfPage,
  findConnector,
  findTry,
  keepOutcome,
  promise,
  proofOfTry,
  type Source,
  traceAuthorize,
  traceIdentify,
  traceNumber,
  type Try,
} from '../social/index.ts'
import { inSeconds } from '../times.ts'
import { Type } from '../type.ts'
import { foreseeAnyway } from './dry-runs.ts'
import { showFault, text, time } from './forms.ts'
import { callbackOf, getSource, isServed } from './sources.ts'
import { describe, describePerson, hideAddress, StepField } from './tries-told.ts'
import { versionOf } from './version.ts'

export const TryReply = Type.Object({
  try_id: text,
  state: Type.Enum(['waiting', 'asking', 'done'], { description: 'waiting: for the provider; asking: the provider is being asked.' }),
  redirect_uri: Type.String({ description: 'Where the provider leads back to: what has to be registered there, for real sign-ins too.' }),
  by_code: Type.Boolean({ description: 'The provider has no page; a code of a device is sent to …/answer.' }),
  expires_at: time,
  steps: Type.Array(StepField, { description: 'In their order, as far as it came.' }),
})
export const BegunReply = Type.Object({
  ...TryReply.properties,
  url: Type.Union([Type.String(), Type.Null()], { description: 'To be opened in a browser; null where there is no page.' }),
})

type Step = Static<typeof StepField>
/** What is kept of a try besides its promises. `done`: nothing more comes. */
type Kept = { steps: Step[]; done: boolean }
type Headers = Said['headers']
type Asked = { ctx: AdminCtx; headers: Headers; sourceId: string | undefined; tryId?: string | undefined }

/** Whoever begins one, in this very sign-in, and nobody else, reads or answers it. */
async function whoAsks(ctx: AdminCtx, headers: Headers): Promise<string> {
  const { actor } = ctx
  if (actor.kind === 'app') return `app ${actor.clientId}`
  const session = actor.kind === 'administrator' ? await findAdminSession(ctx, headers) : undefined
  return session && actor.kind === 'administrator' ? `administrator ${actor.id} ${session.id}` : fail('adminSessionInvalid')
}

const plain = (step: Step['step'], more: Partial<Step>): Step => ({
  step,
  state: more.fault ? 'failed' : 'done',
  fault: null,
  address: null,
  asked: [],
  attributes: [],
  outcome: null,
  ...more,
})

function getConnector(ctx: AdminCtx, source: Source): Connector {
  const connector = findConnector(source.connector)
  return connector && isServed(ctx, source) ? connector : fail('sourceUnknown')
}

const show = (it: Try<Kept>): Static<typeof TryReply> => ({
  try_id: it.id,
  state: it.outcome.done ? 'done' : it.answered ? 'asking' : 'waiting',
  redirect_uri: it.redirectUri,
  by_code: it.url === undefined && !it.outcome.done,
  expires_at: inSeconds(it.expiresAt),
  steps: it.outcome.steps,
})

export async function begin({ ctx, headers, sourceId }: Asked): Promise<Static<typeof BegunReply>> {
  const source = await getSource(ctx, sourceId)
  const connector = getConnector(ctx, source)
  const by = await whoAsks(ctx, headers)
  const promised = { ...promise(), redirectUri: callbackOf(ctx, source.id) }
  const traced = await traceAuthorize(ctx, { source, connector }, promised)
  // It has a page for other scenes than this one: as if it had none.
  const fault = 'fault' in traced && traced.fault.setting !== 'scene' ? traced.fault : undefined
  const page = 'value' in traced ? traced.value : undefined
  // A provider that does not exist has no page: ours stands in for it.
  const standIn = connector.developmentOnly && !connector.authorizeUrl
  const url = standIn ? `${promised.redirectUri.replace(/callback$/, 'sandbox')}?state=${promised.state}` : page
  const step = plain('address', {
    fault: showFault(fault),
    asked: describe(traced.asked),
    address: url === undefined ? null : hideAddress(url, promised, { connector, source }),
  })
  const begun = await transact(ctx, async (ctx) => {
    const outcome = { steps: url === undefined && !fault ? [] : [step], done: fault !== undefined }
    const it = await beginTry<Kept>(ctx, {
      ...promised,
      sourceId: source.id,
      by,
      version: versionOf(ctx, source),
      ...(url !== undefined && { url }),
      outcome,
    })
    if (fault) await answerTry(ctx, it)
    await recordAct(ctx, {
      event: 'source-try',
      subject: source.id,
      sourceId: source.id,
      after: { try: it.id, ...(fault && { failed: 'address', refusal: fault.refusal }) },
    })
    return it
  })
  return { ...show(begun), url: url ?? null }
}

const findOwn = async ({ ctx, headers, tryId }: Asked, source: Source): Promise<Try<Kept>> =>
  findTry<Kept>(ctx, { id: tryId ?? '', sourceId: source.id, by: await whoAsks(ctx, headers) })

export const tell = async (asked: Asked): Promise<Static<typeof TryReply>> =>
  show(await findOwn(asked, await getSource(asked.ctx, asked.sourceId)))

export type Answer = { state?: string; code?: string; error?: string; error_description?: string; iss?: string; user?: string }

/** What the provider sent back, asked about as a sign-in would; the same code is good for nothing else afterwards. */
export async function answer(asked: Asked, said: Answer): Promise<Static<typeof TryReply>> {
  const { ctx } = asked
  const source = await getSource(ctx, asked.sourceId)
  const connector = getConnector(ctx, source)
  const it = await findOwn(asked, source)
  if (it.answered) fail('tryInvalid')
  const proof = proofOfTry(it, said)
  // Before anything is spent and anybody asked: the promises were made with other settings.
  if (it.version !== versionOf(ctx, source)) fail('tryOutdated')
  if (!it.url && !said.code) fail('paramMissing', { name: 'code' })
  await transact(ctx, (ctx) => answerTry(ctx, it))

  const steps = [...it.outcome.steps]
  const refused = said.code && said.error === undefined ? undefined : faultOfPage(said.error, said.error_description)
  steps.push(plain('returned', { fault: showFault(refused) }))
  if (!refused) steps.push(...(await ask(ctx, { source, connector }, proof)))
  const done = { ...it, answered: true, outcome: { steps, done: true } }
  await transact(ctx, async (ctx) => {
    await keepOutcome(ctx, done)
    const failed = steps.find((one) => one.state === 'failed')
    const told = failed
      ? { failed: failed.step, ...(failed.fault && { refusal: failed.fault.refusal }) }
      : { status: steps.at(-1)?.outcome?.status }
    await recordAct(ctx, { event: 'source-tried', subject: source.id, sourceId: source.id, after: { try: it.id, ...told } })
  })
  return show(done)
}

type Offered = { source: Source; connector: Connector }
type Proof = Parameters<typeof traceIdentify>[2]

/** Outside every transaction. Whoever it is leaves no trace but in what is told here, sealed and for minutes. */
async function ask(ctx: AdminCtx, offered: Offered, proof: Proof): Promise<Step[]> {
  if (offered.connector.numbersOnly) return askNumber(ctx, offered, proof)
  const traced = await traceIdentify(ctx, offered, proof)
  const asked = describe(traced.asked)
  if ('fault' in traced) {
    const fault = showFault(traced.fault)
    return traced.exchanged
      ? [plain('exchanged', { asked: asked.slice(0, -1) }), plain('person', { fault, asked: asked.slice(-1) })]
      : [plain('exchanged', { fault, asked })]
  }
  const { source } = offered
  const profile = traced.value
  const outcome = await foreseeAnyway(ctx, source, profile)
  return [
    plain('exchanged', { asked }),
    plain('person', { attributes: describePerson(ctx, source, profile) }),
    { ...plain('outcome', { outcome }), ...(outcome.refused && { state: 'failed' as const }) },
  ]
}

/** A number is nobody's account at a source: what would come of it is a sign-in by number, which no source decides. */
async function askNumber(ctx: AdminCtx, offered: Offered, proof: Proof): Promise<Step[]> {
  const traced = await traceNumber(ctx, offered, proof)
  const asked = describe(traced.asked)
  if ('fault' in traced) return [plain('exchanged', { fault: showFault(traced.fault), asked })]
  const told = { subject: '', ...(traced.value && { mobile: traced.value }) }
  const attributes = describePerson(ctx, offered.source, told).filter((it) => it.name === 'mobile')
  return [plain('exchanged', { asked }), plain('person', { attributes })]
}
