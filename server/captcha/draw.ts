/** The drawing thread: one message, one picture. */
import { parentPort } from 'node:worker_threads'
import { drawPuzzle } from './puzzle.ts'

parentPort?.on('message', () => {
  const { background, piece, x } = drawPuzzle()
  // Copies: a small Buffer is a window on a pool, and the whole pool would be sent along.
  parentPort?.postMessage({ background: Uint8Array.from(background), piece: Uint8Array.from(piece), x })
})
