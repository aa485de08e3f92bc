import { endpoint } from '../http.ts'
import { Type } from '../type.ts'

/** Wire: user-api 2.1.2. */
export default endpoint({
  method: 'GET',
  url: '/api/v2/sdk/public-key',
  about: "The application's RSA public key, for X-signature",
  caller: 'app',
  reply: Type.Object({ public_key: Type.String({ description: 'PEM (SPKI).' }) }),
  handle: async ({ ctx }) => ({ public_key: ctx.app.publicKey }),
})
