/** What the three single sign-on calls have in common (user-api 2.9). */
import type { Ctx } from '../context.ts'
import { failBecause } from '../errors.ts'
import { hashToken } from '../secrets.ts'
import { findSessionByToken } from './store.ts'
import { Type } from '../type.ts'

const short = { minLength: 1, maxLength: 512 }

/** The person's device, as their sign-in named it. */
export const deviceFields = {
  operating_sys_version: Type.String(short),
  device_ip: Type.String(short),
  device_fingerprint: Type.String({ ...short, description: 'Must equal X-device-fingerprint of the sign-in.' }),
  agent: Type.Optional(Type.String({ maxLength: 512 })),
}

/** The live session of a token, of this application and this device. */
export async function getSession(ctx: Ctx, token: string) {
  const refuse = (reason: string): never => failBecause(`session: ${reason}`, 'sessionInvalid')
  const row =
    (await findSessionByToken(ctx, { tenantId: ctx.tenant.id, tokenHash: hashToken(token), now: ctx.now() })) ??
    refuse('unknown, ended or expired')
  if (row.clientId !== ctx.app.clientId) refuse('of another application')
  if (row.fingerprint !== ctx.device.fingerprint) refuse('of another device')
  return row
}
