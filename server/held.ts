/**
 * What is kept open between two uses and ends with the server: one a key and process. Of gateways (an SMPP bind, connections to a
 * mail server) the key names the kind, the tenant and the row; threads that hash passwords are held here too.
 */
import type { Ground } from './context.ts'

type Closable = { close(): Promise<void> | void }
type Holder = Pick<Ground, 'database' | 'log'>
type Held = { settings: string; value: Promise<Closable> }

const all = new WeakMap<object, Map<string, Held>>()

function held(ctx: Holder): Map<string, Held> {
  let mine = all.get(ctx.database)
  if (!mine) all.set(ctx.database, (mine = new Map()))
  return mine
}

/** Of any number that ask at once one makes it. What could not be made is not kept. */
export function openOnce<T extends Closable>(ctx: Holder, key: string, settings: string, make: () => T | Promise<T>): Promise<T> {
  const mine = held(ctx)
  const found = mine.get(key)
  if (found?.settings === settings) return found.value as Promise<T>
  if (found) close(ctx, found)
  const value = (async () => make())()
  const entry: Held = { settings, value }
  mine.set(key, entry)
  value.catch(() => {
    if (mine.get(key) === entry) mine.delete(key)
  })
  return value
}

/** Closes what has other settings now, or whose gateway is gone. `settings` of a key: what it has now, if it is there. */
export function closeStale(ctx: Holder, isMine: (key: string) => boolean, settings: (key: string) => string | undefined): void {
  for (const [key, entry] of held(ctx)) {
    if (!isMine(key) || settings(key) === entry.settings) continue
    held(ctx).delete(key)
    close(ctx, entry)
  }
}

/** Before the process ends. */
export async function closeAll(ctx: Holder): Promise<void> {
  const entries = [...held(ctx).values()]
  held(ctx).clear()
  await Promise.all(entries.map((it) => closed(ctx, it)))
}

const close = (ctx: Holder, entry: Held): void => void closed(ctx, entry)

async function closed(ctx: Holder, { value }: Held): Promise<void> {
  const it = await value.catch(() => undefined)
  try {
    await it?.close()
  } catch (reason) {
    ctx.log.warn({ err: reason }, 'what a gateway kept open could not be closed')
  }
}
