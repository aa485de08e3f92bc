/** What a fresh development server comes with: something to sign in to, somebody to be, and a telephone. */
import { createApp, findAppRow, setSecret } from '../apps/index.ts'
import { type Ground, transact } from '../context.ts'
import { saveGateway } from '../sms/index.ts'
import { saveSource } from '../social/index.ts'
import { createTenant, DEFAULT_TENANT, listTenants } from '../tenants/index.ts'
import { createUser } from '../users/index.ts'

/** The same on every machine, so that the examples in the papers can be pasted. Development only. */
export const DEMO = { clientId: 'DemoAppDemoAppDemoAppDemoApp2026', secret: 'demo-secret-for-development-only', mobile: '+8613800138000', source: 'sandbox' }

/** The default tenant, which every installation has; in development, the demo with it. Made once. */
export async function createSandbox(ctx: Ground, demo: boolean): Promise<void> {
  await transact(ctx, async (ctx) => {
    const tenant = (await listTenants(ctx)).find((it) => it.name === DEFAULT_TENANT) ?? (await createTenant(ctx, { name: DEFAULT_TENANT }))
    if (!demo || (await findAppRow(ctx, tenant.id, DEMO.clientId))) return
    await createApp(ctx, tenant.id, { clientId: DEMO.clientId, name: 'Demo', settings: { redirect_uris: ['http://localhost:3000/callback'] } })
    await setSecret(ctx, tenant.id, DEMO.clientId, DEMO.secret)
    await saveGateway(ctx, tenant.id, { id: 'inbox', gateway: 'inbox', settings: {}, position: 1 })
    await saveSource(ctx, tenant.id, {
      id: DEMO.source,
      connector: 'sandbox',
      name: 'Sandbox',
      settings: {},
      unknownUser: 'bind',
      trustMobile: false,
      trustEmail: false,
      disabled: false,
    })
    await createUser(ctx, tenant.id, { userName: 'demo', name: 'Demo User', mobile: DEMO.mobile, mobileProvenAt: ctx.now(), email: 'demo@example.com' })
  })
}
