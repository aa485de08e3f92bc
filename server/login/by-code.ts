/** Signing in by a code, whichever way it came. */
import { record } from '../audit/index.ts'
import { proveCode, spendCode } from '../codes/index.ts'
import { type Ctx, transact } from '../context.ts'
import { fail } from '../errors.ts'
import { type Proven, registerAtLogin } from '../register/index.ts'
import { finishLogin, loginReply } from '../session/index.ts'
import { claimAccount } from '../social/index.ts'

/** That nobody has the number or address is said only to whoever proved to hold it (threat row 13). */
export async function enterByCode(ctx: Ctx, proven: Proven, code: string) {
  const byMobile = 'mobile' in proven
  const target = byMobile ? proven.mobile : proven.email
  const proof = await proveCode(ctx, { target, purpose: 'LOGIN', stateHash: '' }, code)
  return enterProven(ctx, proven, (ctx) => spendCode(ctx, proof))
}

/** With a number or an address that was proven; `spend` uses up what proved it, `sourceId` is who vouched for it. */
export async function enterProven(ctx: Ctx, proven: Proven, spend: (ctx: Ctx) => Promise<void>, sourceId?: string) {
  const byMobile = 'mobile' in proven
  const target = byMobile ? proven.mobile : proven.email
  const from = sourceId === undefined ? {} : { sourceId }
  const login = await transact(ctx, async (ctx) => {
    await spend(ctx)
    const holder = await claimAccount(ctx, target)
    const user = holder?.user ?? (await registerAtLogin(ctx, proven))
    if (!user) return undefined
    // A number that may be somebody else's by now opens nothing by itself (threat row 10): another way is asked for.
    const stale = holder?.stale && { stale: holder.stale }
    const login = await finishLogin(ctx, user, { methods: [byMobile ? 'sms' : 'email'], ...from, ...stale })
    await record(ctx, { event: holder ? 'login' : 'register', outcome: login.status, userId: user.id, ...from })
    return login
  })
  if (login?.status === 'ACCESS_DENIED' && login.stale) fail('proofStale')
  return loginReply(ctx, login ?? fail(byMobile ? 'mobileUnknown' : 'emailUnknown'))
}
