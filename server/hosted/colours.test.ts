import assert from 'node:assert/strict'
import test from 'node:test'
import { contrast, writeTheme } from './colours.ts'

test('whatever colour an application has, its buttons and links can be read, by day and by night', () => {
  const parts = [0, 51, 102, 153, 204, 255].map((it) => it.toString(16).padStart(2, '0'))
  for (const r of parts)
    for (const g of parts)
      for (const b of parts) {
        const found = [...writeTheme(`#${r}${g}${b}`).matchAll(/--deed:(#[0-9a-f]{6});--on-deed:(#[0-9a-f]{6})/g)]
        assert.equal(found.length, 2)
        for (const [at, [, deed = '', on = '']] of found.entries()) {
          const card = at === 0 ? '#ffffff' : '#1d2127'
          assert.ok(contrast(deed, card) >= 4.5, `${deed} on ${card}`)
          assert.ok(contrast(on, deed) >= 4.5, `${on} on ${deed}`)
        }
      }
})

test('contrast is counted as WCAG counts it', () => {
  assert.equal(Math.round(contrast('#000000', '#ffffff')), 21)
  assert.equal(contrast('#777777', '#ffffff').toFixed(2), '4.48')
  assert.match(writeTheme('#0b5cad'), /^:root\{--deed:#0b5cad;/, 'one that can be read stays as it is')
})
