import { adminEndpoint } from '../http-admin.ts'
import { Type } from '../type.ts'
import { DryRunReply, foresee } from './dry-runs.ts'
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
  reply: DryRunReply,

  async handle({ ctx, body, params }) {
    const source = await getSource(ctx, params['sourceId'])
    const { mobile_verified: mobileVerified, email_verified: emailVerified, ...more } = body.profile
    const profile = {
      ...more,
      ...(mobileVerified !== undefined && { mobileVerified }),
      ...(emailVerified !== undefined && { emailVerified }),
    }
    return foresee(ctx, source, profile, body.client_id)
  },
})
