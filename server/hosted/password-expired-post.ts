import { page } from './page.ts'

export default page('POST', '/login/password-expired', 'Its forms', () => import('./pages/password-expired.ts'))
