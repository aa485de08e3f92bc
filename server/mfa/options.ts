import { endpoint } from '../http.ts'
import { askSecondPasskey } from './ask.ts'
import { listFactors } from './holder.ts'
import { RequestOptions, stateReply } from './passkey-forms.ts'
import { getWaiting } from './second.ts'
import { Type } from '../type.ts'

/** Ours. The state token in the answer is for `mfa/passkey`; the one that was sent stays good for every other factor. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/mfa/passkey/options',
  about: 'What a browser needs to ask for a passkey as the second factor',
  caller: 'app',
  needsState: true,
  reply: Type.Object({ options: RequestOptions, state_token: stateReply }),

  async handle({ ctx, stateToken }) {
    const waiting = await getWaiting(ctx, stateToken, 'passkey')
    return askSecondPasskey(ctx, waiting, await listFactors(ctx, waiting.user))
  },
})
