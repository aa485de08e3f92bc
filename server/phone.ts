/** One way to write a mobile number: E.164 inside, the published forms at the door. */
import parse, { type CountryCode, getCountries, getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js/max'

/** Longer is no number in any writing; refused before anything expensive looks at it. */
const LONGEST = 32

/**
 * The published rule for Chinese numbers: `^(\+86){0,1}\-?1\d{10}$`. Wider than what is assigned today (the
 * published example, 12345678901, is not), so that a range that is opened tomorrow needs no release of ours.
 */
const CHINESE = /^1\d{10}$/
const CHINESE_WITH_CODE = /^\+86[- ]?(1\d{10})$/

/**
 * A mobile number as E.164, or nothing. Read are: bare national digits in the preferred country (ISO 3166),
 * `+86-15912345678`, `+8615912345678`, the preferred country's code without its plus, and all of them with
 * spaces, dashes, brackets or full-width digits. Fixed lines, extensions and words for numbers are refused: no
 * code would arrive.
 */
export function readMobile(input: string, preferredCountry: string): string | undefined {
  if (input.length > LONGEST) return undefined
  // The common cases first: they cost a fraction of 1 µs, and the library 11 to 17. No cache is worth its memory.
  if (preferredCountry === 'CN' && CHINESE.test(input)) return `+86${input}`
  const chinese = CHINESE_WITH_CODE.exec(input)
  if (chinese) return `+86${chinese[1]}`
  const plain = input.normalize('NFKC').trim()
  // U+2010 to U+2015 are the dashes that word processors and address books make of a hyphen.
  if (!/^\+?[\d\s().\u2010-\u2015-]+$/.test(plain)) return undefined
  const digits = plain.replace(/[^\d+]/g, '')
  if (preferredCountry === 'CN' && /^(?:86)?1\d{10}$/.test(digits)) return `+86${digits.slice(-11)}`
  if (/^\+861\d{10}$/.test(digits)) return digits
  const number = findMobile(digits, preferredCountry)
  if (number || digits.startsWith('+')) return number?.number
  // In some countries a mobile number with the code and no plus is a fixed line's number too (Germany: 49151…).
  const home = findMobile(`+${digits}`, preferredCountry)
  return home?.country === preferredCountry ? home.number : undefined
}

/** Satellite phones are mobile, but of no country: no list of countries could allow or refuse them. */
function findMobile(digits: string, preferredCountry: string) {
  const number = parse(digits, preferredCountry as CountryCode)
  const type = number?.country && number.isValid() ? number.getType() : undefined
  return type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE' ? number : undefined
}

const split = (e164: string): [code: string, national: string] => {
  if (e164.startsWith('+86')) return ['86', e164.slice(3)]
  const number = parse(e164)
  return number ? [number.countryCallingCode, e164.slice(1 + number.countryCallingCode.length)] : ['', e164.replace(/^\+/, '')]
}

/** The form in tokens and user data: `+86-15907132852`. */
export function writeMobile(e164: string): string {
  const [code, national] = split(e164)
  return code ? `+${code}-${national}` : e164
}

/** As the published pages have it where only Chinese numbers are expected: `15907132852`. Others keep their country. */
export const homeMobile = (e164: string, preferredCountry: string): string =>
  preferredCountry === 'CN' && /^\+861\d{10}$/.test(e164) ? e164.slice(3) : writeMobile(e164)

/** For eyes that need not know it all: `+86-159****2852`. */
export function maskMobile(e164: string): string {
  const [code, national] = split(e164)
  const shown = Math.min(3, Math.floor(national.length / 3))
  const tail = Math.min(4, Math.ceil(national.length / 3))
  return `+${code}-${national.slice(0, shown)}${'*'.repeat(national.length - shown - tail)}${national.slice(national.length - tail)}`
}

/** ISO 3166 codes of all that `countryOf` may answer. */
export const countries: string[] = getCountries()

/** ISO 3166 code of the country a number belongs to. */
export const countryOf = (e164: string): string | undefined => (/^\+861\d{10}$/.test(e164) ? 'CN' : parse(e164)?.country)

/**
 * How E.164 numbers begin that somebody begins to write: with a plus or 00 and the country, with the country alone, or as
 * at home. Nothing when it is no beginning of a number. `home` is a country of ISO 3166.
 */
export function mobilePrefixes(input: string, home: string): string[] {
  const plain = input.normalize('NFKC').trim()
  if (plain.length > LONGEST || !/^\+?[\d\s().\u2010-\u2015-]+$/.test(plain)) return []
  const digits = plain.replace(/[^\d+]/g, '').replace(/^00/, '+')
  if (digits.startsWith('+')) return digits.length > 1 ? [digits] : []
  if (!digits) return []
  // The zero before a number at home is no part of it.
  const national = digits.replace(/^0/, '')
  const atHome = isSupportedCountry(home) ? [`+${getCountryCallingCode(home)}${national}`] : []
  return [...atHome, ...(digits.startsWith('0') ? [] : [`+${digits}`])]
}
