import { page } from './page.ts'

export default page('POST', '/login/register', 'Its forms', () => import('./pages/register.ts'))
