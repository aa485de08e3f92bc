/**
 * hosted: the pages people sign in on, and see to their account. Owns no table.
 *
 * Its law: every page works without a script; it asks the calls of the user API by their own functions, so that no rule is written
 * twice; how far somebody has come is in their own cookie, sealed. Nothing of it is loaded before a page is opened.
 */
import accountEmailGet from './account-email-get.ts'
import accountEmailPost from './account-email-post.ts'
import accountGet from './account-get.ts'
import accountMobileGet from './account-mobile-get.ts'
import accountMobilePost from './account-mobile-post.ts'
import accountPasskeyGet from './account-passkey-get.ts'
import accountPasskeyPost from './account-passkey-post.ts'
import accountPasswordGet from './account-password-get.ts'
import accountPasswordPost from './account-password-post.ts'
import accountPost from './account-post.ts'
import accountTotpGet from './account-totp-get.ts'
import accountTotpPost from './account-totp-post.ts'
import assetsFile from './assets-file.ts'
import bindGet from './bind-get.ts'
import bindPost from './bind-post.ts'
import callbackGet from './callback-get.ts'
import callbackPost from './callback-post.ts'
import connectSourceGet from './connect-source-get.ts'
import consentGet from './consent-get.ts'
import consentPost from './consent-post.ts'
import fault from './fault.ts'
import forgotGet from './forgot-get.ts'
import forgotPost from './forgot-post.ts'
import goodbye from './goodbye.ts'
import loginCodeGet from './login-code-get.ts'
import loginCodePost from './login-code-post.ts'
import loginGet from './login-get.ts'
import loginPasskeyGet from './login-passkey-get.ts'
import loginPasskeyPost from './login-passkey-post.ts'
import loginPasswordGet from './login-password-get.ts'
import loginPasswordPost from './login-password-post.ts'
import passwordExpiredGet from './password-expired-get.ts'
import passwordExpiredPost from './password-expired-post.ts'
import registerGet from './register-get.ts'
import registerPost from './register-post.ts'
import sandboxGet from './sandbox-get.ts'
import secondFactorGet from './second-factor-get.ts'
import secondFactorPost from './second-factor-post.ts'
import socialSourceGet from './social-source-get.ts'
import welcome from './welcome.ts'

export const endpoints = [
  loginGet,
  loginCodeGet,
  loginCodePost,
  loginPasswordGet,
  loginPasswordPost,
  loginPasskeyGet,
  loginPasskeyPost,
  socialSourceGet,
  sandboxGet,
  callbackGet,
  callbackPost,
  bindGet,
  bindPost,
  registerGet,
  registerPost,
  secondFactorGet,
  secondFactorPost,
  passwordExpiredGet,
  passwordExpiredPost,
  forgotGet,
  forgotPost,
  consentGet,
  consentPost,
  fault,
  goodbye,
  accountGet,
  accountPost,
  accountMobileGet,
  accountMobilePost,
  accountEmailGet,
  accountEmailPost,
  accountPasswordGet,
  accountPasswordPost,
  accountTotpGet,
  accountTotpPost,
  accountPasskeyGet,
  accountPasskeyPost,
  connectSourceGet,
  assetsFile,
  welcome,
]
