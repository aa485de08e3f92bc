import { findAppRow, identifyApp, listAppRows } from '../apps/index.ts'
import type { AdminCtx, Ctx } from '../context.ts'
import { errorCode, errorText, fail } from '../errors.ts'
import { adminEndpoint } from '../http-admin.ts'
import { AppSettings, fill } from '../schema/documents.ts'
import { dryRun } from '../social/index.ts'
import { Type } from '../type.ts'
import { text, textOrNull } from './forms.ts'
import { getSource } from './sources.ts'

const said = (maxLength: number, description: string) => Type.Optional(Type.String({ maxLength, description }))

/** Ours. The very turns of a real sign-in, in a transaction that is not kept: nothing is written, nobody is asked. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/sources/:sourceId/dry-run',
  about: 'What would come of a sign-in at this source by a person with this profile, and why',
  role: 'auditor',
  grant: 'source_read',
  body: Type.Object({
    profile: Type.Object(
      {
        subject: Type.String({ minLength: 1, maxLength: 500, description: 'The id the provider has for the person.' }),
        alias: said(500, 'The second one, where it tells two.'),
        nickname: said(200, ''),
        avatar: said(1000, ''),
        mobile: said(64, 'As the provider writes it.'),
        mobile_verified: Type.Optional(Type.Boolean()),
        email: said(320, ''),
        email_verified: Type.Optional(Type.Boolean()),
      },
      { additionalProperties: false },
    ),
    client_id: said(64, 'The application that would ask; absent: the first that offers this source.'),
  }),
  reply: Type.Object({
    status: Type.String({ description: 'As the application would be answered it, or refused.' }),
    user_id: textOrNull,
    steps: Type.Array(text, { description: 'What was found and decided, turn by turn.' }),
    refused: Type.Union([Type.Object({ error_code: text, error_msg: text }), Type.Null()]),
  }),

  async handle({ ctx, body, params }) {
    const source = await getSource(ctx, params['sourceId'])
    const { mobile_verified: mobileVerified, email_verified: emailVerified, ...more } = body.profile
    const profile = {
      ...more,
      ...(mobileVerified !== undefined && { mobileVerified }),
      ...(emailVerified !== undefined && { emailVerified }),
    }
    const asking = await enterAs(ctx, body.client_id ?? (await findAsking(ctx, source.id)))
    const it = await dryRun(asking, source, profile)
    return {
      status: it.status,
      user_id: it.userId ?? null,
      steps: it.steps,
      refused: it.refused ? { error_code: errorCode(it.refused, 'oneaccess'), error_msg: errorText(it.refused, ctx.language, {}) } : null,
    }
  },
})

async function findAsking(ctx: AdminCtx, sourceId: string): Promise<string> {
  const offering = (await listAppRows(ctx, ctx.tenant.id)).find((it) => {
    const { sources } = fill(AppSettings, JSON.parse(it.settings))
    return it.disabledAt === null && (sources.length === 0 || sources.includes(sourceId))
  })
  return offering?.clientId ?? fail('appUnknown')
}

/** A request of that application, as it would come. */
async function enterAs(ctx: AdminCtx, clientId: string): Promise<Ctx> {
  if (!(await findAppRow(ctx, ctx.tenant.id, clientId))) fail('appUnknown')
  const device = { 'x-operating-sys-version': 'none', 'x-device-fingerprint': 'dry run', 'x-agent': 'dry run' }
  const headers = { ...device, 'x-client-id': clientId, 'x-tenant-id': ctx.tenant.id }
  const { address, language, requestId } = ctx
  return identifyApp(ctx, { headers, body: {}, address, language, requestId, url: '' })
}
