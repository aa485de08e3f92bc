/**
 * Sends what is in the outbox, one worker a process. It is woken by the commit that wrote something, and looks by itself for what is due
 * again. Every webhook has a lane of its own: a slow one holds up nobody else.
 */
import { ground, type World } from '../context.ts'
import { deliver, type Sender, take, type TellOff } from './deliveries.ts'
import { findAnyWebhook, findWebhookRow, listDue, listDueWebhooks } from './store.ts'
import { keepWorker } from './waking.ts'

/** How often it looks while there is any webhook, and how often it asks whether there is one. Milliseconds. */
const LOOK = 5000
const ASK = 60_000
/** Messages of one webhook that are under way at once, in this process. */
const ABREAST = 10
/** Webhooks that one look starts. */
const MOST_LANES = 1000
/** What is under way when the server stops has so long to end by itself. */
const GRACE = 3000

type Lane = { again: boolean; done: Promise<void> }
export type Worker = Sender & {
  wake(): void
  /** Sends all that is due now, and answers when it is done. */
  settle(): Promise<void>
  stop(): Promise<void>
}

export async function startWorker(world: World, given: { fetch: typeof fetch; tellOff: TellOff }): Promise<Worker> {
  const ctx = ground(world)
  const lanes = new Map<string, Lane>()
  const broken = new AbortController()
  const sender: Sender = { ...given, signal: broken.signal }
  /** `any`: whether there is a webhook at all; while there is none, nothing is looked for. `asked`: somebody wrote something. */
  const is = { stopping: false, any: false, asked: false }
  let looking: Promise<void> | undefined

  /** Of any number that call at once, one looks; what was written meanwhile is looked for once more. */
  function look(): Promise<void> {
    is.asked = true
    return (looking ??= (async () => {
      while (is.asked && !is.stopping) {
        is.asked = false
        for (const it of await listDueWebhooks(ctx, { now: ctx.now(), most: MOST_LANES })) open(it)
      }
    })()
      .catch((reason: unknown) => ctx.log.error({ err: reason }, 'what webhooks are to be told could not be read'))
      .finally(() => (looking = undefined)))
  }

  function open({ tenantId, id }: { tenantId: string; id: string }): void {
    const key = `${tenantId} ${id}`
    const running = lanes.get(key)
    if (running) {
      running.again = true
      return
    }
    const lane: Lane = { again: false, done: Promise.resolve() }
    lanes.set(key, lane)
    lane.done = run(tenantId, id, lane)
      .catch((reason: unknown) => ctx.log.error({ webhook: id, err: reason }, 'a webhook could not be told'))
      .finally(() => lanes.delete(key))
  }

  async function run(tenantId: string, id: string, lane: Lane): Promise<void> {
    while (!is.stopping) {
      lane.again = false
      const hook = await findWebhookRow(ctx, { tenantId, id })
      if (!hook || hook.disabledAt !== null) return
      const due = await listDue(ctx, { tenantId, webhookId: id, now: ctx.now(), most: ABREAST })
      if (due.length > 0) {
        const mine = await take(ctx, due)
        await Promise.all(mine.map((it) => deliver(ctx, sender, hook, it)))
      } else if (!lane.again) return
    }
  }

  async function ask(): Promise<void> {
    is.any = (await findAnyWebhook(ctx, {})) !== undefined
    if (is.any) await look()
  }
  const tell = (reason: unknown) => ctx.log.error({ err: reason }, 'webhooks could not be looked for')
  const timers = [setInterval(() => is.any && void look(), LOOK), setInterval(() => void ask().catch(tell), ASK)]
  for (const timer of timers) timer.unref()

  const worker: Worker = {
    ...sender,
    wake() {
      if (is.stopping) return
      is.any = true
      void look()
    },
    async settle() {
      await look()
      while (lanes.size > 0) await Promise.all([...lanes.values()].map((it) => it.done))
    },
    async stop() {
      is.stopping = true
      for (const timer of timers) clearInterval(timer)
      const breaking = setTimeout(() => broken.abort(), GRACE)
      await looking
      await Promise.all([...lanes.values()].map((it) => it.done))
      clearTimeout(breaking)
      keepWorker(ctx, undefined)
    },
  }
  keepWorker(ctx, worker)
  await ask()
  return worker
}
