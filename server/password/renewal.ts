/** Both calls that renew an old password by code, and log in (user-api 7.1, rows 24 and 25). */
import { record } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { closeState, finishLogin, loginReply, openState } from '../session/index.ts'
import { change, changeByCode, type Channel, getUser, methodOf } from './changes.ts'

export async function renewByCode(ctx: Ctx, stateToken: string, channel: Channel, code: string, password: string) {
  const pending = await openState(ctx, ['PASSWORD_WARN', 'PASSWORD_EXPIRED'], stateToken)
  const { userId, methods, ...how } = pending.payload
  const user = await getUser(ctx, userId)
  const shown = [...new Set([...methods, methodOf[channel]])]
  const login = await changeByCode(ctx, { user, channel, stateHash: pending.hash, code, password }, async (ctx, user, hash) => {
    await closeState(ctx, pending)
    const changed = await change(ctx, user, hash, { outcome: 'changed', shown })
    const login = await finishLogin(ctx, changed, { ...how, methods: shown })
    await record(ctx, { event: 'login', outcome: login.status, userId })
    return login
  })
  return loginReply(ctx, login)
}
