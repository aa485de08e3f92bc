/** What is wrong with settings or a blueprint, said in a language: the command line's is English, the API's the caller's. */
import { faultsEn } from './faults-en.ts'
import { faultsZhCN } from './faults-zh-CN.ts'
import { faultsZhTW } from './faults-zh-TW.ts'
import type { Language } from './index.ts'

export type FaultName = keyof typeof faultsEn
/** The same keys as English, every one of them. */
export type FaultTexts = Record<FaultName, string>

export const faultTexts: Record<Language, FaultTexts> = { en: faultsEn, 'zh-CN': faultsZhCN, 'zh-TW': faultsZhTW }

/** A text, and what its blanks are filled with: as it is, with another text, with several words, or with what only English has. */
export type Saying = { text: FaultName; blanks: Record<string, Blank> }
type Blank = string | number | Saying | { words: string[] } | { english: string }

type Blanks<T extends string> = T extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends `${string}:${string}` ? never : Name) | Blanks<Rest>
  : never
type Fill<N extends FaultName> = [Blanks<(typeof faultsEn)[N]>] extends [never] ? [] : [blanks: Record<Blanks<(typeof faultsEn)[N]>, Blank>]

export const say = <N extends FaultName>(text: N, ...blanks: Fill<N>): Saying => ({ text, blanks: blanks[0] ?? {} })

/** Two texts that are alternatives, as many as there are. */
export const either = (all: Saying[]): Saying => all.reduce((one, other) => say('either', { one, other }))

export function tell({ text, blanks }: Saying, language: Language): string {
  const filled = (blank: Blank | undefined): string => {
    if (typeof blank !== 'object') return String(blank ?? '')
    if ('words' in blank) return blank.words.join(language === 'en' ? ', ' : '、')
    if ('english' in blank) return language === 'en' ? blank.english : ''
    return tell(blank, language)
  }
  // {env: NAME} is no blank: it is what somebody has to write.
  return faultTexts[language][text].replace(/\{(\w+)\}/g, (_, name: string) => filled(blanks[name]))
}
