import { page } from './page.ts'

export default page('GET', '/account/totp', 'Set up an authenticator app', () => import('./pages/account-totp.ts'))
