import { page } from './page.ts'

export default page('GET', '/account', 'What somebody sees and changes of themselves', () => import('./pages/account.ts'))
