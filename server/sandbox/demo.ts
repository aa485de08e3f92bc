/** What a fresh development server comes with: something to sign in to, somebody to be, a telephone and a mailbox. */
import { createApp, findAppRow } from '../apps/index.ts'
import { type Ground, transact } from '../context.ts'
import type { Tenant } from '../schema/documents.ts'
import { saveMailGateway } from '../mail/index.ts'
import { saveGateway } from '../sms/index.ts'
import { saveSource } from '../social/index.ts'
import { addTenant, DEFAULT_TENANT, findTenantOfName, listPublicKeys } from '../tenants/index.ts'
import { createAppKey } from '../tokens.ts'
import { createUser } from '../users/index.ts'

/** The same on every machine, so that the examples in the papers can be pasted. Development only. */
export const DEMO = {
  clientId: 'DemoAppDemoAppDemoAppDemoApp2026',
  secret: 'demo-secret-for-development-only',
  mobile: '+8613800138000',
  source: 'sandbox',
}

/** The default tenant, which every installation has; in development, the demo with it. Made once. */
export async function createSandbox(ctx: Ground, demo: boolean): Promise<void> {
  // Of several first starts at once one creates the tenant; the name is unique, the others wait and find it.
  const tenant = (await findTenantOfName(ctx, DEFAULT_TENANT)) ?? (await makeDefault(ctx))
  // Makes the first signing key, so that no first sign-in waits for it.
  await listPublicKeys(ctx, tenant.id)
  if (!demo || (await findAppRow(ctx, tenant.id, DEMO.clientId))) return
  const key = await createAppKey()
  await transact(ctx, async (ctx) => {
    const settings = { redirect_uris: ['http://localhost:3000/callback'] }
    await createApp(ctx, tenant.id, { clientId: DEMO.clientId, name: 'Demo', settings, secret: DEMO.secret }, key)
    for (const save of [saveGateway, saveMailGateway])
      await save(ctx, tenant.id, { id: 'inbox', gateway: 'inbox', settings: {}, position: 1 })
    await saveSource(ctx, tenant.id, {
      id: DEMO.source,
      connector: 'sandbox',
      name: 'Sandbox',
      settings: {},
      unknownUser: 'bind',
      trustMobile: false,
      trustEmail: false,
      disabled: false,
      logo: '',
    })
    await createUser(ctx, tenant.id, {
      userName: 'demo',
      name: 'Demo User',
      mobile: DEMO.mobile,
      mobileProvenAt: ctx.now(),
      email: 'demo@example.com',
      emailProvenAt: ctx.now(),
    })
  })
}

async function makeDefault(ctx: Ground): Promise<Tenant> {
  const made = await transact(ctx, (ctx) => addTenant(ctx, { name: DEFAULT_TENANT }))
  return made ?? ((await findTenantOfName(ctx, DEFAULT_TENANT)) as Tenant)
}
