/** Bytes to a server and bytes back, without a client that would refuse to send what an attacker sends. */
import { connect } from 'node:net'

export type Answer = { status: number; text: string }

/**
 * Writes the pieces one after another, `pause` milliseconds apart, until the server answers or hangs up;
 * then gives what it said. Ends by itself after `patience` milliseconds (status 0: silence).
 */
export function speak(port: number, pieces: Iterable<string | Buffer>, { pause = 0, patience = 10_000 } = {}): Promise<Answer> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    let heard = ''
    const end = () => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(heard)?.[1] ?? 0), text: heard })
    }
    const timer = setTimeout(end, patience)
    const queue = pieces[Symbol.iterator]()
    const write = () => {
      const next = socket.destroyed || heard ? { done: true as const } : queue.next()
      if (next.done) return
      const full = !socket.write(next.value)
      if (pause) setTimeout(write, pause)
      else if (full) socket.once('drain', write)
      else setImmediate(write)
    }
    socket.on('connect', write)
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1')
      // One answer is enough; what else was to be sent stays here.
      if (heard.includes('\r\n\r\n')) setTimeout(end, 20)
    })
    socket.on('error', () => undefined)
    socket.on('close', end)
  })
}

/** A request, head and body, as it goes over the wire. */
export function request(method: string, path: string, headers: Record<string, string | number>, body = ''): string {
  const all = { host: 'localhost', ...(body && { 'content-length': Buffer.byteLength(body) }), ...headers }
  return [`${method} ${path} HTTP/1.1`, ...Object.entries(all).map(([name, value]) => `${name}: ${value}`), '', body].join('\r\n')
}
