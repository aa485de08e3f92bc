/** The console's own words. The server's (errors, what a setting is) come from the server, in the same language. */
import { createContext, useContext } from 'react'
import type { en } from './en.ts'

/** Every language has every text: the compiler sees to it. */
export type Texts = { [K in keyof typeof en]: (typeof en)[K] extends string ? string : { [I in keyof (typeof en)[K]]: string } }
export const names = { en: 'English', 'zh-CN': '简体中文' } as const
export type Language = keyof typeof names

const loaders: Record<Language, () => Promise<Texts>> = {
  en: async () => (await import('./en.ts')).en,
  'zh-CN': async () => (await import('./zh-CN.ts')).zhCN,
}
export const loadTexts = (language: Language): Promise<Texts> => loaders[language]()

const KEY = 'bowline.language'
export function chosenLanguage(): Language {
  const kept = localStorage.getItem(KEY)
  if (kept && kept in names) return kept as Language
  return navigator.languages.some((it) => it.startsWith('zh')) ? 'zh-CN' : 'en'
}
export const keepLanguage = (language: Language): void => localStorage.setItem(KEY, language)

type Spoken = { language: Language; texts: Texts; speak(language: Language): void }
export const Spoken = createContext<Spoken | undefined>(undefined)

/** `const { texts } = useLanguage()`. */
export function useLanguage(): Spoken {
  const spoken = useContext(Spoken)
  if (!spoken) throw new Error('no language around this')
  return spoken
}

/** Puts values into the {blanks} of a text. */
export const fillIn = (text: string, blanks: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(blanks[name] ?? whole))
