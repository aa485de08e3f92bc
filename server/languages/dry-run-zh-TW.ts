/** 認證來源登入的每一步，用於試執行的說明。 */
export const dryRunZhTW = {
  known_by_subject: '已綁定：依該登入方式的使用者識別碼辨識。',
  known_by_alias: '已綁定：依授權方的第二識別碼辨識。',
  known_by_earlier: '已綁定：依該登入方式先前使用的識別碼辨識。',
  known_by_elsewhere: '已綁定：依同一授權方其他登入方式共用的識別碼辨識。',
  unknown: '該社群帳號未綁定任何使用者。',
  number_unreadable: '授權方提供的手機號碼不符合規則。',
  number_unverified: '授權方提供了手機號碼，但未聲明已驗證，僅供參考，不使用。',
  number_untrusted: '授權方提供了已驗證的手機號碼，但未信任該登入方式的手機號碼，不使用。',
  number_held: '手機號碼已驗證且來源受信任，該號碼屬於現有使用者。',
  number_stale: '手機號碼已驗證且來源受信任，但該使用者上次驗證號碼已過久，不能單獨作為依據。',
  number_free: '手機號碼已驗證且來源受信任，該號碼不屬於任何使用者。',
  policy_bind: '登入方式設定：綁定現有使用者。',
  policy_bind_or_register: '登入方式設定：綁定或註冊。',
  policy_ask: '登入方式設定：由使用者選擇綁定或註冊。',
  policy_auto_create: '登入方式設定：自動建立使用者。',
  policy_deny: '登入方式設定：未綁定的使用者不能登入。',
}
