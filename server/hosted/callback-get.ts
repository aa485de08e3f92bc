import { page } from './page.ts'

export default page('GET', '/login/social/:source/callback', 'Where a provider leads back to', () => import('./pages/callback.ts'))
