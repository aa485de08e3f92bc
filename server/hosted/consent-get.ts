import { page } from './page.ts'

export default page('GET', '/login/consent', 'Whether an application may know who somebody is', () => import('./pages/consent.ts'))
