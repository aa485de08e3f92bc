import { page } from './page.ts'

export default page('GET', '/account/email', 'Change the own address', () => import('./pages/account-email.ts'))
