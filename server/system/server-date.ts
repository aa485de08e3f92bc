import { endpoint } from '../http.ts'
import { Type } from '../type.ts'

/** Wire: user-api 2.1.1: milliseconds, as a string. */
export default endpoint({
  method: 'GET',
  url: '/api/v2/sdk/server-date',
  about: "The server's clock, for X-signature",
  caller: 'app',
  reply: Type.Object({ timestamp: Type.String({ description: 'Milliseconds since 1970.' }) }),
  handle: async ({ ctx }) => ({ timestamp: String(ctx.now()) }),
})
