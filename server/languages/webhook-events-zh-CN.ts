/** Chinese, in simplified characters: types of events that webhooks are told, each in a sentence. For administrators, and docs/webhooks.md. */
import type { webhookEvents as en } from './webhook-events-en.ts'

export const webhookEvents: Record<keyof typeof en, string> = {
  'user.created': '新增了用户：自行注册、由登录方式自动创建、由管理员创建或从名单导入。',
  'user.updated': '用户资料被本人或管理员修改；fields列出管理员写入的字段。',
  'user.disabled': '管理员停用了用户，其会话已结束。',
  'user.enabled': '管理员重新启用了用户。',
  'user.erased': '用户已被彻底删除，其标识不会再出现：请删除您以该标识保存的数据。',
  'user.signed_in': '用户完成了登录，所需验证均已通过。',
  'user.signed_out': '用户退出了登录，或其会话被本人或管理员结束。',
  'user.bound': '用户绑定了社交账号。',
  'user.unbound': '用户的社交账号被解绑。',
  'password.changed': '密码被本人或管理员设置、修改或重置。',
  'mobile.changed': '用户验证了新的手机号、因号码易主而失去手机号，或找回了手机号。',
  'email.changed': '用户验证了新的邮箱，或找回了邮箱。',
  'factor.added': '用户设置了身份验证器或通行密钥。',
  'factor.removed': '用户的第二验证方式被移除。',
  'sms.refused': '短信防火墙拒绝了短信，或要求进一步验证。每条规则每分钟只通知一次。',
}
