import { page } from './page.ts'

export default page('POST', '/account/mobile', 'Its forms', () => import('./pages/account-mobile.ts'))
