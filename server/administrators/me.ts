import { transact } from '../context.ts'
import { adminEndpoint } from '../http-admin.ts'
import { languages } from '../languages/index.ts'
import { EVERYWHERE } from '../limits/index.ts'
import { Type } from '../type.ts'
import { recordOwn } from './acts.ts'
import { NameField } from './forms.ts'
import { readName, Self, showSelf } from './people.ts'
import { getSignedIn } from './sessions.ts'
import { changeOwnData } from './store.ts'

/** Ours. What is left out stays as it is; a language of null is what the browser asks for. */
export default adminEndpoint({
  method: 'PUT',
  url: '/api/v2/admin/me',
  about: 'Change one’s own name and language',
  role: 'auditor',
  body: Type.Object({
    name: Type.Optional(NameField),
    language: Type.Optional(Type.Union([Type.Enum(Object.keys(languages)), Type.Null()])),
  }),
  reply: Self,

  async handle({ ctx, body, headers }) {
    const { administrator: before } = await getSignedIn(ctx, headers)
    const name = body.name === undefined ? before.name : readName(body.name)
    const language = body.language === undefined ? before.language : body.language
    await transact(ctx, async (ctx) => {
      await changeOwnData(ctx, { tenantId: EVERYWHERE, id: before.id, name, language })
      await recordOwn(ctx, {
        event: 'own-change',
        subject: before.id,
        before: { name: before.name, language: before.language },
        after: { name, language },
      })
    })
    return showSelf(ctx, { ...before, name, language })
  },
})
