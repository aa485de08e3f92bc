import { listAppRows } from '../apps/index.ts'
import { recordAct } from '../audit/index.ts'
import { adminEndpoint } from '../http-admin.ts'
import { fillIn, languages } from '../languages/index.ts'
import { AppSettings, fill } from '../schema/documents.ts'
import { countAccounts, findConnector, removeSource } from '../social/index.ts'
import { Type } from '../type.ts'
import { configure } from './configure.ts'
import { changesOf } from './marks.ts'
import { getSource, recordable } from './sources.ts'

/** Accounts are counted so far; of more it is said that there are more. */
const MOST = 10_000

/** Ours. People keep what they bound: it is theirs, and somebody may only have deleted the wrong one. */
export default adminEndpoint({
  method: 'DELETE',
  url: '/api/v2/admin/sources/:sourceId',
  about: 'Delete a source; the accounts that came from it stay with their users',
  role: 'administrator',
  grant: 'source_all',
  reply: Type.Object({
    accounts: Type.Integer({ description: 'Accounts that stay bound.' }),
    more_accounts: Type.Boolean({ description: 'There are more than these.' }),
    applications: Type.Array(Type.String(), {
      description: 'client_ids that name this source in their settings; they offer what else they name.',
    }),
    explanation: Type.Union([Type.String(), Type.Null()]),
  }),

  async handle({ ctx, params }) {
    return configure(ctx, async (ctx) => {
      const source = await getSource(ctx, params['sourceId'])
      const tenantId = ctx.tenant.id
      const count = (await countAccounts(ctx, { tenantId, sourceId: source.id, most: MOST + 1 }))?.count ?? 0
      const accounts = Math.min(count, MOST)
      await removeSource(ctx, { tenantId, id: source.id })
      const { before } = changesOf(findConnector(source.connector)?.settings, recordable(source), undefined)
      await recordAct(ctx, { event: 'source-remove', subject: source.id, sourceId: source.id, before: { ...before, accounts } })
      const naming = (await listAppRows(ctx, tenantId)).filter((it) =>
        fill(AppSettings, JSON.parse(it.settings)).sources.includes(source.id),
      )
      const { sourceRemoved } = languages[ctx.language].management
      return {
        accounts,
        more_accounts: count > MOST,
        applications: naming.map((it) => it.clientId),
        explanation: count > 0 ? fillIn(sourceRemoved, { accounts: count > MOST ? `${MOST}+` : accounts }) : null,
      }
    })
  },
})
