import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { chooseLanguage, type Language, languages, readLanguage, type Texts } from './index.ts'

type Leaf = { path: string; text: string }
const leaves = (texts: object, path = ''): Leaf[] =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [{ path: `${path}${key}`, text: value }] : leaves(value as object, `${path}${key}.`),
  )
const blanks = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((it) => it[1] ?? '').toSorted()

const tags = Object.keys(languages) as Language[]
const english = leaves(languages.en)

for (const tag of tags) {
  const texts: Texts = languages[tag]
  describe(tag, () => {
    const own = new Map(leaves(texts).map((it) => [it.path, it.text]))

    test('has every text of English and no other', () => {
      assert.deepEqual([...own.keys()].toSorted(), english.map((it) => it.path).toSorted())
    })

    test('fills the same blanks', () => {
      for (const { path, text } of english) assert.deepEqual(blanks(own.get(path) ?? ''), blanks(text), path)
    })

    test('is a language of its own: nothing is left in English, nothing is empty', () => {
      for (const { path, text } of english) {
        assert.ok(own.get(path)?.trim(), path)
        if (tag !== 'en' && /[a-z]{4}/.test(text.replace(/\{\w+\}/g, ''))) assert.notEqual(own.get(path), text, path)
      }
    })

    test('every refusal is a whole sentence in its own writing', () => {
      for (const [name, text] of Object.entries(texts.errors)) {
        assert.match(text, tag.startsWith('zh') ? /\p{Script=Han}.*。$/u : /[\w}]\.$/, name)
      }
    })
  })
}

test('Chinese is written in the characters of its readers', () => {
  const written = leaves(languages['zh-TW'])
    .map((it) => it.text)
    .join('')
  // Simplified forms that no traditional text has.
  assert.doesNotMatch(written, /[验证码号邮请应该错误过户录绑账设备发时间进这无]/u)
})

test('a tag finds the nearest language', () => {
  const said: [string, Language | undefined][] = [
    ['zh', 'zh-CN'],
    ['zh-CN', 'zh-CN'],
    ['zh_TW', 'zh-TW'],
    ['zh-Hant-HK', 'zh-TW'],
    ['zh-HK', 'zh-TW'],
    ['zh-Hans-SG', 'zh-CN'],
    ['en', 'en'],
    ['EN-gb', 'en'],
    ['de', undefined],
    ['', undefined],
    ['constructor', undefined],
  ]
  for (const [tag, language] of said) assert.equal(readLanguage(tag), language, tag)
})

test('of what a browser accepts, the language liked most that is one of ours', () => {
  const said: [string, Language | undefined][] = [
    ['zh-TW,zh;q=0.9,en;q=0.8', 'zh-TW'],
    ['en;q=0.1, zh-CN;q=0.9', 'zh-CN'],
    ['fr-FR,fr;q=0.9,en;q=0.5', 'en'],
    ['fr, de', undefined],
    ['en;q=0, zh', 'zh-CN'],
    ['en;q=x', 'en'],
    ['*', undefined],
    ['', undefined],
    [',;,;q=1', undefined],
  ]
  for (const [header, language] of said) assert.equal(chooseLanguage(header), language, header)
})
