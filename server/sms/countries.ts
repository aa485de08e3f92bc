/** Every country the phone library knows, in the published form (user-api 2.2.3). */
import { type CountryCode, getCountries, getCountryCallingCode, Metadata } from 'libphonenumber-js/max'

export type Country = {
  areaCode: string
  displayMapping: { 'zh-TW': string; en: string; 'zh-CN': string }
  countryCode: string
  /** For the canonical form `+852-51234567`. */
  mobileRegex: string
  areaCodeSuffixes: string[]
}

/** The part of the library's metadata that its types leave out. */
type Plan = { type(kind: string): { pattern(): string | undefined } | undefined }

const name = (locale: string) => {
  const names = new Intl.DisplayNames([locale], { type: 'region' })
  return (country: string) => names.of(country) ?? country
}

let all: Country[] | undefined

/** Countries of an allow-list (ISO 3166), or all; by English name. */
export function countryCodes(allowed?: string[]): Country[] {
  all ??= build()
  return allowed ? all.filter((it) => allowed.includes(it.countryCode)) : all
}

function build(): Country[] {
  const metadata = new Metadata()
  const [en, simplified, traditional] = [name('en'), name('zh-CN'), name('zh-TW')]
  return getCountries()
    .map((country) => ({
      areaCode: getCountryCallingCode(country),
      displayMapping: { 'zh-TW': traditional(country), en: en(country), 'zh-CN': simplified(country) },
      countryCode: country,
      mobileRegex: regex(metadata, country),
      areaCodeSuffixes: [],
    }))
    .toSorted((a, b) => a.displayMapping.en.localeCompare(b.displayMapping.en, 'en'))
}

function regex(metadata: Metadata, country: CountryCode): string {
  // As published: the one country whose code may be left out.
  if (country === 'CN') return '^(\\+86){0,1}\\-?1\\d{10}$'
  metadata.selectNumberingPlan(country)
  const plan = (metadata as unknown as { numberingPlan: Plan }).numberingPlan
  // Where fixed lines and mobiles share their numbers (North America), the mobile pattern is empty.
  const pattern = plan.type('MOBILE')?.pattern() || plan.type('FIXED_LINE')?.pattern() || '\\d{4,14}'
  return `^(\\+${getCountryCallingCode(country)}){1}\\-?(?:${pattern})$`
}
