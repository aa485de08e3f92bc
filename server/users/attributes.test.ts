import assert from 'node:assert/strict'
import test from 'node:test'
import type { Ctx } from '../context.ts'
import { Failure } from '../errors.ts'
import { applyAttributes, type ProfileBody, readProfile } from './attributes.ts'

const ctx = { now: () => Date.UTC(2026, 5, 1, 8), tenant: { settings: { preferred_country: 'CN' } } } as unknown as Ctx
const read = (body: ProfileBody, own: string | null = null) => readProfile(ctx, body, own)
const refused = (body: ProfileBody, error: string, own: string | null = null) =>
  assert.throws(
    () => read(body, own),
    (reason) => reason instanceof Failure && [reason.error, ...Object.values(reason.blanks)].join(' ') === error,
    JSON.stringify(body),
  )

test('every field is read, in the form it is kept', () => {
  const body = {
    user_name: ' zhangsan ',
    name: ' 张三 ',
    head_img: 'https://example.com/a.png',
    attr_gender: 'unknown',
    attr_birthday: '2022-02-17',
    attr_nick_name: 'San',
    first_name: 'San',
    middle_name: 'de la',
    last_name: 'Zhang',
    mailing_address: '1 Road, Town',
    zip_code: 'AB1 2CD',
    industry: 'shipping',
    extension: { age: '18', tags: ['a', { b: [1, null, true] }] },
  }
  const { user_name: _, name: __, ...attributes } = body
  assert.deepEqual(read(body), { userName: 'zhangsan', name: '张三', attributes: { ...attributes, attr_gender: 'unknow' } })
})

test('null is nothing said, an empty text takes away, names cannot be taken away', () => {
  assert.deepEqual(read({ user_name: null, name: null, first_name: null, extension: null }), { attributes: {} })
  assert.deepEqual(read({ user_name: '', name: ' ', first_name: '', extension: '' }), { attributes: { first_name: null, extension: null } })
  assert.deepEqual(applyAttributes({ first_name: 'A', last_name: 'B' }, { first_name: null, zip_code: '1' }), {
    last_name: 'B',
    zip_code: '1',
  })
})

test('a user name is no number and nobody else’s address', () => {
  for (const user_name of ['zhangsan', 'a.b-c_d', 'u2b', 'x'.repeat(64), '1a2']) assert.equal(read({ user_name }).userName, user_name)
  for (const user_name of [
    'ab',
    'x'.repeat(65),
    '12345',
    '15912345678',
    '86-15912345678',
    '159-1234-5678',
    'a b',
    '张三',
    'a<b>',
    'a/b',
    "a'b",
  ])
    refused({ user_name }, 'userNameInvalid')
  assert.equal(read({ user_name: 'Wang@Example.com' }, 'wang@example.com').userName, 'Wang@Example.com')
  for (const own of [null, 'li@example.com']) refused({ user_name: 'wang@example.com' }, 'userNameInvalid', own)
  refused({ user_name: 'wang@' }, 'userNameInvalid', 'wang@example.com')
})

test('a name is one line of readable text', () => {
  for (const name of ['李', 'O’Neil', 'x'.repeat(100), '𠮷'.repeat(100), 'علی‌رضا']) assert.equal(read({ name }).name, name)
  for (const name of ['x'.repeat(101), 'a\nb', 'a\u0007', 'abc\u202etxt', 'a\u2028b', '\u2066a']) refused({ name }, 'nameInvalid')
})

test('attributes have their forms', () => {
  for (const head_img of [
    'javascript:alert(1)',
    'data:image/png;base64,AA',
    '/a.png',
    'http://',
    'https://a b',
    'https://u:p@example.com',
    `https://a.example/${'x'.repeat(1000)}`,
  ])
    refused({ head_img }, 'attributeInvalid head_img')
  for (const attr_gender of ['Male', 'other', 'constructor', '1']) refused({ attr_gender }, 'attributeInvalid attr_gender')
  for (const attr_birthday of ['2000-02-29', '2026-06-01', '2026-06-02', '1899-12-31'])
    assert.equal(read({ attr_birthday }).attributes.attr_birthday, attr_birthday)
  for (const attr_birthday of [
    '2001-02-29',
    '2026-06-03',
    '9999-01-01',
    '1799-12-31',
    '0000-01-01',
    '2000-13-01',
    '2000-1-1',
    '01.01.2000',
    '2000-01-01T00:00',
    '+02000-01-01',
  ])
    refused({ attr_birthday }, 'attributeInvalid attr_birthday')
  refused({ zip_code: 'x'.repeat(21) }, 'attributeInvalid zip_code')
  refused({ mailing_address: 'a\nb' }, 'attributeInvalid mailing_address')
})

test('an extension is a plain object of bounded size', () => {
  assert.deepEqual(read({ extension: '{"age":"18"}' }).attributes.extension, { age: '18' })
  const deep = (levels: number): object => (levels === 1 ? {} : { a: deep(levels - 1) })
  assert.ok(read({ extension: deep(5) as Record<string, unknown> }).attributes.extension)
  for (const extension of [
    deep(6),
    { a: 'x'.repeat(4096) },
    { a: 'a\0b' },
    { a: ['\ud800'] },
    { 'a\0': 1 },
    '[]',
    '"a"',
    'null',
    '{',
    '{"__proto__":{"admin":true}}',
    [] as unknown as object,
  ])
    refused({ extension } as ProfileBody, 'attributeInvalid extension')
})
