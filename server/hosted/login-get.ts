import { page } from './page.ts'

export default page(
  'GET',
  '/login',
  'Sign-in page: where an authorization request (interaction) or a plain link (client_id, redirect_uri, state, device_fingerprint) leads; without a query it goes on',
  () => import('./pages/login.ts'),
)
