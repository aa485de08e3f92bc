import { transact } from '../context.ts'
import { openEndpoint } from '../http.ts'
import { languages } from '../languages/index.ts'
import { findUndo } from '../notices/index.ts'
import { writePage } from './page.ts'
import { onceMore } from './race.ts'
import { enterUndo, pageGone, undoChange } from './undoing.ts'

/** The button of that page. The token alone decides: there is no cookie, so there is nothing another site could borrow. */
export default openEndpoint({
  method: 'POST',
  url: '/undo',
  also: ['/tenants/:tenantId/undo'],
  about: 'Undo the change a notice told of: once, and within its time',
  caller: 'anyone',
  form: true,

  async handle(handed) {
    const { ctx, language } = await enterUndo(handed)
    const token = handed.form['token'] ?? ''
    const outcome = await onceMore(() =>
      transact(ctx, async (ctx) => {
        const change = await findUndo(ctx, token)
        return change ? undoChange(ctx, change) : 'gone'
      }),
    )
    if (outcome === 'gone') return pageGone(language)
    const texts = languages[language].undo_page
    if (outcome === 'taken') return writePage(409, { language, title: texts.taken_title, paragraphs: [texts.taken] })
    return writePage(200, { language, title: texts.done_title, paragraphs: [texts.done] })
  },
})
