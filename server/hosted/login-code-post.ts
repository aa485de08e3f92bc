import { page } from './page.ts'

export default page('POST', '/login/code', 'Its forms', () => import('./pages/code.ts'))
