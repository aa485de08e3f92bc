import assert from 'node:assert/strict'
import { test } from 'node:test'
import { either, type FaultName, faultTexts, say, tell } from './faults.ts'
import type { Language } from './index.ts'

const blanks = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((it) => it[1] ?? '').toSorted()
const english = Object.entries(faultTexts.en) as [FaultName, string][]

for (const tag of Object.keys(faultTexts) as Language[]) {
  test(`faults in ${tag}: every text, in its own words, with the same blanks`, () => {
    const own = faultTexts[tag]
    assert.deepEqual(Object.keys(own), Object.keys(faultTexts.en))
    for (const [name, text] of english) {
      assert.ok(own[name].trim(), name)
      assert.deepEqual(blanks(own[name]), blanks(text), name)
      if (tag !== 'en' && /[a-z]{4}/.test(text.replace(/\{\w+\}/g, '')) && name !== 'trueOrFalse') {
        assert.match(own[name], /\p{Script=Han}/u, name)
        assert.notEqual(own[name], text, name)
      }
    }
  })
}

test('Chinese is written in the characters of its readers', () => {
  assert.doesNotMatch(Object.values(faultTexts['zh-TW']).join(''), /[验证码号邮请应该错误过户录绑账设备发时间进这无网关锚]/u)
  assert.doesNotMatch(Object.values(faultTexts['zh-CN']).join(''), /[驗證碼號郵請應該錯誤過戶錄綁設備發時間進這無網關錨]/u)
})

test('one text stands in another, in the same language; what only English has stays away from the others', () => {
  const fault = say('wrongValue', {
    expected: either([say('wholeNumberWithin', { least: 1, most: 9 }), say('oneOf', { choices: { words: ['a', 'b'] } }), say('aText')]),
    found: say('nothing'),
    advice: '',
    hint: say('didYouMean', { word: '{code}' }),
    about: { english: ' Digits of a code.' },
  })
  assert.equal(
    tell(fault, 'en'),
    'expected a whole number of 1 to 9 or one of a, b or text, found nothing. Did you mean "{code}"? Digits of a code.',
  )
  assert.equal(tell(fault, 'zh-CN'), '应为1到9的整数或a、b之一或文字，实际为空。是否为“{code}”？')
  assert.equal(tell(fault, 'zh-TW'), '應為1到9的整數或a、b之一或文字，實際為空白。是否為「{code}」？')
  assert.match(tell(say('aReference'), 'zh-CN'), /\{env: NAME\}/)
})
