import { all, change, one } from '../db.ts'

export const findTenantById = one((db, p: { tenantId: string }) => db.selectFrom('tenants').selectAll().where('id', '=', p.tenantId))

export const findTenantByDomain = one((db, p: { domain: string }) => db.selectFrom('tenants').selectAll().where('domain', '=', p.domain))

export const findTenantByName = one((db, p: { name: string }) =>
  db.selectFrom('tenants').selectAll().where('name', '=', p.name).orderBy('createdAt').limit(1),
)

export const listTenantRows = all((db, _: Record<string, never>) => db.selectFrom('tenants').selectAll().orderBy('createdAt').orderBy('id'))

export const createTenantRow = change((db, p: { tenantId: string; name: string; domain: string | null; settings: string; now: number }) =>
  db
    .insertInto('tenants')
    .values({ id: p.tenantId, name: p.name, domain: p.domain, settings: p.settings, createdAt: p.now })
    .onConflict((c) => c.doNothing()),
)

export const updateTenantRow = change((db, p: { tenantId: string; name: string; domain: string | null; settings: string }) =>
  db.updateTable('tenants').set({ name: p.name, domain: p.domain, settings: p.settings }).where('id', '=', p.tenantId),
)

/** Newest first: the first of an algorithm signs, all that are not retired verify. */
export const listKeyRows = all((db, p: { tenantId: string }) =>
  db
    .selectFrom('signingKeys')
    .selectAll()
    .where('tenantId', '=', p.tenantId)
    .where('retiredAt', 'is', null)
    .orderBy('createdAt', 'desc')
    .orderBy('kid'),
)

export const addKeyRow = change(
  (db, p: { tenantId: string; kid: string; alg: string; publicJwk: string; privateKey: string; now: number }) =>
    db.insertInto('signingKeys').values({
      tenantId: p.tenantId,
      kid: p.kid,
      alg: p.alg,
      publicJwk: p.publicJwk,
      privateKey: p.privateKey,
      createdAt: p.now,
      retiredAt: null,
    }),
)

export const readInstance = one((db, p: { key: string }) => db.selectFrom('instance').select('value').where('key', '=', p.key))

export const writeInstance = change((db, p: { key: string; value: string }) =>
  db
    .insertInto('instance')
    .values({ key: p.key, value: p.value })
    .onConflict((c) => c.column('key').doNothing()),
)
