/** 简体中文 */
import { dryRunZhCN } from './dry-run-zh-CN.ts'
import { webhookEvents } from './webhook-events-zh-CN.ts'
import type { Texts } from './index.ts'

export const zhCN = {
  /** Its own name. */
  name: '简体中文',

  /** What a refusal says: what is so, then what to do next (errors.ts has the codes). */
  errors: {
    // who calls
    deviceMissing: '设备信息不完整，请提供请求头{name}。',
    clientIdMissing: 'clientId不能为空，请提供请求头X-client-id。',
    appUnknown: '应用不存在，请检查X-client-id和X-tenant-id。',
    appDisabled: '应用已禁用，请联系管理员。',
    tenantUnknown: '租户不存在或未使用该应用，请检查X-tenant-id。',
    tenantMissing: '该client_id为ISV应用模板，请在请求头X-tenant-id中指定租户。',
    addressRefused: '不允许从该地址调用此应用，请联系管理员添加。',
    clientUnproven: 'client_id或client_secret错误，请检查或重置密钥。',
    grantUnsupported: '不支持的grant_type，请使用client_credentials。',
    accessTokenInvalid: '访问令牌无效或已过期，请重新获取。',
    originRefused: '不允许该来源的页面调用此应用，请联系管理员将其加入应用的页面来源。',
    permissionMissing: '您的角色或访问令牌无此权限，请向所有者申请{needs}。',
    adminSessionInvalid: '您尚未登录或登录已失效，请登录管理控制台。',
    csrfInvalid: '页面已过期，请刷新后重试。',
    changedMeanwhile: '在您打开之后已有他人修改，请重新加载后再次修改；未覆盖任何内容。',
    secondFactorNeeded: '您的角色在此需要第二验证因素，请先在个人账号中设置身份验证器应用或通行密钥。',
    adminLinkInvalid: '该链接已使用、已被替换或已过期，请向所有者索取新链接。',
    administratorUnknown: '该管理员已不存在，请重新加载列表。',
    lastOwner: '这是最后一位可以登录的所有者，请先将他人设为所有者。',
    triesSpent: '从此处尝试登录的次数过多，请在{minutes}分钟后重试。',
    settingsInvalid: '内容有误，未做任何更改，请按提示修正（{count}处）后重新保存。',
    idTaken: '该标识或名称已存在，请更换。',
    gatewayUnknown: '网关不存在，请重新加载网关列表。',
    appStillEnabled: '应用正在使用，请先停用再删除。',
    journeyUnknown: '没有该流程的记录，请检查其标识。',
    testsSpent: '短时间内测试次数过多，请在{minutes}分钟后重试。',
    tryInvalid: '本次试用已结束：已有结果、超过十分钟，或由他人或在另一次登录中发起。请在该登录方式的页面重新试用。',
    tryOutdated: '试用开始后该登录方式已被修改，因此未向授权方发出请求。请在其页面重新试用。',
    webhookUnknown: '该Webhook已不存在，请重新加载列表。',
    deliveryUnknown: '该投递记录已不存在（仅保留七天），请重新加载列表。',
    webhookOff: '该Webhook已停用，请先启用。',
    signatureInvalid: '签名无效或已过期，请使用新的时间戳和随机数重新签名。',
    idTokenInvalid: 'IdToken无效或已过期，请用会话令牌刷新或重新登录。',
    sessionInvalid: '会话令牌无效或已过期，请重新登录。',

    // what is sent
    paramMissing: '参数{name}不能为空。',
    paramInvalid: '参数{name}格式不正确，请参考接口文档。',
    bodyInvalid: '请求体无法解析，请发送application/json格式的JSON对象。',
    bodyTooLarge: '请求过大，最多{kilobytes}KB。',
    pathUnknown: '接口不存在，请检查方法和路径。',
    pointMissing: '坐标信息不能为空，请提供point_json。',
    captchaIdMissing: '图形验证码身份令牌不能为空，请提供token。',
    senderMissing: '发送方不能为空，请提供接收验证码的手机号或邮箱。',
    captchaTokenMissing: '图形验证码校验通过令牌不能为空，请完成图形验证并提供captcha_token。',
    codeMissing: '验证码不能为空，请提供verify_code。',
    stateTokenInvalid: 'state_token无效，请重新开始登录。',
    mobileInvalid: '手机号不符合校验规则，请检查号码和国家码。',
    countryRefused: '暂不支持该国家或地区的号码，请使用其他号码。',
    mailUnserved: '暂不支持邮箱验证，请使用手机号。',

    // picture puzzle
    captchaWrong: '图形验证码校验失败，请刷新后重试。',
    captchaTokenExpired: '图形验证码校验通过令牌已失效，请重新验证。',
    captchaTokenInvalid: '图形验证码校验通过令牌校验失败，请为该号码或邮箱重新验证。',

    // codes by SMS
    sendFailed: '验证码发送失败，请稍后重试。',
    codeWrong: '验证码错误，剩余尝试次数：{left}。',
    mailCodeWrong: '验证码错误，剩余尝试次数：{left}。',
    codeExpired: '验证码不存在或已过期，请重新获取。',
    codeExhausted: '错误次数过多，请重新获取验证码。',
    guessesSpent: '该号码或邮箱错误次数过多，请{hours}小时后重试。',
    sentTooSoon: '验证码已发送，请{seconds}秒后再试。',
    sendsSpent: '该号码或邮箱获取验证码次数过多，请{hours}小时后重试。',
    addressSpent: '请求验证码次数过多，请{minutes}分钟后重试。',
    stateRequired: '该应用仅在登录流程中发送验证码，请提供请求头X-state-token。',
    smsBlocked: '暂时无法向该号码发送短信，请使用其他号码或登录方式。',
    challengeNeeded: '发送前需要进一步验证，请完成/api/v2/sdk/captcha/challenge并提供challenge_answer。',
    smsBudgetSpent: '暂时无法发送短信，请使用其他登录方式或{hours}小时后重试。',
    smsCrowded: '当前短信请求过多，请{minutes}分钟后重试。',
    challengeWrong: '挑战答案错误、已使用或已过期，请重新获取。',

    // users and social accounts
    mobileUnknown: '未经认证的手机号，请检查号码或先注册。',
    socialBound: '该社交账号已绑定其他用户，请直接登录或先解绑。',
    sourceUnknown: '登录方式不存在或已停用，请选择其他方式。',
    providerExpired: '授权码无效、已使用或已过期，请重新授权。',
    providerDenied: '授权方拒绝了本次登录，请重新授权。',
    providerMisconfigured: '该登录方式配置有误，请联系管理员。',
    providerUnreachable: '暂时无法连接授权方，请稍后重试。',
    redirectRefused: 'redirect_uri未在应用中登记，请按原样登记。',
    authorizeUnsupported: '该登录方式没有授权页面，请直接提交code。',
    accountUnknown: '未绑定该社交账号，请重新查询绑定列表。',
    lastWayIn: '这是唯一的登录方式，请先添加手机号、邮箱或密码。',
    phoneUnserved: '该登录方式不提供手机号，请使用短信验证码绑定。',
    proofStale: '该手机号长期未使用，可能已易主，仅凭验证码不够。请用其他方式登录；如为您新办的号码，请用其注册或寻求帮助。',

    // users and what they hold
    userNameTaken: '用户名已存在，请更换。',
    mobileTaken: '手机号已存在，请直接登录或更换号码。',
    emailTaken: '邮箱已存在，请直接登录或更换邮箱。',
    userNameInvalid: '用户名不符合校验规则，请使用3至64位字母、数字或._-@，且不能全为数字。',
    nameInvalid: '姓名不符合校验规则，请使用1至100个字符。',
    emailInvalid: '邮箱不符合校验规则，请检查。',
    attributeInvalid: '属性{name}格式不正确，请参考接口文档。',
    registrationClosed: '未开放注册，请联系管理员开通账号。',
    undoInvalid: '该链接已失效，请登录查看账号或寻求帮助。',
    userUnknown: '用户不存在，请检查用户ID或重新获取用户列表。',
    orgUnknown: '组织不存在，本服务不保存组织，请不要填写。',
    eraseUnconfirmed: '未删除任何内容，请准确输入该用户的用户名进行确认。',
    listUnreadable: '无法读取列表第{line}行，请以UTF-8编码的CSV格式保存，引号须成对。',
    listTooLong: '列表超过{most}人，请分成多个文件。',
    importUnknown: '该导入不存在或已过期，请重新导入。',
    emailUnknown: '未经认证的邮箱，请检查邮箱或先注册。',

    // passwords
    locked: '登录失败次数过多，用户已被锁定，将在{minutes}分{seconds}秒后解锁。',
    credentialsWrong: '用户名或密码错误，剩余登录尝试次数：{left}。',
    passwordMissing: '密码不能为空，请提供密码。',
    passwordLength: '密码长度须为{least}~{most}个字符，请更换。',
    passwordIsName: '密码不能与用户名相同，请更换。',
    passwordIsNameReversed: '密码不能为用户名的倒写，请更换。',
    passwordClasses: '密码不符合校验规则，请至少使用数字、小写字母、大写字母、特殊字符中的{classes}种。',
    passwordWeak: '该密码为弱密码，请更换。',
    passwordRepeats: '连续相同字符不能超过{most}个，请更换密码。',
    passwordPersonal: '密码不能包含用户名、手机号或邮箱，请更换。',
    passwordUsed: '不能使用最近{count}次用过的密码，请更换。',
    oldPasswordWrong: '原密码错误，剩余尝试次数：{left}。',
    passwordUnset: '该用户尚未设置密码，请通过手机或邮箱验证码设置。',
    passwordsBusy: '当前密码登录人数过多，请稍后重试。',
    passwordsSpent: '当前网络输错密码次数过多，请使用其他登录方式或{minutes}分钟后重试。',

    // second factors, and sessions
    factorUnknown: '未设置该二次认证方式，请选择其他方式。',
    factorWrong: '动态口令错误或已使用，请等待下一个口令。',
    factorsSpent: '二次认证错误次数过多，请{minutes}分钟后重试。',
    passkeyInvalid: '通行密钥验证失败，请重试或选择其他方式。',
    factorsFull: '该类认证方式数量已达上限，请先移除一个。',
    factorElsewhere: '验证码须发送至该账号的手机号或邮箱，请通过mobile-by-token查询。',
    factorTooNew: '密码刚通过验证码设置，不能再以同类验证码作为第二验证因素。请用其他方式登录，或在{hours}小时后重试。',
    freshLoginNeeded: '该操作需要近期登录，请重新登录后再试。',
    sessionUnknown: '会话不存在或已结束，请重新查询会话列表。',

    // single sign-on
    ticketMissing: '一次性令牌不能为空，请提供sso_ticket。',
    ticketInvalid: '一次性令牌无效或已过期，请用会话令牌重新获取。',

    // ours to mend
    systemError: '系统繁忙，请稍后重试；如持续出现，请报告请求号{requestId}。',
  },

  /** Codes by text message. Short enough for one: 160 GSM characters, or 70 of any other script, with a name of 20. */
  sms: {
    REGISTER: '【{app}】注册验证码{code}，{minutes}分钟内有效，请勿告知他人。',
    LOGIN: '【{app}】登录验证码{code}，{minutes}分钟内有效，请勿告知他人。',
    FORGET_PWD: '【{app}】重置密码验证码{code}，{minutes}分钟内有效，请勿告知他人。',
    BIND: '【{app}】绑定社交账号验证码{code}，{minutes}分钟内有效，请勿告知他人。',
    UPDATE: '【{app}】更换联系方式验证码{code}，{minutes}分钟内有效，请勿告知他人。',
    MFA_AUTH: '【{app}】二次认证验证码{code}，{minutes}分钟内有效，请勿告知他人。',
    CHANGE_PWD: '【{app}】修改密码验证码{code}，{minutes}分钟内有效，请勿告知他人。',
  },

  /** Codes by e-mail. */
  mail: {
    REGISTER: {
      subject: '{app}注册验证码',
      text: '{code}\n\n这是您在{app}注册的验证码，{minutes}分钟内有效，请勿告知他人。如非本人操作，请忽略本邮件。',
    },
    LOGIN: {
      subject: '{app}登录验证码',
      text: '{code}\n\n这是您在{app}登录的验证码，{minutes}分钟内有效，请勿告知他人。如非本人操作，请忽略本邮件。',
    },
    FORGET_PWD: {
      subject: '{app}重置密码验证码',
      text: '{code}\n\n这是您在{app}重置密码的验证码，{minutes}分钟内有效，请勿告知他人。如非本人操作，请忽略本邮件。',
    },
    BIND: {
      subject: '{app}绑定社交账号验证码',
      text: '{code}\n\n这是您在{app}绑定社交账号的验证码，{minutes}分钟内有效，请勿告知他人。如非本人操作，请忽略本邮件。',
    },
    UPDATE: {
      subject: '{app}更换联系方式验证码',
      text: '{code}\n\n这是您在{app}更换联系方式的验证码，{minutes}分钟内有效，请勿告知他人。如非本人操作，请忽略本邮件。',
    },
    MFA_AUTH: {
      subject: '{app}二次认证验证码',
      text: '{code}\n\n这是您在{app}二次认证的验证码，{minutes}分钟内有效，请勿告知他人。如非本人操作，请忽略本邮件。',
    },
    CHANGE_PWD: {
      subject: '{app}修改密码验证码',
      text: '{code}\n\n这是您在{app}修改密码的验证码，{minutes}分钟内有效，请勿告知他人。如非本人操作，请忽略本邮件。',
    },
  },

  /** What the owner of an account is told of, by every other channel. */
  notices: {
    account_bound: '已绑定社交账号：{detail}',
    account_unbound: '已解绑社交账号：{detail}',
    mobile_changed: '手机号已更换',
    mobile_released: '您长期未使用的手机号已被用于注册新账号',
    email_changed: '邮箱已更换',
    password_changed: '密码已修改',
    factor_added: '已添加二次认证方式：{detail}',
    factor_removed: '已移除二次认证方式：{detail}',
  },

  /** What follows a notice: how to undo it, or what else to do. */
  notice_end: {
    undo: '如非本人操作，请在{hours}小时内撤销：{link}',
    undo_number: '如该号码仍归您使用，请在{hours}小时内撤销：{link}',
    help: '如非本人操作，请登录修改密码或寻求帮助。',
  },

  /** How a notice is written, by the way it goes. */
  notice_form: {
    sms: '【{app}】{what}。{end}',
    subject: '{app}：{what}',
    mail: '您好：\n\n{what}。\n\n{end}\n\n{app}',
  },

  /** The page behind the link of a notice. */
  undo_page: {
    title: '撤销变更',
    account_bound: '您的账号绑定了一个社交账号。撤销后将解除该绑定，并结束此后的所有会话。',
    mobile_changed: '您账号的手机号已更换。撤销后将恢复原手机号，并退出所有设备上的登录。',
    mobile_released:
      '您账号的手机号长期未使用，有人证明其持有该号码，号码已归其使用。撤销后号码将恢复到您的账号，请仅在号码仍归您使用时撤销。',
    email_changed: '您账号的邮箱已更换。撤销后将恢复原邮箱，并退出所有设备上的登录。',
    keep: '如为本人操作，请关闭本页，不会有任何改变。',
    button: '撤销',
    done_title: '已撤销',
    done: '该变更已撤销。请重新登录，并检查账号的其他信息：手机号、邮箱、社交账号。',
    gone_title: '该链接已失效',
    gone: '链接已使用或已过期，未做任何更改。如账号异常，请登录检查，或联系应用的运营方寻求帮助。',
    taken_title: '无法在此撤销',
    taken: '原手机号或邮箱现已属于其他账号。请联系应用的运营方寻求帮助。',
  },

  /** What is wrong with a line of a list of people, and what to do. Values that break a rule are told in the words of `errors`. */
  import_faults: {
    columnUnknown: '“{name}”不是可用的列，请删除，或改为以下名称之一：{known}。',
    columnMissing: '缺少{name}列，请在第一行中添加。',
    columnTwice: '{name}列重复，请删除其中一列。',
    cellsWrong: '本行有{count}个单元格，第一行有{expected}个，含逗号的内容请加引号。',
    valueMissing: '缺少内容，请填写。',
    notTruth: '请填写true或false，或留空。',
    repeated: '与第{line}行重复，请删除其中一行。',
    hashUnknown: '无法使用该密码哈希，请留空，用户可通过验证码设置新密码。',
    hashMalformed: '密码哈希不完整，请重新导出或留空。',
    hashExpensive: '校验该密码哈希耗时过长，请留空，用户可通过验证码设置新密码。',
  },

  /** What would come of a sign-in at a source, turn by turn: for administrators. */
  dry_run: dryRunZhCN,

  /** What happens to a person nobody here knows, for who sets up a source. */
  unknown_user: {
    bind: '验证现有用户的手机号或邮箱后，绑定到该用户。',
    bind_or_register: '验证手机号或邮箱：已有用户则绑定，没有则注册新用户。',
    auto_create: '无需验证，直接创建新用户。',
    deny: '拒绝登录，只有已绑定的用户可以登录。',
    ask: '询问是否已有账号，再选择绑定或注册。',
  },

  /** What an administrator is told after a change. */
  management: {
    sourceRemoved: '仍绑定在用户名下的社交账号：{accounts}。在重新添加相同标识的登录方式之前，无法用它们登录，但可以解绑。',
  },

  webhook_events: webhookEvents,

  /** What should be looked at, for the first page of the console. */
  attention: {
    gateway_failing: '短信网关{name}无法发送，最近连续失败{failures}次，请测试并检查其设置。',
    mail_gateway_failing: '邮件网关{name}无法发送，最近连续失败{failures}次，请测试并检查其设置。',
    gateway_missing: '没有可用的短信网关，用户无法验证手机号，请添加。',
    source_failing: '登录方式{name}最近一次检查未通过，请修正设置后重新检查。',
    webhook_off: 'Webhook {name}已被自动停用，其地址不再接收消息。请更正地址、发送测试后重新启用。',
    webhook_failing: 'Webhook {name}已有一小时以上未接收任何消息，请查看其响应及对应的系统。',
    budget_day: '24小时内的短信预算已用{percent}%，请提高上限或查看花费去向。',
    budget_month: '30天内的短信预算已用{percent}%，请提高上限或查看花费去向。',
    firewall_refusing: '短信防火墙最近一小时拦截了{count}次请求，平时为{usual}次，请查看拦截记录。',
    administrators_unprotected: '没有管理员设置第二验证因素，请设置身份验证器或通行密钥。',
    key_old: '{name}签名密钥已使用{days}天，请轮换。',
    development_public: '服务器以开发模式运行且可从外部访问，任何人都能读取收件箱，请改用生产模式。',
  },
} satisfies Texts
