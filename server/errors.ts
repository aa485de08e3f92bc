/**
 * THE TABLE of errors: name · wire code · HTTP status · English · Chinese.
 *
 * Codes the published API has keep their number (APP, CAPTCHA, COM, LOGIN, MOBILE, PARAM, USER); where
 * it has none that is known, ours begin with BOWLINE and cannot be mistaken for one of theirs. A code is
 * never reused and never renumbered. The status is in the row, so it cannot vary by throw. Every text
 * says what to do next and nothing of what is inside.
 */

type Row = { code: string; status: number; en: string; zh: string }

const row = <const En extends string>(code: string, status: number, en: En, zh: string) => ({ code, status, en, zh }) satisfies Row

export const catalogue = {
  // who calls
  deviceMissing: row('PARAM.0001', 400, 'Incomplete device information. Send the header {name}.', '设备信息不完整，请提供请求头{name}。'),
  clientIdMissing: row('PARAM.0002', 400, 'clientId required. Send the header X-client-id.', 'clientId不能为空，请提供请求头X-client-id。'),
  appUnknown: row(
    'APP.0001',
    400,
    'Application does not exist. Check X-client-id and X-tenant-id.',
    '应用不存在，请检查X-client-id和X-tenant-id。',
  ),
  appDisabled: row('APP.0003', 400, 'Application disabled. Contact the administrator.', '应用已禁用，请联系管理员。'),
  tenantUnknown: row(
    'BOWLINE.TENANT.0001',
    400,
    'This tenant does not exist or does not use this application. Check X-tenant-id.',
    '租户不存在或未使用该应用，请检查X-tenant-id。',
  ),
  tenantMissing: row(
    'BOWLINE.TENANT.0002',
    400,
    'This client_id is an ISV template. Name the tenant in the header X-tenant-id.',
    '该client_id为ISV应用模板，请在请求头X-tenant-id中指定租户。',
  ),
  addressRefused: row(
    'BOWLINE.APP.0001',
    400,
    'This application may not be used from this address. Ask the administrator to allow it.',
    '不允许从该地址调用此应用，请联系管理员添加。',
  ),
  clientUnproven: row(
    'BOWLINE.APP.0002',
    400,
    'Wrong client_id or client_secret. Check both, or have a new secret issued.',
    'client_id或client_secret错误，请检查或重置密钥。',
  ),
  grantUnsupported: row(
    'BOWLINE.APP.0003',
    400,
    'Unsupported grant_type. Use client_credentials.',
    '不支持的grant_type，请使用client_credentials。',
  ),
  accessTokenInvalid: row(
    'BOWLINE.APP.0004',
    400,
    'Access token invalid or expired. Fetch a new one from /api/v2/tenant/token.',
    '访问令牌无效或已过期，请重新获取。',
  ),
  signatureInvalid: row(
    'PARAM.0030',
    400,
    'Signature invalid or expired. Sign again with a fresh timestamp and nonce.',
    '签名无效或已过期，请使用新的时间戳和随机数重新签名。',
  ),
  idTokenInvalid: row(
    'PARAM.0016',
    400,
    'IdToken invalid or expired. Renew it with the session token, or sign in again.',
    'IdToken无效或已过期，请用会话令牌刷新或重新登录。',
  ),
  sessionInvalid: row('PARAM.0023', 400, 'Session token invalid or expired. Sign in again.', '会话令牌无效或已过期，请重新登录。'),

  // what is sent
  paramMissing: row('BOWLINE.PARAM.0001', 400, 'Parameter {name} cannot be left blank.', '参数{name}不能为空。'),
  paramInvalid: row(
    'BOWLINE.PARAM.0002',
    400,
    'Parameter {name} has the wrong form. See the API reference.',
    '参数{name}格式不正确，请参考接口文档。',
  ),
  bodyInvalid: row(
    'BOWLINE.PARAM.0003',
    400,
    'The request body cannot be read. Send a JSON object as application/json.',
    '请求体无法解析，请发送application/json格式的JSON对象。',
  ),
  bodyTooLarge: row('BOWLINE.PARAM.0004', 400, 'The request is too large. Send at most {kilobytes} KB.', '请求过大，最多{kilobytes}KB。'),
  pathUnknown: row('BOWLINE.PARAM.0005', 404, 'There is no such API. Check method and path.', '接口不存在，请检查方法和路径。'),
  pointMissing: row('PARAM.0004', 400, 'Coordinates required. Send point_json.', '坐标信息不能为空，请提供point_json。'),
  captchaIdMissing: row('PARAM.0005', 400, 'Token required. Send the token of the CAPTCHA.', '图形验证码身份令牌不能为空，请提供token。'),
  senderMissing: row(
    'PARAM.0006',
    400,
    'Sender required. Send the mobile number that is to receive the code.',
    '发送方不能为空，请提供接收验证码的手机号。',
  ),
  captchaTokenMissing: row(
    'PARAM.0008',
    400,
    'CAPTCHA token required. Solve a CAPTCHA and send its captcha_token.',
    '图形验证码校验通过令牌不能为空，请完成图形验证并提供captcha_token。',
  ),
  codeMissing: row('PARAM.0009', 400, 'Verification code required. Send verify_code.', '验证码不能为空，请提供verify_code。'),
  stateTokenInvalid: row('PARAM.0014', 400, 'Invalid state token. Start the sign-in again.', 'state_token无效，请重新开始登录。'),
  mobileInvalid: row(
    'USER.0038',
    400,
    'Invalid mobile number. Check the number and its country code.',
    '手机号不符合校验规则，请检查号码和国家码。',
  ),
  countryRefused: row(
    'BOWLINE.SMS.0005',
    400,
    'Numbers of this country are not served. Use a number of another country.',
    '暂不支持该国家或地区的号码，请使用其他号码。',
  ),
  mailUnserved: row(
    'BOWLINE.MAIL.0001',
    400,
    'E-mail is not offered here. Bind with a mobile number.',
    '暂不支持邮箱验证，请使用手机号绑定。',
  ),

  // picture puzzle
  captchaWrong: row('CAPTCHA.0002', 400, 'Invalid CAPTCHA code. Fetch a new picture and try again.', '图形验证码校验失败，请刷新后重试。'),
  captchaTokenExpired: row(
    'CAPTCHA.0003',
    400,
    'CAPTCHA token expired. Solve a new CAPTCHA.',
    '图形验证码校验通过令牌已失效，请重新验证。',
  ),
  captchaTokenInvalid: row(
    'CAPTCHA.0004',
    400,
    'Invalid CAPTCHA token. Solve a CAPTCHA for this number.',
    '图形验证码校验通过令牌校验失败，请为该号码重新验证。',
  ),

  // codes by SMS
  sendFailed: row('CAPTCHA.0006', 400, 'Failed to send the verification code. Try again in a moment.', '验证码发送失败，请稍后重试。'),
  codeWrong: row('CAPTCHA.0007', 400, 'Incorrect verification code. Remaining attempts: {left}.', '验证码错误，剩余尝试次数：{left}。'),
  codeExpired: row(
    'BOWLINE.SMS.0001',
    400,
    'No verification code is waiting for this number, or it has expired. Request a new one.',
    '验证码不存在或已过期，请重新获取。',
  ),
  codeExhausted: row('BOWLINE.SMS.0002', 400, 'Too many wrong attempts. Request a new code.', '错误次数过多，请重新获取验证码。'),
  guessesSpent: row(
    'BOWLINE.SMS.0003',
    400,
    'Too many wrong attempts for this number. Try again in {hours} hours.',
    '该号码错误次数过多，请{hours}小时后重试。',
  ),
  sentTooSoon: row(
    'BOWLINE.SMS.0004',
    400,
    'A code was just sent. Wait {seconds} seconds before the next.',
    '验证码已发送，请{seconds}秒后再试。',
  ),
  sendsSpent: row(
    'BOWLINE.SMS.0006',
    400,
    'Too many codes were sent to this number. Try again in {hours} hours.',
    '该号码获取验证码次数过多，请{hours}小时后重试。',
  ),
  addressSpent: row(
    'BOWLINE.SMS.0007',
    400,
    'Too many codes were requested from here. Try again in {minutes} minutes.',
    '请求验证码次数过多，请{minutes}分钟后重试。',
  ),
  stateRequired: row(
    'BOWLINE.SMS.0008',
    400,
    'This application sends codes only within a sign-in. Send the header X-state-token.',
    '该应用仅在登录流程中发送验证码，请提供请求头X-state-token。',
  ),

  // users and social accounts
  mobileUnknown: row(
    'MOBILE.0002',
    400,
    'Unauthenticated mobile number. No user has this number: check it, or register.',
    '未经认证的手机号，请检查号码或先注册。',
  ),
  socialBound: row(
    'BOWLINE.SOCIAL.0001',
    400,
    'This social account is already bound to another user. Sign in with it, or unbind it there first.',
    '该社交账号已绑定其他用户，请直接登录或先解绑。',
  ),
  sourceUnknown: row(
    'BOWLINE.SOCIAL.0002',
    400,
    'This sign-in source does not exist or is switched off. Choose another.',
    '登录方式不存在或已停用，请选择其他方式。',
  ),
  providerExpired: row(
    'BOWLINE.SOCIAL.0003',
    400,
    'The authorization code is invalid, used or expired. Sign in at the provider again.',
    '授权码无效、已使用或已过期，请重新授权。',
  ),
  providerDenied: row(
    'BOWLINE.SOCIAL.0004',
    400,
    'The provider refused this sign-in. Sign in at the provider again.',
    '授权方拒绝了本次登录，请重新授权。',
  ),
  providerMisconfigured: row(
    'BOWLINE.SOCIAL.0005',
    400,
    'This sign-in source is not set up correctly. Tell the administrator.',
    '该登录方式配置有误，请联系管理员。',
  ),
  providerUnreachable: row(
    'BOWLINE.SOCIAL.0006',
    400,
    'The provider cannot be reached. Try again in a moment.',
    '暂时无法连接授权方，请稍后重试。',
  ),
  redirectRefused: row(
    'BOWLINE.SOCIAL.0007',
    400,
    'This redirect_uri is not registered for the application. Register it exactly as sent.',
    'redirect_uri未在应用中登记，请按原样登记。',
  ),
  authorizeUnsupported: row(
    'BOWLINE.SOCIAL.0008',
    400,
    'This source has no authorization page. Send its code to /api/v2/sdk/login/social.',
    '该登录方式没有授权页面，请直接提交code。',
  ),

  // single sign-on
  ticketMissing: row('PARAM.0031', 400, 'SSO ticket required. Send sso_ticket.', '一次性令牌不能为空，请提供sso_ticket。'),
  ticketInvalid: row(
    'PARAM.0032',
    400,
    'SSO ticket invalid or expired. Fetch a new one with the session token.',
    '一次性令牌无效或已过期，请用会话令牌重新获取。',
  ),

  // ours to mend
  systemError: row(
    'COM.0002',
    500,
    'System busy. Try again later; if it stays, report request {requestId}.',
    '系统繁忙，请稍后重试；如持续出现，请报告请求号{requestId}。',
  ),
} as const

