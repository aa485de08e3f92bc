import { page } from './page.ts'

export default page('GET', '/login/goodbye', 'Signed out', () => import('./pages/goodbye.ts'))
