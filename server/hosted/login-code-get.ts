import { page } from './page.ts'

export default page('GET', '/login/code', 'Sign in by a code: number or address, picture, code', () => import('./pages/code.ts'))
