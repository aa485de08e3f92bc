/** 繁體中文 */
import { dryRunZhTW } from './dry-run-zh-TW.ts'
import { webhookEvents } from './webhook-events-zh-TW.ts'
import type { Texts } from './index.ts'

export const zhTW = {
  /** Its own name. */
  name: '繁體中文',

  /** What a refusal says: what is so, then what to do next (errors.ts has the codes). */
  errors: {
    // who calls
    deviceMissing: '裝置資訊不完整，請提供請求標頭{name}。',
    clientIdMissing: 'clientId不能為空，請提供請求標頭X-client-id。',
    appUnknown: '應用程式不存在，請檢查X-client-id和X-tenant-id。',
    appDisabled: '應用程式已停用，請聯絡管理員。',
    tenantUnknown: '租戶不存在或未使用該應用程式，請檢查X-tenant-id。',
    tenantMissing: '該client_id為ISV應用程式範本，請在請求標頭X-tenant-id中指定租戶。',
    addressRefused: '不允許從該位址呼叫此應用程式，請聯絡管理員新增。',
    clientUnproven: 'client_id或client_secret錯誤，請檢查或重設金鑰。',
    grantUnsupported: '不支援的grant_type，請使用client_credentials。',
    accessTokenInvalid: '存取權杖無效或已過期，請重新取得。',
    originRefused: '不允許該來源的頁面呼叫此應用程式，請聯絡管理員將其加入應用程式的頁面來源。',
    permissionMissing: '您的角色或存取權杖無此權限，請向擁有者申請{needs}。',
    adminSessionInvalid: '您尚未登入或登入已失效，請登入管理主控台。',
    csrfInvalid: '頁面已過期，請重新整理後再試。',
    changedMeanwhile: '在您開啟之後已有他人修改，請重新載入後再次修改；未覆寫任何內容。',
    secondFactorNeeded: '您的角色在此需要第二驗證因素，請先在個人帳號中設定驗證器應用程式或通行密鑰。',
    adminLinkInvalid: '此連結已使用、已被取代或已過期，請向擁有者索取新連結。',
    administratorUnknown: '此管理員已不存在，請重新載入清單。',
    lastOwner: '這是最後一位可以登入的擁有者，請先將他人設為擁有者。',
    triesSpent: '從此處嘗試登入的次數過多，請在{minutes}分鐘後再試。',
    settingsInvalid: '內容有誤，未做任何變更，請依提示修正（{count}處）後重新儲存。',
    idTaken: '該識別碼或名稱已存在，請更換。',
    gatewayUnknown: '閘道不存在，請重新載入閘道清單。',
    appStillEnabled: '應用程式正在使用，請先停用再刪除。',
    journeyUnknown: '沒有該流程的記錄，請檢查其識別碼。',
    testsSpent: '短時間內測試次數過多，請在{minutes}分鐘後再試。',
    tryInvalid: '本次試用已結束：已有結果、超過十分鐘，或由他人或在另一次登入中發起。請在該登入方式的頁面重新試用。',
    tryOutdated: '試用開始後該登入方式已被修改，因此未向授權方發出請求。請在其頁面重新試用。',
    webhookUnknown: '此Webhook已不存在，請重新載入清單。',
    deliveryUnknown: '此傳送記錄已不存在（僅保留七天），請重新載入清單。',
    webhookOff: '此Webhook已停用，請先啟用。',
    signatureInvalid: '簽章無效或已過期，請使用新的時間戳記和隨機數重新簽章。',
    idTokenInvalid: 'IdToken無效或已過期，請用工作階段權杖更新或重新登入。',
    sessionInvalid: '工作階段權杖無效或已過期，請重新登入。',

    // what is sent
    paramMissing: '參數{name}不能為空。',
    paramInvalid: '參數{name}格式不正確，請參考介面文件。',
    bodyInvalid: '請求內容無法解析，請傳送application/json格式的JSON物件。',
    bodyTooLarge: '請求過大，最多{kilobytes}KB。',
    pathUnknown: '介面不存在，請檢查方法和路徑。',
    pointMissing: '座標資訊不能為空，請提供point_json。',
    captchaIdMissing: '圖形驗證碼識別權杖不能為空，請提供token。',
    senderMissing: '接收方不能為空，請提供接收驗證碼的手機號碼或電子郵件。',
    captchaTokenMissing: '圖形驗證碼通過權杖不能為空，請完成圖形驗證並提供captcha_token。',
    codeMissing: '驗證碼不能為空，請提供verify_code。',
    stateTokenInvalid: 'state_token無效，請重新開始登入。',
    mobileInvalid: '手機號碼不符合規則，請檢查號碼和國碼。',
    countryRefused: '暫不支援該國家或地區的號碼，請使用其他號碼。',
    mailUnserved: '暫不支援電子郵件驗證，請使用手機號碼。',

    // picture puzzle
    captchaWrong: '圖形驗證碼驗證失敗，請重新整理後再試。',
    captchaTokenExpired: '圖形驗證碼通過權杖已失效，請重新驗證。',
    captchaTokenInvalid: '圖形驗證碼通過權杖驗證失敗，請為該號碼或電子郵件重新驗證。',

    // codes by SMS
    sendFailed: '驗證碼傳送失敗，請稍後再試。',
    codeWrong: '驗證碼錯誤，剩餘嘗試次數：{left}。',
    mailCodeWrong: '驗證碼錯誤，剩餘嘗試次數：{left}。',
    codeExpired: '驗證碼不存在或已過期，請重新取得。',
    codeExhausted: '錯誤次數過多，請重新取得驗證碼。',
    guessesSpent: '該號碼或電子郵件錯誤次數過多，請{hours}小時後再試。',
    sentTooSoon: '驗證碼已傳送，請{seconds}秒後再試。',
    sendsSpent: '該號碼或電子郵件取得驗證碼次數過多，請{hours}小時後再試。',
    addressSpent: '請求驗證碼次數過多，請{minutes}分鐘後再試。',
    stateRequired: '該應用程式僅在登入流程中傳送驗證碼，請提供請求標頭X-state-token。',
    smsBlocked: '暫時無法向該號碼傳送簡訊，請使用其他號碼或登入方式。',
    challengeNeeded: '傳送前需要進一步驗證，請完成/api/v2/sdk/captcha/challenge並提供challenge_answer。',
    smsBudgetSpent: '暫時無法傳送簡訊，請使用其他登入方式或{hours}小時後重試。',
    smsCrowded: '目前簡訊請求過多，請{minutes}分鐘後重試。',
    challengeWrong: '挑戰答案錯誤、已使用或已過期，請重新取得。',

    // users and social accounts
    mobileUnknown: '未經認證的手機號碼，請檢查號碼或先註冊。',
    socialBound: '該社群帳號已綁定其他使用者，請直接登入或先解除綁定。',
    sourceUnknown: '登入方式不存在或已停用，請選擇其他方式。',
    providerExpired: '授權碼無效、已使用或已過期，請重新授權。',
    providerDenied: '授權方拒絕了本次登入，請重新授權。',
    providerMisconfigured: '該登入方式設定有誤，請聯絡管理員。',
    providerUnreachable: '暫時無法連線授權方，請稍後再試。',
    redirectRefused: 'redirect_uri未在應用程式中登記，請按原樣登記。',
    authorizeUnsupported: '該登入方式沒有授權頁面，請直接提交code。',
    accountUnknown: '未綁定該社群帳號，請重新查詢綁定清單。',
    lastWayIn: '這是唯一的登入方式，請先新增手機號碼、電子郵件或密碼。',
    phoneUnserved: '該登入方式不提供手機號碼，請使用簡訊驗證碼綁定。',
    proofStale: '該手機號碼長期未使用，可能已易主，僅憑驗證碼不足。請用其他方式登入；如為您新辦的號碼，請用其註冊或尋求協助。',

    // users and what they hold
    userNameTaken: '使用者名稱已存在，請更換。',
    mobileTaken: '手機號碼已存在，請直接登入或更換號碼。',
    emailTaken: '電子郵件已存在，請直接登入或更換。',
    userNameInvalid: '使用者名稱不符合規則，請使用3至64位字母、數字或._-@，且不能全為數字。',
    nameInvalid: '姓名不符合規則，請使用1至100個字元。',
    emailInvalid: '電子郵件不符合規則，請檢查。',
    attributeInvalid: '屬性{name}格式不正確，請參考介面文件。',
    registrationClosed: '未開放註冊，請聯絡管理員開通帳號。',
    undoInvalid: '該連結已失效，請登入查看帳號或尋求協助。',
    userUnknown: '使用者不存在，請檢查使用者ID或重新取得使用者列表。',
    orgUnknown: '組織不存在，本服務不保存組織，請不要填寫。',
    eraseUnconfirmed: '未刪除任何內容，請準確輸入該使用者的使用者名稱以確認。',
    listUnreadable: '無法讀取列表第{line}行，請以UTF-8編碼的CSV格式儲存，引號須成對。',
    listTooLong: '列表超出{most}人，請分成多個檔案。',
    importUnknown: '該匯入不存在或已失效，請重新匯入。',
    emailUnknown: '未經認證的電子郵件，請檢查或先註冊。',

    // passwords
    locked: '登入失敗次數過多，使用者已被鎖定，將在{minutes}分{seconds}秒後解鎖。',
    credentialsWrong: '帳號或密碼錯誤，剩餘登入嘗試次數：{left}。',
    passwordMissing: '密碼不能為空，請提供密碼。',
    passwordLength: '密碼長度須為{least}~{most}個字元，請更換。',
    passwordIsName: '密碼不能與使用者名稱相同，請更換。',
    passwordIsNameReversed: '密碼不能為使用者名稱的倒寫，請更換。',
    passwordClasses: '密碼不符合規則，請至少使用數字、小寫字母、大寫字母、特殊字元中的{classes}種。',
    passwordWeak: '該密碼為弱密碼，請更換。',
    passwordRepeats: '連續相同字元不能超過{most}個，請更換密碼。',
    passwordPersonal: '密碼不能包含使用者名稱、手機號碼或電子郵件，請更換。',
    passwordUsed: '不能使用最近{count}次用過的密碼，請更換。',
    oldPasswordWrong: '原密碼錯誤，剩餘嘗試次數：{left}。',
    passwordUnset: '該使用者尚未設定密碼，請透過手機或電子郵件驗證碼設定。',
    passwordsBusy: '目前密碼登入人數過多，請稍後重試。',
    passwordsSpent: '目前網路輸錯密碼次數過多，請使用其他登入方式或{minutes}分鐘後再試。',

    // second factors, and sessions
    factorUnknown: '未設定該二次認證方式，請選擇其他方式。',
    factorWrong: '動態密碼錯誤或已使用，請等待下一個。',
    factorsSpent: '二次認證錯誤次數過多，請{minutes}分鐘後重試。',
    passkeyInvalid: '通行密鑰驗證失敗，請重試或選擇其他方式。',
    factorsFull: '該類認證方式數量已達上限，請先移除一個。',
    factorElsewhere: '驗證碼須傳送至該帳號的手機號碼或電子郵件，請透過mobile-by-token查詢。',
    factorTooNew: '密碼剛透過驗證碼設定，不能再以同類驗證碼作為第二驗證因素。請用其他方式登入，或在{hours}小時後重試。',
    freshLoginNeeded: '該操作需要近期登入，請重新登入後再試。',
    sessionUnknown: '工作階段不存在或已結束，請重新查詢清單。',

    // single sign-on
    ticketMissing: '一次性權杖不能為空，請提供sso_ticket。',
    ticketInvalid: '一次性權杖無效或已過期，請用工作階段權杖重新取得。',

    // ours to mend
    systemError: '系統忙碌，請稍後再試；如持續出現，請回報請求編號{requestId}。',
  },

  /** Codes by text message. Short enough for one: 160 GSM characters, or 70 of any other script, with a name of 20. */
  sms: {
    REGISTER: '【{app}】註冊驗證碼{code}，{minutes}分鐘內有效，請勿告知他人。',
    LOGIN: '【{app}】登入驗證碼{code}，{minutes}分鐘內有效，請勿告知他人。',
    FORGET_PWD: '【{app}】重設密碼驗證碼{code}，{minutes}分鐘內有效，請勿告知他人。',
    BIND: '【{app}】綁定社群帳號驗證碼{code}，{minutes}分鐘內有效，請勿告知他人。',
    UPDATE: '【{app}】更換聯絡方式驗證碼{code}，{minutes}分鐘內有效，請勿告知他人。',
    MFA_AUTH: '【{app}】二次認證驗證碼{code}，{minutes}分鐘內有效，請勿告知他人。',
    CHANGE_PWD: '【{app}】修改密碼驗證碼{code}，{minutes}分鐘內有效，請勿告知他人。',
  },

  /** Codes by e-mail. */
  mail: {
    REGISTER: {
      subject: '{app}註冊驗證碼',
      text: '{code}\n\n這是您在{app}註冊的驗證碼，{minutes}分鐘內有效，請勿告知他人。如非本人操作，請忽略本郵件。',
    },
    LOGIN: {
      subject: '{app}登入驗證碼',
      text: '{code}\n\n這是您在{app}登入的驗證碼，{minutes}分鐘內有效，請勿告知他人。如非本人操作，請忽略本郵件。',
    },
    FORGET_PWD: {
      subject: '{app}重設密碼驗證碼',
      text: '{code}\n\n這是您在{app}重設密碼的驗證碼，{minutes}分鐘內有效，請勿告知他人。如非本人操作，請忽略本郵件。',
    },
    BIND: {
      subject: '{app}綁定社群帳號驗證碼',
      text: '{code}\n\n這是您在{app}綁定社群帳號的驗證碼，{minutes}分鐘內有效，請勿告知他人。如非本人操作，請忽略本郵件。',
    },
    UPDATE: {
      subject: '{app}更換聯絡方式驗證碼',
      text: '{code}\n\n這是您在{app}更換聯絡方式的驗證碼，{minutes}分鐘內有效，請勿告知他人。如非本人操作，請忽略本郵件。',
    },
    MFA_AUTH: {
      subject: '{app}二次認證驗證碼',
      text: '{code}\n\n這是您在{app}二次認證的驗證碼，{minutes}分鐘內有效，請勿告知他人。如非本人操作，請忽略本郵件。',
    },
    CHANGE_PWD: {
      subject: '{app}修改密碼驗證碼',
      text: '{code}\n\n這是您在{app}修改密碼的驗證碼，{minutes}分鐘內有效，請勿告知他人。如非本人操作，請忽略本郵件。',
    },
  },

  /** What the owner of an account is told of, by every other channel. */
  notices: {
    account_bound: '已綁定社群帳號：{detail}',
    account_unbound: '已解除綁定社群帳號：{detail}',
    mobile_changed: '手機號碼已更換',
    mobile_released: '您長期未使用的手機號碼已被用於註冊新帳號',
    email_changed: '電子郵件已更換',
    password_changed: '密碼已修改',
    factor_added: '已新增二次認證方式：{detail}',
    factor_removed: '已移除二次認證方式：{detail}',
  },

  /** What follows a notice: how to undo it, or what else to do. */
  notice_end: {
    undo: '如非本人操作，請在{hours}小時內撤銷：{link}',
    undo_number: '如該號碼仍歸您使用，請在{hours}小時內撤銷：{link}',
    help: '如非本人操作，請登入修改密碼或尋求協助。',
  },

  /** How a notice is written, by the way it goes. */
  notice_form: {
    sms: '【{app}】{what}。{end}',
    subject: '{app}：{what}',
    mail: '您好：\n\n{what}。\n\n{end}\n\n{app}',
  },

  /** The page behind the link of a notice. */
  undo_page: {
    title: '撤銷變更',
    account_bound: '您的帳號綁定了一個社群帳號。撤銷後將解除該綁定，並結束此後的所有工作階段。',
    mobile_changed: '您帳號的手機號碼已更換。撤銷後將恢復原手機號碼，並登出所有裝置。',
    mobile_released:
      '您帳號的手機號碼長期未使用，有人證明其持有該號碼，號碼已歸其使用。撤銷後號碼將恢復到您的帳號，請僅在號碼仍歸您使用時撤銷。',
    email_changed: '您帳號的電子郵件已更換。撤銷後將恢復原電子郵件，並登出所有裝置。',
    keep: '如為本人操作，請關閉本頁，不會有任何改變。',
    button: '撤銷',
    done_title: '已撤銷',
    done: '該變更已撤銷。請重新登入，並檢查帳號的其他資訊：手機號碼、電子郵件、社群帳號。',
    gone_title: '該連結已失效',
    gone: '連結已使用或已過期，未做任何更改。如帳號異常，請登入檢查，或聯絡應用程式的營運方尋求協助。',
    taken_title: '無法在此撤銷',
    taken: '原手機號碼或電子郵件現已屬於其他帳號。請聯絡應用程式的營運方尋求協助。',
  },

  /** What is wrong with a line of a list of people, and what to do. Values that break a rule are told in the words of `errors`. */
  import_faults: {
    columnUnknown: '「{name}」不是可用的欄位，請刪除，或改為以下名稱之一：{known}。',
    columnMissing: '缺少{name}欄位，請在第一行中加入。',
    columnTwice: '{name}欄位重複，請刪除其中一欄。',
    cellsWrong: '本行有{count}個儲存格，第一行有{expected}個，含逗號的內容請加引號。',
    valueMissing: '缺少內容，請填寫。',
    notTruth: '請填寫true或false，或留空。',
    repeated: '與第{line}行重複，請刪除其中一行。',
    hashUnknown: '無法使用該密碼雜湊，請留空，使用者可透過驗證碼重新設定密碼。',
    hashMalformed: '密碼雜湊不完整，請重新匯出或留空。',
    hashExpensive: '比對該密碼雜湊太耗時，請留空，使用者可透過驗證碼重新設定密碼。',
  },

  /** What would come of a sign-in at a source, turn by turn: for administrators. */
  dry_run: dryRunZhTW,

  /** What happens to a person nobody here knows, for who sets up a source. */
  unknown_user: {
    bind: '驗證現有使用者的手機號碼或電子郵件後，綁定到該使用者。',
    bind_or_register: '驗證手機號碼或電子郵件：已有使用者則綁定，沒有則註冊新使用者。',
    auto_create: '不需驗證，直接建立新使用者。',
    deny: '拒絕登入，只有已綁定的使用者可以登入。',
    ask: '詢問是否已有帳號，再選擇綁定或註冊。',
  },

  /** What an administrator is told after a change. */
  management: {
    sourceRemoved: '仍綁定在使用者名下的社群帳號：{accounts}。在重新加入相同識別碼的登入方式之前，不能用它們登入，但可以解除綁定。',
  },

  webhook_events: webhookEvents,

  /** What should be looked at, for the first page of the console. */
  attention: {
    gateway_failing: '簡訊閘道{name}不能傳送，最近連續失敗{failures}次，請測試並檢查其設定。',
    mail_gateway_failing: '郵件閘道{name}不能傳送，最近連續失敗{failures}次，請測試並檢查其設定。',
    gateway_missing: '沒有可用的簡訊閘道，使用者不能驗證手機號碼，請新增。',
    source_failing: '登入方式{name}最近一次檢查未通過，請修正設定後重新檢查。',
    webhook_off: 'Webhook {name}已被自動停用，其網址不再接收訊息。請更正網址、傳送測試後重新啟用。',
    webhook_failing: 'Webhook {name}已有一小時以上未接收任何訊息，請查看其回應及對應的系統。',
    budget_day: '24小時內的簡訊預算已用{percent}%，請提高上限或查看花費去向。',
    budget_month: '30天內的簡訊預算已用{percent}%，請提高上限或查看花費去向。',
    firewall_refusing: '簡訊防火牆最近一小時攔截了{count}次請求，平時為{usual}次，請查看攔截記錄。',
    administrators_unprotected: '沒有管理員設定第二驗證因素，請設定驗證器或通行密鑰。',
    key_old: '{name}簽章金鑰已使用{days}天，請輪換。',
    development_public: '伺服器以開發模式執行且可從外部存取，任何人都能讀取收件匣，請改用正式模式。',
  },
} satisfies Texts
