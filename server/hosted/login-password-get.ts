import { page } from './page.ts'

export default page('GET', '/login/password', 'Sign in by a password', () => import('./pages/password.ts'))
