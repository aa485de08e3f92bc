import { page } from './page.ts'

export default page('POST', '/login/social/:source/callback', 'The same, for providers that post', () => import('./pages/callback.ts'))
