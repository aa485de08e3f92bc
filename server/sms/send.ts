import { record } from '../audit/index.ts'
import { challengeAnswer, readShown, returnShown, type Shown, spendShown } from '../captcha/index.ts'
import { codeMac, dropCode, findTestCode, linkedMac, putCode, renameCode, stateForCode } from '../codes/index.ts'
import { type Ctx, type Ground, transact } from '../context.ts'
import { fail, failBecause } from '../errors.ts'
import { endpoint } from '../http.ts'
import { type Counted, EVERYWHERE, inUnits, prefixOf, refund, spend, spendCounted, uncountMessage } from '../limits/index.ts'
import { maskMobile, readMobile } from '../phone.ts'
import { newId, randomDigits } from '../secrets.ts'
import { admit, readAsked } from './decide.ts'
import { type Carried, carry } from './deliver.ts'
import { takeEarly, takeReceipts } from './receipts-told.ts'
import { type Way } from './routes.ts'
import { addMessage, failMessage, nameMessage } from './store.ts'
import { composeText, ownText, purposeOf, type SmsType, smsTypes } from './texts.ts'
import { Type } from '../type.ts'

const SECOND = 1000
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
    challenge_answer: challengeAnswer,
  }),

  async handle({ ctx, body, stateToken }) {
    const { settings } = ctx.tenant
    const mobile = readMobile(body.mobile, settings.preferred_country) ?? fail('mobileInvalid')
    const type = body.type as SmsType
    const purpose = purposeOf(type)
    const shown = await readShown(ctx, body, mobile)
    const stateHash = await stateForCode(ctx, purpose, stateToken)

    const test = findTestCode(ctx, mobile)
    if (test === 'refused') failBecause('a test number past its end, or with one too far off', 'smsBlocked')
    const code = test?.code ?? randomDigits(settings.sms.code_length)
    const key = {
      tenantId: ctx.tenant.id,
      target: mobile,
      purpose,
      stateHash,
      codeMac: codeMac(ctx, mobile, purpose, code),
    }
    const detail = { type, to: maskMobile(mobile) }
    const put = async (ctx: Ctx): Promise<boolean> => {
      await spendShown(ctx, shown)
      const again = await spendNumber(ctx, mobile)
      await putCode(ctx, { ...key, now: ctx.now(), expiresAt: ctx.now() + settings.sms.code_lifetime * SECOND })
      return again
    }
    const succeed = (ctx: Ctx, more: object) => record(ctx, { event: 'send', outcome: 'SUCCESS', detail: { ...detail, ...more } })
    if (test) {
      await transact(ctx, async (ctx) => {
        await put(ctx)
        await succeed(ctx, { rule: 'test_number' })
      })
      return undefined
    }

    const asked = await readAsked(ctx, mobile, purpose, shown.work !== undefined)
    if (asked.ways.length === 0) failBecause('no SMS gateway of this tenant may carry this message', 'sendFailed')
    const messageId = newId(ctx.now())
    const counted = await admit(ctx, asked, {
      async before(ctx) {
        const again = await put(ctx)
        await addMessage(ctx, {
          tenantId: ctx.tenant.id,
          id: messageId,
          numberHash: number(ctx, mobile),
          country: asked.where.country,
          prefix: prefixOf(mobile),
          gatewayId: asked.ways[0]?.route.id ?? '',
          cost: asked.cost,
          now: ctx.now(),
          expiresAt: ctx.now() + settings.sms.keep_messages * DAY,
        })
        return again
      },
      after: (ctx, { rule, reason }) => succeed(ctx, { rule, reason }),
    })

    let carried: Carried
    try {
      carried = await carry(ctx, asked.ways, {
        to: mobile,
        code,
        type,
        text: composeText(ownText(settings.sms, type, ctx.language), type, ctx.language, {
          code,
          minutes: Math.ceil(settings.sms.code_lifetime / 60),
          app: ctx.app.name,
        }),
        language: ctx.language,
        ttl: settings.sms.code_lifetime,
        tenantId: ctx.tenant.id,
        messageId,
      })
    } catch (reason) {
      await undo(ctx, { mobile, key, shown, counted, messageId, detail, reason })
      return fail('sendFailed')
    }
    ctx.metrics.codes.inc({ event: 'sent' })
    await nameCarried(ctx, messageId, asked.ways, carried, key)
    return undefined
  },
})