export type ErrorName = keyof typeof catalogue

/** The `{blanks}` of the English text are the type of the arguments. */
type Blanks<T extends string> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | Blanks<Rest> : never
type Fill<N extends ErrorName> = [Blanks<(typeof catalogue)[N]['en']>] extends [never]
  ? []
  : [blanks: Record<Blanks<(typeof catalogue)[N]['en']>, string | number>]

/** A refusal from the table. `reason` is for the audit trail and the log; the caller never sees it. */
export class Failure extends Error {
  readonly error: ErrorName
  readonly blanks: Record<string, string | number>
  reason: string | undefined
  constructor(error: ErrorName, blanks: Record<string, string | number>) {
    super(error)
    this.error = error
    this.blanks = blanks
  }
}
// A refusal is an answer, not a fault: its stack would be built for nothing.
Failure.prototype.stack = ''

/** The only way to fail. */
export function fail<N extends ErrorName>(name: N, ...blanks: Fill<N>): never {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 0
  const failure = new Failure(name, blanks[0] ?? {})
  Error.stackTraceLimit = limit
  throw failure
}

/** As `fail`, with what the caller is not told. */
export function failBecause<N extends ErrorName>(reason: string, name: N, ...blanks: Fill<N>): never {
  const failure = new Failure(name, blanks[0] ?? {})
  failure.reason = reason
  throw failure
}

export type Language = 'en' | 'zh'

export function errorText(name: ErrorName, language: Language, blanks: Record<string, string | number>): string {
  return catalogue[name][language].replace(/\{(\w+)\}/g, (_, blank: string) => String(blanks[blank] ?? ''))
}
