import { record } from '../audit/index.ts'
import { readShown, returnShown, spendShown } from '../captcha/index.ts'
import { codeMac, dropCode, putCode } from '../codes/index.ts'
import { type Ctx, transact } from '../context.ts'
import { readEmail } from '../email.ts'
import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { EVERYWHERE, inUnits, refund, spend } from '../limits/index.ts'
import { newId, randomDigits } from '../secrets.ts'
import { openState } from '../session/index.ts'
import { deliver, servesMail } from './routes.ts'
import { composeMail, type MailType, mailTypes, purposeOf } from './texts.ts'
import { Type } from '../type.ts'

const SECOND = 1000
const MINUTE = 60_000
const HOUR = 3_600_000
const DAY = 86_400_000

/** Wire: user-api 2.2.5. Answers the same, whether or not anybody here has the address (threat row 13). */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/email/send',
  about: 'Send a one-time code by e-mail; under an X-state-token the code is good for that one only',
  caller: 'app',
  needsState: 'optional',
  body: Type.Object({
    email: Type.String({ minLength: 1, maxLength: 320 }),
    type: Type.Enum([...mailTypes]),
    captcha_token: Type.Optional(Type.String({ maxLength: 300 })),
  }),

  async handle({ ctx, body, stateToken }) {
    const { mail } = ctx.tenant.settings
    const email = readEmail(body.email) ?? fail('emailInvalid')
    if (!(await servesMail(ctx))) fail('mailUnserved')
    const type = body.type as MailType
    const shown = await readShown(ctx, { captcha_token: body.captcha_token }, email)
    // As of text messages: only these two are spent by calls that have a state token.
    const bound = type === 'BIND_EMAIL_EMS' || type === 'REGISTER_EMS'
    const state = stateToken && bound ? await openState(ctx, ['SOCIAL_BIND', 'USER_REGISTER', 'SOCIAL_CHOICE'], stateToken) : undefined
    if (!state && type === 'BIND_EMAIL_EMS' && ctx.app.settings.codes_need_state) fail('stateRequired')

    const code = randomDigits(mail.code_length)
    const purpose = purposeOf(type)
    const key = {
      tenantId: ctx.tenant.id,
      target: email,
      purpose,
      stateHash: state?.hash ?? '',
      codeMac: codeMac(ctx, email, purpose, code),
    }
    await transact(ctx, async (ctx) => {
      await spendShown(ctx, shown)
      await spendLimits(ctx, email)
      await putCode(ctx, { ...key, now: ctx.now(), expiresAt: ctx.now() + mail.code_lifetime * SECOND })
      await record(ctx, { event: 'send', outcome: 'SUCCESS', detail: { type } })
    })

    try {
      await deliver(ctx, {
        ...composeMail(type, ctx.language, { code, minutes: Math.ceil(mail.code_lifetime / 60), app: ctx.app.name }),
        to: email,
        code,
        type,
        language: ctx.language,
        ttl: mail.code_lifetime,
        tenantId: ctx.tenant.id,
        messageId: newId(ctx.now()),
      })
      ctx.metrics.codes.inc({ event: 'sent' })
    } catch (reason) {
      ctx.metrics.codes.inc({ event: 'failed' })
      // Nobody has this code: it goes, and so does the wait for the next one; the picture is good again. The day's count stays.
      await transact(ctx, async (ctx) => {
        await refund(ctx, cooldown(ctx, email))
        await dropCode(ctx, key)
        await returnShown(ctx, shown)
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

const mailbox = (ctx: Ctx, email: string) => ctx.secrets.mac('mailbox', email)

/** Over all tenants: the mailbox is one person's, whoever sends (threat row 12). */
const cooldown = (ctx: Ctx, email: string) => ({
  tenantId: EVERYWHERE,
  key: `mail wait ${mailbox(ctx, email)}`,
  most: 1,
  window: ctx.tenant.settings.mail.cooldown * SECOND,
})

async function spendLimits(ctx: Ctx, email: string): Promise<void> {
  const { mail } = ctx.tenant.settings
  const seconds = await spend(ctx, cooldown(ctx, email))
  if (seconds) fail('sentTooSoon', { seconds: inUnits(seconds, SECOND) })
  const day = await spend(ctx, { tenantId: EVERYWHERE, key: `mail ${mailbox(ctx, email)}`, most: mail.per_mailbox_per_day, window: DAY })
  if (day) fail('sendsSpent', { hours: inUnits(day, HOUR) })
  // The address of the socket or of a trusted proxy; what X-device-ip says is never used (threat row 20).
  const hour = await spend(ctx, { tenantId: ctx.tenant.id, key: `mail from ${ctx.address}`, most: mail.per_address_per_hour, window: HOUR })
  if (hour) fail('addressSpent', { minutes: inUnits(hour, MINUTE) })
}
