import { all, change, one } from '../db.ts'
import type { Schema } from '../schema/tables.ts'

/** Asked before the tenant is known: the client_id is what names it. */
export const findAppAnywhere = one((db, p: { clientId: string }) => db.selectFrom('apps').selectAll().where('clientId', '=', p.clientId))

export const findAppByClientId = one((db, p: { tenantId: string; clientId: string }) =>
  db.selectFrom('apps').selectAll().where('tenantId', '=', p.tenantId).where('clientId', '=', p.clientId),
)

export const findInstance = one((db, p: { tenantId: string; templateClientId: string }) =>
  db.selectFrom('apps').selectAll().where('tenantId', '=', p.tenantId).where('templateClientId', '=', p.templateClientId),
)

export const listAppRowsOf = all((db, p: { tenantId: string }) =>
  db.selectFrom('apps').selectAll().where('tenantId', '=', p.tenantId).orderBy('createdAt').orderBy('clientId'),
)

/** Asked before the tenant is known: a browser does not say whose call it is about to make. Most applications have no pages elsewhere. */
export const listSettingsWithOrigins = all((db, _: Record<string, never>) =>
  db.selectFrom('apps').select('settings').where('settings', 'like', '%"origins":["%'),
)

export const createAppRow = change((db, p: Schema['apps']) =>
  db
    .insertInto('apps')
    .values({
      tenantId: p.tenantId,
      clientId: p.clientId,
      templateClientId: p.templateClientId,
      name: p.name,
      secretHash: p.secretHash,
      publicKey: p.publicKey,
      privateKey: p.privateKey,
      settings: p.settings,
      disabledAt: p.disabledAt,
      createdAt: p.createdAt,
    })
    .onConflict((c) => c.doNothing()),
)

export const updateAppRow = change(
  (
    db,
    p: { tenantId: string; clientId: string; templateClientId: string | null; name: string; settings: string; disabledAt: number | null },
  ) =>
    db
      .updateTable('apps')
      .set({ name: p.name, templateClientId: p.templateClientId, settings: p.settings, disabledAt: p.disabledAt })
      .where('tenantId', '=', p.tenantId)
      .where('clientId', '=', p.clientId),
)

export const setSecretHash = change((db, p: { tenantId: string; clientId: string; secretHash: string }) =>
  db.updateTable('apps').set({ secretHash: p.secretHash }).where('tenantId', '=', p.tenantId).where('clientId', '=', p.clientId),
)

export const removeAppRow = change((db, p: { tenantId: string; clientId: string }) =>
  db.deleteFrom('apps').where('tenantId', '=', p.tenantId).where('clientId', '=', p.clientId),
)

/** So that no application that comes to the same client_id inherits them. */
export const removeTokensOfApp = change((db, p: { tenantId: string; clientId: string }) =>
  db.deleteFrom('accessTokens').where('tenantId', '=', p.tenantId).where('clientId', '=', p.clientId),
)

export const findTemplate = one((db, p: { clientId: string }) =>
  db.selectFrom('appTemplates').selectAll().where('clientId', '=', p.clientId),
)

export const listTemplates = all((db, _: Record<string, never>) => db.selectFrom('appTemplates').selectAll().orderBy('clientId'))

export const createTemplate = change((db, p: { clientId: string; name: string }) =>
  db
    .insertInto('appTemplates')
    .values({ clientId: p.clientId, name: p.name })
    .onConflict((c) => c.column('clientId').doUpdateSet({ name: p.name })),
)

export const addAccessToken = change((db, p: { tenantId: string; hash: string; clientId: string; expiresAt: number }) =>
  db.insertInto('accessTokens').values({ tenantId: p.tenantId, hash: p.hash, clientId: p.clientId, expiresAt: p.expiresAt }),
)

/** Asked before the tenant is known: the token is what names it. */
export const findAccessToken = one((db, p: { hash: string; now: number }) =>
  db.selectFrom('accessTokens').select(['tenantId', 'clientId', 'expiresAt']).where('hash', '=', p.hash).where('expiresAt', '>', p.now),
)

export const deleteExpiredAccessTokens = change((db, p: { now: number; most: number }) =>
  db
    .deleteFrom('accessTokens')
    .where('hash', 'in', (q) => q.selectFrom('accessTokens').select('hash').where('expiresAt', '<=', p.now).limit(p.most)),
)
