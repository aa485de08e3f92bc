import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { adminEndpoint } from '../http-admin.ts'
import { listTenants } from '../tenants/index.ts'
import { Type } from '../type.ts'
import { mustEnrol } from './authenticate.ts'
import { csrfOf } from './cookie.ts'
import { Self, showSelf } from './people.ts'
import { getSignedIn } from './sessions.ts'

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as { version: string }

/** Ours: what the console asks first. */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/session',
  about: 'Who is signed in to the console',
  role: 'auditor',
  reply: Type.Object({
    administrator: Self,
    csrf_token: Type.String({ description: 'To be sent as X-CSRF-token with whatever is no GET.' }),
    second_factor_needed: Type.Boolean({ description: 'Whether one must be set up before anything else can be done.' }),
    tenants: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
    mode: Type.String({ description: 'development or production.' }),
    version: Type.String(),
  }),

  async handle({ ctx, headers }) {
    const { session, administrator } = await getSignedIn(ctx, headers)
    return {
      administrator: await showSelf(ctx, administrator),
      csrf_token: csrfOf(ctx, session.tokenHash),
      second_factor_needed: await mustEnrol(ctx, administrator),
      tenants: (await listTenants(ctx)).map(({ id, name }) => ({ id, name })),
      mode: ctx.config.mode,
      version,
    }
  },
})
