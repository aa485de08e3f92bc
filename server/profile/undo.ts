import { type Bare, openEndpoint } from '../http.ts'
import { languages } from '../languages/index.ts'
import { findUndo } from '../notices/index.ts'
import { writePage } from './page.ts'
import { enterUndo, pageGone } from './undoing.ts'

/** Where the link of a notice leads. Shows and asks only: scanners of mail and messages follow links, and must undo nothing. */
export default openEndpoint({
  method: 'GET',
  url: '/undo',
  also: ['/tenants/:tenantId/undo'],
  about: 'The page behind the link of a notice: says what would be undone, and has a button',
  caller: 'anyone',

  async handle(handed: Bare) {
    const { ctx, language } = await enterUndo(handed)
    const token = handed.query['token']
    const change = typeof token === 'string' ? await findUndo(ctx, token) : undefined
    if (!change || typeof token !== 'string') return pageGone(language)
    const texts = languages[language].undo_page
    return writePage(200, {
      language,
      title: texts.title,
      paragraphs: [texts[change.kind], texts.keep],
      form: { button: texts.button, fields: { token } },
    })
  },
})
