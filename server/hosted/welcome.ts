import { Failure } from '../errors.ts'
import { header, openEndpoint } from '../http.ts'

/** The bare address, for somebody who types it. Programs are told what they are told of any address where nothing is. */
export default openEndpoint({
  method: 'GET',
  url: '/login/welcome',
  also: ['/', '/tenants/:tenantId', '/tenants/:tenantId/login/welcome'],
  about: 'What somebody sees who opens the bare address in a browser: in development the playground, else where sign-in begins',
  caller: 'anyone',

  async handle(handed) {
    const { world, headers, params } = handed
    if (!/\btext\/html\b/i.test(header(headers, 'accept'))) throw new Failure('pathUnknown', {})
    if (world.config.mode === 'development' && params['tenantId'] === undefined) {
      return { status: 303, headers: { location: '/playground', 'cache-control': 'no-store' }, body: '' }
    }
    return (await import('./serve.ts')).serve(handed, 'GET', await import('./pages/welcome.ts'))
  },
})
