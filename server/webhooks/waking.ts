/** The worker of this process, for whoever wrote something to send. */
import type { Ground } from '../context.ts'
import type { Worker } from './worker.ts'

/** By database, so that two servers in one process (tests) do not share. */
const workers = new WeakMap<object, Worker>()
type Within = Pick<Ground, 'database'>

export const findWorker = (ctx: Within): Worker | undefined => workers.get(ctx.database)
export const keepWorker = (ctx: Within, worker: Worker | undefined): void =>
  void (worker ? workers.set(ctx.database, worker) : workers.delete(ctx.database))

/** After the commit that wrote something to send. A process without a worker leaves it to those that have one. */
export const wake = (ctx: Within): void => findWorker(ctx)?.wake()
