import { page } from './page.ts'

export default page(
  'GET',
  '/login/social/:source',
  'Sign in at a source: leads to the page of the provider',
  () => import('./pages/social.ts'),
)
