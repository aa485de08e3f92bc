/** Users who may come in, and users who may not. */
import { recordAct } from '../audit/index.ts'
import { type AdminCtx, transact } from '../context.ts'
import { endSessionsOfUser } from '../session/index.ts'
import { lockUser, setDisabled } from '../users/index.ts'
import { getUser } from './people.ts'

/** Answers the user's id. Who is as they should be stays so, but no session of somebody disabled outlives this. */
export const switchUser = (ctx: AdminCtx, id: string | undefined, isOn: boolean): Promise<string> =>
  transact(ctx, async (ctx) => {
    const now = ctx.now()
    const tenantId = ctx.tenant.id
    await lockUser(ctx, { tenantId, id: id ?? '', now })
    const user = await getUser(ctx, id)
    if (!isOn) await endSessionsOfUser(ctx, { tenantId, userId: user.id, now })
    if (isOn === (user.disabledAt === null)) return user.id
    await setDisabled(ctx, { tenantId, id: user.id, disabledAt: isOn ? null : now, now })
    await recordAct(ctx, { event: isOn ? 'user-enable' : 'user-disable', subject: user.id, userId: user.id })
    return user.id
  })
