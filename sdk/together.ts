/** Waiting: for one piece of work together, for a signal, for a while. */
import { BowlineError } from './error.ts'

/** However many ask while it runs, it runs once, and all get its answer. */
export function together<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined
  return () =>
    (running ??= work().finally(() => {
      running = undefined
    }))
}

/** Kept for good once it is there; a failure is not kept. `drop` forgets it, if it is still the one that was `used`. */
export function remember<T>(work: () => Promise<T>): {
  get(): Promise<T>
  drop(used: Promise<T> | undefined): void
  held(): Promise<T> | undefined
} {
  let kept: Promise<T> | undefined
  const drop = (used: Promise<T> | undefined) => {
    if (used === kept) kept = undefined
  }
  return {
    get() {
      if (kept) return kept
      const begun = work()
      kept = begun
      begun.catch(() => drop(begun))
      return begun
    },
    drop,
    held: () => kept,
  }
}

export const aborted = (signal: AbortSignal): BowlineError =>
  new BowlineError('CLIENT.ABORTED', 'The call was aborted.', { cause: signal.reason as unknown })

/** The answer of work that others wait for too: a signal ends the waiting, not the work. */
export function waitFor<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work
  return new Promise((resolve, reject) => {
    const stop = () => reject(aborted(signal))
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

export const pause = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
  waitFor(new Promise((resolve) => setTimeout(resolve, milliseconds)), signal)
