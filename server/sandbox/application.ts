import { findAppRow } from '../apps/index.ts'
import { ground } from '../context.ts'
import { Failure } from '../errors.ts'
import { openEndpoint } from '../http.ts'
import { DEFAULT_TENANT, findTenantOfName } from '../tenants/index.ts'
import { DEMO } from './demo.ts'

/** What the playground fills in by itself. With a blueprint there is no demo, and so nothing to tell. */
export default openEndpoint({
  method: 'GET',
  url: '/sandbox/application',
  about: 'The demo application, its source and its user, as the greeting of npm start names them',
  caller: 'anyone',
  developmentOnly: true,

  async handle({ world }) {
    const ctx = ground(world)
    const tenant = await findTenantOfName(ctx, DEFAULT_TENANT)
    if (!tenant || !(await findAppRow(ctx, tenant.id, DEMO.clientId))) throw new Failure('pathUnknown', {})
    return { body: { client_id: DEMO.clientId, client_secret: DEMO.secret, mobile: DEMO.mobile, source: DEMO.source } }
  },
})
