import { record } from '../audit/index.ts'
import { transact } from '../context.ts'
import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { getLiveUser } from '../session/index.ts'
import { applyAttributes, findUserByName, ProfileFields, readAttributes, readProfile, setProfile, lockUser } from '../users/index.ts'
import { onceMore } from './race.ts'
import { Type } from '../type.ts'

/**
 * Wire: user-api 2.8.2, 8.1, 7.1 row 37. What is left out stays, an empty text takes away. The published table has
 * mobile, verify_code, email and pwd too, and says that they cannot be changed here: none is looked at.
 */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/profile/update',
  about: 'Change one’s profile; number, address and password have calls of their own',
  caller: 'session',
  body: Type.Object(ProfileFields),

  async handle({ ctx, body, session }) {
    await onceMore(() =>
      transact(ctx, async (ctx) => {
        await lockUser(ctx, { tenantId: ctx.tenant.id, id: session.userId, now: ctx.now() })
        const user = await getLiveUser(ctx, session.userId)
        const {
          userName = user.userName,
          name = user.name,
          attributes,
        } = readProfile(ctx, body, user.emailProvenAt === null ? null : user.email)
        const tenantId = ctx.tenant.id
        const holder = userName === user.userName ? undefined : await findUserByName(ctx, { tenantId, userName })
        if (holder && holder.id !== user.id) fail('userNameTaken')
        const kept = JSON.stringify(applyAttributes(readAttributes(user.attributes), attributes))
        await setProfile(ctx, { tenantId, id: user.id, userName, name, attributes: kept, now: ctx.now() })
        await record(ctx, { event: 'profile-change', outcome: 'SUCCESS', userId: user.id })
      }),
    )
    return undefined
  },
})
