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

/** Changes nothing, and so holds the row: what is configured in a tenant is changed by one at a time (PostgreSQL). */
export const holdTenant = change((db, p: { tenantId: string }) =>
  db
    .updateTable('tenants')
    .set((eb) => ({ name: eb.ref('name') }))
    .where('id', '=', p.tenantId),
)

/** Newest first. Those whose time is not over verify; of them the first of an algorithm that has no end signs. From 0 on: all there ever were. */
export const listKeyRows = all((db, p: { tenantId: string; now: number }) =>
  db
    .selectFrom('signingKeys')
    .selectAll()
    .where('tenantId', '=', p.tenantId)
    .where((eb) => eb.or([eb('retiredAt', 'is', null), eb('retiredAt', '>', p.now)]))
    .orderBy('createdAt', 'desc')
    .orderBy('kid'),
)

/** Every key of an algorithm but this one signs no more, and is published until then. */
export const retireKeys = change((db, p: { tenantId: string; alg: string; kid: string; until: number }) =>
  db
    .updateTable('signingKeys')
    .set({ retiredAt: p.until })
    .where('tenantId', '=', p.tenantId)
    .where('alg', '=', p.alg)
    .where('kid', '!=', p.kid)
    .where('retiredAt', 'is', null),
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
