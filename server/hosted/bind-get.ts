import { page } from './page.ts'

export default page('GET', '/login/bind', 'A social account nobody here knows: whose it is', () => import('./pages/bind.ts'))
