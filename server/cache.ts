/**
 * What a tenant decided changes rarely and is read by every request: it is kept for one second. So a
 * change made on one process holds on every process within a second; nothing one-time is ever cached.
 */
import type { Ground } from './context.ts'

const TTL = 1000
const MOST = 10_000

type Held<T> = { at: number; value: Promise<T | undefined> }

export type Cache<T> = {
  get(ctx: Ground, key: string, load: () => Promise<T | undefined>): Promise<T | undefined>
  /** After a change made here: this process sees it at once. */
  forget(ctx: Ground): void
}

export function createCache<T>(): Cache<T> {
  // By database, so that two servers in one process (tests) do not share.
  const all = new WeakMap<object, Map<string, Held<T>>>()
  return {
    async get(ctx, key, load) {
      let mine = all.get(ctx.database)
      if (!mine) all.set(ctx.database, (mine = new Map()))
      const held = mine.get(key)
      const now = ctx.now()
      if (held && now - held.at < TTL && now >= held.at) return held.value
      const value = load()
      if (mine.size >= MOST) mine.clear()
      mine.set(key, { at: now, value })
      // What is not there, and what failed, is not remembered.
      value.then(
        (it) => it ?? mine.delete(key),
        () => mine.delete(key),
      )
      return value
    },
    forget: (ctx) => void all.delete(ctx.database),
  }
}
