import { page } from './page.ts'

export default page('GET', '/login/fault', 'A request of an application that cannot be answered there', () => import('./pages/fault.ts'))
