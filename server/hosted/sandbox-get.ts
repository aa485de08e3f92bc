import { page } from './page.ts'

export default page(
  'GET',
  '/login/social/:source/sandbox',
  'In development: the page of a provider that does not exist, for tries of it',
  () => import('./pages/sandbox.ts'),
)
