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
}
