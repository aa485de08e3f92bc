/** Chinese, in traditional characters: types of events that webhooks are told, each in a sentence. For administrators, and docs/webhooks.md. */
import type { webhookEvents as en } from './webhook-events-en.ts'

export const webhookEvents: Record<keyof typeof en, string> = {
  'user.created': '新增了使用者：自行註冊、由登入方式自動建立、由管理員建立或從名單匯入。',
  'user.updated': '使用者資料被本人或管理員修改；fields列出管理員寫入的欄位。',
  'user.disabled': '管理員停用了使用者，其工作階段已結束。',
  'user.enabled': '管理員重新啟用了使用者。',
  'user.erased': '使用者已被徹底刪除，其識別碼不會再出現：請刪除您以該識別碼保存的資料。',
  'user.signed_in': '使用者完成了登入，所需驗證均已通過。',
  'user.signed_out': '使用者登出，或其工作階段被本人或管理員結束。',
  'user.bound': '使用者綁定了社群帳號。',
  'user.unbound': '使用者的社群帳號被解除綁定。',
  'password.changed': '密碼被本人或管理員設定、修改或重設。',
  'mobile.changed': '使用者驗證了新的手機號碼、因號碼易主而失去手機號碼，或取回了手機號碼。',
  'email.changed': '使用者驗證了新的電子郵件，或取回了電子郵件。',
  'factor.added': '使用者設定了驗證器或通行金鑰。',
  'factor.removed': '使用者的第二驗證方式被移除。',
  'sms.refused': '簡訊防火牆拒絕了簡訊，或要求進一步驗證。每條規則每分鐘只通知一次。',
}
