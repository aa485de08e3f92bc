/** The simulation of `npm run bench -- --firewall`, smaller: attacks cut, and nobody honest kept waiting. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { simulate } from '../bench/firewall.ts'

test('attacks of every shape are cut among honest people, of whom nobody is lost at twice the usual volume', async (t) => {
  const rows = await simulate({ hours: 1, people: 120, scale: 0.06, seed: 7 })
  for (const it of rows) {
    await t.test(`${it.who}: ${it.sent} of ${it.asked}${it.most === undefined ? '' : `, at most ${it.most}`}`, () => assert.ok(it.good))
  }
  const honest = rows.find((it) => it.who === 'honest')
  assert.ok(honest && honest.sent > 100 && honest.challenged === 0, JSON.stringify(honest))
  // An attack that asked for less than it may get would prove nothing.
  for (const it of rows) if (it.most !== undefined && it.who !== 'drip') assert.ok(it.asked > it.most * 0.7 || it.sent < it.asked, it.who)
})
