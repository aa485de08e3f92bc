// Written by "npm run docs" from docs/openapi.json: edit the endpoints, not this.

/** The user API, and what an application’s server calls beside it. */
export type UserApi = {
  /** An access token for the server of an application (client credentials; form body, Basic or query). */
  'POST /api/v2/tenant/token': {
    body: {
      grant_type: string
      client_id?: string | undefined
      client_secret?: string | undefined
    }
    reply: {
      access_token: string
      token_type: string
      /** Unit: second. */
      expires_in: number
      scope: string
      /** Who the token was given to, signed as every id_token of the tenant is. */
      id_token: string
    }
  }
  /** A slider puzzle: background and piece as PNG in base64. */
  'GET /api/v2/sdk/captcha': {
    reply: {
      captchaId: null
      projectCode: null
      captchaType: null
      captchaOriginalPath: null
      captchaFontType: null
      captchaFontSize: null
      secretKey: null
      /** Background, PNG of 310 x 155 pixels, base64. */
      originalImageBase64: string
      point: null
      /** Piece, PNG of 47 x 155 pixels, base64. */
      jigsawImageBase64: string
      wordList: null
      pointList: null
      pointJson: null
      /** Names this puzzle. */
      token: string
      result: boolean
      captchaVerification: null
    }
  }
  /** Check where the piece was put; answers the captcha_token for one sender. */
  'POST /api/v2/sdk/captcha/verify': {
    body: {
      /** JSON text: {"x":237.0,"y":5.0}. */
      point_json: string
      token: string
      /** The mobile number or e-mail address that is to receive the code. */
      sender: string
    }
    reply: {
      captcha_token: string
    }
  }
  /** A proof of work for one receiver (`?sender=` mobile number or e-mail address), in the form of ALTCHA; more work where more is at risk. */
  'GET /api/v2/sdk/captcha/challenge': {
    reply: {
      /** SHA-256. */
      algorithm: string
      /** The hash that salt and the number sought, written one after the other, have; hexadecimal. */
      challenge: string
      salt: string
      /** The number sought is between 1 and this. */
      maxnumber: number
      signature: string
      /** Seconds since 1970. */
      expires: number
    }
  }
  /** A one-time ticket for the user data of a session, for one application. */
  'POST /api/v2/tenant/sso/session-token/sso-ticket': {
    body: {
      session_token: string
      operating_sys_version: string
      device_ip: string
      /** Must equal X-device-fingerprint of the sign-in. */
      device_fingerprint: string
      agent?: string | undefined
      /** The application that may redeem the ticket, when it is another one of this tenant. */
      client_id?: string | undefined
    }
    reply: {
      /** Unit: second. */
      expire: number
      sso_ticket: string
    }
  }
  /** The user behind a ticket; the ticket is spent. */
  'POST /api/v2/tenant/sso/sso-ticket/verify': {
    body: {
      sso_ticket: string
      operating_sys_version: string
      device_ip: string
      /** Must equal X-device-fingerprint of the sign-in. */
      device_fingerprint: string
      agent?: string | undefined
    }
    reply: {
      code: string
      message: string
      data: {
        user: {
          userName: string
          id: string
          name: string
          mobile: string
          email: string
        }
      }
    }
  }
  /** A new session_token for a live one; the old one is dead from then on. */
  'POST /api/v2/tenant/sso/session-token/refresh': {
    body: {
      session_token: string
      operating_sys_version: string
      device_ip: string
      /** Must equal X-device-fingerprint of the sign-in. */
      device_fingerprint: string
      agent?: string | undefined
    }
    reply: {
      session_token: string
      id_token: string
      /** Unit: second. */
      expire: number
    }
  }
  /** A fresh id_token for the session that is logged in. */
  'POST /api/v2/sdk/session-token/refresh-id-token': {
    reply: {
      id_token: string
    }
  }
  /** A fresh id_token for the session_token in the header; renews that too where the application says so. */
  'POST /api/v2/sdk/sso/session-token/id-token': {
    headers: {
      /** The session_token; X-session-token is taken too. */
      'session-token': string
    }
    reply: {
      session_token: string
      /** Unit: second. */
      expire: number
      id_token: string
    }
  }
  /** The live sessions of the person who asks. */
  'GET /api/v2/sdk/sessions': {
    reply: {
      sessions: {
        id: string
        /** The one this request was made in. */
        current: boolean
        device: {
          system: string
          agent: string
        }
        address: string
        /** Seconds since 1970. */
        created_at: number
        /** Seconds since 1970. */
        expires_at: number
        client_id: string
        /** Name of the application. */
        app: string
        methods: string[]
      }[]
    }
  }
  /** End one of the sessions of the person who asks, with everything that came from it. */
  'POST /api/v2/sdk/sessions/end': {
    body: {
      /** As the list of sessions has it. */
      id: string
    }
    reply: undefined
  }
  /** End all sessions of the person who asks but this one, with everything that came from them. */
  'POST /api/v2/sdk/sessions/end-others': {
    reply: undefined
  }
  /** Countries whose numbers are served, with names, calling codes and the form of their mobile numbers. */
  'GET /api/v2/sdk/country-codes': {
    reply: {
      phoneAreaCodeDefinitions: {
        areaCode: string
        displayMapping: {
          'zh-TW': string
          en: string
          'zh-CN': string
        }
        countryCode: string
        mobileRegex: string
        areaCodeSuffixes: string[]
      }[]
      /** The ISO 3166 code, as published. */
      preferredAreaCode: string
    }
  }
  /** Send a one-time code by SMS; under an X-state-token the code is good for that one only. */
  'POST /api/v2/sdk/sms/send': {
    headers: {
      /** The state_token of the step before, if there was one. */
      'X-state-token'?: string | undefined
    }
    body: {
      mobile: string
      type:
        | 'REGISTER_SMS'
        | 'LOGIN_SMS'
        | 'FORGET_PWD_SMS'
        | 'BIND_MOBILE_SMS'
        | 'UPDATE_MOBILE_SMS'
        | 'OTP_REST_SMS'
        | 'MFA_AUTH_SMS'
        | 'UPDATE_PWD_SMS'
        | 'CHANGE_PWD_SMS'
      captcha_token?: string | undefined
      /** Answer to /api/v2/sdk/captcha/challenge: JSON of algorithm, challenge, number, salt and signature, in base64. */
      challenge_answer?: string | undefined
    }
    reply: undefined
  }
  /** Send a one-time code by e-mail; under an X-state-token the code is good for that one only. */
  'POST /api/v2/sdk/email/send': {
    headers: {
      /** The state_token of the step before, if there was one. */
      'X-state-token'?: string | undefined
    }
    body: {
      email: string
      type:
        | 'REGISTER_EMS'
        | 'LOGIN_EMS'
        | 'FORGET_PWD_EMS'
        | 'BIND_EMAIL_EMS'
        | 'UPDATE_EMAIL_EMS'
        | 'MFA_AUTH_EMS'
        | 'UPDATE_PWD_EMS'
        | 'CHANGE_PWD_EMS'
      captcha_token?: string | undefined
      /** Answer to /api/v2/sdk/captcha/challenge: JSON of algorithm, challenge, number, salt and signature, in base64. */
      challenge_answer?: string | undefined
    }
    reply: undefined
  }
  /** Go on after PASSWORD_WARN without changing the password. */
  'GET /api/v2/sdk/pwd/skip-update': {
    headers: {
      /** The state_token of the step before. */
      'X-state-token': string
    }
    reply: {
      /** SUCCESS, PASSWORD_WARN, PASSWORD_EXPIRED, MFA_AUTH, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED. */
      status: string
      session_token?: string
      id_token?: string
      /** Lifetime of the session_token. Unit: second. */
      expire?: number
      state_token?: string
      /** A JSON string: which proofs may be used, or what a new password must be like. */
      data?: string
    }
  }
  /** Change the password after PASSWORD_WARN or PASSWORD_EXPIRED, and log in. */
  'POST /api/v2/sdk/pwd/update': {
    headers: {
      /** The state_token of the step before. */
      'X-state-token': string
    }
    body: {
      /** The one that is about to expire, or has. */
      old_password: string
      /** The new one. */
      new_password: string
    }
    reply: {
      /** SUCCESS, PASSWORD_WARN, PASSWORD_EXPIRED, MFA_AUTH, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED. */
      status: string
      session_token?: string
      id_token?: string
      /** Lifetime of the session_token. Unit: second. */
      expire?: number
      state_token?: string
      /** A JSON string: which proofs may be used, or what a new password must be like. */
      data?: string
    }
  }
  /** Change the password after PASSWORD_WARN or PASSWORD_EXPIRED by a code sent to the mobile number of the user, and log in. */
  'POST /api/v2/sdk/after-login/pwd/update-by-mobile': {
    headers: {
      /** The state_token of the step before. */
      'X-state-token': string
    }
    body: {
      /** A code of the type CHANGE_PWD_SMS. */
      verify_code: string
      /** The new one. */
      new_password: string
    }
    reply: {
      /** SUCCESS, PASSWORD_WARN, PASSWORD_EXPIRED, MFA_AUTH, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED. */
      status: string
      session_token?: string
      id_token?: string
      /** Lifetime of the session_token. Unit: second. */
      expire?: number
      state_token?: string
      /** A JSON string: which proofs may be used, or what a new password must be like. */
      data?: string
    }
  }
  /** Change the password after PASSWORD_WARN or PASSWORD_EXPIRED by a code sent to the e-mail address of the user, and log in. */
  'POST /api/v2/sdk/after-login/pwd/update-by-email': {
    headers: {
      /** The state_token of the step before. */
      'X-state-token': string
    }
    body: {
      /** A code of the type CHANGE_PWD_EMS. */
      verify_code: string
      /** The new one. */
      new_password: string
    }
    reply: {
      /** SUCCESS, PASSWORD_WARN, PASSWORD_EXPIRED, MFA_AUTH, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED. */
      status: string
      session_token?: string
      id_token?: string
      /** Lifetime of the session_token. Unit: second. */
      expire?: number
      state_token?: string
      /** A JSON string: which proofs may be used, or what a new password must be like. */
      data?: string
    }
  }
  /** Set a new password by a code sent to the mobile number: a forgotten one, or, logged in and without mobile, the own. */
  'POST /api/v2/sdk/pwd/update-by-mobile': {
    body: {
      /** Absent with X-signature or Authorization: the own number. */
      mobile?: string | undefined
      /** A code of the type FORGET_PWD_SMS, or of CHANGE_PWD_SMS for the own. */
      verify_code: string
      /** The new one. */
      password: string
    }
    reply: undefined
  }
  /** Set a new password by a code sent to the e-mail address: a forgotten one, or, logged in and without email, the own. */
  'POST /api/v2/sdk/pwd/update-by-email': {
    body: {
      /** Absent with X-signature or Authorization: the own address. */
      email?: string | undefined
      /** A code of the type FORGET_PWD_EMS, or of CHANGE_PWD_EMS for the own. */
      verify_code: string
      /** The new one. */
      password: string
    }
    reply: undefined
  }
  /** Whether the user has a password. */
  'GET /api/v2/sdk/pwd/check-exist': {
    reply: {
      is_set_pwd: boolean
    }
  }
  /** Change the own password by the old one, or set a first one. */
  'POST /api/v2/sdk/pwd/change': {
    body: {
      /** Absent when none is set: pwd/check-exist says so. */
      old_password?: string | undefined
      /** The new one. */
      new_password: string
    }
    reply: undefined
  }
  /** Change or set the own password by a code sent to the own mobile number. */
  'POST /api/v2/sdk/pwd/change-by-mobile': {
    body: {
      /** A code of the type CHANGE_PWD_SMS. */
      verify_code: string
      /** The new one. */
      password: string
    }
    reply: undefined
  }
  /** Change or set the own password by a code sent to the own e-mail address. */
  'POST /api/v2/sdk/pwd/change-by-email': {
    body: {
      /** A code of the type CHANGE_PWD_EMS. */
      verify_code: string
      /** The new one. */
      password: string
    }
    reply: undefined
  }
  /** Bind a social account to the user who holds a mobile number or an e-mail address, and log in. */
  'POST /api/v2/sdk/social/bind': {
    headers: {
      /** The state_token of the step before. */
      'X-state-token': string
    }
    body: {
      /** The number that received the code. */
      mobile?: string | undefined
      /** Instead of a number: the e-mail address that received the code. */
      email?: string | undefined
      verify_code: string
    }
    reply: {
      /** SUCCESS, PASSWORD_WARN, PASSWORD_EXPIRED, MFA_AUTH, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED. */
      status: string
      session_token?: string
      id_token?: string
      /** Lifetime of the session_token. Unit: second. */
      expire?: number
      state_token?: string
      /** A JSON string: which proofs may be used, or what a new password must be like. */
      data?: string
    }
  }
  /** Bind a social account to the user of a mobile number or an e-mail address, creating the user if there is none, and log in. */
  'POST /api/v2/sdk/social/register-bind': {
    headers: {
      /** The state_token of the step before. */
      'X-state-token': string
    }
    body: {
      /** The number that received the code. */
      mobile?: string | undefined
      /** Instead of a number: the e-mail address that received the code. */
      email?: string | undefined
      verify_code: string
    }
    reply: {
      /** SUCCESS, PASSWORD_WARN, PASSWORD_EXPIRED, MFA_AUTH, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED. */
      status: string
      session_token?: string
      id_token?: string
      /** Lifetime of the session_token. Unit: second. */
      expire?: number
      state_token?: string
      /** A JSON string: which proofs may be used, or what a new password must be like. */
      data?: string
    }
  }
  /** Bind a social account to the user of an account name and a password, and log in. */
  'POST /api/v2/sdk/social/username-password-bind': {
    headers: {
      /** The state_token of the step before. */
      'X-state-token': string
    }
    body: {
      /** User name, mobile number or e-mail address. */
      user_name: string
      password: string
    }
    reply: {
      /** SUCCESS, PASSWORD_WARN, PASSWORD_EXPIRED, MFA_AUTH, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED. */
      status: string
      session_token?: string
      id_token?: string
      /** Lifetime of the session_token. Unit: second. */
      expire?: number
      state_token?: string
      /** A JSON string: which proofs may be used, or what a new password must be like. */
      data?: string
    }
  }
  /** Bind a social account to the user of the number that a WeChat mini-program was given, and log in. */
  'POST /api/v2/sdk/social/wechat-mobile-bind': {
    headers: {
      /** The state_token of the step before. */
      'X-state-token': string
    }
    body: {
      /** From the button that asks for the number. */
      wechat_code?: string | undefined
      /** The same, as one published page spells it. */
      wchat_code?: string | undefined
    }
    reply: {
      /** SUCCESS, PASSWORD_WARN, PASSWORD_EXPIRED, MFA_AUTH, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED. */
      status: string
      session_token?: string
      id_token?: string
      /** Lifetime of the session_token. Unit: second. */
      expire?: number
      state_token?: string
      /** A JSON string: which proofs may be used, or what a new password must be like. */
      data?: string
    }
  }
  /** As wechat-mobile-bind, creating the user if there is none. */
  'POST /api/v2/sdk/social/wechat-mobile-register-bind': {
    headers: {
      /** The state_token of the step before. */
      'X-state-token': string
    }
    body: {
      /** From the button that asks for the number. */
      wechat_code?: string | undefined
      /** The same, as one published page spells it. */
      wchat_code?: string | undefined
    }
    reply: {
      /** SUCCESS, PASSWORD_WARN, PASSWORD_EXPIRED, MFA_AUTH, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED. */
      status: string
      session_token?: string
      id_token?: string
      /** Lifetime of the session_token. Unit: second. */
      expire?: number
      state_token?: string
      /** A JSON string: which proofs may be used, or what a new password must be like. */
      data?: string
    }
  }
  /** Bind a social account to the user of the number that an Alipay mini-program was given, and log in. */
  'POST /api/v2/sdk/social/alipay-mini-mobile-bind': {
    headers: {
      /** The state_token of the step before. */
      'X-state-token': string
    }
    body: {
      /** What my.getPhoneNumber answered, as it is. */
      alipay_encrypt: string
    }
    reply: {
      /** SUCCESS, PASSWORD_WARN, PASSWORD_EXPIRED, MFA_AUTH, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED. */
      status: string
      session_token?: string
      id_token?: string
      /** Lifetime of the session_token. Unit: second. */
      expire?: number
      state_token?: string
      /** A JSON string: which proofs may be used, or what a new password must be like. */
      data?: string
    }
  }
  /** As alipay-mini-mobile-bind, creating the user if there is none. */
  'POST /api/v2/sdk/social/alipay-mini-mobile-register-bind': {
    headers: {
      /** The state_token of the step before. */
      'X-state-token': string
    }
    body: {
      /** What my.getPhoneNumber answered, as it is. */
      alipay_encrypt: string
    }
    reply: {
      /** SUCCESS, PASSWORD_WARN, PASSWORD_EXPIRED, MFA_AUTH, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED. */
      status: string
      session_token?: string
      id_token?: string
      /** Lifetime of the session_token. Unit: second. */
      expire?: number
      state_token?: string
      /** A JSON string: which proofs may be used, or what a new password must be like. */
      data?: string
    }
  }
  /** The social accounts of whoever is logged in. */
  'GET /api/v2/sdk/social': {
    reply: {
      social: {
        id?: string
        userId?: string
        socialType?: string
        social_uid?: string
        socialUid?: string
        socialChannelId?: string
        socialNickname?: string | null
        socialHeadImage?: string | null
        socialAccountDetails?: string | null
        idpId?: string
        /** UTC, as 2021-05-16 13:02:48.513. */
        createdAt?: string
        updatedAt?: string
      }[]
    }
  }
  /** Take a social account away from whoever is logged in, by its id. */
  'POST /api/v2/sdk/social/unbind-account': {
    body: {
      id: string
    }
    reply: undefined
  }
  /** Take a social account away from whoever is logged in, by its type and its id at the provider. */
  'POST /api/v2/sdk/social/unbind': {
    body: {
      social_uid: string
      social_type: string
    }
    reply: undefined
  }
  /** Bind a further social account to whoever is logged in. */
  'POST /api/v2/sdk/social/bind-account': {
    headers: {
      /** The state_token of the step before, if there was one. */
      'X-state-token'?: string | undefined
    }
    body: {
      /** Id of the source. */
      source: string
      /** As sent in the authorization request (RFC 6749 section 4.1.3). */
      redirect_uri?: string | undefined
      /** RFC 7636. */
      code_verifier?: string | undefined
      /** As sent in the authorization request (OpenID Connect). */
      nonce?: string | undefined
      /** As it came back; required when the authorization began at login/social/authorize. */
      state?: string | undefined
      /** As it came back (RFC 9207). */
      iss?: string | undefined
      /** As it came back beside the code in a posted form, once: the name, with Apple. */
      user?: string | undefined
      /** Authorization code of the provider. */
      code?: string | undefined
      /** Instead of a code: the token its kit was given. */
      access_token?: string | undefined
      /** Beside that token: the id its kit was told. */
      open_id?: string | undefined
    }
    reply: undefined
  }
  /** The number that the code for the next step must go to. */
  'GET /api/v2/sdk/mobile-by-token': {
    headers: {
      /** The state_token of the step before. */
      'X-state-token': string
    }
    reply: {
      mobile: string
    }
  }
  /** The second factor: a code sent to the mobile number of the account. */
  'POST /api/v2/sdk/mfa/sms': {
    headers: {
      /** The state_token of the step before. */
      'X-state-token': string
    }
    body: {
      mobile: string
      verify_code: string
    }
    reply: {
      /** SUCCESS, PASSWORD_WARN, PASSWORD_EXPIRED, MFA_AUTH, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED. */
      status: string
      session_token?: string
      id_token?: string
      /** Lifetime of the session_token. Unit: second. */
      expire?: number
      state_token?: string
      /** A JSON string: which proofs may be used, or what a new password must be like. */
      data?: string
    }
  }
  /** The second factor: a code sent to the e-mail address of the account. */
  'POST /api/v2/sdk/mfa/email': {
    headers: {
      /** The state_token of the step before. */
      'X-state-token': string
    }
    body: {
      email: string
      verify_code: string
    }
    reply: {
      /** SUCCESS, PASSWORD_WARN, PASSWORD_EXPIRED, MFA_AUTH, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED. */
      status: string
      session_token?: string
      id_token?: string
      /** Lifetime of the session_token. Unit: second. */
      expire?: number
      state_token?: string
      /** A JSON string: which proofs may be used, or what a new password must be like. */
      data?: string
    }
  }
  /** The second factor: the code of an authenticator app. */
  'POST /api/v2/sdk/mfa/totp': {
    headers: {
      /** The state_token of the step before. */
      'X-state-token': string
    }
    body: {
      code: string
    }
    reply: {
      /** SUCCESS, PASSWORD_WARN, PASSWORD_EXPIRED, MFA_AUTH, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED. */
      status: string
      session_token?: string
      id_token?: string
      /** Lifetime of the session_token. Unit: second. */
      expire?: number
      state_token?: string
      /** A JSON string: which proofs may be used, or what a new password must be like. */
      data?: string
    }
  }
  /** What a browser needs to ask for a passkey as the second factor. */
  'POST /api/v2/sdk/mfa/passkey/options': {
    headers: {
      /** The state_token of the step before. */
      'X-state-token': string
    }
    reply: {
      options: {
        challenge: string
        /** Unit: millisecond. */
        timeout: number
        rpId: string
        allowCredentials: {
          id: string
          type: string
          transports: string[]
        }[]
        userVerification: string
      }
      /** To be sent with the answer, in X-state-token. */
      state_token: string
    }
  }
  /** The second factor: a passkey. */
  'POST /api/v2/sdk/mfa/passkey': {
    headers: {
      /** The state_token of the step before. */
      'X-state-token': string
    }
    body: {
      response: {
        id: string
        rawId: string
        type: 'public-key'
        response: {
          clientDataJSON: string
          authenticatorData: string
          signature: string
          userHandle?: string | null | undefined
        }
      }
    }
    reply: {
      /** SUCCESS, PASSWORD_WARN, PASSWORD_EXPIRED, MFA_AUTH, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED. */
      status: string
      session_token?: string
      id_token?: string
      /** Lifetime of the session_token. Unit: second. */
      expire?: number
      state_token?: string
      /** A JSON string: which proofs may be used, or what a new password must be like. */
      data?: string
    }
  }
  /** Begin to set up an authenticator app. */
  'POST /api/v2/sdk/mfa/totp/enroll': {
    body: {
      /** For the list of factors. */
      name?: string | undefined
    }
    reply: {
      id: string
      /** To be typed: base32. */
      secret: string
      /** To be scanned: otpauth://totp/… */
      uri: string
    }
  }
  /** Show that a new authenticator app works. */
  'POST /api/v2/sdk/mfa/totp/confirm': {
    body: {
      id: string
      code: string
    }
    reply: undefined
  }
  /** What a browser needs to make a passkey. */
  'POST /api/v2/sdk/mfa/passkey/register-options': {
    reply: {
      options: {
        challenge: string
        /** Unit: millisecond. */
        timeout: number
        rp: {
          id: string
          name: string
        }
        user: {
          id: string
          name: string
          displayName: string
        }
        pubKeyCredParams: {
          type: string
          alg: number
        }[]
        excludeCredentials: {
          id: string
          type: string
          transports: string[]
        }[]
        authenticatorSelection: {
          residentKey: string
          requireResidentKey: boolean
          userVerification: string
        }
        attestation: string
      }
      /** To be sent with the answer, in X-state-token. */
      state_token: string
    }
  }
  /** Keep a passkey that was made. */
  'POST /api/v2/sdk/mfa/passkey/register': {
    headers: {
      /** The state_token of the step before. */
      'X-state-token': string
    }
    body: {
      response: {
        id: string
        rawId: string
        type: 'public-key'
        response: {
          clientDataJSON: string
          attestationObject: string
          transports?: string[] | undefined
        }
      }
      /** For the list of factors. */
      name?: string | undefined
    }
    reply: {
      id: string
    }
  }
  /** The authenticator apps and passkeys of the person who asks. */
  'GET /api/v2/sdk/mfa/factors': {
    reply: {
      factors: {
        id: string
        /** totp or passkey. */
        kind: string
        name: string
        /** Seconds since 1970. */
        created_at: number
        /** Seconds since 1970. */
        used_at?: number
      }[]
    }
  }
  /** Give an authenticator app or a passkey another name. */
  'POST /api/v2/sdk/mfa/factors/rename': {
    body: {
      id: string
      name: string
    }
    reply: undefined
  }
  /** Remove an authenticator app or a passkey. */
  'POST /api/v2/sdk/mfa/factors/remove': {
    body: {
      /** As the list of factors has it. */
      id: string
    }
    reply: undefined
  }
  /** Register with a mobile number and the code sent to it, and log in. */
  'POST /api/v2/sdk/register/mobile-verify-code': {
    body: {
      mobile: string
      verify_code: string
      /** Checked, and not kept: an address is a user’s only once proven (profile/update-email). */
      email?: string | null | undefined
      /** 3 to 64 letters, digits or . _ - @; not a number, and no address but one’s own. */
      user_name?: string | null | undefined
      /** 1 to 100 characters. */
      name?: string | null | undefined
      /** Address of a picture: http or https. */
      head_img?: string | null | undefined
      /** female, male or unknow; unknown is taken too. */
      attr_gender?: string | null | undefined
      /** yyyy-MM-dd. */
      attr_birthday?: string | null | undefined
      attr_nick_name?: string | null | undefined
      first_name?: string | null | undefined
      middle_name?: string | null | undefined
      last_name?: string | null | undefined
      mailing_address?: string | null | undefined
      zip_code?: string | null | undefined
      industry?: string | null | undefined
      /** Attributes of your own: an object, or the same as JSON text; at most 4096 bytes, five levels deep. */
      extension?: Record<string, unknown> | string | null | undefined
      /** As the password policy of the tenant wants it. */
      pwd?: string | null | undefined
    }
    reply: {
      /** SUCCESS, PASSWORD_WARN, PASSWORD_EXPIRED, MFA_AUTH, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED. */
      status: string
      session_token?: string
      id_token?: string
      /** Lifetime of the session_token. Unit: second. */
      expire?: number
      state_token?: string
      /** A JSON string: which proofs may be used, or what a new password must be like. */
      data?: string
    }
  }
  /** Register with an e-mail address and the code sent to it, and log in. */
  'POST /api/v2/sdk/register/email-verify-code': {
    body: {
      email: string
      verify_code: string
      /** Checked, and not kept: a number is a user’s only once proven (profile/update-mobile). */
      mobile?: string | null | undefined
      /** 3 to 64 letters, digits or . _ - @; not a number, and no address but one’s own. */
      user_name?: string | null | undefined
      /** 1 to 100 characters. */
      name?: string | null | undefined
      /** Address of a picture: http or https. */
      head_img?: string | null | undefined
      /** female, male or unknow; unknown is taken too. */
      attr_gender?: string | null | undefined
      /** yyyy-MM-dd. */
      attr_birthday?: string | null | undefined
      attr_nick_name?: string | null | undefined
      first_name?: string | null | undefined
      middle_name?: string | null | undefined
      last_name?: string | null | undefined
      mailing_address?: string | null | undefined
      zip_code?: string | null | undefined
      industry?: string | null | undefined
      /** Attributes of your own: an object, or the same as JSON text; at most 4096 bytes, five levels deep. */
      extension?: Record<string, unknown> | string | null | undefined
      /** As the password policy of the tenant wants it. */
      pwd?: string | null | undefined
    }
    reply: {
      /** SUCCESS, PASSWORD_WARN, PASSWORD_EXPIRED, MFA_AUTH, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED. */
      status: string
      session_token?: string
      id_token?: string
      /** Lifetime of the session_token. Unit: second. */
      expire?: number
      state_token?: string
      /** A JSON string: which proofs may be used, or what a new password must be like. */
      data?: string
    }
  }
  /** Sign in with a user name and password. */
  'POST /api/v2/sdk/login': {
    body: {
      user_name: string
      password: string
    }
    reply: {
      /** SUCCESS, PASSWORD_WARN, PASSWORD_EXPIRED, MFA_AUTH, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED. */
      status: string
      session_token?: string
      id_token?: string
      /** Lifetime of the session_token. Unit: second. */
      expire?: number
      state_token?: string
      /** A JSON string: which proofs may be used, or what a new password must be like. */
      data?: string
    }
  }
  /** Sign in with a user name, mobile number or e-mail address, and password. */
  'POST /api/v2/sdk/login/auth': {
    body: {
      /** A user name, a mobile number or an e-mail address. */
      user_name: string
      password: string
    }
    reply: {
      /** SUCCESS, PASSWORD_WARN, PASSWORD_EXPIRED, MFA_AUTH, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED. */
      status: string
      session_token?: string
      id_token?: string
      /** Lifetime of the session_token. Unit: second. */
      expire?: number
      state_token?: string
      /** A JSON string: which proofs may be used, or what a new password must be like. */
      data?: string
    }
  }
  /** Sign in with a mobile number and password. */
  'POST /api/v2/sdk/login/mobile-pwd': {
    body: {
      mobile: string
      password: string
    }
    reply: {
      /** SUCCESS, PASSWORD_WARN, PASSWORD_EXPIRED, MFA_AUTH, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED. */
      status: string
      session_token?: string
      id_token?: string
      /** Lifetime of the session_token. Unit: second. */
      expire?: number
      state_token?: string
      /** A JSON string: which proofs may be used, or what a new password must be like. */
      data?: string
    }
  }
  /** Sign in with an e-mail address and password. */
  'POST /api/v2/sdk/login/email-pwd': {
    body: {
      email: string
      password: string
    }
    reply: {
      /** SUCCESS, PASSWORD_WARN, PASSWORD_EXPIRED, MFA_AUTH, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED. */
      status: string
      session_token?: string
      id_token?: string
      /** Lifetime of the session_token. Unit: second. */
      expire?: number
      state_token?: string
      /** A JSON string: which proofs may be used, or what a new password must be like. */
      data?: string
    }
  }
  /** Sign in with a social account of any source. */
  'POST /api/v2/sdk/login/social': {
    headers: {
      /** The state_token of the step before, if there was one. */
      'X-state-token'?: string | undefined
    }
    body: {
      /** Id of the source. */
      source: string
      /** As sent in the authorization request (RFC 6749 section 4.1.3). */
      redirect_uri?: string | undefined
      /** RFC 7636. */
      code_verifier?: string | undefined
      /** As sent in the authorization request (OpenID Connect). */
      nonce?: string | undefined
      /** As it came back; required when the authorization began at login/social/authorize. */
      state?: string | undefined
      /** As it came back (RFC 9207). */
      iss?: string | undefined
      /** As it came back beside the code in a posted form, once: the name, with Apple. */
      user?: string | undefined
      /** Authorization code of the provider. */
      code: string
    }
    reply: {
      /** SUCCESS, PASSWORD_WARN, PASSWORD_EXPIRED, MFA_AUTH, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED. */
      status: string
      session_token?: string
      id_token?: string
      /** Lifetime of the session_token. Unit: second. */
      expire?: number
      state_token?: string
      /** A JSON string: which proofs may be used, or what a new password must be like. */
      data?: string
    }
  }
  /** Begin a sign-in at a source: the address to open, and the state_token to come back with. */
  'POST /api/v2/sdk/login/social/authorize': {
    body: {
      source: string
      /** One that is registered for the application, written exactly so. */
      redirect_uri: string
    }
    reply: {
      authorize_url: string
      /** Comes back from the provider; send it on to login/social. */
      state: string
      state_token: string
      /** Lifetime of the state_token. Unit: second. */
      expire: number
    }
  }
  /** Sign in with WeChat, by the code its app handed over. */
  'POST /api/v2/sdk/login/wechat': {
    body: {
      code: string
    }
    reply: {
      /** SUCCESS, PASSWORD_WARN, PASSWORD_EXPIRED, MFA_AUTH, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED. */
      status: string
      session_token?: string
      id_token?: string
      /** Lifetime of the session_token. Unit: second. */
      expire?: number
      state_token?: string
      /** A JSON string: which proofs may be used, or what a new password must be like. */
      data?: string
    }
  }
  /** Sign in with WeChat in a mini-program, by the code of wx.login. */
  'POST /api/v2/sdk/login/wechat-miniprogram': {
    body: {
      code: string
    }
    reply: {
      /** SUCCESS, PASSWORD_WARN, PASSWORD_EXPIRED, MFA_AUTH, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED. */
      status: string
      session_token?: string
      id_token?: string
      /** Lifetime of the session_token. Unit: second. */
      expire?: number
      state_token?: string
      /** A JSON string: which proofs may be used, or what a new password must be like. */
      data?: string
    }
  }
  /** Sign in with Alipay, by the code its app handed over. */
  'POST /api/v2/sdk/login/alipay': {
    body: {
      code: string
    }
    reply: {
      /** SUCCESS, PASSWORD_WARN, PASSWORD_EXPIRED, MFA_AUTH, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED. */
      status: string
      session_token?: string
      id_token?: string
      /** Lifetime of the session_token. Unit: second. */
      expire?: number
      state_token?: string
      /** A JSON string: which proofs may be used, or what a new password must be like. */
      data?: string
    }
  }
  /** Sign in with Alipay in a mini-program, by the code of my.getAuthCode. */
  'POST /api/v2/sdk/login/alipay-miniprogram': {
    body: {
      code: string
    }
    reply: {
      /** SUCCESS, PASSWORD_WARN, PASSWORD_EXPIRED, MFA_AUTH, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED. */
      status: string
      session_token?: string
      id_token?: string
      /** Lifetime of the session_token. Unit: second. */
      expire?: number
      state_token?: string
      /** A JSON string: which proofs may be used, or what a new password must be like. */
      data?: string
    }
  }
  /** Sign in with QQ, by the token its kit handed over. */
  'POST /api/v2/sdk/login/qq': {
    body: {
      /** From the kit in the application. */
      access_token: string
      /** Compared with what QQ says; never believed. */
      open_id: string
    }
    reply: {
      /** SUCCESS, PASSWORD_WARN, PASSWORD_EXPIRED, MFA_AUTH, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED. */
      status: string
      session_token?: string
      id_token?: string
      /** Lifetime of the session_token. Unit: second. */
      expire?: number
      state_token?: string
      /** A JSON string: which proofs may be used, or what a new password must be like. */
      data?: string
    }
  }
  /** Sign in with Weibo, by the token its kit handed over. */
  'POST /api/v2/sdk/login/weibo': {
    body: {
      /** From the kit in the application. */
      access_token: string
      /** Compared with what Weibo says; never believed. */
      uid: string
    }
    reply: {
      /** SUCCESS, PASSWORD_WARN, PASSWORD_EXPIRED, MFA_AUTH, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED. */
      status: string
      session_token?: string
      id_token?: string
      /** Lifetime of the session_token. Unit: second. */
      expire?: number
      state_token?: string
      /** A JSON string: which proofs may be used, or what a new password must be like. */
      data?: string
    }
  }
  /** Sign in with Apple, by the code its kit handed over. */
  'POST /api/v2/sdk/login/apple': {
    body: {
      code: string
      /** As Apple handed it over, once: the name. */
      user?: string | undefined
    }
    reply: {
      /** SUCCESS, PASSWORD_WARN, PASSWORD_EXPIRED, MFA_AUTH, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED. */
      status: string
      session_token?: string
      id_token?: string
      /** Lifetime of the session_token. Unit: second. */
      expire?: number
      state_token?: string
      /** A JSON string: which proofs may be used, or what a new password must be like. */
      data?: string
    }
  }
  /** Sign in with the number of the phone, by the token of the one-click kit of Alibaba Cloud. */
  'POST /api/v2/sdk/login/aliyun-mobile-auth': {
    body: {
      access_token: string
    }
    reply: {
      /** SUCCESS, PASSWORD_WARN, PASSWORD_EXPIRED, MFA_AUTH, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED. */
      status: string
      session_token?: string
      id_token?: string
      /** Lifetime of the session_token. Unit: second. */
      expire?: number
      state_token?: string
      /** A JSON string: which proofs may be used, or what a new password must be like. */
      data?: string
    }
  }
  /** Sign in with a mobile number and the code sent to it. */
  'POST /api/v2/sdk/login/mobile-verify-code': {
    body: {
      mobile: string
      verify_code: string
    }
    reply: {
      /** SUCCESS, PASSWORD_WARN, PASSWORD_EXPIRED, MFA_AUTH, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED. */
      status: string
      session_token?: string
      id_token?: string
      /** Lifetime of the session_token. Unit: second. */
      expire?: number
      state_token?: string
      /** A JSON string: which proofs may be used, or what a new password must be like. */
      data?: string
    }
  }
  /** Sign in with an e-mail address and the code sent to it. */
  'POST /api/v2/sdk/login/email-verify-code': {
    body: {
      email: string
      verify_code: string
    }
    reply: {
      /** SUCCESS, PASSWORD_WARN, PASSWORD_EXPIRED, MFA_AUTH, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED. */
      status: string
      session_token?: string
      id_token?: string
      /** Lifetime of the session_token. Unit: second. */
      expire?: number
      state_token?: string
      /** A JSON string: which proofs may be used, or what a new password must be like. */
      data?: string
    }
  }
  /** What a browser needs to ask for a passkey. */
  'POST /api/v2/sdk/login/passkey/options': {
    reply: {
      options: {
        challenge: string
        /** Unit: millisecond. */
        timeout: number
        rpId: string
        allowCredentials: {
          id: string
          type: string
          transports: string[]
        }[]
        userVerification: string
      }
      /** To be sent with the answer, in X-state-token. */
      state_token: string
    }
  }
  /** Sign in with a passkey. */
  'POST /api/v2/sdk/login/passkey': {
    headers: {
      /** The state_token of the step before. */
      'X-state-token': string
    }
    body: {
      response: {
        id: string
        rawId: string
        type: 'public-key'
        response: {
          clientDataJSON: string
          authenticatorData: string
          signature: string
          userHandle?: string | null | undefined
        }
      }
    }
    reply: {
      /** SUCCESS, PASSWORD_WARN, PASSWORD_EXPIRED, MFA_AUTH, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED. */
      status: string
      session_token?: string
      id_token?: string
      /** Lifetime of the session_token. Unit: second. */
      expire?: number
      state_token?: string
      /** A JSON string: which proofs may be used, or what a new password must be like. */
      data?: string
    }
  }
  /** End the session that is logged in. */
  'GET /api/v2/sdk/logout': {
    reply: undefined
  }
  /** What is kept of the person who asks. */
  'GET /api/v2/sdk/profile': {
    reply: {
      user_name: string
      name: string
      mobile: string | null
      email: string | null
      head_img: string | null
      /** female, male or unknow. */
      attr_gender: string | null
      /** yyyy-MM-dd. */
      attr_birthday: string | null
      attr_nick_name: string | null
      first_name: string | null
      middle_name: string | null
      last_name: string | null
      mailing_address?: string | null
      zip_code?: string | null
      industry?: string | null
      extension: string | null | Record<string, unknown>
    }
  }
  /** Change one’s profile; number, address and password have calls of their own. */
  'POST /api/v2/sdk/profile/update': {
    body: {
      /** 3 to 64 letters, digits or . _ - @; not a number, and no address but one’s own. */
      user_name?: string | null | undefined
      /** 1 to 100 characters. */
      name?: string | null | undefined
      /** Address of a picture: http or https. */
      head_img?: string | null | undefined
      /** female, male or unknow; unknown is taken too. */
      attr_gender?: string | null | undefined
      /** yyyy-MM-dd. */
      attr_birthday?: string | null | undefined
      attr_nick_name?: string | null | undefined
      first_name?: string | null | undefined
      middle_name?: string | null | undefined
      last_name?: string | null | undefined
      mailing_address?: string | null | undefined
      zip_code?: string | null | undefined
      industry?: string | null | undefined
      /** Attributes of your own: an object, or the same as JSON text; at most 4096 bytes, five levels deep. */
      extension?: Record<string, unknown> | string | null | undefined
    }
    reply: undefined
  }
  /** Change one’s mobile number, with the code sent to the new one. */
  'POST /api/v2/sdk/profile/update-mobile': {
    body: {
      mobile: string
      verify_code: string
    }
    reply: undefined
  }
  /** Change one’s e-mail address, with the code sent to the new one. */
  'POST /api/v2/sdk/profile/update-email': {
    body: {
      email: string
      verify_code: string
    }
    reply: undefined
  }
  /** The server's clock, for X-signature. */
  'GET /api/v2/sdk/server-date': {
    reply: {
      /** Milliseconds since 1970. */
      timestamp: string
    }
  }
  /** The application's RSA public key, for X-signature. */
  'GET /api/v2/sdk/public-key': {
    reply: {
      /** PEM (SPKI). */
      public_key: string
    }
  }
}

