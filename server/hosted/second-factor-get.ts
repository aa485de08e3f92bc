import { page } from './page.ts'

export default page(
  'GET',
  '/login/second-factor',
  'A second proof: text message, e-mail, authenticator app, passkey',
  () => import('./pages/second-factor.ts'),
)
