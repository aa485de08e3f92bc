import { transact } from '../context.ts'
import { fail } from '../errors.ts'
import { adminEndpoint } from '../http-admin.ts'
import { EVERYWHERE } from '../limits/index.ts'
import { Type } from '../type.ts'
import { recordOwn } from './acts.ts'
import { holdOther, requireOwner, takeBack } from './changes.ts'
import { NameField } from './forms.ts'
import { Listed, readName, RoleField, showListed } from './people.ts'
import type { Administrator } from './sessions.ts'
import { changeAdministrator, listPasskeyRows } from './store.ts'

const shown = (it: Administrator) => ({ name: it.name, role: it.role, disabled: it.disabledAt !== null })

/** Ours. What is left out stays as it is. It holds with the next request of whoever it is about. */
export default adminEndpoint({
  method: 'PUT',
  url: '/api/v2/admin/administrators/:administratorId',
  about: 'Change role, name or state of an administrator',
  role: 'owner',
  grant: 'admin_all',
  body: Type.Object({
    role: Type.Optional(RoleField),
    name: Type.Optional(NameField),
    disabled: Type.Optional(Type.Boolean()),
    version: Type.Integer({ description: 'As it was read: what somebody else changed since is not overwritten.' }),
  }),
  reply: Listed,

  async handle({ ctx, body, params }) {
    return transact(ctx, async (ctx) => {
      const before = await holdOther(ctx, params['administratorId'] ?? '')
      const disabledAt = body.disabled === undefined ? before.disabledAt : body.disabled ? (before.disabledAt ?? ctx.now()) : null
      const name = body.name === undefined ? before.name : readName(body.name)
      const after = { ...before, name, role: body.role ?? before.role, disabledAt, version: before.version + 1 }
      if (before.version !== body.version) fail('changedMeanwhile')
      await requireOwner(ctx, before, after)
      const { id, role } = after
      if ((await changeAdministrator(ctx, { tenantId: EVERYWHERE, id, name, role, disabledAt, version: body.version })) === 0)
        fail('changedMeanwhile')
      const isDisabled = disabledAt !== null
      if (isDisabled || role !== 'owner') await takeBack(ctx, id, { sessions: isDisabled })
      await recordOwn(ctx, { event: 'administrator-change', subject: id, before: shown(before), after: shown(after) })
      const passkeys = await listPasskeyRows(ctx, { tenantId: EVERYWHERE, administratorId: id })
      return showListed(after, passkeys.length > 0)
    })
  },
})
