import { page } from './page.ts'

export default page('POST', '/account/passkey', 'Its form', () => import('./pages/account-passkey.ts'))
