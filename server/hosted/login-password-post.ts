import { page } from './page.ts'

export default page('POST', '/login/password', 'Its form', () => import('./pages/password.ts'))
