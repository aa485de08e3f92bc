import assert from 'node:assert/strict'
import test from 'node:test'
import type { Ground } from './context.ts'
import { closeAll, openOnce } from './held.ts'

const ctx = () => ({ database: {}, log: { warn: () => undefined } }) as unknown as Ground

function maker() {
  const seen = { opened: 0, closed: 0 }
  return {
    seen,
    make: async () => {
      const number = ++seen.opened
      return { number, close: async () => void seen.closed++ }
    },
  }
}

test('one connection for many messages at once; another for other settings, and the first one closed', async () => {
  const [here, { seen, make }] = [ctx(), maker()]
  const all = await Promise.all(Array.from({ length: 10 }, () => openOnce(here, 't smtp', 'a', make)))
  assert.deepEqual([new Set(all).size, seen.opened], [1, 1])
  assert.equal((await openOnce(here, 't other', 'a', make)).number, 2)
  assert.equal((await openOnce(here, 't smtp', 'b', make)).number, 3)
  await new Promise(setImmediate)
  assert.deepEqual(seen, { opened: 3, closed: 1 })
  await closeAll(here)
  assert.deepEqual(seen, { opened: 3, closed: 3 })
})

test('what could not be opened is tried again; what cannot be closed stops nobody', async () => {
  const here = ctx()
  let tries = 0
  const make = () => {
    if (++tries === 1) throw new Error('unreachable')
    return { close: () => Promise.reject(new Error('gone')) }
  }
  await assert.rejects(openOnce(here, 'k', 'a', make), /unreachable/)
  await new Promise(setImmediate)
  await openOnce(here, 'k', 'a', make)
  assert.equal(tries, 2)
  await closeAll(here)
  await closeAll(here)
})
