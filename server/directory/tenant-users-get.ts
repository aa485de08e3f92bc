import { fail } from '../errors.ts'
import { adminEndpoint } from '../http-admin.ts'
import type { AdminCtx } from '../context.ts'
import { countChanged, listChangedPage, listUserPage } from '../users/index.ts'
import { rankPeople } from './ranks.ts'
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
    const { offset, limit, updated_at_greater: greater } = query
    const { total, users } = await (greater ? listChanged(ctx, readTime(greater), offset, limit) : listAll(ctx, offset, limit))
    return { total, users: await Promise.all(users.map((it) => writeUser(ctx, it))) }
  },
})

async function listAll(ctx: AdminCtx, offset: number, most: number) {
  const tenantId = ctx.tenant.id
  const { total, after, skip } = await rankPeople(ctx, tenantId, offset * most)
  return { total, users: await listUserPage(ctx, { tenantId, after, skip, most }) }
}

async function listChanged(ctx: AdminCtx, since: number, offset: number, most: number) {
  const about = { tenantId: ctx.tenant.id, since }
  const [counted, users] = await Promise.all([countChanged(ctx, about), listChangedPage(ctx, { ...about, skip: offset * most, most })])
  return { total: counted?.count ?? 0, users }
}

/** As it is written out: a day and a time, UTC, with or without milliseconds. */
function readTime(said: string): number {
  const [, day, time] = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?)$/.exec(said) ?? []
  const at = Date.parse(`${day}T${time}Z`)
  return Number.isNaN(at) ? fail('paramInvalid', { name: 'updated_at_greater' }) : at
}
