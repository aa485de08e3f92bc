import { adminEndpoint } from '../http-admin.ts'
import { connectors, unknownUserChoices } from '../social/index.ts'
import { Type } from '../type.ts'
import { ChoiceField, Label, SchemaField, showChoice, text } from './forms.ts'

/** Ours. What can be made a source of here: in production without what is for development. */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/connectors',
  about: 'The connectors of this server, what each wants to be told, and what may happen to people nobody knows',
  role: 'auditor',
  grant: 'source_read',
  reply: Type.Object({
    connectors: Type.Array(
      Type.Object({
        id: text,
        label: Label,
        settings: SchemaField,
        checks: Type.Boolean({ description: 'Whether the provider can be asked if its settings work.' }),
        form_post: Type.Boolean({ description: 'The provider answers with a posted form.' }),
        development_only: Type.Boolean(),
        no_user_associated: Type.Array(ChoiceField),
      }),
    ),
  }),

  async handle({ ctx }) {
    const usable = Object.values(connectors).filter((it) => ctx.config.mode === 'development' || !it.developmentOnly)
    return {
      connectors: usable.map((it) => ({
        id: it.id,
        label: it.label,
        settings: it.settings,
        checks: it.check !== undefined,
        form_post: it.formPost === true,
        development_only: it.developmentOnly === true,
        no_user_associated: unknownUserChoices.map((value) => showChoice(ctx, value)),
      })),
    }
  },
})
