import { page } from './page.ts'

export default page('POST', '/account/email', 'Its forms', () => import('./pages/account-email.ts'))
