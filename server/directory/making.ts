/** Making a user: what the published call and ours have in common. */
import { recordAct } from '../audit/index.ts'
import { type AdminCtx, transact } from '../context.ts'
import { hashPassword } from '../password/index.ts'
import { createPerson, keepPassword, type PersonBody, readPerson, saidFields } from './people.ts'

type Made = PersonBody & { password?: string | null; pwd_must_modify: boolean }

/** Answers the id. `provenByDefault`: as in `readPerson`. */
export async function makeUser(ctx: AdminCtx, body: Made, provenByDefault: boolean): Promise<string> {
  const change = readPerson(ctx, body, undefined, provenByDefault)
  const person = { userName: change.userName ?? null, mobile: change.mobile?.value ?? null, email: change.email?.value ?? null }
  const hash = body.password ? await hashPassword(ctx, person, body.password) : undefined
  return transact(ctx, async (ctx) => {
    const user = await createPerson(ctx, change)
    if (hash) await keepPassword(ctx, user, hash, body.pwd_must_modify)
    await recordAct(ctx, { event: 'user-create', subject: user.id, userId: user.id, after: { fields: saidFields(body) } })
    return user.id
  })
}
