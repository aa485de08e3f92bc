import { page } from './page.ts'

export default page('GET', '/account/mobile', 'Change the own number', () => import('./pages/account-mobile.ts'))
