/**
 * Draws ahead, on a thread of its own: a picture costs milliseconds of processor time, and nobody else
 * should wait for them. The thread starts with the first picture asked for and never holds the process up.
 */
import { Worker } from 'node:worker_threads'
import type { Puzzle } from './puzzle.ts'

/** Pictures kept ready. */
const READY = 8

const ready: Puzzle[] = []
const waiting: { resolve(puzzle: Puzzle): void; reject(reason: unknown): void }[] = []
let worker: Worker | undefined
let asked = 0

export async function takePuzzle(): Promise<Puzzle> {
  const puzzle = ready.pop() ?? new Promise<Puzzle>((resolve, reject) => waiting.push({ resolve, reject }))
  order()
  return puzzle
}

function order() {
  worker ??= start()
  // Whoever waits for a picture keeps the process up; a thread with nothing to do, or drawing ahead, does not.
  if (waiting.length) worker.ref()
  for (const want = READY + waiting.length; ready.length + asked < want; asked++) worker.postMessage('draw')
}

function start(): Worker {
  const it = new Worker(new URL('./draw.ts', import.meta.url), { execArgv: ['--disable-warning=ExperimentalWarning'] })
  it.on('message', ({ background, piece, x }: { background: Uint8Array; piece: Uint8Array; x: number }) => {
    asked--
    const puzzle = { background: Buffer.from(background), piece: Buffer.from(piece), x }
    const next = waiting.shift()
    if (next) next.resolve(puzzle)
    else ready.push(puzzle)
    if (waiting.length === 0) it.unref()
  })
  it.on('error', (reason) => {
    // Whoever waits is told; the next picture asked for starts a new thread.
    worker = undefined
    asked = 0
    for (const { reject } of waiting.splice(0)) reject(reason)
  })
  // After the listeners: a listener is a reference, too.
  it.unref()
  return it
}
