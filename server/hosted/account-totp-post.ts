import { page } from './page.ts'

export default page('POST', '/account/totp', 'Its form', () => import('./pages/account-totp.ts'))
