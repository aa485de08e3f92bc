import { page } from './page.ts'

export default page('POST', '/account', 'Its buttons', () => import('./pages/account.ts'))
