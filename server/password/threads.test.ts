import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { availableParallelism, getPriority } from 'node:os'
import test from 'node:test'
import { bench } from '../testing.ts'
import { type Kept, readHash } from './formats.ts'
import { makeHash } from './hashing.ts'
import { createThreads } from './threads.ts'

const CHEAP = { memoryCost: 64, timeCost: 1, parallelism: 1 }
/** About half a second of work. */
const LONG = { memoryCost: 65_536, timeCost: 8, parallelism: 1 }

/** On Linux every thread of the process has a priority of its own: those that are lower than the main one's. */
const low = (): number => readdirSync('/proc/self/task').filter((it) => getPriority(Number(it)) > getPriority(process.pid)).length

test(
  'hashing threads start with the first password, are few, give way, and end with the server',
  { skip: process.platform !== 'linux' },
  async () => {
    const b = await bench()
    try {
      const before = getPriority(process.pid)
      assert.equal(low(), 0)
      await Promise.all(Array.from({ length: 10 }, () => makeHash(b.ctx, 'correct horse')))
      const most = Math.max(1, Math.min(2, availableParallelism() - 1))
      assert.equal(low(), most)
      await makeHash(b.ctx, 'correct horse')
      assert.equal(low(), most)
      assert.equal(getPriority(process.pid), before, 'the requests keep theirs')
    } finally {
      await b[Symbol.asyncDispose]()
    }
    assert.equal(low(), 0)
  },
)

test('a job that cannot be done is told, and the thread does the next', async () => {
  const threads = createThreads()
  const broken: Kept = { kind: 'argon2', text: '$argon2id$none', memory: 1, passes: 1, lanes: 1, variant: 'id' }
  await assert.rejects(threads.run({ compare: 'x', kept: broken }))
  const made = String(await threads.run({ make: 'x', cost: CHEAP }))
  assert.equal(await threads.run({ compare: 'x', kept: readHash(made) as Kept }), true)
  assert.equal(await threads.run({ compare: 'y', kept: readHash(made) as Kept }), false)
  await threads.close()
})

test('what is under way when the threads end is told so, and nothing begins after', async () => {
  const threads = createThreads()
  await threads.run({ make: 'x', cost: CHEAP })
  const [one, two] = [threads.run({ make: 'x', cost: LONG }), threads.run({ make: 'x', cost: LONG })]
  const told = Promise.all([assert.rejects(one, /ended/), assert.rejects(two, /ended/)])
  await threads.close()
  await told
  await assert.rejects(threads.run({ make: 'x', cost: CHEAP }), /stopped/)
})