type Key = Parameters<typeof dropCode>[1]
type Undone = {
  mobile: string
  key: Key
  shown: Shown
  counted: Counted
  messageId: string
  detail: object
  reason: unknown
}

/** Nobody has this code: it goes, and so does the wait for the next one; what was shown for it is good again. The day's count stays. */
async function undo(ctx: Ctx, { mobile, key, shown, counted, messageId, detail, reason }: Undone): Promise<void> {
  ctx.metrics.codes.inc({ event: 'failed' })
  ctx.log.warn({ requestId: ctx.requestId, err: reason }, 'no SMS gateway took the message')
  const why = reason instanceof Error ? reason.message : 'unknown'
  await transact(ctx, async (ctx) => {
    await refund(ctx, cooldown(ctx, mobile))
    await dropCode(ctx, key)
    await returnShown(ctx, shown)
    await failMessage(ctx, { tenantId: ctx.tenant.id, id: messageId, detail: why.slice(0, 200) })
    await record(ctx, { event: 'send', outcome: 'failed', reason: why, detail: { ...detail } })
    await uncountMessage(ctx, counted)
  })
}

/**
 * Notes what the vendor calls the message, and who took it when that was not the first: receipts ask for both. The
 * message has left: whatever fails here is no failure of the request.
 */
export async function nameCarried(ctx: Ctx, id: string, ways: Way[], carried: Carried, key?: Key): Promise<void> {
  const { gatewayId, vendorId, makes, hears } = carried
  if (vendorId === undefined && gatewayId === ways[0]?.route.id) return
  try {
    await transact(ctx, async (ctx) => {
      await nameMessage(ctx, { tenantId: ctx.tenant.id, id, gatewayId, vendorId: vendorId?.slice(0, 200) ?? null })
      if (key && (makes || hears)) await renameCode(ctx, { ...key, name: linkedMac(makes ? undefined : key.codeMac, id) })
    })
    const early = vendorId === undefined ? undefined : takeEarly(ctx, ctx.tenant.id, gatewayId, vendorId)
    const teller = ways.find((it) => it.route.id === gatewayId)?.route
    if (early && teller) await takeReceipts(ctx, ctx.tenant.id, teller, [early])
  } catch (reason) {
    ctx.log.error({ requestId: ctx.requestId, err: reason }, 'what became of a message cannot be told: its name was not written')
  }
}

type Within = Ground & Pick<Ctx, 'tenant'>

/** What a message keeps of a number. */
export const number = (ctx: Within, mobile: string) => ctx.secrets.mac('number', mobile)

/** Over all tenants: the number is one person's, whoever sends (threat row 12). */
export const cooldown = (ctx: Within, mobile: string) => ({
  tenantId: EVERYWHERE,
  key: `wait ${number(ctx, mobile)}`,
  most: 1,
  window: ctx.tenant.settings.sms.cooldown * SECOND,
})

/** Answers whether the number got a message in these 24 hours already. */
export async function spendNumber(ctx: Within, mobile: string): Promise<boolean> {
  const { sms } = ctx.tenant.settings
  const seconds = await spend(ctx, cooldown(ctx, mobile))
  if (seconds) fail('sentTooSoon', { seconds: inUnits(seconds, SECOND) })
  const day = await spendCounted(ctx, {
    tenantId: EVERYWHERE,
    key: `send ${number(ctx, mobile)}`,
    most: sms.per_number_per_day,
    window: DAY,
  })
  if ('wait' in day) return fail('sendsSpent', { hours: inUnits(day.wait, HOUR) })
  return day.count > 1
}
