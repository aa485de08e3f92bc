import { all, change } from '../db.ts'

export const listMailRows = all((db, p: { tenantId: string }) =>
  db.selectFrom('mailGateways').selectAll().where('tenantId', '=', p.tenantId).orderBy('position').orderBy('id'),
)

export const putMailGateway = change((db, p: { tenantId: string; id: string; gateway: string; settings: string; position: number }) =>
  db
    .insertInto('mailGateways')
    .values({ tenantId: p.tenantId, id: p.id, gateway: p.gateway, settings: p.settings, position: p.position })
    .onConflict((c) => c.columns(['tenantId', 'id']).doUpdateSet({ gateway: p.gateway, settings: p.settings, position: p.position })),
)

export const removeMailGateway = change((db, p: { tenantId: string; id: string }) =>
  db.deleteFrom('mailGateways').where('tenantId', '=', p.tenantId).where('id', '=', p.id),
)
