import { listTemplates } from '../apps/index.ts'
import { recordAct } from '../audit/index.ts'
import { adminEndpoint } from '../http-admin.ts'
import { randomToken } from '../secrets.ts'
import { fail } from '../errors.ts'
import { loadRules } from '../blueprint/index.ts'
import { transact } from '../context.ts'
import { Type } from '../type.ts'
import { carryOut, holdServer, tellFaults } from './configure.ts'
import { text } from './forms.ts'

/** Wire: admin reference 5. A tenant uses it once it has an application that names it. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/templates',
  about: 'Make an ISV template',
  role: 'owner',
  grant: 'tenant_all',
  status: 201,
  body: Type.Object({ client_id: Type.Optional(Type.String({ description: 'Absent: one is made up.' })), name: Type.String() }),
  reply: Type.Object({ client_id: text, name: text }),

  async handle({ ctx, body: { client_id: clientId = randomToken(32), name } }) {
    const rules = await loadRules()
    return transact(ctx, async (ctx) => {
      await holdServer(ctx)
      if ((await listTemplates(ctx, {})).some((it) => it.clientId === clientId)) fail('idTaken')
      const contents = { version: 1 as const, templates: [{ client_id: clientId, name }] }
      await carryOut(ctx, await tellFaults('templates[0]', async () => rules.draftSteps(ctx, rules.readValues(contents, ctx.config.mode))))
      await recordAct(ctx, { event: 'template-create', subject: clientId, after: { name } })
      return { client_id: clientId, name }
    })
  },
})
