import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { type CountryCode, getCountries, getCountryCallingCode, getExampleNumber } from 'libphonenumber-js/max'
import examples from 'libphonenumber-js/mobile/examples'
import { countryOf, maskMobile, readMobile, writeMobile } from './phone.ts'

/** An example of every country whose example the library itself calls a mobile number (all but Tristan da Cunha). */
const numbers = getCountries().flatMap((country) => {
  const example = getExampleNumber(country, examples)
  return example && ['MOBILE', 'FIXED_LINE_OR_MOBILE'].includes(example.getType() ?? '') ? [{ country, example }] : []
})

test('the ways to write one number are one number', () => {
  const ways = [
    '15912345678',
    '+86-15912345678',
    '+8615912345678',
    '+86 159 1234 5678',
    '159-1234-5678',
    '１５９１２３４５６７８',
    ' +86(159)12345678 ',
    '8615912345678',
    '86-15912345678',
    '159\u20111234\u20135678',
  ]
  for (const way of ways) assert.equal(readMobile(way, 'CN'), '+8615912345678', way)
  assert.equal(readMobile('+86-15912345678', 'US'), '+8615912345678')
})

test('the published example is accepted as the published rule has it', () => {
  assert.equal(readMobile('12345678901', 'CN'), '+8612345678901')
})

test('a code without its plus is read for every Chinese number the published rule has, and at home elsewhere', () => {
  assert.equal(readMobile('8612345678901', 'CN'), '+8612345678901')
  // To the library this is a fixed line in East Frisia.
  assert.equal(readMobile('4915160963262', 'DE'), '+4915160963262')
  assert.equal(readMobile('8615912345678', 'US'), undefined)
})

test('what no code would reach is refused', () => {
  const refused = [
    '',
    '1',
    'hello',
    '1591234567',
    '159123456789',
    '+86-1591234567',
    '+8621 6123 4567',
    '02161234567',
    '15912345678 ext 5',
    '1-800-FLOWERS',
    '+15912345678',
    '+',
    '++8615912345678',
    '+881612345678',
    '1'.repeat(33),
    `${' '.repeat(40)}15912345678`,
  ]
  for (const it of refused) assert.equal(readMobile(it, 'CN'), undefined, it)
})

test('every country: with code, with spaces, and bare at home give one result, which reads and writes back', () => {
  assert.ok(numbers.length > 240)
  for (const { country, example } of numbers) {
    const e164 = example.number as string
    assert.equal(readMobile(e164, 'CN'), e164, country)
    assert.equal(readMobile(example.formatInternational(), 'CN'), e164, country)
    assert.equal(readMobile(`+${example.countryCallingCode}-${example.nationalNumber}`, 'CN'), e164, country)
    assert.equal(readMobile(example.nationalNumber, country), e164, country)
    assert.equal(writeMobile(e164), `+${example.countryCallingCode}-${example.nationalNumber}`)
    assert.equal(readMobile(writeMobile(e164), 'CN'), e164, country)
    assert.equal(getCountryCallingCode(countryOf(e164) as CountryCode), example.countryCallingCode)
  }
})

/** A number of some country: its example with up to six of the last digits changed, assigned or not. */
const nearby = fc
  .tuple(fc.constantFrom(...numbers), fc.stringMatching(/^\d{0,6}$/))
  .map(([{ example }, tail]) => `${(example.number as string).slice(0, example.number.length - tail.length)}${tail}`)

test('every number that is read is one number in every writing, and of one country', () => {
  fc.assert(
    fc.property(nearby, (text) => {
      const e164 = readMobile(text, 'CN')
      if (e164 === undefined) return
      const written = writeMobile(e164)
      const [code = '', national = ''] = written.slice(1).split('-')
      const home = countryOf(e164) as string
      assert.ok(home)
      for (const country of ['CN', 'US', home]) {
        for (const way of [e164, written, `+${code} ${national}`]) assert.equal(readMobile(way, country), e164, way)
      }
      for (const way of [national, `${code}${national}`]) assert.equal(readMobile(way, home), e164, `${way} ${home}`)
      assert.ok(!maskMobile(e164).includes(e164.slice(-6)))
    }),
    { numRuns: 1000 },
  )
})

test('any Chinese number of the published form reads, writes and reads again to itself', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^1\d{10}$/), (national) => {
      const e164 = readMobile(national, 'CN') as string
      assert.equal(e164, `+86${national}`)
      assert.equal(writeMobile(e164), `+86-${national}`)
      assert.equal(readMobile(writeMobile(e164), 'CN'), e164)
      assert.equal(countryOf(e164), 'CN')
    }),
  )
})

test('anything at all is read without a fault, and what is read is E.164 and reads to itself', () => {
  const digits = fc.stringMatching(/^\+?[\d\s()-]{0,40}$/)
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), digits), fc.constantFrom('CN', 'US', 'GB', 'XX'), (text, country) => {
      const found = readMobile(text, country)
      if (found === undefined) return
      assert.match(found, /^\+[1-9]\d{4,15}$/)
      assert.equal(readMobile(found, country), found)
    }),
    { numRuns: 2000 },
  )
})

test('a masked number shows its ends only', () => {
  assert.equal(maskMobile('+8615907132852'), '+86-159****2852')
  assert.equal(maskMobile('+85251234567'), '+852-51***567')
})
