/** English: the language that the others are measured against. Words in braces are filled in. */
import { dryRunEn } from './dry-run-en.ts'
import { webhookEvents } from './webhook-events-en.ts'

export const en = {
  /** Its own name. */
  name: 'English',

  /** What a refusal says: what is so, then what to do next (errors.ts has the codes). */
  errors: {
    // who calls
    deviceMissing: 'Incomplete device information. Send the header {name}.',
    clientIdMissing: 'clientId required. Send the header X-client-id.',
    appUnknown: 'Application does not exist. Check X-client-id and X-tenant-id.',
    appDisabled: 'Application disabled. Contact the administrator.',
    tenantUnknown: 'This tenant does not exist or does not use this application. Check X-tenant-id.',
    tenantMissing: 'This client_id is an ISV template. Name the tenant in the header X-tenant-id.',
    addressRefused: 'This application may not be used from this address. Ask the administrator to allow it.',
    clientUnproven: 'Wrong client_id or client_secret. Check both, or have a new secret issued.',
    grantUnsupported: 'Unsupported grant_type. Use client_credentials.',
    accessTokenInvalid: 'Access token invalid or expired. Fetch a new one from /api/v2/tenant/token.',
    originRefused: 'Pages of this origin may not call this application. Ask the administrator to add it to its origins.',
    permissionMissing: 'Your role or access token does not allow this. Ask an owner for {needs}.',
    adminSessionInvalid: 'You are not signed in, or no longer. Sign in to the console.',
    csrfInvalid: 'This page is out of date. Reload it and try again.',
    changedMeanwhile: 'Somebody else has changed this since you opened it. Load it again and repeat your change; nothing was overwritten.',
    secondFactorNeeded: 'Your role needs a second factor here. Set up an authenticator app or a passkey under your own account first.',
    adminLinkInvalid: 'This link is used, replaced or expired. Ask an owner for a new one.',
    administratorUnknown: 'This administrator does not exist any more. Load the list again.',
    lastOwner: 'This is the last owner who can sign in. Make somebody else an owner first.',
    triesSpent: 'Too many attempts to sign in from here. Try again in {minutes} minutes.',
    settingsInvalid: 'This cannot be saved as it is; nothing was changed. Correct what is named ({count}) and save again.',
    idTaken: 'There is one with this id or name already. Choose another.',
    gatewayUnknown: 'This gateway does not exist. List the gateways again.',
    appStillEnabled: 'This application is in use. Disable it first, then delete it.',
    journeyUnknown: 'Nothing is known of this journey. Check its id.',
    testsSpent: 'Too many tests in a short time. Try again in {minutes} minutes.',
    webhookUnknown: 'This webhook does not exist any more. Load the list again.',
    deliveryUnknown: 'This delivery does not exist any more: they are kept for seven days. Load the list again.',
    webhookOff: 'This webhook is off. Turn it on first.',
    tryInvalid:
      'This try of a source is over: it was answered, took longer than ten minutes, or was begun by somebody else or in another sign-in. Try the source again from its page.',
    tryOutdated: 'The source was changed after this try began, so nobody was asked. Try it again from its page.',
    signatureInvalid: 'Signature invalid or expired. Sign again with a fresh timestamp and nonce.',
    idTokenInvalid: 'IdToken invalid or expired. Renew it with the session token, or sign in again.',
    sessionInvalid: 'Session token invalid or expired. Sign in again.',

    // what is sent
    paramMissing: 'Parameter {name} cannot be left blank.',
    paramInvalid: 'Parameter {name} has the wrong form. See the API reference.',
    bodyInvalid: 'The request body cannot be read. Send a JSON object as application/json.',
    bodyTooLarge: 'The request is too large. Send at most {kilobytes} KB.',
    pathUnknown: 'There is no such API. Check method and path.',
    pointMissing: 'Coordinates required. Send point_json.',
    captchaIdMissing: 'Token required. Send the token of the CAPTCHA.',
    senderMissing: 'Sender required. Send the mobile number or email address that is to receive the code.',
    captchaTokenMissing: 'CAPTCHA token required. Solve a CAPTCHA and send its captcha_token.',
    codeMissing: 'Verification code required. Send verify_code.',
    stateTokenInvalid: 'Invalid state token. Start the sign-in again.',
    mobileInvalid: 'Invalid mobile number. Check the number and its country code.',
    countryRefused: 'Numbers of this country are not served. Use a number of another country.',
    mailUnserved: 'E-mail is not offered here. Use a mobile number.',

    // picture puzzle
    captchaWrong: 'Invalid CAPTCHA code. Fetch a new picture and try again.',
    captchaTokenExpired: 'CAPTCHA token expired. Solve a new CAPTCHA.',
    captchaTokenInvalid: 'Invalid CAPTCHA token. Solve a CAPTCHA for this number or address.',

    // codes by SMS
    sendFailed: 'Failed to send the verification code. Try again in a moment.',
    codeWrong: 'Incorrect verification code. Remaining attempts: {left}.',
    mailCodeWrong: 'Incorrect verification code. Remaining attempts: {left}.',
    codeExpired: 'No verification code is waiting here, or it has expired. Request a new one.',
    codeExhausted: 'Too many wrong attempts. Request a new code.',
    guessesSpent: 'Too many wrong attempts for this number or address. Try again in {hours} hours.',
    sentTooSoon: 'A code was just sent. Wait {seconds} seconds before the next.',
    sendsSpent: 'Too many codes were sent to this number or address. Try again in {hours} hours.',
    addressSpent: 'Too many codes were requested from here. Try again in {minutes} minutes.',
    stateRequired: 'This application sends codes only within a sign-in. Send the header X-state-token.',
    smsBlocked: 'No message can be sent to this number at present. Use another number or another way to sign in.',
    challengeNeeded:
      'One more check is needed before this message. Solve a challenge from /api/v2/sdk/captcha/challenge and send its answer as challenge_answer.',
    smsBudgetSpent: 'Messages cannot be sent at present. Use another way to sign in, or try again in {hours} hours.',
    smsCrowded: 'Too many messages are being requested at present. Try again in {minutes} minutes.',
    challengeWrong: 'The answer to the challenge is wrong, used or expired. Fetch a new one.',

    // users and social accounts
    mobileUnknown: 'Unauthenticated mobile number. No user has this number: check it, or register.',
    socialBound: 'This social account is already bound to another user. Sign in with it, or unbind it there first.',
    sourceUnknown: 'This sign-in source does not exist or is switched off. Choose another.',
    providerExpired: 'The authorization code is invalid, used or expired. Sign in at the provider again.',
    providerDenied: 'The provider refused this sign-in. Sign in at the provider again.',
    providerMisconfigured: 'This sign-in source is not set up correctly. Tell the administrator.',
    providerUnreachable: 'The provider cannot be reached. Try again in a moment.',
    redirectRefused: 'This redirect_uri is not registered for the application. Register it exactly as sent.',
    authorizeUnsupported: 'This source has no authorization page. Send its code to /api/v2/sdk/login/social.',
    accountUnknown: 'This social account is not bound to you. List the bound accounts again.',
    lastWayIn: 'This is the only way left to sign in. Add a mobile number, an email address or a password first.',
    phoneUnserved: 'This source hands over no mobile number. Bind with a code by SMS.',
    proofStale:
      'This number has not been used here for a long time and may have changed hands, so a code alone is not enough. Sign in another way; if the number is new to you, register with it or ask for help.',

    // users and what they hold
    userNameTaken: 'User name already exists. Choose another.',
    mobileTaken: 'Mobile number already exists. Sign in with it, or use another.',
    emailTaken: 'Email address already exists. Sign in with it, or use another.',
    userNameInvalid: 'Invalid username. Use 3 to 64 letters, digits or . _ - @, not only digits.',
    nameInvalid: 'Invalid name. Use 1 to 100 characters.',
    emailInvalid: 'Invalid email address. Check it.',
    attributeInvalid: 'The attribute {name} has the wrong form. See the API reference.',
    registrationClosed: 'Registration is not open here. Ask the administrator for an account.',
    undoInvalid: 'This link is no longer valid. Sign in to see your accounts, or ask for help.',
    userUnknown: 'User does not exist. Check the id, or list the users again.',
    orgUnknown: 'Organization does not exist. This server keeps none: leave it out.',
    eraseUnconfirmed: 'Nothing was erased. Confirm with the user name of this person, exactly as it is written.',
    listUnreadable: 'The list cannot be read at line {line}. Save it as CSV in UTF-8, with quotation marks in pairs.',
    listTooLong: 'The list has more than {most} people. Divide it.',
    importUnknown: 'This import does not exist, or was too long ago. Begin a new one.',
    emailUnknown: 'Unauthenticated email address. No user has this address: check it, or register.',

    // passwords
    locked: 'User has been locked due to multiple login failures. It will be unlocked in {minutes} minutes and {seconds} seconds.',
    credentialsWrong: 'Invalid account name or password. Remaining attempts: {left}.',
    passwordMissing: 'Password required. Send a password.',
    passwordLength: 'Password length must be {least} to {most} characters. Choose another.',
    passwordIsName: 'Password cannot match the user name. Choose another.',
    passwordIsNameReversed: 'Password cannot be the user name in reverse. Choose another.',
    passwordClasses:
      'The password does not meet the verification rules: use at least {classes} of digits, lower-case letters, capitals and special characters.',
    passwordWeak: 'This password is a weak one that attackers try first. Choose another.',
    passwordRepeats: 'At most {most} identical characters in a row may be used. Choose another password.',
    passwordPersonal: 'Password cannot contain the user name, mobile number or email address. Choose another.',
    passwordUsed: 'The last {count} passwords cannot be used again. Choose another.',
    oldPasswordWrong: 'The old password is wrong. Remaining attempts: {left}.',
    passwordUnset: 'This user has no password. Set one by a code sent to the mobile number or email address.',
    passwordsBusy: 'Too many sign-ins by password at this moment. Try again in a moment.',
    passwordsSpent: 'Too many wrong passwords from this network. Sign in another way, or try again in {minutes} minutes.',

    // second factors, and sessions
    factorUnknown: 'This second factor is not set up. Choose another.',
    factorWrong: 'Incorrect code of the authenticator, or used already. Wait for the next one.',
    factorsSpent: 'Too many wrong attempts at the second factor. Try again in {minutes} minutes.',
    passkeyInvalid: 'This passkey could not be verified. Try again, or choose another way.',
    factorsFull: 'No more factors of this kind can be added. Remove one first.',
    factorElsewhere: 'The code must go to the number or address of this account. Ask mobile-by-token for it.',
    factorTooNew:
      'The password was just set by a code, so it needs something other than such a code beside it. Sign in another way, or try again in {hours} hours.',
    freshLoginNeeded: 'This change needs a recent sign-in. Sign in again, then repeat it.',
    sessionUnknown: 'This session does not exist or has ended. List the sessions again.',

    // single sign-on
    ticketMissing: 'SSO ticket required. Send sso_ticket.',
    ticketInvalid: 'SSO ticket invalid or expired. Fetch a new one with the session token.',

    // ours to mend
    systemError: 'System busy. Try again later; if it stays, report request {requestId}.',
  },

  /** Codes by text message. Short enough for one: 160 GSM characters, or 70 of any other script, with a name of 20. */
  sms: {
    REGISTER: '{code} is your {app} code to register. Valid for {minutes} min. Never tell it to anyone.',
    LOGIN: '{code} is your {app} code to sign in. Valid for {minutes} min. Never tell it to anyone.',
    FORGET_PWD: '{code} is your {app} code to reset your password. Valid for {minutes} min. Never tell it to anyone.',
    BIND: '{code} is your {app} code to bind a social account. Valid for {minutes} min. Never tell it to anyone.',
    UPDATE: '{code} is your {app} code to confirm this as your new contact. Valid for {minutes} min. Never tell it to anyone.',
    MFA_AUTH: '{code} is your {app} code for the second step. Valid for {minutes} min. Never tell it to anyone.',
    CHANGE_PWD: '{code} is your {app} code to change your password. Valid for {minutes} min. Never tell it to anyone.',
  },

  /** Codes by e-mail. */
  mail: {
    REGISTER: {
      subject: 'Your code to register: {app}',
      text: '{code}\n\nThis is your {app} code to register. It is valid for {minutes} minutes. Never tell it to anyone. If you did not ask for it, you need not do anything.',
    },
    LOGIN: {
      subject: 'Your code to sign in: {app}',
      text: '{code}\n\nThis is your {app} code to sign in. It is valid for {minutes} minutes. Never tell it to anyone. If you did not ask for it, you need not do anything.',
    },
    FORGET_PWD: {
      subject: 'Your code to reset the password: {app}',
      text: '{code}\n\nThis is your {app} code to reset your password. It is valid for {minutes} minutes. Never tell it to anyone. If you did not ask for it, you need not do anything.',
    },
    BIND: {
      subject: 'Your code to bind a social account: {app}',
      text: '{code}\n\nThis is your {app} code to bind a social account. It is valid for {minutes} minutes. Never tell it to anyone. If you did not ask for it, you need not do anything.',
    },
    UPDATE: {
      subject: 'Your code to confirm this address: {app}',
      text: '{code}\n\nThis is your {app} code to confirm this as your new contact. It is valid for {minutes} minutes. Never tell it to anyone. If you did not ask for it, you need not do anything.',
    },
    MFA_AUTH: {
      subject: 'Your code for the second step: {app}',
      text: '{code}\n\nThis is your {app} code for the second step. It is valid for {minutes} minutes. Never tell it to anyone. If you did not ask for it, you need not do anything.',
    },
    CHANGE_PWD: {
      subject: 'Your code to change the password: {app}',
      text: '{code}\n\nThis is your {app} code to change your password. It is valid for {minutes} minutes. Never tell it to anyone. If you did not ask for it, you need not do anything.',
    },
  },

  /** What the owner of an account is told of, by every other channel. */
  notices: {
    account_bound: 'A social account was bound: {detail}',
    account_unbound: 'A social account was unbound: {detail}',
    mobile_changed: 'Your mobile number was changed',
    mobile_released: 'A new account was registered with your mobile number, which you had not used here for a long time',
    email_changed: 'Your email address was changed',
    password_changed: 'Your password was changed',
    factor_added: 'A second factor was added: {detail}',
    factor_removed: 'A second factor was removed: {detail}',
  },

  /** What follows a notice: how to undo it, or what else to do. */
  notice_end: {
    undo: 'If this was not you, undo it within {hours} hours: {link}',
    undo_number: 'If this number is still yours, undo it within {hours} hours: {link}',
    help: 'If this was not you, sign in and change your password, or ask for help.',
  },

  /** How a notice is written, by the way it goes. */
  notice_form: {
    sms: '{app}: {what}. {end}',
    subject: '{app}: {what}',
    mail: 'Hello,\n\n{what}.\n\n{end}\n\n{app}',
  },

  /** The page behind the link of a notice. */
  undo_page: {
    title: 'Undo a change',
    account_bound: 'A social account was bound to your account. Undoing removes it and ends every session that was opened since.',
    mobile_changed: 'The mobile number of your account was changed. Undoing brings the former number back and signs you out everywhere.',
    mobile_released:
      'Somebody proved that they hold the number of your account, which had not been used here for a long time, and it was given to them. Undoing brings the number back to your account: do so only if it is still yours.',
    email_changed: 'The email address of your account was changed. Undoing brings the former address back and signs you out everywhere.',
    keep: 'If it was you, close this page: nothing will change.',
    button: 'Undo it',
    done_title: 'Undone',
    done: 'The change was undone. Sign in again, and check what else your account shows: other numbers, addresses, social accounts.',
    gone_title: 'This link is no longer valid',
    gone: 'It was used already, or its time is over; nothing was changed. If something is wrong with your account, sign in and check it, or ask those who run the application for help.',
    taken_title: 'This cannot be undone here',
    taken: 'The former number or address belongs to another account by now. Ask those who run the application for help.',
  },

  /** What is wrong with a line of a list of people, and what to do. Values that break a rule are told in the words of `errors`. */
  import_faults: {
    columnUnknown: '"{name}" is no column of this list. Take it out, or give it one of these names: {known}.',
    columnMissing: 'The column {name} is missing. Name it in the first line.',
    columnTwice: 'The column {name} is there twice. Take one of them out.',
    cellsWrong: 'There are {count} cells here, and {expected} in the first line. Put a cell with a comma into quotation marks.',
    valueMissing: 'A value is missing. Fill it in.',
    notTruth: 'Write true or false, or leave it empty.',
    repeated: 'Line {line} says the same. Take one of them out.',
    hashUnknown: 'This is no password hash that can be taken over. Leave it empty: the person sets a new password by a code.',
    hashMalformed: 'This password hash is not whole. Export it again, or leave it empty.',
    hashExpensive: 'Comparing this password hash would take too long. Leave it empty: the person sets a new password by a code.',
  },

  /** What would come of a sign-in at a source, turn by turn: for administrators. */
  dry_run: dryRunEn,

  /** What happens to a person nobody here knows, for who sets up a source. */
  unknown_user: {
    bind: 'They prove a mobile number or address of an existing user, and are bound to that user.',
    bind_or_register: 'They prove a mobile number or address: an existing user of it is bound, or else a new one is registered.',
    auto_create: 'A new user is made at once, without a proof.',
    deny: 'They are refused: only people who were bound before come in.',
    ask: 'They are asked whether they have an account here already, then bind or register.',
  },

  /** What an administrator is told after a change. */
  management: {
    sourceRemoved:
      'Accounts that stay with their users: {accounts}. Nobody signs in with them until a source with this id is there again; until then they can be unbound.',
  },

  /** Types of events that webhooks are told, each in a sentence: for administrators, and for docs/webhooks.md. */
  webhook_events: webhookEvents,

  /** What should be looked at, for the first page of the console. */
  attention: {
    gateway_failing: 'The SMS gateway {name} does not take messages: the last {failures} failed. Test it, and check its settings.',
    mail_gateway_failing: 'The mail gateway {name} does not take e-mail: the last {failures} failed. Test it, and check its settings.',
    gateway_missing: 'No gateway can carry text messages here, so nobody can prove a number. Add one.',
    source_failing: 'The last check of the source {name} failed. Correct its settings and check it again.',
    webhook_off: 'The webhook {name} was turned off: its address takes nothing any more. Correct it, send a test, turn it on.',
    webhook_failing: 'The webhook {name} has taken nothing for an hour or more. Look at its answers, and at the system behind it.',
    budget_day: '{percent}% of the money for messages of these 24 hours is spent. Raise the limit, or look at where it went.',
    budget_month: '{percent}% of the money for messages of these 30 days is spent. Raise the limit, or look at where it went.',
    firewall_refusing: 'The SMS firewall refused {count} requests in the last hour, usually {usual}. Look at what it refused.',
    administrators_unprotected: 'No administrator has a second factor. Set up an authenticator app or a passkey.',
    key_old: 'The {name} signing key is {days} days old. Rotate it.',
    development_public:
      'This server runs in development mode and can be reached from outside: anybody can read its inbox. Use production mode.',
  },
} as const
