// Written by "npm run docs" from docs/openapi.json: edit the endpoints, not this.

/** The management API, as the console and servers call it. */
export type AdminApi = {
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
  /** Make the first owner, with the link that was printed at the start. */
  'POST /api/v2/admin/first-run': {
    body: {
      /** What stands behind #token= in the link. */
      token: string
      /** 1 to 100 characters. */
      name: string
      password: string
      email: string
    }
    reply: {
      /** MFA_AUTH: a second factor is still to be shown. */
      status: 'SUCCESS' | 'MFA_AUTH'
      /** To be sent as X-CSRF-token with whatever is no GET. */
      csrf_token: string
      administrator?: {
        id: string
        email: string
        name: string
        role: 'auditor' | 'administrator' | 'owner'
        /** Language of the console; null: what the browser asks for. */
        language: string | null
        factors: string[]
      }
      /** With MFA_AUTH: totp, passkey. */
      factors?: string[]
    }
  }
  /** Accept an invitation to administer. */
  'POST /api/v2/admin/invitation': {
    body: {
      /** What stands behind #token= in the link. */
      token: string
      /** 1 to 100 characters. */
      name: string
      password: string
    }
    reply: {
      /** MFA_AUTH: a second factor is still to be shown. */
      status: 'SUCCESS' | 'MFA_AUTH'
      /** To be sent as X-CSRF-token with whatever is no GET. */
      csrf_token: string
      administrator?: {
        id: string
        email: string
        name: string
        role: 'auditor' | 'administrator' | 'owner'
        /** Language of the console; null: what the browser asks for. */
        language: string | null
        factors: string[]
      }
      /** With MFA_AUTH: totp, passkey. */
      factors?: string[]
    }
  }
  /** Sign in to the console by password. */
  'POST /api/v2/admin/session': {
    body: {
      email: string
      password: string
    }
    reply: {
      /** MFA_AUTH: a second factor is still to be shown. */
      status: 'SUCCESS' | 'MFA_AUTH'
      /** To be sent as X-CSRF-token with whatever is no GET. */
      csrf_token: string
      administrator?: {
        id: string
        email: string
        name: string
        role: 'auditor' | 'administrator' | 'owner'
        /** Language of the console; null: what the browser asks for. */
        language: string | null
        factors: string[]
      }
      /** With MFA_AUTH: totp, passkey. */
      factors?: string[]
    }
  }
  /** Who is signed in to the console. Least role: auditor. No access token is good for this. */
  'GET /api/v2/admin/session': {
    reply: {
      administrator: {
        id: string
        email: string
        name: string
        role: 'auditor' | 'administrator' | 'owner'
        /** Language of the console; null: what the browser asks for. */
        language: string | null
        factors: string[]
      }
      /** To be sent as X-CSRF-token with whatever is no GET. */
      csrf_token: string
      /** Whether one must be set up before anything else can be done. */
      second_factor_needed: boolean
      tenants: {
        id: string
        name: string
      }[]
      /** development or production. */
      mode: string
      version: string
    }
  }
  /** Sign out of the console. Least role: auditor. No access token is good for this. */
  'DELETE /api/v2/admin/session': {
    reply: undefined
  }
  /** The second factor of a sign-in to the console: the code of an authenticator app. */
  'POST /api/v2/admin/session/totp': {
    body: {
      code: string
    }
    reply: {
      /** MFA_AUTH: a second factor is still to be shown. */
      status: 'SUCCESS' | 'MFA_AUTH'
      /** To be sent as X-CSRF-token with whatever is no GET. */
      csrf_token: string
      administrator?: {
        id: string
        email: string
        name: string
        role: 'auditor' | 'administrator' | 'owner'
        /** Language of the console; null: what the browser asks for. */
        language: string | null
        factors: string[]
      }
      /** With MFA_AUTH: totp, passkey. */
      factors?: string[]
    }
  }
  /** What a browser needs to ask for a passkey of an administrator. */
  'POST /api/v2/admin/session/passkey-options': {
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
      csrf_token: string
    }
  }
  /** Sign in to the console with a passkey, alone or after the password. */
  'POST /api/v2/admin/session/passkey': {
    body: {
      credential: {
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
      /** MFA_AUTH: a second factor is still to be shown. */
      status: 'SUCCESS' | 'MFA_AUTH'
      /** To be sent as X-CSRF-token with whatever is no GET. */
      csrf_token: string
      administrator?: {
        id: string
        email: string
        name: string
        role: 'auditor' | 'administrator' | 'owner'
        /** Language of the console; null: what the browser asks for. */
        language: string | null
        factors: string[]
      }
      /** With MFA_AUTH: totp, passkey. */
      factors?: string[]
    }
  }
  /** Who administers this server, and who is invited to. Least role: auditor. Permission of an access token: admin_read. */
  'GET /api/v2/admin/administrators': {
    reply: {
      administrators: {
        id: string
        email: string
        name: string
        role: 'auditor' | 'administrator' | 'owner'
        /** Language of the console; null: what the browser asks for. */
        language: string | null
        factors: string[]
        disabled: boolean
        /** Seconds since 1970. */
        created_at: number
        /** Seconds since 1970. */
        last_login_at: number | null
        /** To be sent back with a change. */
        version: number
      }[]
      invitations: {
        id: string
        email: string
        role: 'auditor' | 'administrator' | 'owner'
        /** Seconds since 1970. */
        created_at: number
        /** Seconds since 1970. */
        expires_at: number
      }[]
    }
  }
  /** Invite somebody to administer: answers a one-time link to hand over. Least role: owner. Permission of an access token: admin_all. */
  'POST /api/v2/admin/administrators': {
    body: {
      email: string
      role: 'auditor' | 'administrator' | 'owner'
    }
    reply: {
      id: string
      link: string
      /** Seconds since 1970. */
      expires_at: number
    }
  }
  /** Change role, name or state of an administrator. Least role: owner. Permission of an access token: admin_all. */
  'PUT /api/v2/admin/administrators/{administratorId}': {
    params: {
      administratorId: string
    }
    body: {
      role?: 'auditor' | 'administrator' | 'owner' | undefined
      /** 1 to 100 characters. */
      name?: string | undefined
      disabled?: boolean | undefined
      /** As it was read: what somebody else changed since is not overwritten. */
      version: number
    }
    reply: {
      id: string
      email: string
      name: string
      role: 'auditor' | 'administrator' | 'owner'
      /** Language of the console; null: what the browser asks for. */
      language: string | null
      factors: string[]
      disabled: boolean
      /** Seconds since 1970. */
      created_at: number
      /** Seconds since 1970. */
      last_login_at: number | null
      /** To be sent back with a change. */
      version: number
    }
  }
  /** Remove an administrator, or withdraw an invitation. Least role: owner. Permission of an access token: admin_all. */
  'DELETE /api/v2/admin/administrators/{administratorId}': {
    params: {
      administratorId: string
    }
    reply: undefined
  }
  /** Change one’s own name and language. Least role: auditor. No access token is good for this. */
  'PUT /api/v2/admin/me': {
    body: {
      /** 1 to 100 characters. */
      name?: string | undefined
      language?: 'en' | 'zh-CN' | 'zh-TW' | null | undefined
    }
    reply: {
      id: string
      email: string
      name: string
      role: 'auditor' | 'administrator' | 'owner'
      /** Language of the console; null: what the browser asks for. */
      language: string | null
      factors: string[]
    }
  }
  /** Change one’s own password. Least role: auditor. No access token is good for this. */
  'POST /api/v2/admin/me/password': {
    body: {
      old_password: string
      password: string
    }
    reply: undefined
  }
  /** Begin to set up one’s own authenticator app. Least role: auditor. No access token is good for this. */
  'POST /api/v2/admin/me/totp': {
    reply: {
      /** To be typed: base32. */
      secret: string
      /** To be scanned: otpauth://totp/… */
      uri: string
    }
  }
  /** Show that one’s own authenticator app works: from now on its codes are asked for. Least role: auditor. No access token is good for this. */
  'POST /api/v2/admin/me/totp/confirm': {
    body: {
      code: string
    }
    reply: undefined
  }
  /** Remove one’s own authenticator app, with a code of it or the password. Least role: auditor. No access token is good for this. */
  'POST /api/v2/admin/me/totp/remove': {
    body: {
      code?: string | undefined
      password?: string | undefined
    }
    reply: undefined
  }
  /** What a browser needs to make a passkey for the administrator who asks. Least role: auditor. No access token is good for this. */
  'POST /api/v2/admin/me/passkeys/options': {
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
    }
  }
  /** Keep a passkey that was made. Least role: auditor. No access token is good for this. */
  'POST /api/v2/admin/me/passkeys': {
    body: {
      credential: {
        id: string
        rawId: string
        type: 'public-key'
        response: {
          clientDataJSON: string
          attestationObject: string
          transports?: string[] | undefined
        }
      }
      /** For the list of passkeys. */
      name?: string | undefined
    }
    reply: {
      id: string
    }
  }
  /** The passkeys of the administrator who asks. Least role: auditor. No access token is good for this. */
  'GET /api/v2/admin/me/passkeys': {
    reply: {
      passkeys: {
        id: string
        name: string
        /** Seconds since 1970. */
        created_at: number
        /** Seconds since 1970. */
        used_at: number | null
      }[]
    }
  }
  /** Remove a passkey of the administrator who asks. Least role: auditor. No access token is good for this. */
  'DELETE /api/v2/admin/me/passkeys/{passkeyId}': {
    params: {
      passkeyId: string
    }
    reply: undefined
  }
  /** Where the administrator who asks is signed in. Least role: auditor. No access token is good for this. */
  'GET /api/v2/admin/me/sessions': {
    reply: {
      sessions: {
        id: string
        /** The one this request was made in. */
        current: boolean
        /** What the browser calls itself. */
        agent: string
        address: string
        /** Seconds since 1970. */
        created_at: number
        /** Seconds since 1970. */
        seen_at: number
        /** Seconds since 1970. */
        expires_at: number
      }[]
    }
  }
  /** End a session of the administrator who asks. Least role: auditor. No access token is good for this. */
  'DELETE /api/v2/admin/me/sessions/{sessionId}': {
    params: {
      sessionId: string
    }
    reply: undefined
  }
  /** End all sessions of the administrator who asks but this one. Least role: auditor. No access token is good for this. */
  'POST /api/v2/admin/me/sessions/end-others': {
    reply: undefined
  }
  /** Make a user. Least role: administrator. Permission of an access token: user_all. */
  'POST /api/v2/tenant/users': {
    body: {
      /** 3 to 64 letters, digits or . _ - @; not a number. */
      user_name: string
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
      employee_id?: string | null | undefined
      external_id?: string | null | undefined
      attr_identity_type?: string | null | undefined
      attr_identity_number?: string | null | undefined
      attr_area?: string | null | undefined
      attr_city?: string | null | undefined
      attr_manager_id?: string | null | undefined
      attr_user_type?: string | null | undefined
      attr_hire_date?: string | null | undefined
      attr_work_place?: string | null | undefined
      /** In any writing. */
      mobile: string
      /** Whether it is proven to be theirs, as by a code. */
      mobile_verified?: boolean | undefined
      /** An address; kept in lower case. */
      email?: string | null | undefined
      /** Whether it is proven to be theirs. */
      email_verified?: boolean | undefined
      /** Organizations are not kept here: refused unless empty. */
      org_code?: string | null | undefined
      /** The other published spelling. */
      orgCode?: string | null | undefined
      user_org_relation_list?:
        | {
            /** Organization. */
            org_code?: string | null | undefined
            /** The other published spelling. */
            orgCode?: string | null | undefined
            /** 1: belongs to it; 0: attached. */
            relation_type?: unknown
            relationType?: unknown
          }[]
        | null
        | undefined
      /** As the tenant’s policy has it. */
      password?: string | null | undefined
      /** Whether the password must be changed at the first sign-in with it. */
      pwd_must_modify: boolean
    }
    reply: {
      user_id: string
    }
  }
  /** The users of the tenant, page by page. Least role: auditor. Permission of an access token: user_read. */
  'GET /api/v2/tenant/users': {
    query: {
      /** Empty: all. Organizations are not kept here: any other is refused. */
      org_id?: string | undefined
      /** Number of the page, from 0. */
      offset: number
      /** Users on a page. */
      limit: number
      /** yyyy-MM-dd HH:mm:ss, UTC: only who changed since. */
      updated_at_greater?: string | undefined
    }
    reply: {
      total: number
      users: {
        user_id: string
        /** Organizations are not kept here. */
        org_id: null
        user_name: string
        name: string
        /** A number of the preferred country, where that is China, without its country; others as +44-7911123456. */
        mobile: string | null
        email: string | null
        pwd_must_modify: boolean
        /** UTC, as 2022-04-14 10:14:01.988. */
        pwd_change_at: string | null
        /** UTC, as 2022-04-14 10:14:01.988. */
        created_at: string
        /** UTC, as 2022-04-14 10:14:01.988. */
        updated_at: string
        disabled: boolean
        /** Always 1: levels of trust are not kept here. */
        grade: number
        /** Whether wrong passwords have locked the password at this moment. */
        locked: boolean
        extension: Record<string, unknown>
        /** Always empty: organizations are not kept here. */
        user_org_relation_list: unknown[]
        /** As far back as sessions are kept. */
        last_login_ip: string | null
        /** UTC, as 2022-04-14 10:14:01.988. */
        last_login_at: string | null
        head_img: string | null
        attr_gender: string | null
        attr_birthday: string | null
        attr_nick_name: string | null
        first_name: string | null
        middle_name: string | null
        last_name: string | null
        mailing_address: string | null
        zip_code: string | null
        industry: string | null
        employee_id: string | null
        external_id: string | null
        attr_identity_type: string | null
        attr_identity_number: string | null
        attr_area: string | null
        attr_city: string | null
        attr_manager_id: string | null
        attr_user_type: string | null
        attr_hire_date: string | null
        attr_work_place: string | null
      }[]
    }
  }
  /** A user, by user name. Least role: auditor. Permission of an access token: user_read. */
  'POST /api/v2/tenant/users/user-by-username': {
    body: {
      user_name: string
    }
    reply: {
      user_id: string
      /** Organizations are not kept here. */
      org_id: null
      user_name: string
      name: string
      /** A number of the preferred country, where that is China, without its country; others as +44-7911123456. */
      mobile: string | null
      email: string | null
      pwd_must_modify: boolean
      /** UTC, as 2022-04-14 10:14:01.988. */
      pwd_change_at: string | null
      /** UTC, as 2022-04-14 10:14:01.988. */
      created_at: string
      /** UTC, as 2022-04-14 10:14:01.988. */
      updated_at: string
      disabled: boolean
      /** Always 1: levels of trust are not kept here. */
      grade: number
      /** Whether wrong passwords have locked the password at this moment. */
      locked: boolean
      extension: Record<string, unknown>
      /** Always empty: organizations are not kept here. */
      user_org_relation_list: unknown[]
      /** As far back as sessions are kept. */
      last_login_ip: string | null
      /** UTC, as 2022-04-14 10:14:01.988. */
      last_login_at: string | null
      head_img: string | null
      attr_gender: string | null
      attr_birthday: string | null
      attr_nick_name: string | null
      first_name: string | null
      middle_name: string | null
      last_name: string | null
      mailing_address: string | null
      zip_code: string | null
      industry: string | null
      employee_id: string | null
      external_id: string | null
      attr_identity_type: string | null
      attr_identity_number: string | null
      attr_area: string | null
      attr_city: string | null
      attr_manager_id: string | null
      attr_user_type: string | null
      attr_hire_date: string | null
      attr_work_place: string | null
    }
  }
  /** A user, by e-mail address. Least role: auditor. Permission of an access token: user_read. */
  'POST /api/v2/tenant/users/user-by-email': {
    body: {
      email: string
    }
    reply: {
      user_id: string
      /** Organizations are not kept here. */
      org_id: null
      user_name: string
      name: string
      /** A number of the preferred country, where that is China, without its country; others as +44-7911123456. */
      mobile: string | null
      email: string | null
      pwd_must_modify: boolean
      /** UTC, as 2022-04-14 10:14:01.988. */
      pwd_change_at: string | null
      /** UTC, as 2022-04-14 10:14:01.988. */
      created_at: string
      /** UTC, as 2022-04-14 10:14:01.988. */
      updated_at: string
      disabled: boolean
      /** Always 1: levels of trust are not kept here. */
      grade: number
      /** Whether wrong passwords have locked the password at this moment. */
      locked: boolean
      extension: Record<string, unknown>
      /** Always empty: organizations are not kept here. */
      user_org_relation_list: unknown[]
      /** As far back as sessions are kept. */
      last_login_ip: string | null
      /** UTC, as 2022-04-14 10:14:01.988. */
      last_login_at: string | null
      head_img: string | null
      attr_gender: string | null
      attr_birthday: string | null
      attr_nick_name: string | null
      first_name: string | null
      middle_name: string | null
      last_name: string | null
      mailing_address: string | null
      zip_code: string | null
      industry: string | null
      employee_id: string | null
      external_id: string | null
      attr_identity_type: string | null
      attr_identity_number: string | null
      attr_area: string | null
      attr_city: string | null
      attr_manager_id: string | null
      attr_user_type: string | null
      attr_hire_date: string | null
      attr_work_place: string | null
    }
  }
  /** A user, by id. Least role: auditor. Permission of an access token: user_read. */
  'GET /api/v2/tenant/users/{id}': {
    params: {
      id: string
    }
    reply: {
      user_id: string
      /** Organizations are not kept here. */
      org_id: null
      user_name: string
      name: string
      /** A number of the preferred country, where that is China, without its country; others as +44-7911123456. */
      mobile: string | null
      email: string | null
      pwd_must_modify: boolean
      /** UTC, as 2022-04-14 10:14:01.988. */
      pwd_change_at: string | null
      /** UTC, as 2022-04-14 10:14:01.988. */
      created_at: string
      /** UTC, as 2022-04-14 10:14:01.988. */
      updated_at: string
      disabled: boolean
      /** Always 1: levels of trust are not kept here. */
      grade: number
      /** Whether wrong passwords have locked the password at this moment. */
      locked: boolean
      extension: Record<string, unknown>
      /** Always empty: organizations are not kept here. */
      user_org_relation_list: unknown[]
      /** As far back as sessions are kept. */
      last_login_ip: string | null
      /** UTC, as 2022-04-14 10:14:01.988. */
      last_login_at: string | null
      head_img: string | null
      attr_gender: string | null
      attr_birthday: string | null
      attr_nick_name: string | null
      first_name: string | null
      middle_name: string | null
      last_name: string | null
      mailing_address: string | null
      zip_code: string | null
      industry: string | null
      employee_id: string | null
      external_id: string | null
      attr_identity_type: string | null
      attr_identity_number: string | null
      attr_area: string | null
      attr_city: string | null
      attr_manager_id: string | null
      attr_user_type: string | null
      attr_hire_date: string | null
      attr_work_place: string | null
    }
  }
  /** Change a user. Least role: administrator. Permission of an access token: user_all. */
  'PUT /api/v2/tenant/users/{id}': {
    params: {
      id: string
    }
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
      employee_id?: string | null | undefined
      external_id?: string | null | undefined
      attr_identity_type?: string | null | undefined
      attr_identity_number?: string | null | undefined
      attr_area?: string | null | undefined
      attr_city?: string | null | undefined
      attr_manager_id?: string | null | undefined
      attr_user_type?: string | null | undefined
      attr_hire_date?: string | null | undefined
      attr_work_place?: string | null | undefined
      /** In any writing; without a country it is one of the tenant’s preferred country. */
      mobile?: string | null | undefined
      /** Whether it is proven to be theirs, as by a code. */
      mobile_verified?: boolean | undefined
      /** An address; kept in lower case. */
      email?: string | null | undefined
      /** Whether it is proven to be theirs. */
      email_verified?: boolean | undefined
      /** Organizations are not kept here: refused unless empty. */
      org_code?: string | null | undefined
      /** The other published spelling. */
      orgCode?: string | null | undefined
      user_org_relation_list?:
        | {
            /** Organization. */
            org_code?: string | null | undefined
            /** The other published spelling. */
            orgCode?: string | null | undefined
            /** 1: belongs to it; 0: attached. */
            relation_type?: unknown
            relationType?: unknown
          }[]
        | null
        | undefined
      /** As the tenant’s policy has it. Ends every session. */
      password?: string | null | undefined
      /** With a password only; true if absent. */
      pwd_must_modify?: boolean | undefined
    }
    reply: {
      user_id: string
    }
  }
  /** Erase a user, with every trace of the person. Least role: administrator. Permission of an access token: user_all. */
  'DELETE /api/v2/tenant/users/{id}': {
    params: {
      id: string
    }
    reply: undefined
  }
  /** Let a user in again. Least role: administrator. Permission of an access token: user_all. */
  'PUT /api/v2/tenant/users/{id}/enable': {
    params: {
      id: string
    }
    reply: {
      user_id: string
    }
  }
  /** Let a user in again. Least role: administrator. Permission of an access token: user_all. */
  'PUT /api/v2/admin/users/{id}/enable': {
    params: {
      id: string
    }
    reply: {
      user_id: string
    }
  }
  /** Keep a user out; every session ends at once. Least role: administrator. Permission of an access token: user_all. */
  'PUT /api/v2/tenant/users/{id}/disable': {
    params: {
      id: string
    }
    reply: {
      user_id: string
    }
  }
  /** Keep a user out; every session ends at once. Least role: administrator. Permission of an access token: user_all. */
  'PUT /api/v2/admin/users/{id}/disable': {
    params: {
      id: string
    }
    reply: {
      user_id: string
    }
  }
  /** Set a user’s password; every session ends. Least role: administrator. Permission of an access token: user_all. */
  'PUT /api/v2/tenant/users/{id}/change-password': {
    params: {
      id: string
    }
    body: {
      /** As the tenant’s policy has it. */
      password: string
      /** Whether it must be changed at the first sign-in with it. */
      pwd_must_modify: boolean
    }
    reply: {
      user_id: string
    }
  }
  /** Set a user’s password; every session ends. Least role: administrator. Permission of an access token: user_all. */
  'PUT /api/v2/admin/users/{id}/change-password': {
    params: {
      id: string
    }
    body: {
      /** As the tenant’s policy has it. */
      password: string
      /** Whether it must be changed at the first sign-in with it. */
      pwd_must_modify: boolean
    }
    reply: {
      user_id: string
    }
  }
  /** Change a user’s password, with the one before; every session ends. Least role: administrator. Permission of an access token: user_all. */
  'PUT /api/v2/tenant/users/{id}/change-password-verify': {
    params: {
      id: string
    }
    body: {
      /** The new one. */
      password: string
      /** The one before. */
      old_password: string
    }
    reply: {
      user_id: string
    }
  }
  /** Find people: by how a user name, a name, an address, a number or an id begins; without a query the newest first. Least role: auditor. Permission of an access token: user_read. */
  'GET /api/v2/admin/users': {
    query: {
      query: string
      /** Empty: both. */
      state: '' | 'enabled' | 'disabled'
      /** What the page before had as next. */
      cursor: string
      limit: number
    }
    reply: {
      users: {
        user_id: string
        user_name: string
        name: string
        /** As +86-15907132852. */
        mobile: string | null
        /** Whether it was proven to be theirs. */
        mobile_verified: boolean
        email: string | null
        email_verified: boolean
        disabled: boolean
        /** Seconds since 1970. */
        created_at: number
        /** Seconds since 1970. */
        updated_at: number
      }[]
      next: string | null
    }
  }
  /** Make a user, from the console. Least role: administrator. Permission of an access token: user_all. */
  'POST /api/v2/admin/users': {
    body: {
      /** 3 to 64 letters, digits or . _ - @; not a number. */
      user_name: string
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
      employee_id?: string | null | undefined
      external_id?: string | null | undefined
      attr_identity_type?: string | null | undefined
      attr_identity_number?: string | null | undefined
      attr_area?: string | null | undefined
      attr_city?: string | null | undefined
      attr_manager_id?: string | null | undefined
      attr_user_type?: string | null | undefined
      attr_hire_date?: string | null | undefined
      attr_work_place?: string | null | undefined
      /** In any writing; without a country it is one of the tenant’s preferred country. */
      mobile?: string | null | undefined
      /** Whether it is proven to be theirs, as by a code. */
      mobile_verified?: boolean | undefined
      /** An address; kept in lower case. */
      email?: string | null | undefined
      /** Whether it is proven to be theirs. */
      email_verified?: boolean | undefined
      /** As the tenant’s policy has it. */
      password?: string | null | undefined
      /** Whether the password must be changed at the first sign-in with it. */
      pwd_must_modify: boolean
    }
    reply: {
      user_id: string
    }
  }
  /** How many people a search would find, as far as it is worth counting. Least role: auditor. Permission of an access token: user_read. */
  'GET /api/v2/admin/users/count': {
    query: {
      query: string
      /** Empty: both. */
      state: '' | 'enabled' | 'disabled'
    }
    reply: {
      /** At most 10000. */
      count: number
      /** Whether there may be more than that. */
      more: boolean
    }
  }
  /** Every person of the tenant, as CSV; no passwords. Least role: administrator. Permission of an access token: user_all. */
  'GET /api/v2/admin/users/export': {
    reply: undefined
  }
  /** Read people in from a list: checked whole, then written some at a time. Least role: administrator. Permission of an access token: user_all. */
  'POST /api/v2/admin/users/import': {
    body: {
      /** CSV with a line of names: user_name, name, mobile, mobile_verified, email, email_verified, disabled, password_hash, password_must_change, and the fields of the profile. At most 10000 people. */
      csv: string
      /** Check everything and write nothing. */
      preview: boolean
      /** Read in the lines without a fault. */
      skip_faulty: boolean
    }
    reply: {
      /** Null: nothing was begun. */
      import_id: string | null
      /** Lines of people. */
      rows: number
      /** Lines without a fault. */
      good: number
      faults_total: number
      /** The first 200. */
      faults: {
        line: number
        column: string
        /** What to do. */
        text: string
      }[]
    }
  }
  /** How far an import has come. Least role: auditor. Permission of an access token: user_read. */
  'GET /api/v2/admin/users/imports/{id}': {
    params: {
      id: string
    }
    reply: {
      import_id: string
      state: 'running' | 'done' | 'failed'
      /** People to be written. */
      total: number
      done: number
      /** Of those done; the others have a fault. */
      created: number
      faults: {
        line: number
        column: string
        text: string
      }[]
      /** Seconds since 1970. */
      created_at: number
      finished_at: number | null
    }
  }
  /** A person: profile, what is proven, accounts, live sessions, second factors, and what happened lately. Least role: auditor. Permission of an access token: user_read. */
  'GET /api/v2/admin/users/{id}': {
    params: {
      id: string
    }
    reply: {
      user_id: string
      user_name: string
      name: string
      /** As +86-15907132852. */
      mobile: string | null
      /** Whether it was proven to be theirs. */
      mobile_verified: boolean
      email: string | null
      email_verified: boolean
      disabled: boolean
      /** Seconds since 1970. */
      created_at: number
      /** Seconds since 1970. */
      updated_at: number
      /** To be sent back with a change. */
      version: string
      /** The profile, by its published names. */
      attributes: Record<string, unknown>
      mobile_proven_at: number | null
      email_proven_at: number | null
      password: {
        /** Seconds since 1970. */
        set_at: number
        must_modify: boolean
        locked: boolean
      } | null
      accounts: {
        account_id: string
        source_id: string
        /** What the source is called. */
        source: string
        /** Its id at the provider, masked. */
        subject: string
        nickname: string | null
        /** Seconds since 1970. */
        created_at: number
      }[]
      sessions: {
        session_id: string
        device: {
          system: string
          agent: string
        }
        address: string
        client_id: string
        app: string
        methods: string[]
        /** Seconds since 1970. */
        created_at: number
        /** Seconds since 1970. */
        expires_at: number
      }[]
      factors: {
        factor_id: string
        kind: string
        name: string
        /** Seconds since 1970. */
        created_at: number
        used_at: number | null
      }[]
      /** The last 50, the newest first. */
      events: {
        event_id: string
        /** Seconds since 1970. */
        at: number
        event: string
        outcome: string
        reason: string | null
        client_id: string | null
        source_id: string | null
        address: string | null
        detail: unknown
      }[]
    }
  }
  /** Change a person, unless somebody else has meanwhile. Least role: administrator. Permission of an access token: user_all. */
  'PUT /api/v2/admin/users/{id}': {
    params: {
      id: string
    }
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
      employee_id?: string | null | undefined
      external_id?: string | null | undefined
      attr_identity_type?: string | null | undefined
      attr_identity_number?: string | null | undefined
      attr_area?: string | null | undefined
      attr_city?: string | null | undefined
      attr_manager_id?: string | null | undefined
      attr_user_type?: string | null | undefined
      attr_hire_date?: string | null | undefined
      attr_work_place?: string | null | undefined
      /** In any writing; without a country it is one of the tenant’s preferred country. */
      mobile?: string | null | undefined
      /** Whether it is proven to be theirs, as by a code. */
      mobile_verified?: boolean | undefined
      /** An address; kept in lower case. */
      email?: string | null | undefined
      /** Whether it is proven to be theirs. */
      email_verified?: boolean | undefined
      /** As the person’s page had it. */
      version: string
    }
    reply: {
      user_id: string
      /** The new one. */
      version: string
    }
  }
  /** End one session of a person, or all of them, with everything that came from them. Least role: administrator. Permission of an access token: user_all. */
  'POST /api/v2/admin/users/{id}/sessions/end': {
    params: {
      id: string
    }
    body: {
      /** As the person’s page has it. Absent: all. */
      session_id?: string | undefined
    }
    reply: {
      /** How many. */
      ended: number
    }
  }
  /** Take a social account away from a person; also their last way in. Least role: administrator. Permission of an access token: user_all. */
  'POST /api/v2/admin/users/{id}/unbind': {
    params: {
      id: string
    }
    body: {
      /** As the person’s page has it. */
      account_id?: string | undefined
      source_id?: string | undefined
      /** The whole id at the provider. */
      subject?: string | undefined
    }
    reply: {
      /** How many: with those the provider shares the id of. */
      unbound: number
    }
  }
  /** Tie a social account to a person by hand. Least role: administrator. Permission of an access token: user_all. */
  'POST /api/v2/admin/users/{id}/bind': {
    params: {
      id: string
    }
    body: {
      source_id: string
      /** The person’s id at the provider, exactly as the provider says it. */
      subject: string
    }
    reply: {
      /** False: it was theirs already. */
      bound: boolean
    }
  }
  /** Take one second factor away from a person, or all of them. Least role: administrator. Permission of an access token: user_all. */
  'POST /api/v2/admin/users/{id}/factors/remove': {
    params: {
      id: string
    }
    body: {
      /** As the person’s page has it. Absent: all. */
      factor_id?: string | undefined
    }
    reply: {
      removed: string[]
    }
  }
  /** Erase a person for good: every trace but the trail of what was done, which no longer says whose it was. Least role: administrator. Permission of an access token: user_all. */
  'POST /api/v2/admin/users/{id}/erase': {
    params: {
      id: string
    }
    body: {
      /** The user name, exactly. */
      confirm: string
    }
    reply: {
      user_id: string
      /** Seconds since 1970. */
      erased_at: number
      /** Rows that went, by table; of audit_events those that were blanked. */
      rows: Record<string, number>
    }
  }
  /** Delete an application that is disabled. Least role: administrator. Permission of an access token: app_all. */
  'DELETE /api/v2/admin/apps/{clientId}': {
    params: {
      clientId: string
    }
    reply: undefined
  }
  /** An application. Least role: auditor. Permission of an access token: app_read. */
  'GET /api/v2/admin/apps/{clientId}': {
    params: {
      clientId: string
    }
    reply: {
      client_id: string
      name: string
      template: string | null
      disabled: boolean
      /** Whether a client_secret was made; it is never shown again. */
      has_secret: boolean
      /** PEM (SPKI), for X-signature. */
      public_key: string
      /** With every default. */
      settings: Record<string, unknown>
      /** Seconds since 1970. */
      created_at: number
      /** Of what is stored; to be sent back with a change. */
      version: string
    }
  }
  /** Change an application; what is left out stays, settings are whole. Least role: administrator. Permission of an access token: app_all. */
  'PUT /api/v2/admin/apps/{clientId}': {
    params: {
      clientId: string
    }
    body: {
      /** What people read in messages. */
      name?: string | undefined
      /** client_id of the ISV template it is the instance of here. */
      template?: string | null | undefined
      disabled?: boolean | undefined
      /** Whole, by /api/v2/admin/schemas/app: what is not in it is at its default. */
      settings?: Record<string, unknown> | undefined
      /** As it was read: what somebody else changed since is not overwritten (409). Absent: it is overwritten. */
      version?: string | undefined
    } & Record<string, unknown>
    reply: {
      client_id: string
      name: string
      template: string | null
      disabled: boolean
      /** Whether a client_secret was made; it is never shown again. */
      has_secret: boolean
      /** PEM (SPKI), for X-signature. */
      public_key: string
      /** With every default. */
      settings: Record<string, unknown>
      /** Seconds since 1970. */
      created_at: number
      /** Of what is stored; to be sent back with a change. */
      version: string
    }
  }
  /** Let no call of an application through; nothing of it is lost. Least role: administrator. Permission of an access token: app_all. */
  'POST /api/v2/admin/apps/{clientId}/disable': {
    params: {
      clientId: string
    }
    reply: {
      client_id: string
      name: string
      template: string | null
      disabled: boolean
      /** Whether a client_secret was made; it is never shown again. */
      has_secret: boolean
      /** PEM (SPKI), for X-signature. */
      public_key: string
      /** With every default. */
      settings: Record<string, unknown>
      /** Seconds since 1970. */
      created_at: number
      /** Of what is stored; to be sent back with a change. */
      version: string
    }
  }
  /** Let an application be used again. Least role: administrator. Permission of an access token: app_all. */
  'POST /api/v2/admin/apps/{clientId}/enable': {
    params: {
      clientId: string
    }
    reply: {
      client_id: string
      name: string
      template: string | null
      disabled: boolean
      /** Whether a client_secret was made; it is never shown again. */
      has_secret: boolean
      /** PEM (SPKI), for X-signature. */
      public_key: string
      /** With every default. */
      settings: Record<string, unknown>
      /** Seconds since 1970. */
      created_at: number
      /** Of what is stored; to be sent back with a change. */
      version: string
    }
  }
  /** The applications of the tenant. Least role: auditor. Permission of an access token: app_read. */
  'GET /api/v2/admin/apps': {
    reply: {
      apps: {
        client_id: string
        name: string
        template: string | null
        disabled: boolean
        /** Whether a client_secret was made; it is never shown again. */
        has_secret: boolean
        /** PEM (SPKI), for X-signature. */
        public_key: string
        /** With every default. */
        settings: Record<string, unknown>
        /** Seconds since 1970. */
        created_at: number
        /** Of what is stored; to be sent back with a change. */
        version: string
      }[]
    }
  }
  /** Make an application. Least role: administrator. Permission of an access token: app_all. */
  'POST /api/v2/admin/apps': {
    body: {
      /** Absent: one is made up. */
      client_id?: string | undefined
      /** What people read in messages. */
      name?: string | undefined
      /** client_id of the ISV template it is the instance of here. */
      template?: string | null | undefined
      disabled?: boolean | undefined
      /** Whole, by /api/v2/admin/schemas/app: what is not in it is at its default. */
      settings?: Record<string, unknown> | undefined
    } & Record<string, unknown>
    reply: {
      client_id: string
      name: string
      template: string | null
      disabled: boolean
      /** Whether a client_secret was made; it is never shown again. */
      has_secret: boolean
      /** PEM (SPKI), for X-signature. */
      public_key: string
      /** With every default. */
      settings: Record<string, unknown>
      /** Seconds since 1970. */
      created_at: number
      /** Of what is stored; to be sent back with a change. */
      version: string
    }
  }
  /** What happened, as CSV, the newest first. Least role: auditor. Permission of an access token: audit_read. */
  'GET /api/v2/admin/audit/export': {
    query: {
      /** login, bind, send, sms/send (refused), admin/source-change, … Empty: all. */
      event: string
      /** SUCCESS, SOCIAL_BIND, refused, failed, done, … */
      outcome: string
      user_id: string
      client_id: string
      /** Network address, as it was written. */
      address: string
      /** Seconds since 1970. */
      from?: number | undefined
      /** Seconds since 1970; not in it. */
      to?: number | undefined
      /** server: what concerns administrators themselves; for owners. */
      scope: 'tenant' | 'server'
      /** In place of X-tenant-id. */
      tenant_id: string
    }
    reply: undefined
  }
  /** One journey, from its first call to its last. Least role: auditor. Permission of an access token: audit_read. */
  'GET /api/v2/admin/audit/journeys/{journeyId}': {
    params: {
      journeyId: string
    }
    reply: {
      journey_id: string
      /** Seconds since 1970. */
      began_at: number
      /** Seconds since 1970. */
      ended_at: number
      /** Of its last event. */
      outcome: string
      /** In the order in which they happened. */
      events: {
        event_id: string
        /** Seconds since 1970. */
        at: number
        journey_id: string
        event: string
        outcome: string
        reason: string | null
        client_id: string | null
        user_id: string | null
        source_id: string | null
        address: string | null
        request_id: string
        /** Of what an administrator did: by, subject, before and after, without secrets. */
        detail: unknown
      }[]
    }
  }
  /** What happened, the newest first. Least role: auditor. Permission of an access token: audit_read. */
  'GET /api/v2/admin/audit': {
    query: {
      /** login, bind, send, sms/send (refused), admin/source-change, … Empty: all. */
      event: string
      /** SUCCESS, SOCIAL_BIND, refused, failed, done, … */
      outcome: string
      user_id: string
      client_id: string
      /** Network address, as it was written. */
      address: string
      /** Seconds since 1970. */
      from?: number | undefined
      /** Seconds since 1970; not in it. */
      to?: number | undefined
      /** server: what concerns administrators themselves; for owners. */
      scope: 'tenant' | 'server'
      /** What the page before had as next. */
      cursor: string
      limit: number
    }
    reply: {
      events: {
        event_id: string
        /** Seconds since 1970. */
        at: number
        journey_id: string
        event: string
        outcome: string
        reason: string | null
        client_id: string | null
        user_id: string | null
        source_id: string | null
        address: string | null
        request_id: string
        /** Of what an administrator did: by, subject, before and after, without secrets. */
        detail: unknown
      }[]
      next: string | null
    }
  }
  /** What the database holds, as a blueprint in YAML; configuration and people of every tenant, no secrets. Least role: owner. Permission of an access token: tenant_all. */
  'GET /api/v2/admin/blueprint': {
    reply: undefined
  }
  /** The connectors of this server, what each wants to be told, and what may happen to people nobody knows. Least role: auditor. Permission of an access token: source_read. */
  'GET /api/v2/admin/connectors': {
    reply: {
      connectors: {
        id: string
        label: {
          en: string
          zh: string
        }
        /** JSON Schema; title and titleZh name a field, description and descriptionZh explain it, format "secret" marks what is never sent back. */
        settings: unknown
        /** Whether the provider can be asked if its settings work. */
        checks: boolean
        /** The provider answers with a posted form. */
        form_post: boolean
        development_only: boolean
        no_user_associated: {
          value: string
          key: string
          text: string
        }[]
      }[]
    }
  }
  /** Send one again, whatever came of it. Least role: administrator. Permission of an access token: setting_all. */
  'POST /api/v2/admin/webhooks/{webhookId}/deliveries/{deliveryId}/again': {
    params: {
      webhookId: string
      deliveryId: string
    }
    reply: {
      /** The webhook-id of every try. */
      id: string
      type: string
      /** Seconds since 1970. */
      at: number
      state: 'waiting' | 'sent' | 'failed'
      /** When it is tried next. */
      next_at: number | null
      tries: number
      /** What came of each try, the last twenty. */
      answers: {
        /** Seconds since 1970. */
        at: number
        ms: number
        status: number | null
        fault: 'answered' | 'gone' | 'redirect' | 'timeout' | 'forbidden_address' | 'https_required' | 'network' | null
      }[]
      /** As it is posted. */
      payload: unknown
    }
  }
  /** The SMS firewall: its rules, what they did, the last refusals and why, and the money by country. Least role: auditor. Permission of an access token: message_read. */
  'GET /api/v2/admin/firewall': {
    query: {
      hours: number
    }
    reply: {
      /** Whether unanswered messages count; the other limits hold either way. */
      enabled: boolean
      /** Seconds since 1970. */
      since: number
      /** More happened than was counted: the newest. */
      capped: boolean
      rules: {
        rule: string
        in_force: boolean
        /** Of the settings, where the rule has a number. */
        limit: number | null
        allowed: number
        challenged: number
        blocked: number
        last_at: number | null
      }[]
      /** The last 50, the newest first. */
      refusals: {
        event_id: string
        /** Seconds since 1970. */
        at: number
        rule: string
        verdict: 'challenge' | 'block'
        reason: string
        /** The number, masked. */
        to: string | null
        client_id: string | null
        address: string | null
      }[]
      spend: {
        day: {
          /** In ten-thousandths of your currency. */
          spent: number
          /** The same; null: without limit. */
          limit: number | null
          messages: number
          /** When this window is over; null: nothing was sent in one. */
          until: number | null
        }
        month: {
          /** In ten-thousandths of your currency. */
          spent: number
          /** The same; null: without limit. */
          limit: number | null
          messages: number
          /** When this window is over; null: nothing was sent in one. */
          until: number | null
        }
      }
      /** The dearest first. */
      countries: {
        /** ISO 3166; empty: of none. */
        country: string
        /** In the hours that were asked for. */
        messages: number
        /** Of these, those that no gateway took. */
        failed: number
        /** Of these, in ten-thousandths of your currency. */
        cost: number
        /** In the window of 24 hours that the firewall counts in. */
        day_sent: number
        day_answered: number
        /** What the firewall goes by. */
        day_unanswered: number
      }[]
    }
  }
  /** Take away a gateway for text messages. Least role: administrator. Permission of an access token: message_all. */
  'DELETE /api/v2/admin/gateways/{gatewayId}': {
    params: {
      gatewayId: string
    }
    reply: undefined
  }
  /** A gateway for text messages. Least role: auditor. Permission of an access token: message_read. */
  'GET /api/v2/admin/gateways/{gatewayId}': {
    params: {
      gatewayId: string
    }
    reply: {
      id: string
      /** Its kind. */
      gateway: string
      /** The smallest is tried first, where no route says otherwise. */
      position: number
      /** Whether this server has the kind, and uses it in this mode. */
      served: boolean
      /** A secret is {"set": true}, and sent back so it stays as it is. */
      settings: Record<string, unknown>
      /** Of what is stored; to be sent back with a change. */
      version: string
      health: {
        /** Several of the last messages failed in a row, or it is being left alone. */
        failing: boolean
        /** open: this process leaves it alone for a while; trying: the next message tries it. */
        breaker: 'closed' | 'open' | 'trying'
        open_until: number | null
        /** Of the last messages: taken, without a word of what became of them. Mail: of the last seven days. */
        sent: number
        delivered: number
        undelivered: number
        /** Nobody took it. */
        failed: number
        failed_in_a_row: number
        last_sent_at: number | null
        last_failed_at: number | null
        last_fault: string | null
      }
    }
  }
  /** Change a gateway for text messages; what is left out stays, settings are whole. Least role: administrator. Permission of an access token: message_all. */
  'PUT /api/v2/admin/gateways/{gatewayId}': {
    params: {
      gatewayId: string
    }
    body: {
      gateway?: string | undefined
      /** Whole: what is not in it is at its default. A secret is {"set": true}, and sent back so it stays as it is. */
      settings?: Record<string, unknown> | undefined
      /** As it was read: what somebody else changed since is not overwritten (409). Absent: it is overwritten. */
      version?: string | undefined
    } & Record<string, unknown>
    reply: {
      id: string
      /** Its kind. */
      gateway: string
      /** The smallest is tried first, where no route says otherwise. */
      position: number
      /** Whether this server has the kind, and uses it in this mode. */
      served: boolean
      /** A secret is {"set": true}, and sent back so it stays as it is. */
      settings: Record<string, unknown>
      /** Of what is stored; to be sent back with a change. */
      version: string
      health: {
        /** Several of the last messages failed in a row, or it is being left alone. */
        failing: boolean
        /** open: this process leaves it alone for a while; trying: the next message tries it. */
        breaker: 'closed' | 'open' | 'trying'
        open_until: number | null
        /** Of the last messages: taken, without a word of what became of them. Mail: of the last seven days. */
        sent: number
        delivered: number
        undelivered: number
        /** Nobody took it. */
        failed: number
        failed_in_a_row: number
        last_sent_at: number | null
        last_failed_at: number | null
        last_fault: string | null
      }
    }
  }
  /** The gateways for text messages, how they fare, and the kinds there are. Least role: auditor. Permission of an access token: message_read. */
  'GET /api/v2/admin/gateways': {
    reply: {
      gateways: {
        id: string
        /** Its kind. */
        gateway: string
        /** The smallest is tried first, where no route says otherwise. */
        position: number
        /** Whether this server has the kind, and uses it in this mode. */
        served: boolean
        /** A secret is {"set": true}, and sent back so it stays as it is. */
        settings: Record<string, unknown>
        /** Of what is stored; to be sent back with a change. */
        version: string
        health: {
          /** Several of the last messages failed in a row, or it is being left alone. */
          failing: boolean
          /** open: this process leaves it alone for a while; trying: the next message tries it. */
          breaker: 'closed' | 'open' | 'trying'
          open_until: number | null
          /** Of the last messages: taken, without a word of what became of them. Mail: of the last seven days. */
          sent: number
          delivered: number
          undelivered: number
          /** Nobody took it. */
          failed: number
          failed_in_a_row: number
          last_sent_at: number | null
          last_failed_at: number | null
          last_fault: string | null
        }
      }[]
      kinds: {
        id: string
        label: {
          en: string
          zh: string
        }
        /** JSON Schema; title and titleZh name a field, description and descriptionZh explain it, format "secret" marks what is never sent back. */
        settings: unknown
        development_only: boolean
      }[]
    }
  }
  /** Add a gateway for text messages. Least role: administrator. Permission of an access token: message_all. */
  'POST /api/v2/admin/gateways': {
    body: {
      id: string
      gateway: string
      /** Whole: what is not in it is at its default. A secret is {"set": true}, and sent back so it stays as it is. */
      settings?: Record<string, unknown> | undefined
    } & Record<string, unknown>
    reply: {
      id: string
      /** Its kind. */
      gateway: string
      /** The smallest is tried first, where no route says otherwise. */
      position: number
      /** Whether this server has the kind, and uses it in this mode. */
      served: boolean
      /** A secret is {"set": true}, and sent back so it stays as it is. */
      settings: Record<string, unknown>
      /** Of what is stored; to be sent back with a change. */
      version: string
      health: {
        /** Several of the last messages failed in a row, or it is being left alone. */
        failing: boolean
        /** open: this process leaves it alone for a while; trying: the next message tries it. */
        breaker: 'closed' | 'open' | 'trying'
        open_until: number | null
        /** Of the last messages: taken, without a word of what became of them. Mail: of the last seven days. */
        sent: number
        delivered: number
        undelivered: number
        /** Nobody took it. */
        failed: number
        failed_in_a_row: number
        last_sent_at: number | null
        last_failed_at: number | null
        last_fault: string | null
      }
    }
  }
  /** Put the gateways for text messages into the order they are tried in. Least role: administrator. Permission of an access token: message_all. */
  'POST /api/v2/admin/gateways/order': {
    body: {
      /** The first first. Those that are not named come behind, as they stood. */
      ids: string[]
    }
    reply: {
      /** The first first. Those that are not named come behind, as they stood. */
      ids: string[]
    }
  }
  /** Send one real message through this gateway. Least role: administrator. Permission of an access token: message_all. */
  'POST /api/v2/admin/gateways/{gatewayId}/test': {
    params: {
      gatewayId: string
    }
    body: {
      /** A mobile number, or an e-mail address. */
      to: string
    }
    reply: {
      /** Whether the gateway took it. */
      sent: boolean
      /** What the vendor calls it, where it says so. */
      vendor_id: string | null
      fault: {
        /** expired, denied, misconfigured, unreachable or rejected. */
        refusal: string
        /** The setting at fault, where it is known. */
        setting: string | null
        text: string
      } | null
    }
  }
  /** The keys the tenant signs id_tokens with. Least role: auditor. Permission of an access token: tenant_read. */
  'GET /api/v2/admin/keys': {
    reply: {
      /** The newest first. */
      keys: {
        kid: string
        algorithm: string
        /** published: no longer signs, and what it signed is still good. */
        state: 'signing' | 'published' | 'retired'
        /** Seconds since 1970. */
        created_at: number
        retires_at: number | null
      }[]
    }
  }
  /** Take away a gateway for e-mail. Least role: administrator. Permission of an access token: message_all. */
  'DELETE /api/v2/admin/mail-gateways/{gatewayId}': {
    params: {
      gatewayId: string
    }
    reply: undefined
  }
  /** A gateway for e-mail. Least role: auditor. Permission of an access token: message_read. */
  'GET /api/v2/admin/mail-gateways/{gatewayId}': {
    params: {
      gatewayId: string
    }
    reply: {
      id: string
      /** Its kind. */
      gateway: string
      /** The smallest is tried first, where no route says otherwise. */
      position: number
      /** Whether this server has the kind, and uses it in this mode. */
      served: boolean
      /** A secret is {"set": true}, and sent back so it stays as it is. */
      settings: Record<string, unknown>
      /** Of what is stored; to be sent back with a change. */
      version: string
      health: {
        /** Several of the last messages failed in a row, or it is being left alone. */
        failing: boolean
        /** open: this process leaves it alone for a while; trying: the next message tries it. */
        breaker: 'closed' | 'open' | 'trying'
        open_until: number | null
        /** Of the last messages: taken, without a word of what became of them. Mail: of the last seven days. */
        sent: number
        delivered: number
        undelivered: number
        /** Nobody took it. */
        failed: number
        failed_in_a_row: number
        last_sent_at: number | null
        last_failed_at: number | null
        last_fault: string | null
      }
    }
  }
  /** Change a gateway for e-mail; what is left out stays, settings are whole. Least role: administrator. Permission of an access token: message_all. */
  'PUT /api/v2/admin/mail-gateways/{gatewayId}': {
    params: {
      gatewayId: string
    }
    body: {
      gateway?: string | undefined
      /** Whole: what is not in it is at its default. A secret is {"set": true}, and sent back so it stays as it is. */
      settings?: Record<string, unknown> | undefined
      /** As it was read: what somebody else changed since is not overwritten (409). Absent: it is overwritten. */
      version?: string | undefined
    } & Record<string, unknown>
    reply: {
      id: string
      /** Its kind. */
      gateway: string
      /** The smallest is tried first, where no route says otherwise. */
      position: number
      /** Whether this server has the kind, and uses it in this mode. */
      served: boolean
      /** A secret is {"set": true}, and sent back so it stays as it is. */
      settings: Record<string, unknown>
      /** Of what is stored; to be sent back with a change. */
      version: string
      health: {
        /** Several of the last messages failed in a row, or it is being left alone. */
        failing: boolean
        /** open: this process leaves it alone for a while; trying: the next message tries it. */
        breaker: 'closed' | 'open' | 'trying'
        open_until: number | null
        /** Of the last messages: taken, without a word of what became of them. Mail: of the last seven days. */
        sent: number
        delivered: number
        undelivered: number
        /** Nobody took it. */
        failed: number
        failed_in_a_row: number
        last_sent_at: number | null
        last_failed_at: number | null
        last_fault: string | null
      }
    }
  }
  /** The gateways for e-mail, how they fare, and the kinds there are. Least role: auditor. Permission of an access token: message_read. */
  'GET /api/v2/admin/mail-gateways': {
    reply: {
      gateways: {
        id: string
        /** Its kind. */
        gateway: string
        /** The smallest is tried first, where no route says otherwise. */
        position: number
        /** Whether this server has the kind, and uses it in this mode. */
        served: boolean
        /** A secret is {"set": true}, and sent back so it stays as it is. */
        settings: Record<string, unknown>
        /** Of what is stored; to be sent back with a change. */
        version: string
        health: {
          /** Several of the last messages failed in a row, or it is being left alone. */
          failing: boolean
          /** open: this process leaves it alone for a while; trying: the next message tries it. */
          breaker: 'closed' | 'open' | 'trying'
          open_until: number | null
          /** Of the last messages: taken, without a word of what became of them. Mail: of the last seven days. */
          sent: number
          delivered: number
          undelivered: number
          /** Nobody took it. */
          failed: number
          failed_in_a_row: number
          last_sent_at: number | null
          last_failed_at: number | null
          last_fault: string | null
        }
      }[]
      kinds: {
        id: string
        label: {
          en: string
          zh: string
        }
        /** JSON Schema; title and titleZh name a field, description and descriptionZh explain it, format "secret" marks what is never sent back. */
        settings: unknown
        development_only: boolean
      }[]
    }
  }
  /** Add a gateway for e-mail. Least role: administrator. Permission of an access token: message_all. */
  'POST /api/v2/admin/mail-gateways': {
    body: {
      id: string
      gateway: string
      /** Whole: what is not in it is at its default. A secret is {"set": true}, and sent back so it stays as it is. */
      settings?: Record<string, unknown> | undefined
    } & Record<string, unknown>
    reply: {
      id: string
      /** Its kind. */
      gateway: string
      /** The smallest is tried first, where no route says otherwise. */
      position: number
      /** Whether this server has the kind, and uses it in this mode. */
      served: boolean
      /** A secret is {"set": true}, and sent back so it stays as it is. */
      settings: Record<string, unknown>
      /** Of what is stored; to be sent back with a change. */
      version: string
      health: {
        /** Several of the last messages failed in a row, or it is being left alone. */
        failing: boolean
        /** open: this process leaves it alone for a while; trying: the next message tries it. */
        breaker: 'closed' | 'open' | 'trying'
        open_until: number | null
        /** Of the last messages: taken, without a word of what became of them. Mail: of the last seven days. */
        sent: number
        delivered: number
        undelivered: number
        /** Nobody took it. */
        failed: number
        failed_in_a_row: number
        last_sent_at: number | null
        last_failed_at: number | null
        last_fault: string | null
      }
    }
  }
  /** Put the gateways for e-mail into the order they are tried in. Least role: administrator. Permission of an access token: message_all. */
  'POST /api/v2/admin/mail-gateways/order': {
    body: {
      /** The first first. Those that are not named come behind, as they stood. */
      ids: string[]
    }
    reply: {
      /** The first first. Those that are not named come behind, as they stood. */
      ids: string[]
    }
  }
  /** Send one real message through this gateway. Least role: administrator. Permission of an access token: message_all. */
  'POST /api/v2/admin/mail-gateways/{gatewayId}/test': {
    params: {
      gatewayId: string
    }
    body: {
      /** A mobile number, or an e-mail address. */
      to: string
    }
    reply: {
      /** Whether the gateway took it. */
      sent: boolean
      /** What the vendor calls it, where it says so. */
      vendor_id: string | null
      fault: {
        /** expired, denied, misconfigured, unreachable or rejected. */
        refusal: string
        /** The setting at fault, where it is known. */
        setting: string | null
        text: string
      } | null
    }
  }
  /** Which e-mails there are, and in which languages. Least role: auditor. Permission of an access token: setting_read. */
  'GET /api/v2/admin/mail-texts': {
    reply: {
      languages: string[]
      /** As email/send has them; and what owners are told of, as NOTICE.mobile_changed. */
      types: string[]
    }
  }
  /** An e-mail as it would be sent, with a sample filled in. Least role: auditor. Permission of an access token: setting_read. */
  'POST /api/v2/admin/mail-texts/preview': {
    body: {
      type:
        | 'REGISTER_EMS'
        | 'LOGIN_EMS'
        | 'FORGET_PWD_EMS'
        | 'BIND_EMAIL_EMS'
        | 'UPDATE_EMAIL_EMS'
        | 'MFA_AUTH_EMS'
        | 'UPDATE_PWD_EMS'
        | 'CHANGE_PWD_EMS'
        | 'NOTICE.account_bound'
        | 'NOTICE.account_unbound'
        | 'NOTICE.mobile_changed'
        | 'NOTICE.mobile_released'
        | 'NOTICE.email_changed'
        | 'NOTICE.password_changed'
        | 'NOTICE.factor_added'
        | 'NOTICE.factor_removed'
      /** en, zh-CN or zh-TW; zh stands for zh-CN. */
      language: string
      /** The name of the application. Absent: that of the tenant. */
      app?: string | undefined
    }
    reply: {
      subject: string
      /** For readers that show no HTML. */
      text: string
      /** The same words. Nothing in it is loaded from elsewhere, and nothing runs. */
      html: string
    }
  }
  /** How it goes: journeys by hour, how far new people come, messages and money, gateways, and what to look at. Least role: auditor. Permission of an access token: audit_read. */
  'GET /api/v2/admin/overview': {
    query: {
      hours: number
    }
    reply: {
      /** Seconds since 1970. */
      since: number
      /** Seconds since 1970. */
      until: number
      /** More happened than was counted; the oldest hours are not whole. */
      capped: boolean
      /** Every hour, the oldest first. */
      hours: {
        /** When the hour began. Seconds since 1970. */
        at: number
        /** Steps by what was answered: SUCCESS, SOCIAL_BIND, USER_REGISTER, MFA_AUTH, ACCESS_DENIED, …, refused. */
        outcomes: Record<string, number>
      }[]
      /** Each counts among those before it. */
      funnel: {
        /** Journeys that began with a social account nobody here knew. */
        unknown: number
        code_sent: number
        /** The right code was shown, whatever came of it. */
        code_verified: number
        /** To an existing user or a new one. */
        bound: number
      }
      sms: {
        /** In the window of 24 hours that the firewall counts in. */
        sent: number
        /** Codes that were spent. */
        answered: number
        day: {
          /** In ten-thousandths of your currency. */
          spent: number
          /** The same; null: without limit. */
          limit: number | null
          messages: number
          /** When this window is over; null: nothing was sent in one. */
          until: number | null
        }
        month: {
          /** In ten-thousandths of your currency. */
          spent: number
          /** The same; null: without limit. */
          limit: number | null
          messages: number
          /** When this window is over; null: nothing was sent in one. */
          until: number | null
        }
      }
      gateways: {
        id: string
        gateway: string
        carries: 'sms' | 'mail'
        failing: boolean
        failed_in_a_row: number
        last_sent_at: number | null
        last_failed_at: number | null
        last_fault: string | null
      }[]
      /** The urgent first; empty: nothing to do. */
      attention: {
        code: string
        severity: 'urgent' | 'notice'
        /** What is so and what to do, in the language of the caller. */
        text: string
        /** Page of the console: messages, sources, settings, administrators, tenants, webhooks. */
        page: string
        /** What on that page. */
        id: string | null
      }[]
    }
  }
  /** Make new signing keys. Least role: owner. Permission of an access token: tenant_all. */
  'POST /api/v2/admin/keys/rotate': {
    body: {
      /** Absent: every algorithm there is a key of. */
      algorithm?: 'RS256' | 'ES256' | 'EdDSA' | undefined
    }
    reply: {
      /** The newest first. */
      keys: {
        kid: string
        algorithm: string
        /** published: no longer signs, and what it signed is still good. */
        state: 'signing' | 'published' | 'retired'
        /** Seconds since 1970. */
        created_at: number
        retires_at: number | null
      }[]
    }
  }
  /** Which gateways a message to a number would go by, the first first, and what it would cost. Least role: auditor. Permission of an access token: message_read. */
  'POST /api/v2/admin/routes/preview': {
    body: {
      /** A mobile number, as people write it. */
      to: string
      /** Absent: LOGIN. */
      purpose?: 'REGISTER' | 'LOGIN' | 'FORGET_PWD' | 'BIND' | 'UPDATE' | 'MFA_AUTH' | 'CHANGE_PWD' | 'NOTICE' | undefined
      /** To go by in place of what is stored (`sms.routes`). */
      routes?:
        | {
            /** Absent: all. */
            countries?: string[] | undefined
            /** Absent: all. NOTICE: what owners are told of their account. */
            purposes?: ('REGISTER' | 'LOGIN' | 'FORGET_PWD' | 'BIND' | 'UPDATE' | 'MFA_AUTH' | 'CHANGE_PWD' | 'NOTICE')[] | undefined
            /** Ids of gateways, the first first. */
            gateways: string[]
            /** Sender or signature in place of the gateway’s own. */
            sender?: string | undefined
            /** The vendor’s template by language (en, zh-CN, zh-TW), in place of the gateway’s own. */
            templates?: Record<string, string> | undefined
          }[]
        | undefined
    }
    reply: {
      /** As it is understood, with its country code. */
      mobile: string
      /** ISO 3166; empty: none. */
      country: string
      /** What keeps every message to it back, whichever way it would go. */
      refused: 'country_list' | 'blocked_prefix' | 'test_number' | null
      /** Unit: a ten-thousandth of your currency. */
      cost: number
      ways: {
        /** Its id. */
        gateway: string
        /** The route that names it, from 0. null: no route fits. */
        rule: number | null
        sender: string | null
        template: string | null
        /** It failed again and again: this process leaves it alone for a while. */
        resting: boolean
        /** What it sent to this country of late got lost: it comes after the others. */
        loses: boolean
        kind: string
      }[]
    }
  }
  /** The settings of an application, as JSON Schema. Least role: auditor. Permission of an access token: app_read. */
  'GET /api/v2/admin/schemas/app': {
    reply: unknown
  }
  /** The settings of a tenant, as JSON Schema. Least role: auditor. Permission of an access token: setting_read. */
  'GET /api/v2/admin/schemas/tenant': {
    reply: unknown
  }
  /** Make a new client_secret, shown this once. Least role: administrator. Permission of an access token: app_all. */
  'POST /api/v2/admin/apps/{clientId}/secret': {
    params: {
      clientId: string
    }
    reply: {
      client_id: string
      client_secret: string
    }
  }
  /** The settings of the tenant. Least role: auditor. Permission of an access token: setting_read. */
  'GET /api/v2/admin/settings': {
    reply: {
      /** By /api/v2/admin/schemas/tenant, with every default. */
      settings: Record<string, unknown>
      /** Only what somebody decided; the rest follows the defaults. */
      stored: Record<string, unknown>
      /** Of what is stored; to be sent back with a change. */
      version: string
    }
  }
  /** Change the settings of the tenant; everything that is wrong is told at once. Least role: administrator. Permission of an access token: setting_all. */
  'PUT /api/v2/admin/settings': {
    body: {
      /** By /api/v2/admin/schemas/tenant. */
      settings: Record<string, unknown>
      /** As it was read: what somebody else changed since is not overwritten (409). Absent: it is overwritten. */
      version?: string | undefined
    }
    reply: {
      /** By /api/v2/admin/schemas/tenant, with every default. */
      settings: Record<string, unknown>
      /** Only what somebody decided; the rest follows the defaults. */
      stored: Record<string, unknown>
      /** Of what is stored; to be sent back with a change. */
      version: string
    }
  }
  /** Ask the provider whether settings would work that are not saved yet. Least role: administrator. Permission of an access token: source_all. */
  'POST /api/v2/admin/sources/check': {
    body: {
      connector: string
      /** A secret is {"set": true}, and sent back so it stays as it is. */
      settings: Record<string, unknown>
      /** The source whose stored secrets are meant by {"set": true}. */
      id?: string | undefined
    }
    reply: {
      fault: {
        /** expired, denied, misconfigured, unreachable or rejected. */
        refusal: string
        /** The setting at fault, where it is known. */
        setting: string | null
        text: string
      } | null
    }
  }
  /** The sources of the tenant, in their order. Least role: auditor. Permission of an access token: source_read. */
  'GET /api/v2/admin/sources': {
    reply: {
      sources: {
        id: string
        connector: string
        name: string
        /** What happens to a person nobody here knows. */
        no_user_associated: 'bind' | 'bind_or_register' | 'auto_create' | 'deny' | 'ask'
        /** The same, explained. */
        policy: {
          value: string
          key: string
          text: string
        }
        trust_mobile: boolean
        trust_email: boolean
        disabled: boolean
        /** Picture of its own, as a data: address (PNG, JPEG or WebP, at most 16 KB). Empty: the mark of its connector. */
        logo: string
        /** Whether this server has the connector, and offers it in this mode. */
        served: boolean
        /** Where the provider leads back to, from the sign-in pages and from tries: to be registered there. Applications may have others. */
        redirect_uri: string
        /** A secret is {"set": true}, and sent back so it stays as it is. */
        settings: Record<string, unknown>
        /** Of what is stored; to be sent back with a change. */
        version: string
        /** Of the settings as they are; null: not checked since they were changed. */
        last_check: {
          /** Seconds since 1970. */
          at: number
          fault: {
            /** expired, denied, misconfigured, unreachable or rejected. */
            refusal: string
            /** The setting at fault, where it is known. */
            setting: string | null
            text: string
          } | null
        } | null
      }[]
    }
  }
  /** Make a source; accounts that came from one with this id before are known again. Least role: administrator. Permission of an access token: source_all. */
  'POST /api/v2/admin/sources': {
    body: {
      id: string
      connector: string
      /** What people call it. */
      name?: string | undefined
      /** What happens to a person nobody here knows. */
      no_user_associated?: 'bind' | 'bind_or_register' | 'auto_create' | 'deny' | 'ask' | undefined
      /** Whether a number that the provider calls verified counts as proven. */
      trust_mobile?: boolean | undefined
      /** The same of an e-mail address. */
      trust_email?: boolean | undefined
      disabled?: boolean | undefined
      /** Picture of its own, as a data: address (PNG, JPEG or WebP, at most 16 KB). Empty: the mark of its connector. */
      logo?: string | undefined
      /** Whole: what is not in it is at its default. A secret is {"set": true}, and sent back so it stays as it is. */
      settings?: Record<string, unknown> | undefined
    } & Record<string, unknown>
    reply: {
      id: string
      connector: string
      name: string
      /** What happens to a person nobody here knows. */
      no_user_associated: 'bind' | 'bind_or_register' | 'auto_create' | 'deny' | 'ask'
      /** The same, explained. */
      policy: {
        value: string
        key: string
        text: string
      }
      trust_mobile: boolean
      trust_email: boolean
      disabled: boolean
      /** Picture of its own, as a data: address (PNG, JPEG or WebP, at most 16 KB). Empty: the mark of its connector. */
      logo: string
      /** Whether this server has the connector, and offers it in this mode. */
      served: boolean
      /** Where the provider leads back to, from the sign-in pages and from tries: to be registered there. Applications may have others. */
      redirect_uri: string
      /** A secret is {"set": true}, and sent back so it stays as it is. */
      settings: Record<string, unknown>
      /** Of what is stored; to be sent back with a change. */
      version: string
      /** Of the settings as they are; null: not checked since they were changed. */
      last_check: {
        /** Seconds since 1970. */
        at: number
        fault: {
          /** expired, denied, misconfigured, unreachable or rejected. */
          refusal: string
          /** The setting at fault, where it is known. */
          setting: string | null
          text: string
        } | null
      } | null
    }
  }
  /** Put the sources into an order. Least role: administrator. Permission of an access token: source_all. */
  'POST /api/v2/admin/sources/order': {
    body: {
      /** The first first. Those that are not named come behind, as they stood. */
      ids: string[]
    }
    reply: {
      /** The first first. Those that are not named come behind, as they stood. */
      ids: string[]
    }
  }
  /** Ask the provider whether this source would work. Least role: administrator. Permission of an access token: source_all. */
  'POST /api/v2/admin/sources/{sourceId}/check': {
    params: {
      sourceId: string
    }
    reply: {
      fault: {
        /** expired, denied, misconfigured, unreachable or rejected. */
        refusal: string
        /** The setting at fault, where it is known. */
        setting: string | null
        text: string
      } | null
    }
  }
  /** Delete a source; the accounts that came from it stay with their users. Least role: administrator. Permission of an access token: source_all. */
  'DELETE /api/v2/admin/sources/{sourceId}': {
    params: {
      sourceId: string
    }
    reply: {
      /** Accounts that stay bound. */
      accounts: number
      /** There are more than these. */
      more_accounts: boolean
      /** client_ids that name this source in their settings; they offer what else they name. */
      applications: string[]
      explanation: string | null
    }
  }
  /** A source. Least role: auditor. Permission of an access token: source_read. */
  'GET /api/v2/admin/sources/{sourceId}': {
    params: {
      sourceId: string
    }
    reply: {
      id: string
      connector: string
      name: string
      /** What happens to a person nobody here knows. */
      no_user_associated: 'bind' | 'bind_or_register' | 'auto_create' | 'deny' | 'ask'
      /** The same, explained. */
      policy: {
        value: string
        key: string
        text: string
      }
      trust_mobile: boolean
      trust_email: boolean
      disabled: boolean
      /** Picture of its own, as a data: address (PNG, JPEG or WebP, at most 16 KB). Empty: the mark of its connector. */
      logo: string
      /** Whether this server has the connector, and offers it in this mode. */
      served: boolean
      /** Where the provider leads back to, from the sign-in pages and from tries: to be registered there. Applications may have others. */
      redirect_uri: string
      /** A secret is {"set": true}, and sent back so it stays as it is. */
      settings: Record<string, unknown>
      /** Of what is stored; to be sent back with a change. */
      version: string
      /** Of the settings as they are; null: not checked since they were changed. */
      last_check: {
        /** Seconds since 1970. */
        at: number
        fault: {
          /** expired, denied, misconfigured, unreachable or rejected. */
          refusal: string
          /** The setting at fault, where it is known. */
          setting: string | null
          text: string
        } | null
      } | null
    }
  }
  /** Change a source; what is left out stays, settings are whole. Least role: administrator. Permission of an access token: source_all. */
  'PUT /api/v2/admin/sources/{sourceId}': {
    params: {
      sourceId: string
    }
    body: {
      /** It stays what it is. */
      connector?: string | undefined
      /** What people call it. */
      name?: string | undefined
      /** What happens to a person nobody here knows. */
      no_user_associated?: 'bind' | 'bind_or_register' | 'auto_create' | 'deny' | 'ask' | undefined
      /** Whether a number that the provider calls verified counts as proven. */
      trust_mobile?: boolean | undefined
      /** The same of an e-mail address. */
      trust_email?: boolean | undefined
      disabled?: boolean | undefined
      /** Picture of its own, as a data: address (PNG, JPEG or WebP, at most 16 KB). Empty: the mark of its connector. */
      logo?: string | undefined
      /** Whole: what is not in it is at its default. A secret is {"set": true}, and sent back so it stays as it is. */
      settings?: Record<string, unknown> | undefined
      /** As it was read: what somebody else changed since is not overwritten (409). Absent: it is overwritten. */
      version?: string | undefined
    } & Record<string, unknown>
    reply: {
      id: string
      connector: string
      name: string
      /** What happens to a person nobody here knows. */
      no_user_associated: 'bind' | 'bind_or_register' | 'auto_create' | 'deny' | 'ask'
      /** The same, explained. */
      policy: {
        value: string
        key: string
        text: string
      }
      trust_mobile: boolean
      trust_email: boolean
      disabled: boolean
      /** Picture of its own, as a data: address (PNG, JPEG or WebP, at most 16 KB). Empty: the mark of its connector. */
      logo: string
      /** Whether this server has the connector, and offers it in this mode. */
      served: boolean
      /** Where the provider leads back to, from the sign-in pages and from tries: to be registered there. Applications may have others. */
      redirect_uri: string
      /** A secret is {"set": true}, and sent back so it stays as it is. */
      settings: Record<string, unknown>
      /** Of what is stored; to be sent back with a change. */
      version: string
      /** Of the settings as they are; null: not checked since they were changed. */
      last_check: {
        /** Seconds since 1970. */
        at: number
        fault: {
          /** expired, denied, misconfigured, unreachable or rejected. */
          refusal: string
          /** The setting at fault, where it is known. */
          setting: string | null
          text: string
        } | null
      } | null
    }
  }
  /** What would come of a sign-in at this source by a person with this profile, and why. Least role: auditor. Permission of an access token: source_read. */
  'POST /api/v2/admin/sources/{sourceId}/dry-run': {
    params: {
      sourceId: string
    }
    body: {
      profile: {
        /** The id the provider has for the person. */
        subject: string
        /** The second one, where it tells two. */
        alias?: string | undefined
        nickname?: string | undefined
        avatar?: string | undefined
        /** As the provider writes it. */
        mobile?: string | undefined
        mobile_verified?: boolean | undefined
        email?: string | undefined
        email_verified?: boolean | undefined
      }
      /** The application that would ask; absent: the first that offers this source. */
      client_id?: string | undefined
    }
    reply: {
      /** As the application would be answered it, or refused. */
      status: string
      user_id: string | null
      /** What was found and decided, turn by turn. */
      steps: string[]
      refused: {
        error_code: string
        error_msg: string
      } | null
    }
  }
  /** Try a source: the address of the provider’s page, for a round trip that signs nobody in. Least role: administrator. Permission of an access token: source_all. */
  'POST /api/v2/admin/sources/{sourceId}/tries': {
    params: {
      sourceId: string
    }
    reply: {
      try_id: string
      /** waiting: for the provider; asking: the provider is being asked. */
      state: 'waiting' | 'asking' | 'done'
      /** Where the provider leads back to: what has to be registered there, for real sign-ins too. */
      redirect_uri: string
      /** The provider has no page; a code of a device is sent to …/answer. */
      by_code: boolean
      /** Seconds since 1970. */
      expires_at: number
      /** In their order, as far as it came. */
      steps: {
        /** The address of the provider’s page; who came back; the code exchanged; who it is; what would come of them here. */
        step: 'address' | 'returned' | 'exchanged' | 'person' | 'outcome'
        state: 'done' | 'failed'
        fault: {
          /** expired, denied, misconfigured, unreachable or rejected. */
          refusal: string
          /** The setting at fault, where it is known. */
          setting: string | null
          text: string
        } | null
        /** What was opened, without what is secret or one-time in it. */
        address: string | null
        /** What was asked of the provider, without queries. */
        asked: {
          method: string
          address: string
          /** null: no answer. */
          status: number | null
          /** Names in the answer, without what they say. */
          attributes: string[]
        }[]
        attributes: {
          /** subject, alias, nickname, avatar, mobile, mobile_verified, email, email_verified. */
          name: string
          /** Numbers and addresses are masked. */
          value: string
          /** The attribute of the provider, where a setting names it. */
          from: string | null
        }[]
        /** As of a dry run. */
        outcome: {
          /** As the application would be answered it, or refused. */
          status: string
          user_id: string | null
          /** What was found and decided, turn by turn. */
          steps: string[]
          refused: {
            error_code: string
            error_msg: string
          } | null
        } | null
      }[]
      /** To be opened in a browser; null where there is no page. */
      url: string | null
    }
  }
  /** How far a try has come, and what came of it. Least role: auditor. Permission of an access token: source_read. */
  'GET /api/v2/admin/sources/{sourceId}/tries/{tryId}': {
    params: {
      sourceId: string
      tryId: string
    }
    reply: {
      try_id: string
      /** waiting: for the provider; asking: the provider is being asked. */
      state: 'waiting' | 'asking' | 'done'
      /** Where the provider leads back to: what has to be registered there, for real sign-ins too. */
      redirect_uri: string
      /** The provider has no page; a code of a device is sent to …/answer. */
      by_code: boolean
      /** Seconds since 1970. */
      expires_at: number
      /** In their order, as far as it came. */
      steps: {
        /** The address of the provider’s page; who came back; the code exchanged; who it is; what would come of them here. */
        step: 'address' | 'returned' | 'exchanged' | 'person' | 'outcome'
        state: 'done' | 'failed'
        fault: {
          /** expired, denied, misconfigured, unreachable or rejected. */
          refusal: string
          /** The setting at fault, where it is known. */
          setting: string | null
          text: string
        } | null
        /** What was opened, without what is secret or one-time in it. */
        address: string | null
        /** What was asked of the provider, without queries. */
        asked: {
          method: string
          address: string
          /** null: no answer. */
          status: number | null
          /** Names in the answer, without what they say. */
          attributes: string[]
        }[]
        attributes: {
          /** subject, alias, nickname, avatar, mobile, mobile_verified, email, email_verified. */
          name: string
          /** Numbers and addresses are masked. */
          value: string
          /** The attribute of the provider, where a setting names it. */
          from: string | null
        }[]
        /** As of a dry run. */
        outcome: {
          /** As the application would be answered it, or refused. */
          status: string
          user_id: string | null
          /** What was found and decided, turn by turn. */
          steps: string[]
          refused: {
            error_code: string
            error_msg: string
          } | null
        } | null
      }[]
    }
  }
  /** What the provider sent back: the code is exchanged, and nobody is signed in, made or bound. Least role: administrator. Permission of an access token: source_all. */
  'POST /api/v2/admin/sources/{sourceId}/tries/{tryId}/answer': {
    params: {
      sourceId: string
      tryId: string
    }
    body: {
      /** As it came back; none where the code was pasted from a device. */
      state?: string | undefined
      code?: string | undefined
      /** What came instead of a code (RFC 6749 section 4.1.2.1). */
      error?: string | undefined
      error_description?: string | undefined
      /** RFC 9207. */
      iss?: string | undefined
      /** Apple’s, in its posted form. */
      user?: string | undefined
    }
    reply: {
      try_id: string
      /** waiting: for the provider; asking: the provider is being asked. */
      state: 'waiting' | 'asking' | 'done'
      /** Where the provider leads back to: what has to be registered there, for real sign-ins too. */
      redirect_uri: string
      /** The provider has no page; a code of a device is sent to …/answer. */
      by_code: boolean
      /** Seconds since 1970. */
      expires_at: number
      /** In their order, as far as it came. */
      steps: {
        /** The address of the provider’s page; who came back; the code exchanged; who it is; what would come of them here. */
        step: 'address' | 'returned' | 'exchanged' | 'person' | 'outcome'
        state: 'done' | 'failed'
        fault: {
          /** expired, denied, misconfigured, unreachable or rejected. */
          refusal: string
          /** The setting at fault, where it is known. */
          setting: string | null
          text: string
        } | null
        /** What was opened, without what is secret or one-time in it. */
        address: string | null
        /** What was asked of the provider, without queries. */
        asked: {
          method: string
          address: string
          /** null: no answer. */
          status: number | null
          /** Names in the answer, without what they say. */
          attributes: string[]
        }[]
        attributes: {
          /** subject, alias, nickname, avatar, mobile, mobile_verified, email, email_verified. */
          name: string
          /** Numbers and addresses are masked. */
          value: string
          /** The attribute of the provider, where a setting names it. */
          from: string | null
        }[]
        /** As of a dry run. */
        outcome: {
          /** As the application would be answered it, or refused. */
          status: string
          user_id: string | null
          /** What was found and decided, turn by turn. */
          steps: string[]
          refused: {
            error_code: string
            error_msg: string
          } | null
        } | null
      }[]
    }
  }
  /** ISV templates: client_ids that stand for an application of each tenant. Least role: auditor. Permission of an access token: tenant_read. */
  'GET /api/v2/admin/templates': {
    reply: {
      templates: {
        client_id: string
        name: string
      }[]
    }
  }
  /** Make an ISV template. Least role: owner. Permission of an access token: tenant_all. */
  'POST /api/v2/admin/templates': {
    body: {
      /** Absent: one is made up. */
      client_id?: string | undefined
      name: string
    }
    reply: {
      client_id: string
      name: string
    }
  }
  /** The tenants of this server. Least role: auditor. Permission of an access token: tenant_read. */
  'GET /api/v2/admin/tenants': {
    reply: {
      tenants: {
        id: string
        name: string
        /** Host name of its own; null: it is reached by the common one. */
        domain: string | null
        /** Seconds since 1970. */
        created_at: number
        /** Of what is stored; to be sent back with a change. */
        version: string
      }[]
    }
  }
  /** Make a tenant. Least role: owner. Permission of an access token: tenant_all. */
  'POST /api/v2/admin/tenants': {
    body: {
      name: string
      /** 32 hexadecimal digits. Absent: made up. */
      id?: string | undefined
      domain?: string | null | undefined
      /** By /api/v2/admin/schemas/tenant. */
      settings?: Record<string, unknown> | undefined
    } & Record<string, unknown>
    reply: {
      id: string
      name: string
      /** Host name of its own; null: it is reached by the common one. */
      domain: string | null
      /** Seconds since 1970. */
      created_at: number
      /** Of what is stored; to be sent back with a change. */
      version: string
    }
  }
  /** A tenant. Least role: auditor. Permission of an access token: tenant_read. */
  'GET /api/v2/admin/tenants/{tenantId}': {
    params: {
      tenantId: string
    }
    reply: {
      id: string
      name: string
      /** Host name of its own; null: it is reached by the common one. */
      domain: string | null
      /** Seconds since 1970. */
      created_at: number
      /** Of what is stored; to be sent back with a change. */
      version: string
    }
  }
  /** Change name or domain of a tenant. Least role: owner. Permission of an access token: tenant_all. */
  'PUT /api/v2/admin/tenants/{tenantId}': {
    params: {
      tenantId: string
    }
    body: {
      name?: string | undefined
      domain?: string | null | undefined
      /** As it was read: what somebody else changed since is not overwritten (409). Absent: it is overwritten. */
      version?: string | undefined
    }
    reply: {
      id: string
      name: string
      /** Host name of its own; null: it is reached by the common one. */
      domain: string | null
      /** Seconds since 1970. */
      created_at: number
      /** Of what is stored; to be sent back with a change. */
      version: string
    }
  }
  /** What text messages say, by type and language: the product’s text and the tenant’s own. Least role: auditor. Permission of an access token: setting_read. */
  'GET /api/v2/admin/texts': {
    reply: {
      languages: string[]
      texts: {
        type: string
        language: string
        text: string
        own: string | null
      }[]
    }
  }
  /** A text message as it would be sent, and how many messages it is. Least role: auditor. Permission of an access token: setting_read. */
  'POST /api/v2/admin/texts/preview': {
    body: {
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
      /** en, zh-CN or zh-TW; zh stands for zh-CN. */
      language: string
      /** Absent: as it is now. {code}, {minutes} and {app} are filled in. */
      text?: string | undefined
      /** The name of the application. Absent: that of the tenant. */
      app?: string | undefined
    }
    reply: {
      text: string
      /** Whether it is the given or the tenant’s own text: one without {code} is not used. */
      own: boolean
      /** UCS-2 as soon as one character is not in GSM 03.38. */
      encoding: 'GSM-7' | 'UCS-2'
      /** As they are counted: some take two. */
      characters: number
      /** Messages that are paid for. */
      segments: number
    }
  }
  /** What a webhook was told or is to be told, and what it answered, the newest first. Least role: auditor. Permission of an access token: setting_read. */
  'GET /api/v2/admin/webhooks/{webhookId}/deliveries': {
    params: {
      webhookId: string
    }
    query: {
      /** Empty: any. */
      state: '' | 'waiting' | 'sent' | 'failed'
      /** What the page before had as next. */
      cursor: string
      limit: number
    }
    reply: {
      deliveries: {
        /** The webhook-id of every try. */
        id: string
        type: string
        /** Seconds since 1970. */
        at: number
        state: 'waiting' | 'sent' | 'failed'
        /** When it is tried next. */
        next_at: number | null
        tries: number
        /** What came of each try, the last twenty. */
        answers: {
          /** Seconds since 1970. */
          at: number
          ms: number
          status: number | null
          fault: 'answered' | 'gone' | 'redirect' | 'timeout' | 'forbidden_address' | 'https_required' | 'network' | null
        }[]
        /** As it is posted. */
        payload: unknown
      }[]
      next: string | null
    }
  }
  /** The webhooks of the tenant, how they fare, and the types of events there are. Least role: auditor. Permission of an access token: setting_read. */
  'GET /api/v2/admin/webhooks': {
    reply: {
      webhooks: {
        id: string
        name: string
        url: string
        events: string[]
        disabled: boolean
        /** gone: it answered 410. failing: it took nothing for five days. */
        disabled_by: 'hand' | 'gone' | 'failing' | null
        failing_since: number | null
        last_at: number | null
        /** Of the last try; null: it was not answered. */
        last_status: number | null
        last_fault: string | null
        /** Seconds since 1970: until then the secret before signs too. */
        old_secret_until: number | null
        /** Seconds since 1970. */
        created_at: number
        /** Of what is stored; to be sent back with a change. */
        version: string
      }[]
      types: {
        type: string
        about: string
      }[]
    }
  }
  /** Make a webhook; its secret is shown this once. Least role: administrator. Permission of an access token: setting_all. */
  'POST /api/v2/admin/webhooks': {
    body: {
      /** For whoever reads the list. */
      name?: string | undefined
      /** Where it is posted to: https, but in development. */
      url?: string | undefined
      /** Types, or "*" for all, also those there will be. */
      events?: string[] | undefined
      /** What happens meanwhile is not told later. */
      disabled?: boolean | undefined
    }
    reply: {
      id: string
      name: string
      url: string
      events: string[]
      disabled: boolean
      /** gone: it answered 410. failing: it took nothing for five days. */
      disabled_by: 'hand' | 'gone' | 'failing' | null
      failing_since: number | null
      last_at: number | null
      /** Of the last try; null: it was not answered. */
      last_status: number | null
      last_fault: string | null
      /** Seconds since 1970: until then the secret before signs too. */
      old_secret_until: number | null
      /** Seconds since 1970. */
      created_at: number
      /** Of what is stored; to be sent back with a change. */
      version: string
      /** whsec_ and base64. Shown this once. */
      secret: string
    }
  }
  /** Send a test event (webhook.test) now, and say what came of it. Least role: administrator. Permission of an access token: setting_all. */
  'POST /api/v2/admin/webhooks/{webhookId}/test': {
    params: {
      webhookId: string
    }
    reply: {
      /** The webhook-id of every try. */
      id: string
      type: string
      /** Seconds since 1970. */
      at: number
      state: 'waiting' | 'sent' | 'failed'
      /** When it is tried next. */
      next_at: number | null
      tries: number
      /** What came of each try, the last twenty. */
      answers: {
        /** Seconds since 1970. */
        at: number
        ms: number
        status: number | null
        fault: 'answered' | 'gone' | 'redirect' | 'timeout' | 'forbidden_address' | 'https_required' | 'network' | null
      }[]
      /** As it is posted. */
      payload: unknown
    }
  }
  /** Delete a webhook, with what it was still to be told. Least role: administrator. Permission of an access token: setting_all. */
  'DELETE /api/v2/admin/webhooks/{webhookId}': {
    params: {
      webhookId: string
    }
    reply: undefined
  }
  /** A webhook. Least role: auditor. Permission of an access token: setting_read. */
  'GET /api/v2/admin/webhooks/{webhookId}': {
    params: {
      webhookId: string
    }
    reply: {
      id: string
      name: string
      url: string
      events: string[]
      disabled: boolean
      /** gone: it answered 410. failing: it took nothing for five days. */
      disabled_by: 'hand' | 'gone' | 'failing' | null
      failing_since: number | null
      last_at: number | null
      /** Of the last try; null: it was not answered. */
      last_status: number | null
      last_fault: string | null
      /** Seconds since 1970: until then the secret before signs too. */
      old_secret_until: number | null
      /** Seconds since 1970. */
      created_at: number
      /** Of what is stored; to be sent back with a change. */
      version: string
    }
  }
  /** Change a webhook; what is left out stays. Least role: administrator. Permission of an access token: setting_all. */
  'PUT /api/v2/admin/webhooks/{webhookId}': {
    params: {
      webhookId: string
    }
    body: {
      /** For whoever reads the list. */
      name?: string | undefined
      /** Where it is posted to: https, but in development. */
      url?: string | undefined
      /** Types, or "*" for all, also those there will be. */
      events?: string[] | undefined
      /** What happens meanwhile is not told later. */
      disabled?: boolean | undefined
      /** As it was read: what somebody else changed since is not overwritten (409). Absent: it is overwritten. */
      version?: string | undefined
    }
    reply: {
      id: string
      name: string
      url: string
      events: string[]
      disabled: boolean
      /** gone: it answered 410. failing: it took nothing for five days. */
      disabled_by: 'hand' | 'gone' | 'failing' | null
      failing_since: number | null
      last_at: number | null
      /** Of the last try; null: it was not answered. */
      last_status: number | null
      last_fault: string | null
      /** Seconds since 1970: until then the secret before signs too. */
      old_secret_until: number | null
      /** Seconds since 1970. */
      created_at: number
      /** Of what is stored; to be sent back with a change. */
      version: string
    }
  }
  /** Make a new secret, shown this once; the one before signs beside it for 24 hours. Least role: administrator. Permission of an access token: setting_all. */
  'POST /api/v2/admin/webhooks/{webhookId}/secret': {
    params: {
      webhookId: string
    }
    body: {
      /** false: the one before ends now. For one that somebody else knows. */
      keep_old: boolean
    }
    reply: {
      /** whsec_ and base64. Shown this once. */
      secret: string
      old_secret_until: number | null
    }
  }
}
