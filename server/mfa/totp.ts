import { endpoint } from '../http.ts'
import { LoginReply } from '../session/index.ts'
import { proveStep, spendStep } from './authenticator.ts'
import { listFactors } from './holder.ts'
import { countTries, finishSecond, getWaiting } from './second.ts'
import { Type } from '../type.ts'

/** Ours: an authenticator app (RFC 6238). */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/mfa/totp',
  about: 'The second factor: the code of an authenticator app',
  caller: 'app',
  needsState: true,
  body: Type.Object({ code: Type.String({ minLength: 1, maxLength: 16 }) }),
  missing: { code: 'codeMissing' },
  reply: LoginReply,

  async handle({ ctx, body, stateToken }) {
    const waiting = await getWaiting(ctx, stateToken, 'totp')
    const factors = (await listFactors(ctx, waiting.user)).filter((it) => it.kind === 'totp')
    return countTries(ctx, waiting.hash, async () => {
      const shown = await proveStep(ctx, waiting.user.id, factors, body.code)
      return finishSecond(ctx, waiting, 'totp', (ctx) => spendStep(ctx, shown))
    })
  },
})
