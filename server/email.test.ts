import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { readEmail } from './email.ts'

test('an address is read in one form', () => {
  for (const [said, kept] of [
    ['Wang@Example.COM', 'wang@example.com'],
    ['  wang@example.com ', 'wang@example.com'],
    ['first.last+tag@sub.example.co.uk', 'first.last+tag@sub.example.co.uk'],
    ["o'neil_{x}~@example.com", "o'neil_{x}~@example.com"],
    ['wang@bücher.example', 'wang@xn--bcher-kva.example'],
    // The same word in two ways of writing it, and in capitals.
    ['wang@bu\u0308cher.example', 'wang@xn--bcher-kva.example'],
    ['wang@BÜCHER.example', 'wang@xn--bcher-kva.example'],
    ['wang@例子.公司', 'wang@xn--fsqu00a.xn--55qx5d'],
    ['wang@例子。公司', 'wang@xn--fsqu00a.xn--55qx5d'],
    ['wang@XN--BCHER-KVA.example', 'wang@xn--bcher-kva.example'],
    [`${'a'.repeat(64)}@example.com`, `${'a'.repeat(64)}@example.com`],
  ] as const)
    assert.equal(readEmail(said), kept, said)
})

test('what is none is refused', () => {
  for (const said of [
    '',
    '@',
    'wang',
    'wang@',
    '@example.com',
    'wang@localhost',
    'wang@example.com.',
    'wang@example..com',
    'wang@.example.com',
    'wang@-example.com',
    'wang@exam_ple.com',
    'wang@[127.0.0.1]',
    'wang@127.0.0.1',
    'wang@0x7f.1',
    'wang@example.123',
    'wang@exa%6dple.com',
    'wang@example.com/path',
    'wang@example.com:25',
    'a b@example.com',
    '"wang li"@example.com',
    '"wang"@example.com',
    '.wang@example.com',
    'wang.@example.com',
    'wa..ng@example.com',
    'wang(comment)@example.com',
    'wang,li@example.com',
    'wang@li@example.com',
    'Wang <wang@example.com>',
    'wang@example.com\r\nBcc: li@example.com',
    'wang\r\nBcc: li@example.com',
    'wang@example.com\0',
    'wang\u200b@example.com',
    'wang＠example.com',
    // Letters that fold into others: the Kelvin sign, a dotless i.
    'mi\u212ae@example.com',
    'm\u0131ke@example.com',
    'wäng@example.com',
    `${'a'.repeat(65)}@example.com`,
    `wang@${'a'.repeat(64)}.com`,
    `wang@${'a.'.repeat(130)}com`,
    `wang@${'a'.repeat(400)}.com`,
  ])
    assert.equal(readEmail(said), undefined, JSON.stringify(said))
})

test('what was read reads as itself, and holds nothing that a header could break on', () => {
  fc.assert(
    fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: 'binary' })), (said) => {
      const email = readEmail(said)
      if (email === undefined) return
      assert.equal(readEmail(email), email)
      assert.match(email, /^[\x21-\x7e]+@[a-z0-9.-]+$/)
      assert.equal(email, email.toLowerCase())
    }),
    { numRuns: 500 },
  )
  assert.ok(fc.sample(fc.emailAddress(), 200).filter((it) => readEmail(it)).length > 150, 'most addresses are read')
})
