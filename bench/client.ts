/**
 * One keep-alive connection, one request at a time, over a bare socket: the driver has one core for
 * everything, and what it saves is what the server can be asked.
 */
import { connect } from 'node:net'

export type Answer = { status: number; head: string; text: string }
export type Client = { send(method: 'GET' | 'POST', path: string, headers: string, body?: string): Promise<Answer>; close(): void }

/** A server that has not answered by then never will, in milliseconds. */
const PATIENCE = 20_000

export async function openClient(port: number): Promise<Client> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  let held = ''
  let waiting: { resolve(answer: Answer): void; reject(reason: Error): void } | undefined
  const fail = (reason: Error) => {
    waiting?.reject(reason)
    waiting = undefined
  }
  // latin1 keeps bytes and characters the same, so that lengths can be compared; the bodies are ASCII.
  socket.setEncoding('latin1')
  socket.on('data', (text: string) => {
    held += text
    const answer = readAnswer(held)
    if (!answer) return
    held = ''
    waiting?.resolve(answer)
    waiting = undefined
  })
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('the server closed the connection')))
  socket.setTimeout(PATIENCE, () => socket.destroy(new Error('the server does not answer')))
  return {
    send: (method, path, headers, body) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        const type = body?.startsWith('{') ? 'application/json' : 'application/x-www-form-urlencoded'
        const length = body === undefined ? '' : `content-type: ${type}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`
        socket.write(`${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n${headers}${length}\r\n${body ?? ''}`)
      }),
    close: () => socket.destroy(),
  }
}

function readAnswer(held: string): Answer | undefined {
  const end = held.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const head = held.slice(0, end)
  const status = Number(head.slice(9, 12))
  const length = /content-length: (\d+)/i.exec(head)?.[1]
  if (length !== undefined) {
    const size = Number(length)
    return held.length >= end + 4 + size ? { status, head, text: held.slice(end + 4) } : undefined
  }
  if (!/transfer-encoding: chunked/i.test(head)) return { status, head, text: '' }
  if (!held.endsWith('0\r\n\r\n')) return undefined
  return { status, head, text: readChunks(held.slice(end + 4)) }
}

function readChunks(held: string): string {
  let text = ''
  for (let at = 0; ;) {
    const line = held.indexOf('\r\n', at)
    const size = Number.parseInt(held.slice(at, line), 16)
    if (!size) return text
    text += held.slice(line + 2, line + 2 + size)
    at = line + 2 + size + 2
  }
}
