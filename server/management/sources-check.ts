import { recordAct } from '../audit/index.ts'
import { transact } from '../context.ts'
import { adminEndpoint } from '../http-admin.ts'
import { checkSource, findConnector } from '../social/index.ts'
import { Type } from '../type.ts'
import { FaultOrNull, SECRETS, SettingsField, showFault } from './forms.ts'
import { readSettings } from './marks.ts'
import { getSource } from './sources.ts'

/** Ours. Nothing is kept; but somebody had a provider asked, and that is in the trail. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/sources/check',
  about: 'Ask the provider whether settings would work that are not saved yet',
  role: 'administrator',
  grant: 'source_all',
  body: Type.Object({
    connector: Type.String({ minLength: 1, maxLength: 64 }),
    settings: SettingsField(SECRETS),
    id: Type.Optional(Type.String({ maxLength: 64, description: 'The source whose stored secrets are meant by {"set": true}.' })),
  }),
  reply: Type.Object({ fault: FaultOrNull }),

  async handle({ ctx, body }) {
    const stored = body.id === undefined ? undefined : await getSource(ctx, body.id)
    const { connector } = body
    const settings = readSettings(
      findConnector(connector)?.settings,
      body.settings,
      stored?.connector === connector ? stored.settings : undefined,
    )
    const policy = { unknownUser: 'bind', trustMobile: false, trustEmail: false, disabled: false, logo: '' } as const
    const fault = await checkSource(ctx, { id: body.id ?? connector, name: connector, connector, settings, ...policy })
    await transact(ctx, (ctx) =>
      recordAct(ctx, { event: 'settings-check', subject: connector.slice(0, 64), after: { ...(fault && { refusal: fault.refusal }) } }),
    )
    return { fault: showFault(fault) }
  },
})
