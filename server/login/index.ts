/** login: the ways in and the way out. Owns no table. Every way in ends in `finishLogin`. */
import authorize from './authorize.ts'
import logout from './logout.ts'
import mobileVerifyCode from './mobile-verify-code.ts'
import social from './social.ts'
import wechat from './wechat.ts'

export const endpoints = [social, authorize, wechat, mobileVerifyCode, logout]
