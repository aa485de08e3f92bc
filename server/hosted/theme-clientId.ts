import { Failure } from '../errors.ts'
import { openEndpoint } from '../http.ts'
import { findClientCtx, tenantOf } from '../oauth/index.ts'

export default openEndpoint({
  method: 'GET',
  url: '/login/theme/:clientId',
  also: ['/tenants/:tenantId/login/theme/:clientId'],
  about: 'The colours of an application on the sign-in pages, as a style sheet',
  caller: 'anyone',

  async handle({ world, params, host, headers, address, requestId }) {
    const tenant = await tenantOf(world, params, host)
    const ctx = tenant && (await findClientCtx(world, tenant.id, params['clientId'] ?? '', { headers, address, requestId }))
    if (!ctx) throw new Failure('pathUnknown', {})
    const { writeTheme } = await import('./colours.ts')
    return {
      type: 'text/css; charset=utf-8',
      headers: { 'cache-control': 'public, max-age=3600', 'x-content-type-options': 'nosniff' },
      body: writeTheme(ctx.app.settings.hosted.colour),
    }
  },
})
