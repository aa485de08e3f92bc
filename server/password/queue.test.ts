import assert from 'node:assert/strict'
import test from 'node:test'
import { Failure } from '../errors.ts'
import { createQueue } from './queue.ts'

/** Work that ends when it is told to. */
function held() {
  let release = () => {}
  const done = new Promise<void>((resolve) => (release = resolve))
  return { work: () => done, release }
}
const turn = () => new Promise((resolve) => setImmediate(resolve))

test('so many at once, the others in the order they came', async () => {
  const inTurn = createQueue(2, 10)
  const began: number[] = []
  const all = Array.from({ length: 5 }, held)
  const ended = all.map((it, at) =>
    inTurn(async () => {
      began.push(at)
      await it.work()
      return at
    }),
  )
  await turn()
  assert.deepEqual(began, [0, 1])
  all[1]?.release()
  await turn()
  assert.deepEqual(began, [0, 1, 2])
  for (const it of all) it.release()
  assert.deepEqual(await Promise.all(ended), [0, 1, 2, 3, 4])
  assert.deepEqual(began, [0, 1, 2, 3, 4])
})

test('who comes while a place changes hands does not get it', async () => {
  const inTurn = createQueue(1, 10)
  const [first, second] = [held(), held()]
  const running: string[] = []
  const one = inTurn(first.work)
  const two = inTurn(async () => {
    running.push('two')
    await second.work()
    running.pop()
  })
  first.release()
  await one
  const three = inTurn(async () => assert.deepEqual(running, []))
  second.release()
  await Promise.all([two, three])
})

test('what comes to a full queue is refused, and what is in it is done', async () => {
  const inTurn = createQueue(1, 2)
  const it = held()
  const kept = [inTurn(it.work), inTurn(it.work), inTurn(it.work)]
  await assert.rejects(inTurn(it.work), (reason) => reason instanceof Failure && reason.error === 'passwordsBusy')
  it.release()
  await Promise.all(kept)
  await inTurn(it.work)
})

test('work that fails gives its place back', async () => {
  const inTurn = createQueue(1, 0)
  const fault = new Error('broken')
  for (let i = 0; i < 3; i++)
    await assert.rejects(
      inTurn(() => Promise.reject(fault)),
      fault,
    )
  await inTurn(async () => {})
})
