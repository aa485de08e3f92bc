import { Failure } from '../errors.ts'
import { openEndpoint } from '../http.ts'

export default openEndpoint({
  method: 'GET',
  url: '/login/assets/:file',
  also: ['/tenants/:tenantId/login/assets/:file'],
  about: 'The script of the sign-in pages',
  caller: 'anyone',

  async handle({ params }) {
    const { findAsset } = await import('./assets.ts')
    const asset = findAsset(params['file'] ?? '')
    if (!asset) throw new Failure('pathUnknown', {})
    const headers = { 'cache-control': 'public, max-age=31536000, immutable', 'x-content-type-options': 'nosniff' }
    return { type: asset.type, headers, body: asset.text }
  },
})
