import { recordAct } from '../audit/index.ts'
import { exportBlueprint } from '../blueprint/index.ts'
import { transact } from '../context.ts'
import { adminEndpoint } from '../http-admin.ts'

/** Ours. Every tenant and everybody in it: for owners, and in the trail. No secrets: each has its name in the environment. */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/blueprint',
  about: 'What the database holds, as a blueprint in YAML; configuration and people of every tenant, no secrets',
  role: 'owner',
  grant: 'tenant_all',

  async handle({ ctx, say }) {
    const text = await exportBlueprint(ctx)
    await transact(ctx, (ctx) => recordAct(ctx, { event: 'blueprint-export', subject: 'all' }))
    say('content-type', 'application/yaml; charset=utf-8')
    say('content-disposition', 'attachment; filename="bowline.yaml"')
    say('x-content-type-options', 'nosniff')
    return text
  },
})
