import { page } from './page.ts'

export default page('GET', '/login/register', 'Make an account', () => import('./pages/register.ts'))
