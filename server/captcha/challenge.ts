import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { strainOf, trafficOf } from '../limits/index.ts'
import { countryOf, readMobile } from '../phone.ts'
import type { Ctx } from '../context.ts'
import { Type } from '../type.ts'
import { issueChallenge } from './work.ts'

/** Ours; the published API has only the picture. The answer goes into sms/send or email/send as `challenge_answer`. */
export default endpoint({
  method: 'GET',
  url: '/api/v2/sdk/captcha/challenge',
  about:
    'A proof of work for one receiver (`?sender=` mobile number or e-mail address), in the form of ALTCHA; more work where more is at risk',
  caller: 'app',
  reply: Type.Object({
    algorithm: Type.String({ description: 'SHA-256.' }),
    challenge: Type.String({ description: 'The hash that salt and the number sought, written one after the other, have; hexadecimal.' }),
    salt: Type.String(),
    maxnumber: Type.Integer({ description: 'The number sought is between 1 and this.' }),
    signature: Type.String(),
    expires: Type.Integer({ description: 'Seconds since 1970.' }),
  }),

  async handle({ ctx, query }) {
    const { sender } = query as { sender?: unknown }
    if (typeof sender !== 'string' || sender === '' || sender.length > 320) fail('senderMissing')
    const { captcha } = ctx.tenant.settings
    return issueChallenge(ctx, sender, captcha.work * (await hardness(ctx, sender)))
  },
})

/** From 1 to 16, by how many messages around this number nobody has answered. */
async function hardness(ctx: Ctx, sender: string): Promise<number> {
  const mobile = readMobile(sender, ctx.tenant.settings.preferred_country)
  if (!mobile) return 1
  const where = { mobile, country: countryOf(mobile) ?? '', address: ctx.address, clientId: ctx.app.clientId }
  const strain = strainOf(await trafficOf(ctx, where), ctx.tenant.settings.sms.firewall)
  return 2 ** Math.min(4, Math.floor(strain * 4))
}
