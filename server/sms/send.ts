import { record } from '../audit/index.ts'
import { spendCaptchaToken } from '../captcha/index.ts'
import { type Ctx, transact } from '../context.ts'
import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { EVERYWHERE, inUnits, refund, spend } from '../limits/index.ts'
import { countryOf, readMobile } from '../phone.ts'
import { newId, randomDigits } from '../secrets.ts'
import { openState } from '../session/index.ts'
import { codeMac } from './codes.ts'
import { deliver } from './routes.ts'
import { dropCode, putCode } from './store.ts'
import { composeText, purposeOf, type SmsType, smsTypes } from './texts.ts'
import { Type } from '../type.ts'

const SECOND = 1000
const MINUTE = 60_000
const HOUR = 3_600_000
const DAY = 86_400_000

/** Wire: user-api 2.2.4. Answers the same, whether or not anybody here has the number (threat row 13). */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/sms/send',
  about: 'Send a one-time code by SMS; under an X-state-token the code is good for that one only',
  caller: 'app',
  needsState: 'optional',
  body: Type.Object({
    mobile: Type.String({ minLength: 1, maxLength: 64 }),
    type: Type.Enum([...smsTypes]),
    captcha_token: Type.Optional(Type.String({ maxLength: 300 })),
  }),

  async handle({ ctx, body, stateToken }) {
    const { settings } = ctx.tenant
    const mobile = readMobile(body.mobile, settings.preferred_country) ?? fail('mobileInvalid')
    if (settings.countries.length && !settings.countries.includes(countryOf(mobile) ?? '')) fail('countryRefused')
    const type = body.type as SmsType
    if (settings.captcha.required && !body.captcha_token) fail('captchaTokenMissing')
    // Other codes are spent by calls that have no state token: a client that sends the header everywhere must not lose them.
    const bound = type === 'BIND_MOBILE_SMS' || type === 'REGISTER_SMS'
    const state = stateToken && bound ? await openState(ctx, ['SOCIAL_BIND', 'USER_REGISTER', 'SOCIAL_CHOICE'], stateToken) : undefined
    if (!state && type === 'BIND_MOBILE_SMS' && ctx.app.settings.codes_need_state) fail('stateRequired')

    const code = randomDigits(settings.sms.code_length)
    const purpose = purposeOf(type)
    const key = { tenantId: ctx.tenant.id, mobile, purpose, stateHash: state?.hash ?? '', codeMac: codeMac(ctx, mobile, purpose, code) }
    await transact(ctx, async (ctx) => {
      if (settings.captcha.required) await spendCaptchaToken(ctx, body.captcha_token ?? '', body.mobile)
      await spendLimits(ctx, mobile)
      await putCode(ctx, { ...key, now: ctx.now(), expiresAt: ctx.now() + settings.sms.code_lifetime * SECOND })
      await record(ctx, { event: 'send', outcome: 'SUCCESS', detail: { type } })
    })

    try {
      await deliver(ctx, {
        to: mobile,
        code,
        type,
        text: composeText(settings.sms.texts[type]?.[ctx.language], type, ctx.language, {
          code,
          minutes: Math.ceil(settings.sms.code_lifetime / 60),
          app: ctx.app.name,
        }),
        language: ctx.language,
        ttl: settings.sms.code_lifetime,
        tenantId: ctx.tenant.id,
        messageId: newId(ctx.now()),
      })
      ctx.metrics.codes.inc({ event: 'sent' })
    } catch (reason) {
      ctx.metrics.codes.inc({ event: 'failed' })
      ctx.log.warn({ requestId: ctx.requestId, err: reason }, 'the SMS gateway failed')
      // Nobody has this code: it goes, and so does the wait for the next one. The day's count stays.
      await transact(ctx, async (ctx) => {
        await refund(ctx, cooldown(ctx, mobile))
        await dropCode(ctx, key)
        await record(ctx, {
          event: 'send',
          outcome: 'failed',
          reason: reason instanceof Error ? reason.message : 'unknown',
          detail: { type },
        })
      })
      fail('sendFailed')
    }
    return undefined
  },
})

const number = (ctx: Ctx, mobile: string) => ctx.secrets.mac('number', mobile)

/** Over all tenants: the number is one person's, whoever sends (threat row 12). */
const cooldown = (ctx: Ctx, mobile: string) => ({
  tenantId: EVERYWHERE,
  key: `wait ${number(ctx, mobile)}`,
  most: 1,
  window: ctx.tenant.settings.sms.cooldown * SECOND,
})

async function spendLimits(ctx: Ctx, mobile: string): Promise<void> {
  const { sms } = ctx.tenant.settings
  const seconds = await spend(ctx, cooldown(ctx, mobile))
  if (seconds) fail('sentTooSoon', { seconds: inUnits(seconds, SECOND) })
  const day = await spend(ctx, { tenantId: EVERYWHERE, key: `send ${number(ctx, mobile)}`, most: sms.per_number_per_day, window: DAY })
  if (day) fail('sendsSpent', { hours: inUnits(day, HOUR) })
  // The address of the socket or of a trusted proxy; what X-device-ip says is never used (threat row 20).
  const hour = await spend(ctx, { tenantId: ctx.tenant.id, key: `from ${ctx.address}`, most: sms.per_address_per_hour, window: HOUR })
  if (hour) fail('addressSpent', { minutes: inUnits(hour, MINUTE) })
}
