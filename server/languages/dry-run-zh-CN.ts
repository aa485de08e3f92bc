/** 认证源登录的每一步，用于试运行的说明。 */
export const dryRunZhCN = {
  known_by_subject: '已绑定：按该登录方式的用户标识识别。',
  known_by_alias: '已绑定：按授权方的第二用户标识识别。',
  known_by_earlier: '已绑定：按该登录方式以前使用的用户标识识别。',
  known_by_elsewhere: '已绑定：按同一授权方的其他登录方式共用的用户标识识别。',
  unknown: '该社交账号未绑定任何用户。',
  number_unreadable: '授权方提供的手机号不符合规则。',
  number_unverified: '授权方提供了手机号，但未声明已验证，仅供参考，不使用。',
  number_untrusted: '授权方提供了已验证的手机号，但未信任该登录方式的手机号，不使用。',
  number_held: '手机号已验证且来源受信任，该号码属于现有用户。',
  number_stale: '手机号已验证且来源受信任，但该用户上次验证号码的时间过久，不能单独作为依据。',
  number_free: '手机号已验证且来源受信任，该号码不属于任何用户。',
  policy_bind: '登录方式设置：绑定现有用户。',
  policy_bind_or_register: '登录方式设置：绑定或注册。',
  policy_ask: '登录方式设置：由用户选择绑定或注册。',
  policy_auto_create: '登录方式设置：自动创建用户。',
  policy_deny: '登录方式设置：未绑定的用户不能登录。',
}
