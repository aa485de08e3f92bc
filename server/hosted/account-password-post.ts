import { page } from './page.ts'

export default page('POST', '/account/password', 'Its form', () => import('./pages/account-password.ts'))
