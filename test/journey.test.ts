/** The first minute of a newcomer: the real server, started as `npm start` does, and the example against it. */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { createPlace } from '../server/testing.ts'
import { root } from './source.ts'
import { freePort } from './postgres.ts'

type Running = { child: ChildProcess; said(): string; ended: Promise<number> }

function run(file: string, env: Record<string, string>): Running {
  // Nothing of the caller's own BOWLINE_ settings: they may be meant for another server.
  const mine = Object.entries(process.env).filter(([name]) => !name.startsWith('BOWLINE_') && name !== 'NODE_TEST_CONTEXT')
  const child = spawn(process.execPath, [join(root, file)], {
    env: { ...Object.fromEntries(mine), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
  return { child, said: () => text, ended: new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1))) }
}

async function startServer(env: Record<string, string>): Promise<Running & { url: string }> {
  const running = run('server/start.js', { ...env, BOWLINE_PORT: '0' })
  let over = false
  void running.ended.then(() => (over = true))
  for (;;) {
    const url = /^Bowline listens on (\S+)$/m.exec(running.said())?.[1]
    if (url) return { ...running, url }
    assert.ok(!over, `the server did not start: ${running.said()}`)
    await new Promise((done) => setTimeout(done, 20))
  }
}

test('npm run journey: from an unknown social account to a checked id_token', async () => {
  const place = await createPlace()
  const server = await startServer(place.env)
  try {
    const example = run('examples/journey.ts', { JOURNEY_URL: server.url })
    assert.equal(await example.ended, 0, example.said())
    assert.match(example.said(), /"status":"SOCIAL_BIND"/)
    assert.match(example.said(), /^Done: sandbox:\w+ is bound to Demo User/m)
  } finally {
    server.child.kill('SIGTERM')
    assert.equal(await server.ended, 0, 'the server stops cleanly when it is asked to')
    await place.remove()
  }
})

test('npm run journey, with no server: says what to do, and fails', async () => {
  const example = run('examples/journey.ts', { JOURNEY_URL: `http://127.0.0.1:${await freePort()}` })
  assert.equal(await example.ended, 1)
  assert.match(example.said(), /npm start/)
})
