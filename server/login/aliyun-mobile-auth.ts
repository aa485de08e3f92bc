import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { LoginReply } from '../session/index.ts'
import { askMobile, getSourceOf } from '../social/index.ts'
import { Type } from '../type.ts'
import { readMobile } from '../phone.ts'
import { enterProven } from './by-code.ts'

/** Wire: user-api 7.1 row 12. As signing in by a code: the carrier says which number this phone is on. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/login/aliyun-mobile-auth',
  about: 'Sign in with the number of the phone, by the token of the one-click kit of Alibaba Cloud',
  caller: 'app',
  body: Type.Object({ access_token: Type.String({ minLength: 1, maxLength: 4096 }) }),
  reply: LoginReply,

  async handle({ ctx, body }) {
    const offered = await getSourceOf(ctx, 'aliyun_number')
    const told = (await askMobile(ctx, offered, { code: body.access_token })) ?? fail('phoneUnserved')
    const mobile = readMobile(told, ctx.tenant.settings.preferred_country) ?? fail('mobileInvalid')
    // The token was used up where it was asked about.
    return enterProven(ctx, { mobile }, async () => {}, offered.source.id)
  },
})
