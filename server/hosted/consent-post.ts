import { page } from './page.ts'

export default page('POST', '/login/consent', 'Its form', () => import('./pages/consent.ts'))
