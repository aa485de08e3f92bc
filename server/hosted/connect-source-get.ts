import { page } from './page.ts'

export default page(
  'GET',
  '/account/connect/:source',
  'Bind a further social account: leads to the page of the provider',
  () => import('./pages/connect.ts'),
)
