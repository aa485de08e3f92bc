/** What a solved picture earns: a captcha_token for one number or address. */
import type { Ctx } from '../context.ts'
import { fail } from '../errors.ts'
import { readMobile } from '../phone.ts'
import { hashToken } from '../secrets.ts'
import { findCaptcha, spendPass } from './store.ts'

/** Numbers in one form, addresses in lower case: the sender is written one way here and maybe another way later. */
export const passHash = (ctx: Ctx, captchaToken: string, sender: string): string =>
  ctx.secrets.mac('captcha', captchaToken, readMobile(sender, ctx.tenant.settings.preferred_country) ?? sender.trim().toLowerCase())

/** Spends a captcha_token; inside the transaction of what it was asked for, so a refused send does not cost it. */
export async function spendCaptchaToken(ctx: Ctx, captchaToken: string, sender: string): Promise<void> {
  const hash = hashToken(captchaToken.split('---', 1)[0] as string)
  const spent = await spendPass(ctx, { tenantId: ctx.tenant.id, hash, passHash: passHash(ctx, captchaToken, sender), now: ctx.now() })
  if (spent === 1) return
  const row = await findCaptcha(ctx, { tenantId: ctx.tenant.id, hash })
  if (row && row.passHash !== null && row.expiresAt > ctx.now()) fail('captchaTokenInvalid')
  fail(row ? 'captchaTokenExpired' : 'captchaTokenInvalid')
}
