import { page } from './page.ts'

export default page('POST', '/login/second-factor', 'Its forms', () => import('./pages/second-factor.ts'))
