/** What the four ways in by password have in common (user-api 2.4.1 and 7.1, rows 1 to 4): they differ in who is found. */
import { record } from '../audit/index.ts'
import { type Ctx, transact } from '../context.ts'
import { confirmPassword, provePassword } from '../password/index.ts'
import { finishLogin, loginReply } from '../session/index.ts'
import { Type } from '../type.ts'
import type { User } from '../users/index.ts'

export const passwordField = Type.String({ minLength: 1, maxLength: 256 })

/** `account` is what was typed. Whether it exists is not told: one answer, after the same work. */
export async function signIn(ctx: Ctx, user: User | undefined, password: string, account: string) {
  const proof = await provePassword(ctx, user, password, account)
  const login = await transact(ctx, async (ctx) => {
    const login = await finishLogin(ctx, await confirmPassword(ctx, proof), { methods: ['pwd'] })
    await record(ctx, { event: 'login', outcome: login.status, userId: proof.userId })
    return login
  })
  return loginReply(ctx, login)
}
