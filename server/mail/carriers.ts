/** What gateways keep open between two messages: one per gateway row and process. */
import type { Ground } from '../context.ts'

type Carrier = { close(): Promise<void> | void }
type Held = { settings: string; carrier: Promise<Carrier> }

const opened = new WeakMap<object, Map<string, Held>>()

/** Opens it at the first message; anew when the row has other settings. */
export function carrierOf(ctx: Ground, key: string, settings: string) {
  return <T extends Carrier>(make: () => T | Promise<T>): Promise<T> => {
    const mine = opened.get(ctx.database) ?? new Map<string, Held>()
    opened.set(ctx.database, mine)
    const held = mine.get(key)
    if (held?.settings === settings) return held.carrier as Promise<T>
    if (held) void close(ctx, held)
    const carrier = Promise.resolve().then(make)
    mine.set(key, { settings, carrier })
    // What could not be opened is tried again with the next message.
    carrier.catch(() => mine.get(key)?.carrier === carrier && mine.delete(key))
    return carrier
  }
}

/** The server stops. */
export async function closeCarriers(ctx: Pick<Ground, 'database' | 'log'>): Promise<void> {
  const mine = opened.get(ctx.database)
  opened.delete(ctx.database)
  await Promise.all([...(mine?.values() ?? [])].map((held) => close(ctx, held)))
}

async function close(ctx: Pick<Ground, 'log'>, { carrier }: Held) {
  try {
    await (await carrier).close()
  } catch (reason) {
    ctx.log.warn({ err: reason }, 'a connection for mail could not be closed')
  }
}
