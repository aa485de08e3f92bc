import { transact } from '../context.ts'
import { endpoint } from '../http.ts'
import { hashToken, randomHex } from '../secrets.ts'
import { takePuzzle } from './drawer.ts'
import { addCaptcha } from './store.ts'
import { Type } from '../type.ts'

const none = Type.Null()

/** Wire: user-api 2.2.1: every key of the published answer is there, most of them null. */
export default endpoint({
  method: 'GET',
  url: '/api/v2/sdk/captcha',
  about: 'A slider puzzle: background and piece as PNG in base64',
  caller: 'app',
  reply: Type.Object({
    captchaId: none,
    projectCode: none,
    captchaType: none,
    captchaOriginalPath: none,
    captchaFontType: none,
    captchaFontSize: none,
    secretKey: none,
    originalImageBase64: Type.String({ description: 'Background, PNG of 310 x 155 pixels, base64.' }),
    point: none,
    jigsawImageBase64: Type.String({ description: 'Piece, PNG of 47 x 155 pixels, base64.' }),
    wordList: none,
    pointList: none,
    pointJson: none,
    token: Type.String({ description: 'Names this puzzle.' }),
    result: Type.Boolean(),
    captchaVerification: none,
  }),

  async handle({ ctx }) {
    const puzzle = await takePuzzle()
    const token = randomHex()
    await transact(ctx, (ctx) =>
      addCaptcha(ctx, {
        tenantId: ctx.tenant.id,
        hash: hashToken(token),
        answer: puzzle.x,
        expiresAt: ctx.now() + ctx.tenant.settings.captcha.lifetime * 1000,
      }),
    )
    return {
      captchaId: null,
      projectCode: null,
      captchaType: null,
      captchaOriginalPath: null,
      captchaFontType: null,
      captchaFontSize: null,
      secretKey: null,
      originalImageBase64: puzzle.background.toString('base64'),
      point: null,
      jigsawImageBase64: puzzle.piece.toString('base64'),
      wordList: null,
      pointList: null,
      pointJson: null,
      token,
      result: false,
      captchaVerification: null,
    }
  },
})
