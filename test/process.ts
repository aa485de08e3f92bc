/** The real server, as an operator starts it: a process of its own, and what may be done to it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../server/start.js', import.meta.url))
/** A start that takes longer has failed. */
const PATIENCE = 30_000

export type Running = {
  url: string
  said(): string
  /** Ends it at once, as a power cut would; answers when it is gone. */
  kill(): Promise<void>
  /** Asks it to stop, as an operator would; answers with its exit code. */
  stop(): Promise<number | null>
}

/** Starts `server/start.js` and answers when it listens. */
export function startProcess(env: Record<string, string>): Promise<Running> {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env['PATH'] ?? '', BOWLINE_PORT: '0', BOWLINE_LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const gone = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)))
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail('took too long'), PATIENCE)
    const fail = (why: string) => {
      child.kill('SIGKILL')
      reject(new Error(`the server ${why}:\n${said}`))
    }
    const hear = (chunk: Buffer) => {
      said += chunk.toString()
      const url = /Bowline listens on (http:\S+)/.exec(said)?.[1]
      if (!url) return
      clearTimeout(timer)
      resolve({
        url,
        said: () => said,
        kill: () => end(child, 'SIGKILL', gone).then(() => undefined),
        stop: () => end(child, 'SIGTERM', gone),
      })
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    void gone.then(() => (clearTimeout(timer), fail('ended')))
  })
}

function end(child: ChildProcess, signal: NodeJS.Signals, gone: Promise<number | null>) {
  child.kill(signal)
  return gone
}

export type Heard = { status: number; body: Record<string, unknown> }

/** Calls of the test application (testing.ts) over the wire; `undefined` when the connection broke, as it does under a kill. */
export function client(clientId: string, device: Record<string, string>) {
  const headers = { ...device, 'x-client-id': clientId, 'content-type': 'application/json' }
  const post = async (url: string, path: string, body: object, more: Record<string, string> = {}): Promise<Heard | undefined> => {
    try {
      const reply = await fetch(`${url}/api/v2/sdk${path}`, {
        method: 'POST',
        headers: { ...headers, ...more },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(20_000),
      })
      const text = await reply.text()
      return { status: reply.status, body: text ? (JSON.parse(text) as Record<string, unknown>) : {} }
    } catch {
      return undefined
    }
  }
  /** The last code sent to a number by this process. */
  const code = async (url: string, mobile: string): Promise<string> => {
    const reply = await fetch(`${url}/sandbox/inbox?mobile=${encodeURIComponent(mobile)}`).catch(() => undefined)
    const { messages } = ((await reply?.json().catch(() => undefined)) ?? { messages: [] }) as { messages: { code: string }[] }
    return messages[0]?.code ?? ''
  }
  return { post, code }
}
