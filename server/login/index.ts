/** login: the ways in and the way out. Owns no table. Every way in ends in `finishLogin`. */
import alipay from './alipay.ts'
import alipayMiniprogram from './alipay-miniprogram.ts'
import aliyunMobileAuth from './aliyun-mobile-auth.ts'
import apple from './apple.ts'
import auth from './auth.ts'
import authorize from './authorize.ts'
import emailPwd from './email-pwd.ts'
import emailVerifyCode from './email-verify-code.ts'
import login from './login.ts'
import logout from './logout.ts'
import mobilePwd from './mobile-pwd.ts'
import mobileVerifyCode from './mobile-verify-code.ts'
import passkey from './passkey.ts'
import passkeyOptions from './passkey-options.ts'
import qq from './qq.ts'
import social from './social.ts'
import wechat from './wechat.ts'
import wechatMiniprogram from './wechat-miniprogram.ts'
import weibo from './weibo.ts'

export { beginAuthorization } from './beginning.ts'

export const endpoints = [
  login,
  auth,
  mobilePwd,
  emailPwd,
  social,
  authorize,
  wechat,
  wechatMiniprogram,
  alipay,
  alipayMiniprogram,
  qq,
  weibo,
  apple,
  aliyunMobileAuth,
  mobileVerifyCode,
  emailVerifyCode,
  passkeyOptions,
  passkey,
  logout,
]
