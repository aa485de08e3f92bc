import { endpoint } from '../http.ts'
import { askPasskey, requireKind, RequestOptions, stateReply } from '../mfa/index.ts'
import { Type } from '../type.ts'

/** Ours. The same for everybody: it is asked before anybody has said who they are. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/login/passkey/options',
  about: 'What a browser needs to ask for a passkey',
  caller: 'app',
  reply: Type.Object({ options: RequestOptions, state_token: stateReply }),

  async handle({ ctx }) {
    requireKind(ctx, 'passkey')
    return askPasskey(ctx)
  },
})
