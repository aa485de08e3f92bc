import { page } from './page.ts'

export default page('GET', '/account/password', 'Change or set the own password', () => import('./pages/account-password.ts'))
