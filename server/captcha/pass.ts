/** What a solved picture earns: a captcha_token for one number or address. */
import type { Ctx } from '../context.ts'
import { readEmail } from '../email.ts'
import { fail } from '../errors.ts'
import { readMobile } from '../phone.ts'
import { hashToken } from '../secrets.ts'
import { findCaptcha, returnPass, spendPass } from './store.ts'

/** Numbers and addresses in one form each: the sender is written one way here and maybe another way later. */
export const senderOf = (ctx: Ctx, sender: string): string =>
  readMobile(sender, ctx.tenant.settings.preferred_country) ?? readEmail(sender) ?? sender.trim().toLowerCase()

export const passHash = (ctx: Ctx, captchaToken: string, sender: string): string =>
  ctx.secrets.mac('captcha', captchaToken, senderOf(ctx, sender))

const rowOf = (captchaToken: string) => hashToken(captchaToken.split('---', 1)[0] as string)

/** Spends a captcha_token; inside the transaction of what it was asked for, so a refused send does not cost it. */
export async function spendCaptchaToken(ctx: Ctx, captchaToken: string, sender: string): Promise<void> {
  const hash = rowOf(captchaToken)
  const spent = await spendPass(ctx, { tenantId: ctx.tenant.id, hash, passHash: passHash(ctx, captchaToken, sender), now: ctx.now() })
  if (spent === 1) return
  const row = await findCaptcha(ctx, { tenantId: ctx.tenant.id, hash })
  if (row && row.passHash !== null && row.expiresAt > ctx.now()) fail('captchaTokenInvalid')
  fail(row ? 'captchaTokenExpired' : 'captchaTokenInvalid')
}

/** What it was spent for did not come about: it is good again until it expires. */
export const returnCaptchaToken = (ctx: Ctx, captchaToken: string, sender: string): Promise<number> =>
  returnPass(ctx, { tenantId: ctx.tenant.id, hash: rowOf(captchaToken), passHash: passHash(ctx, captchaToken, sender), now: ctx.now() })
