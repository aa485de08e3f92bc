/**
 * The way by which a code reaches the driver, as it would reach a telephone: beside the API, over a
 * local socket. All targets use this one file, so all pay the same for it; their share of it is counted
 * as their own. Codes are gathered for a few milliseconds: one write for many.
 */
import { connect, createServer, type Socket } from 'node:net'

export type Counts = { statements: number; transactions: number; commits: number }
export type Told = { mobile: string; code: string }

/** How long codes are gathered, in milliseconds. */
const GATHER = 5

/** The target's end. `collect` answers the codes since it was last asked; `counts` is asked before and after a turn. */
export function openChannel(path: string, collect: () => Told[], counts: () => Counts): void {
  const listeners = new Set<Socket>()
  const server = createServer((socket) => {
    listeners.add(socket)
    socket.on('close', () => listeners.delete(socket))
    socket.on('error', () => listeners.delete(socket))
    socket.on('data', () => {
      const { statements, transactions, commits } = counts()
      socket.write(`n ${statements} ${transactions} ${commits}\n`)
    })
  })
  server.listen(path)
  setInterval(() => {
    if (listeners.size === 0) return
    let lines = ''
    for (const it of collect()) lines += `c ${it.mobile} ${it.code}\n`
    if (lines) for (const socket of listeners) socket.write(lines)
  }, GATHER)
}

export type Telephone = { code(mobile: string): Promise<string>; counts(): Promise<Counts>; close(): void }

/** The driver's end. A code that came before it was asked for is kept. */
export async function openTelephone(path: string): Promise<Telephone> {
  const socket = connect(path)
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  const kept = new Map<string, string>()
  const waiting = new Map<string, (code: string) => void>()
  const asked: ((counts: Counts) => void)[] = []
  let rest = ''
  socket.setEncoding('latin1')
  socket.on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const [kind, first = '', second = '', third = ''] = line.split(' ')
      if (kind === 'n') asked.shift()?.({ statements: Number(first), transactions: Number(second), commits: Number(third) })
      else if (waiting.has(first)) {
        waiting.get(first)?.(second)
        waiting.delete(first)
      } else kept.set(first, second)
    }
  })
  return {
    code(mobile) {
      const code = kept.get(mobile)
      if (code === undefined) return new Promise((resolve) => waiting.set(mobile, resolve))
      kept.delete(mobile)
      return Promise.resolve(code)
    },
    counts() {
      socket.write('n')
      return new Promise((resolve) => asked.push(resolve))
    },
    close: () => socket.destroy(),
  }
}
