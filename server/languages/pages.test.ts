import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Language } from './index.ts'
import { pageTexts } from './pages.ts'

const leaves = (texts: object, path = ''): [string, string][] =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as [string, string]] : leaves(value as object, `${path}${key}.`),
  )
const blanks = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((it) => it[1] ?? '').toSorted()
const english = leaves(pageTexts.en)

for (const tag of Object.keys(pageTexts) as Language[]) {
  test(`the pages in ${tag}: every text, in its own words, with the same blanks`, () => {
    const own = new Map(leaves(pageTexts[tag]))
    assert.deepEqual([...own.keys()].toSorted(), english.map(([path]) => path).toSorted())
    for (const [path, text] of english) {
      assert.ok(own.get(path)?.trim(), path)
      assert.deepEqual(blanks(own.get(path) ?? ''), blanks(text), path)
      if (tag !== 'en' && /[a-z]{4}/.test(text.replace(/\{\w+\}/g, ''))) assert.notEqual(own.get(path), text, path)
    }
  })
}

test('Chinese is written in the characters of its readers', () => {
  const written = leaves(pageTexts['zh-TW'])
    .map(([, text]) => text)
    .join('')
  assert.doesNotMatch(written, /[验证码号邮请应该错误过户录绑账设备发时间进这无]/u)
})
