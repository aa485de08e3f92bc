import { page } from './page.ts'

export default page(
  'GET',
  '/login/password-expired',
  'A password that is too old, or soon will be',
  () => import('./pages/password-expired.ts'),
)
