import { page } from './page.ts'

export default page('POST', '/login/passkey', 'Its form', () => import('./pages/passkey.ts'))
