import { networkOf } from '../address.ts'
import { record } from '../audit/index.ts'
import { challengeAnswer, readShown, returnShown, spendShown } from '../captcha/index.ts'
import { codeMac, dropCode, putCode, stateForCode } from '../codes/index.ts'
import { type Ctx, type Ground, transact } from '../context.ts'
import { readEmail } from '../email.ts'
import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { EVERYWHERE, inUnits, refund, spend } from '../limits/index.ts'
import { newId, randomDigits } from '../secrets.ts'
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
    challenge_answer: challengeAnswer,
  }),

  async handle({ ctx, body, stateToken }) {
    const { mail } = ctx.tenant.settings
    const email = readEmail(body.email) ?? fail('emailInvalid')
    if (!(await servesMail(ctx))) fail('mailUnserved')
    const type = body.type as MailType
    const shown = await readShown(ctx, body, email)
    const purpose = purposeOf(type)
    const stateHash = await stateForCode(ctx, purpose, stateToken)

    const code = randomDigits(mail.code_length)
    const key = {
      tenantId: ctx.tenant.id,
      target: email,
      purpose,
      stateHash,
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
      // Nobody has this code: it goes, and so does the wait for the next one; what was shown for it is good again. The day's count stays.
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

type Within = Ground & Pick<Ctx, 'tenant' | 'address'>

const mailbox = (ctx: Ground, email: string) => ctx.secrets.mac('mailbox', email)

/** Over all tenants: the mailbox is one person's, whoever sends (threat row 12). */
export const cooldown = (ctx: Within, email: string) => ({
  tenantId: EVERYWHERE,
  key: `mail wait ${mailbox(ctx, email)}`,
  most: 1,
  window: ctx.tenant.settings.mail.cooldown * SECOND,
})

export async function spendLimits(ctx: Within, email: string): Promise<void> {
  const { mail } = ctx.tenant.settings
  const seconds = await spend(ctx, cooldown(ctx, email))
  if (seconds) fail('sentTooSoon', { seconds: inUnits(seconds, SECOND) })
  const day = await spend(ctx, { tenantId: EVERYWHERE, key: `mail ${mailbox(ctx, email)}`, most: mail.per_mailbox_per_day, window: DAY })
  if (day) fail('sendsSpent', { hours: inUnits(day, HOUR) })
  // The address of the socket or of a trusted proxy; what X-device-ip says is never used (threat row 20).
  const hour = await spend(ctx, {
    tenantId: ctx.tenant.id,
    key: `mail from ${networkOf(ctx.address)}`,
    most: mail.per_address_per_hour,
    window: HOUR,
  })
  if (hour) fail('addressSpent', { minutes: inUnits(hour, MINUTE) })
}
