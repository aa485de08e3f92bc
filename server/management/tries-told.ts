/** What of a try an administrator reads: addresses without what is secret or one-time in them, people's numbers and addresses masked. */
import type { AdminCtx } from '../context.ts'
import { maskEmail } from '../email.ts'
import { maskMobile, readMobile } from '../phone.ts'
import { type Asked, type Connector, hideSecrets, type Profile, type Source } from '../social/index.ts'
import { Type } from '../type.ts'
import { DryRunReply } from './dry-runs.ts'
import { FaultOrNull, text } from './forms.ts'

export const StepField = Type.Object({
  step: Type.Enum(['address', 'returned', 'exchanged', 'person', 'outcome'], {
    description: 'The address of the provider’s page; who came back; the code exchanged; who it is; what would come of them here.',
  }),
  state: Type.Enum(['done', 'failed']),
  fault: FaultOrNull,
  address: Type.Union([Type.String(), Type.Null()], { description: 'What was opened, without what is secret or one-time in it.' }),
  asked: Type.Array(
    Type.Object({
      method: text,
      address: text,
      status: Type.Union([Type.Integer(), Type.Null()], { description: 'null: no answer.' }),
      attributes: Type.Array(text, { description: 'Names in the answer, without what they say.' }),
    }),
    { description: 'What was asked of the provider, without queries.' },
  ),
  attributes: Type.Array(
    Type.Object({
      name: Type.String({ description: 'subject, alias, nickname, avatar, mobile, mobile_verified, email, email_verified.' }),
      value: Type.String({ description: 'Numbers and addresses are masked.' }),
      from: Type.Union([Type.String(), Type.Null()], { description: 'The attribute of the provider, where a setting names it.' }),
    }),
  ),
  outcome: Type.Union([DryRunReply, Type.Null()], { description: 'As of a dry run.' }),
})

export const describe = (asked: Asked[]) =>
  asked.map(({ method, address, status, attributes }) => ({ method, address, status: status ?? null, attributes }))

type Promised = { state: string; nonce: string }

/** What is promised anew with every sign-in tells nothing, and could be abused; a secret of the settings has no business there. */
export function hideAddress(
  url: string,
  { state, nonce }: Promised,
  { connector, source }: { connector: Connector; source: Source },
): string {
  const once = [state, nonce].reduce((it, one) => it.replaceAll(one, '…'), url)
  return hideSecrets(once.replace(/(code_challenge=)[^&#]+/, '$1…'), connector, source.settings)
}

const names = {
  subject: 'subject',
  alias: 'alias',
  nickname: 'nickname',
  avatar: 'avatar',
  mobile: 'mobile',
  mobileVerified: 'mobile_verified',
  email: 'email',
  emailVerified: 'email_verified',
} as const satisfies Record<keyof Profile, string>

/** As the connector read it. What it did not find is not told: the names of what was sent are beside it. */
export function describePerson(ctx: AdminCtx, source: Source, profile: Profile) {
  return Object.entries(names).flatMap(([key, name]) => {
    const value = profile[key as keyof Profile]
    if (value === undefined) return []
    const from = source.settings[`${name}_attribute`]
    return [{ name, value: mask(ctx, name, value), from: typeof from === 'string' ? from : null }]
  })
}

function mask(ctx: AdminCtx, name: string, value: string | boolean): string {
  if (typeof value === 'boolean') return String(value)
  if (name === 'email') return maskEmail(value)
  if (name !== 'mobile') return value
  const mobile = readMobile(value, ctx.tenant.settings.preferred_country)
  // That it is no number is told by the next step.
  return mobile ? maskMobile(mobile) : `${value.slice(0, 2)}***`
}
