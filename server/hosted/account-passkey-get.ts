import { page } from './page.ts'

export default page('GET', '/account/passkey', 'Make a passkey', () => import('./pages/account-passkey.ts'))
