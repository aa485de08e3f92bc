import { fail } from '../errors.ts'
import { adminEndpoint } from '../http-admin.ts'
import { countChanged, countUsers, listChangedPage, listUserPage } from '../users/index.ts'
import { UserObject, writeUser } from './user-object.ts'
import { Type } from '../type.ts'

/** Wire: admin-and-integration 8.2. `offset` counts pages, not rows; the oldest users come first, so a page that was read stays as it was. */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/tenant/users',
  about: 'The users of the tenant, page by page',
  role: 'auditor',
  grant: 'user_read',
  query: Type.Object({
    org_id: Type.Optional(Type.String({ description: 'Empty: all. Organizations are not kept here: any other is refused.' })),
    offset: Type.Integer({ minimum: 0, maximum: 10_000_000, description: 'Number of the page, from 0.' }),
    limit: Type.Integer({ minimum: 10, maximum: 100, description: 'Users on a page.' }),
    updated_at_greater: Type.Optional(Type.String({ maxLength: 23, description: 'yyyy-MM-dd HH:mm:ss, UTC: only who changed since.' })),
  }),
  reply: Type.Object({ total: Type.Integer(), users: Type.Array(UserObject) }),

  async handle({ ctx, query }) {
    if (query.org_id) fail('orgUnknown')
    const tenantId = ctx.tenant.id
    const page = { tenantId, skip: query.offset * query.limit, most: query.limit }
    const since = query.updated_at_greater ? readTime(query.updated_at_greater) : undefined
    const [counted, users] = await Promise.all(
      since === undefined
        ? [countUsers(ctx, { tenantId }), listUserPage(ctx, page)]
        : [countChanged(ctx, { tenantId, since }), listChangedPage(ctx, { ...page, since })],
    )
    return { total: counted?.count ?? 0, users: await Promise.all(users.map((it) => writeUser(ctx, it))) }
  },
})

/** As it is written out: a day and a time, UTC, with or without milliseconds. */
function readTime(said: string): number {
  const [, day, time] = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?)$/.exec(said) ?? []
  const at = Date.parse(`${day}T${time}Z`)
  return Number.isNaN(at) ? fail('paramInvalid', { name: 'updated_at_greater' }) : at
}
