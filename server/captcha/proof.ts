/** What whoever asks for a code shows: a solved picture, the answer to a challenge, or both. */
import type { Ctx } from '../context.ts'
import { fail } from '../errors.ts'
import { Type } from '../type.ts'
import { returnCaptchaToken, spendCaptchaToken } from './pass.ts'
import { checkWork, returnWork, spendWork, type Work } from './work.ts'

/** As sms/send and email/send take it in their bodies. */
export const challengeAnswer = Type.Optional(
  Type.String({
    minLength: 1,
    maxLength: 1000,
    description: 'Answer to /api/v2/sdk/captcha/challenge: JSON of algorithm, challenge, number, salt and signature, in base64.',
  }),
)

export type Shown = { sender: string; captchaToken?: string; work?: Work }

/** Reads what came along, and refuses what does not suffice; nothing is spent yet. */
export async function readShown(
  ctx: Ctx,
  said: { captcha_token?: string | undefined; challenge_answer?: string | undefined },
  sender: string,
): Promise<Shown> {
  const { required, alternative } = ctx.tenant.settings.captcha
  if (required && !said.captcha_token && !(alternative && said.challenge_answer)) fail('captchaTokenMissing')
  return {
    sender,
    ...(required && said.captcha_token && { captchaToken: said.captcha_token }),
    ...(said.challenge_answer && { work: await checkWork(ctx, said.challenge_answer, sender) }),
  }
}

/** Inside the transaction of what it was shown for. */
export async function spendShown(ctx: Ctx, { sender, captchaToken, work }: Shown): Promise<void> {
  if (captchaToken) await spendCaptchaToken(ctx, captchaToken, sender)
  if (work) await spendWork(ctx, work)
}

/** Whoever showed it could do nothing for what went wrong: it is good again, as long as it would have been. */
export async function returnShown(ctx: Ctx, { sender, captchaToken, work }: Shown): Promise<void> {
  if (captchaToken) await returnCaptchaToken(ctx, captchaToken, sender)
  if (work) await returnWork(ctx, work)
}
