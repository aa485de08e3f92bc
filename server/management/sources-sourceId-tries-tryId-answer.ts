import { adminEndpoint } from '../http-admin.ts'
import { Type } from '../type.ts'
import { answer, type Answer, TryReply } from './tries.ts'

const said = (maxLength: number, description: string) => Type.Optional(Type.String({ maxLength, description }))

/** Ours. Once: the state is spent with it, whatever the provider says. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/sources/:sourceId/tries/:tryId/answer',
  about: 'What the provider sent back: the code is exchanged, and nobody is signed in, made or bound',
  role: 'administrator',
  grant: 'source_all',
  body: Type.Object(
    {
      state: said(256, 'As it came back; none where the code was pasted from a device.'),
      code: said(4096, ''),
      error: said(256, 'What came instead of a code (RFC 6749 section 4.1.2.1).'),
      error_description: said(2048, ''),
      iss: said(2048, 'RFC 9207.'),
      user: said(4096, 'Apple’s, in its posted form.'),
    },
    { additionalProperties: false },
  ),
  reply: TryReply,
  handle: async ({ ctx, headers, params, body }) =>
    answer({ ctx, headers, sourceId: params['sourceId'], tryId: params['tryId'] }, body as Answer),
})
