import { page } from './page.ts'

export default page('POST', '/login/bind', 'Its forms', () => import('./pages/bind.ts'))
