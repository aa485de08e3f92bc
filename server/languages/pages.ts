/** What the pages people sign in on say: apart from the other texts, because they are read only where a page is asked for. */
import type { Language } from './index.ts'
import { pagesEn } from './pages-en.ts'
import { pagesZhCN } from './pages-zh-CN.ts'
import { pagesZhTW } from './pages-zh-TW.ts'

/** The same keys as English, every one of them. */
export type PageTexts = { [Section in keyof typeof pagesEn]: { [Text in keyof (typeof pagesEn)[Section]]: string } }

export const pageTexts: Record<Language, PageTexts> = { en: pagesEn, 'zh-CN': pagesZhCN, 'zh-TW': pagesZhTW }
