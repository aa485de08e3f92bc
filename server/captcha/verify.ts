import { record } from '../audit/index.ts'
import { transact } from '../context.ts'
import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { hashToken } from '../secrets.ts'
import { passHash } from './pass.ts'
import { TOLERANCE } from './puzzle.ts'
import { passCaptcha, useCaptcha } from './store.ts'
import { Type } from '../type.ts'

/** Wire: user-api 2.2.2. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/captcha/verify',
  about: 'Check where the piece was put; answers the captcha_token for one sender',
  caller: 'app',
  body: Type.Object({
    point_json: Type.String({ minLength: 1, maxLength: 200, description: 'JSON text: {"x":237.0,"y":5.0}' }),
    token: Type.String({ minLength: 1, maxLength: 64 }),
    sender: Type.String({ minLength: 1, maxLength: 320, description: 'The mobile number or e-mail address that is to receive the code.' }),
  }),
  missing: { point_json: 'pointMissing', token: 'captchaIdMissing', sender: 'senderMissing' },
  reply: Type.Object({ captcha_token: Type.String() }),

  async handle({ ctx, body }) {
    const x = readX(body.point_json) ?? fail('paramInvalid', { name: 'point_json' })
    const captchaToken = `${body.token}---${body.point_json}`
    const key = { tenantId: ctx.tenant.id, hash: hashToken(body.token) }
    const right = await transact(ctx, async (ctx) => {
      const used = await useCaptcha(ctx, { ...key, now: ctx.now() })
      if (!used || Math.abs(used.answer - x) > TOLERANCE) return false
      const expiresAt = ctx.now() + ctx.tenant.settings.captcha.token_lifetime * 1000
      await passCaptcha(ctx, { ...key, passHash: passHash(ctx, captchaToken, body.sender), expiresAt })
      await record(ctx, { event: 'captcha', outcome: 'SUCCESS' })
      return true
    })
    // After the commit: a wrong attempt has used the picture up.
    if (!right) fail('captchaWrong')
    return { captcha_token: captchaToken }
  },
})

function readX(text: string): number | undefined {
  try {
    const point = JSON.parse(text) as { x?: unknown } | null
    return typeof point?.x === 'number' && Number.isFinite(point.x) ? point.x : undefined
  } catch {
    return undefined
  }
}
