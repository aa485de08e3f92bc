/** A queue in front of what costs a core and 19 MiB a time: so many sign-ins at once slow down each other, and nobody else. */
import { availableParallelism } from 'node:os'
import { fail } from '../errors.ts'

/** Two at once, but a core is left to the requests. */
const AT_ONCE = Math.max(1, Math.min(2, availableParallelism() - 1))

/** Longer than this nobody should wait: at 30 ms each the last of a full queue has its turn after three seconds. */
const MOST_WAITING = 100

/** Work is done in the order it came; what comes to a full queue is refused, and the caller told to try again. */
export function createQueue(atOnce: number, mostWaiting: number) {
  let running = 0
  const waiting: (() => void)[] = []
  return async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running < atOnce) running++
    else if (waiting.length < mostWaiting) await new Promise<void>((go) => waiting.push(go))
    else fail('passwordsBusy')
    try {
      return await work()
    } finally {
      // The place is handed on, not given up: nobody who comes now can take it first.
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}

/** One for the process: its cores are shared by every tenant. */
export const inTurn = createQueue(AT_ONCE, MOST_WAITING)
