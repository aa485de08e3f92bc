/**
 * A provider that does not exist, for development and tests: the code itself says who the person is.
 *
 *   sandbox:alice
 *   sandbox:alice;mobile=+8615912345678;mobile_verified=true;email=a@example.com;alias=union-1
 *   sandbox:!expired  sandbox:!denied  sandbox:!misconfigured  sandbox:!unreachable  sandbox:!slow
 *
 * It asks nobody, keeps nothing, and so takes the same code twice, which no real provider does.
 */
import { connector, refuse, type Profile, type Refusal, Type } from './connector.ts'

const settings = Type.Object(
  {
    slow_ms: Type.Optional(
      Type.Integer({
        title: 'Delay of !slow (ms)',
        titleZh: '!slow 的延迟（毫秒）',
        description: 'How long the person "!slow" takes before the provider is taken for unreachable.',
        descriptionZh: '遇到名为“!slow”的人时，等待多久（毫秒）后视为第三方不可达。',
        minimum: 0,
        maximum: 60_000,
        default: 5_000,
      }),
    ),
  },
  { additionalProperties: false },
)

const PREFIX = 'sandbox:'
const NAME = /^[A-Za-z0-9._-]{1,64}$/
const FAULTS: Record<string, Refusal> = {
  '!expired': 'expired',
  '!denied': 'denied',
  '!misconfigured': 'misconfigured',
  '!unreachable': 'unreachable',
}

/** The options a code may carry, and where they go. "verified" is believed only in so many words (threat row 2). */
const OPTIONS: Record<string, (profile: Profile, value: string) => void> = {
  alias: (profile, value) => void (profile.alias = value),
  nickname: (profile, value) => void (profile.nickname = value),
  avatar: (profile, value) => void (profile.avatar = value),
  mobile: (profile, value) => void (profile.mobile = value),
  mobile_verified: (profile, value) => void (profile.mobileVerified = value === 'true'),
  email: (profile, value) => void (profile.email = value),
  email_verified: (profile, value) => void (profile.emailVerified = value === 'true'),
}

function readProfile(name: string, options: string[]): Profile {
  if (!NAME.test(name)) return refuse('expired', 'sandbox: no code of this provider')
  const profile: Profile = { subject: `sandbox-${name}`, nickname: name }
  for (const option of options) {
    const at = option.indexOf('=')
    const key = option.slice(0, at)
    if (at < 1 || at === option.length - 1 || !Object.hasOwn(OPTIONS, key)) refuse('expired', 'sandbox: option not known')
    OPTIONS[key]?.(profile, option.slice(at + 1))
  }
  return profile
}

export const sandbox = connector({
  id: 'sandbox',
  label: { en: 'Sandbox', zh: '沙箱' },
  developmentOnly: true,
  settings,

  async identify({ slow_ms: slowMs = 5_000 }, { code }) {
    if (!code.startsWith(PREFIX)) return refuse('expired', 'sandbox: no code of this provider')
    const [name = '', ...options] = code.slice(PREFIX.length).split(';')
    if (Object.hasOwn(FAULTS, name)) return refuse(FAULTS[name]!, `sandbox: asked for by ${name}`)
    if (name === '!slow') {
      await new Promise((resume) => setTimeout(resume, slowMs))
      return refuse('unreachable', 'sandbox: asked for by !slow')
    }
    return readProfile(name, options)
  },
})
