/** How soon it is ready, what it holds when nobody calls, and whether it grows. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { residentOf, start } from './proc.ts'
import { drive, environment, prepare, settings, startTarget, stopTarget } from './targets.ts'

export type Memory = {
  /** Milliseconds from the start of the process to the first answer 200 of /readyz: empty folder, then the seeded database. */
  readyFresh: number[]
  readySeeded: number[]
  /** Resident bytes five seconds after the start, five seconds after the last journey. */
  idle: number
  idleAfter: number
  users: number
  journeys: number
  perSecond: number
  /** Resident bytes at the beginning and after each tenth. */
  resident: number[]
}

/** Time for a process to come to rest, in milliseconds. */
const REST = 5000

export async function measureMemory(folder: string, users: number, journeys: number, connections: number): Promise<Memory> {
  const readyFresh: number[] = []
  const readySeeded: number[] = []
  let idle = 0
  await prepare(folder, users)
  for (let n = 0; n < 3; n++) {
    mkdirSync(join(folder, `fresh-${n}`))
    readyFresh.push((await startOnce(join(folder, `fresh-${n}`), false)).ready)
    const seeded = await startOnce(join(folder, 'bowline'), n === 2)
    readySeeded.push(seeded.ready)
    idle = seeded.idle
  }
  const target = await startTarget('bowline', folder, users)
  const measured = await drive(target, { scenario: 'journey', algorithm: 'ES256', connections, users, warm: 10, seconds: 0, journeys })
  await rest()
  const idleAfter = residentOf(target.pid)
  await stopTarget(target)
  const memory = { readyFresh, readySeeded, idle, idleAfter, users, journeys, perSecond: measured.perSecond, resident: measured.resident }
  process.stdout.write(JSON.stringify(memory) + '\n')
  return memory
}

/** Started as an operator starts it, on the port it chose itself. */
async function startOnce(data: string, linger: boolean): Promise<{ ready: number; idle: number }> {
  const from = performance.now()
  const child = start('server', process.execPath, ['--max-semi-space-size=2', 'server/start.js'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: environment(settings(data)),
    cwd: join(import.meta.dirname, '..'),
  })
  const address = await new Promise<string>((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      const found = /listens on (\S+)/.exec((text += chunk.toString()))?.[1]
      if (found) resolve(found)
    })
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
  })
  while ((await fetch(`${address}/readyz`)).status !== 200);
  const ready = Math.round(performance.now() - from)
  if (linger) await rest()
  const idle = residentOf(child.pid ?? 0)
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await gone
  return { ready, idle }
}

function rest(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, REST))
}
