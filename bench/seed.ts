/**
 * Fills a database through the rooms' front doors: the default tenant with limits that let one address
 * ask for a million codes, two applications that differ in their signature, and people with proven numbers.
 *
 *   node bench/seed.ts USERS      (settings from the environment, as for the server)
 */
import { createBowline } from '../server/app.ts'
import { createApp, setSecret } from '../server/apps/index.ts'
import { readConfig } from '../server/config.ts'
import { ground, transact } from '../server/context.ts'
import { saveGateway } from '../server/sms/index.ts'
import { saveSource } from '../server/social/index.ts'
import { DEFAULT_TENANT, listTenants, updateTenant } from '../server/tenants/index.ts'
import { createUser } from '../server/users/index.ts'
import { apps, mobileOf, SECRET, SOURCE } from './people.ts'

/** Users of one transaction. */
const BATCH = 2000

const users = Number(process.argv[2] ?? 1000)
const bowline = await createBowline(readConfig(process.env))
const ctx = ground(bowline.world)
const tenant = (await listTenants(ctx)).find((it) => it.name === DEFAULT_TENANT)
if (!tenant) throw new Error('there is no default tenant')

await updateTenant(ctx, {
  id: tenant.id,
  name: tenant.name,
  settings: {
    captcha: { required: false },
    sms: {
      cooldown: 1,
      per_number_per_day: 1000,
      per_address_per_hour: 1_000_000,
      per_app_per_hour: 100_000_000,
      per_tenant_per_day: 100_000_000,
      guesses_per_number_per_day: 100,
    },
  },
})
for (const [algorithm, clientId] of Object.entries(apps)) {
  await createApp(ctx, tenant.id, { clientId, name: algorithm, settings: { id_token_algorithm: algorithm } })
  await setSecret(ctx, tenant.id, clientId, SECRET)
}
await saveGateway(ctx, tenant.id, { id: 'inbox', gateway: 'inbox', settings: {}, position: 1 })
await saveSource(ctx, tenant.id, {
  id: SOURCE,
  connector: 'sandbox',
  name: 'Sandbox',
  settings: {},
  unknownUser: 'bind',
  trustMobile: false,
  trustEmail: false,
  disabled: false,
  logo: '',
})
for (let from = 0; from < users; from += BATCH) {
  await transact(ctx, async (ctx) => {
    for (let n = from; n < Math.min(users, from + BATCH); n++) {
      const made = await createUser(ctx, tenant.id, {
        userName: `person${n}`,
        name: `Person ${n}`,
        mobile: mobileOf(n),
        mobileProvenAt: ctx.now(),
      })
      if (!made) throw new Error(`person ${n} is there already`)
    }
  })
}
await bowline.stop()
