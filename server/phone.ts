// Stand-in by the lead until the helper's own file comes: overwrite freely.
import parse from 'libphonenumber-js/max'
export function readMobile(input: string, country: string): string | undefined {
  if (/^1\d{10}$/.test(input) && country === 'CN') return '+86' + input
  const m = /^\+86-?(1\d{10})$/.exec(input); if (m) return '+86' + m[1]
  const p = parse(input, country as never); return p?.isValid() ? p.number : undefined
}
export const writeMobile = (e: string) => { const p = parse(e); return p ? `+${p.countryCallingCode}-${p.nationalNumber}` : e }
export const maskMobile = (e: string) => e
export const countryOf = (e: string): string | undefined => parse(e)?.country
