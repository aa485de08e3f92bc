import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { getCountries, getExampleNumber } from 'libphonenumber-js/max'
import examples from 'libphonenumber-js/mobile/examples'
import { countryOf, readMobile, writeMobile } from '../phone.ts'
import { countryCodes } from './countries.ts'

test('every country is there once, with its names in three languages and a form its mobile numbers have', () => {
  const countries = countryCodes()
  assert.equal(countries.length, getCountries().length)
  assert.equal(new Set(countries.map((it) => it.countryCode)).size, countries.length)
  for (const country of countries) {
    assert.match(country.areaCode, /^\d{1,3}$/)
    for (const text of Object.values(country.displayMapping))
      assert.ok(text.length > 0 && text !== country.countryCode, country.countryCode)
    const example = getExampleNumber(country.countryCode as 'CN', examples)
    // Tristan da Cunha's numbers are all fixed lines to the library.
    if (!example || !['MOBILE', 'FIXED_LINE_OR_MOBILE'].includes(example.getType() ?? '')) continue
    const form = new RegExp(country.mobileRegex)
    assert.match(writeMobile(example.number), form, country.countryCode)
    assert.match(example.number, form, country.countryCode)
    assert.doesNotMatch(`${example.number}1234567890`, form, country.countryCode)
  }
})

test('China is as published: the code may be left out', () => {
  const china = countryCodes(['CN'])[0]
  assert.deepEqual(china, {
    areaCode: '86',
    displayMapping: { 'zh-TW': '中國', en: 'China', 'zh-CN': '中国' },
    countryCode: 'CN',
    mobileRegex: '^(\\+86){0,1}\\-?1\\d{10}$',
    areaCodeSuffixes: [],
  })
})

test('an allow-list leaves the rest out, and names nothing it does not know', () => {
  assert.deepEqual(
    countryCodes(['HK', 'CN', 'XX']).map((it) => it.countryCode),
    ['CN', 'HK'],
  )
})

test('the form of a country and the reader of numbers agree, on numbers that are none too', () => {
  const forms = new Map(countryCodes().map((it) => [it.countryCode, it]))
  const guess = fc
    .tuple(fc.constantFrom(...forms.values()), fc.stringMatching(/^\d{4,11}$/), fc.nat({ max: 6 }))
    .map(([country, digits, kept]) => {
      const example = getExampleNumber(country.countryCode as 'CN', examples)?.nationalNumber ?? ''
      return {
        country,
        written: `+${country.areaCode}-${example.slice(0, kept)}${digits}`.slice(0, country.areaCode.length + 2 + example.length),
      }
    })
  fc.assert(
    fc.property(guess, ({ country, written }) => {
      const e164 = readMobile(written, 'CN')
      if (new RegExp(country.mobileRegex).test(written)) assert.ok(e164, written)
      if (e164) assert.match(writeMobile(e164), new RegExp(forms.get(countryOf(e164) as string)?.mobileRegex ?? '(?!)'), written)
    }),
    { numRuns: 2000 },
  )
})
