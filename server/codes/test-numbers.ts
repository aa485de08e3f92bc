/** Numbers of testers and reviewers: nothing is sent to them, and their code is one the administrator chose. */
import type { Ctx, Ground } from '../context.ts'

const DAY = 86_400_000
/** A code that everybody on a project knows must not outlive the project. */
const LONGEST = 90 * DAY

/** The code of a test number; `refused` when it may not be used any more, or not yet; nothing for everybody else's number. */
export function findTestCode(ctx: Ground & Pick<Ctx, 'tenant'>, mobile: string): { code: string } | 'refused' | undefined {
  const found = ctx.tenant.settings.sms.test_numbers.find((it) => it.number === mobile)
  if (!found) return undefined
  const left = Date.parse(`${found.until}T23:59:59.999Z`) - ctx.now()
  // NaN, for a day there is not, is neither.
  if (!(left >= 0) || (ctx.config.mode === 'production' && left > LONGEST)) return 'refused'
  return { code: found.code }
}
