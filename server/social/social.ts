import { endpoint } from '../http.ts'
import { Type } from '../type.ts'
import type { Account } from './accounts.ts'
import { listKnown, socialTypeOf, type Source } from './sources.ts'
import { listAccountRows } from './store.ts'

const text = () => Type.Optional(Type.String())
const orNone = () => Type.Optional(Type.Union([Type.String(), Type.Null()]))

/** Wire: user-api 2.5.3, its fields in 8.3; the customer edition's own names in 7.1 row 44. */
export default endpoint({
  method: 'GET',
  url: '/api/v2/sdk/social',
  about: 'The social accounts of whoever is logged in',
  caller: 'session',
  reply: Type.Object({
    social: Type.Array(
      Type.Object({
        id: text(),
        userId: text(),
        socialType: text(),
        social_uid: text(),
        socialUid: text(),
        socialChannelId: text(),
        socialNickname: orNone(),
        socialHeadImage: orNone(),
        socialAccountDetails: orNone(),
        idpId: text(),
        createdAt: Type.Optional(Type.String({ description: 'UTC, as 2021-05-16 13:02:48.513.' })),
        updatedAt: text(),
      }),
    ),
  }),

  async handle({ ctx, session }) {
    const sources = await listKnown(ctx)
    const accounts = await listAccountRows(ctx, { tenantId: ctx.tenant.id, userId: session.userId })
    const isCustomers = ctx.app.settings.error_codes === 'ciam'
    const write = (it: Account) =>
      writeAccount(
        it,
        sources.find((one) => one.id === it.sourceId),
        isCustomers,
      )
    return { social: accounts.map(write) }
  },
})

function writeAccount(it: Account, source: Source | undefined, isCustomers: boolean) {
  return {
    id: it.id,
    userId: it.userId,
    socialType: socialTypeOf(source) ?? it.sourceId,
    ...(isCustomers ? { socialUid: it.subject, socialChannelId: it.sourceId, idpId: it.sourceId } : { social_uid: it.subject }),
    socialNickname: it.nickname,
    socialHeadImage: it.avatar,
    socialAccountDetails: null,
    createdAt: writeTime(it.createdAt),
    updatedAt: writeTime(it.updatedAt),
  }
}

const writeTime = (at: number): string => new Date(at).toISOString().replace('T', ' ').replace('Z', '')
