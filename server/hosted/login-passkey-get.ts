import { page } from './page.ts'

export default page('GET', '/login/passkey', 'Sign in by a passkey', () => import('./pages/passkey.ts'))
