/**
 * Every text a person reads, in one file per language. To add a language: copy en.ts, translate it, and put
 * it here; the compiler names what is missing, languages.test.ts what does not fit.
 */
import { en } from './en.ts'
import { zhCN } from './zh-CN.ts'
import { zhTW } from './zh-TW.ts'

/** The same keys as English, every one of them. */
export type Texts = { [Section in keyof typeof en]: Widened<(typeof en)[Section]> }
type Widened<T> = T extends string ? string : { [K in keyof T]: Widened<T[K]> }

export type Language = 'en' | 'zh-CN' | 'zh-TW'

export const languages: Record<Language, Texts> = { en, 'zh-CN': zhCN, 'zh-TW': zhTW }

const tags = Object.keys(languages) as Language[]

/** Chinese by script or place (RFC 5646): these read traditional characters. */
const TRADITIONAL = /^zh-(?:hant\b|tw\b|hk\b|mo\b)/i

/** The language of a tag such as `zh`, `zh-Hant-HK`, `en-GB` or `zh_TW`; nothing when there is none here. */
export function readLanguage(said: string): Language | undefined {
  const tag = said.trim().replaceAll('_', '-')
  if (/^zh\b/i.test(tag)) return TRADITIONAL.test(tag) ? 'zh-TW' : 'zh-CN'
  const lower = tag.toLowerCase()
  return tags.find((it) => it.toLowerCase() === lower) ?? tags.find((it) => it.toLowerCase() === lower.split('-')[0])
}

/** The first language of an Accept-Language header that is one of ours (RFC 9110 section 12.5.4); nothing when there is none. */
export function chooseLanguage(accepted: string): Language | undefined {
  const wishes = accepted
    .slice(0, 500)
    .split(',')
    .map((it) => {
      const [tag = '', ...rest] = it.split(';')
      const weight = rest.map((word) => /^\s*q=([\d.]{1,5})\s*$/i.exec(word)?.[1]).find((word) => word !== undefined)
      return { tag, weight: weight === undefined ? 1 : Number(weight) || 0 }
    })
    .filter((it) => it.weight > 0)
  for (const { tag } of wishes.toSorted((a, b) => b.weight - a.weight)) {
    const language = readLanguage(tag)
    if (language) return language
  }
  return undefined
}

/** Fills the words in braces; what is not known stays away. */
export const fillIn = (text: string, blanks: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (_, blank: string) => String(blanks[blank] ?? ''))
