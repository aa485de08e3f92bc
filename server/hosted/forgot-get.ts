import { page } from './page.ts'

export default page('GET', '/login/forgot', 'A new password by a code', () => import('./pages/forgot.ts'))
