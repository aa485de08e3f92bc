import { page } from './page.ts'

export default page('POST', '/login/forgot', 'Its forms', () => import('./pages/forgot.ts'))