/** Calls that only somebody who is signed in can make. */
export const signedIn: readonly string[] = [
  'POST /api/v2/sdk/session-token/refresh-id-token',
  'GET /api/v2/sdk/sessions',
  'POST /api/v2/sdk/sessions/end',
  'POST /api/v2/sdk/sessions/end-others',
  'GET /api/v2/sdk/pwd/check-exist',
  'POST /api/v2/sdk/pwd/change',
  'POST /api/v2/sdk/pwd/change-by-mobile',
  'POST /api/v2/sdk/pwd/change-by-email',
  'GET /api/v2/sdk/social',
  'POST /api/v2/sdk/social/unbind-account',
  'POST /api/v2/sdk/social/unbind',
  'POST /api/v2/sdk/social/bind-account',
  'POST /api/v2/sdk/mfa/totp/enroll',
  'POST /api/v2/sdk/mfa/totp/confirm',
  'POST /api/v2/sdk/mfa/passkey/register-options',
  'POST /api/v2/sdk/mfa/passkey/register',
  'GET /api/v2/sdk/mfa/factors',
  'POST /api/v2/sdk/mfa/factors/rename',
  'POST /api/v2/sdk/mfa/factors/remove',
  'GET /api/v2/sdk/logout',
  'GET /api/v2/sdk/profile',
  'POST /api/v2/sdk/profile/update',
  'POST /api/v2/sdk/profile/update-mobile',
  'POST /api/v2/sdk/profile/update-email',
]
