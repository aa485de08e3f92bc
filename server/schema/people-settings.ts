/** What a tenant decides about people: passwords, second factors, registration, numbers that change hands, e-mail. */
import { Type } from '../type.ts'

export const seconds = (byDefault: number, description: string, maximum = 31_536_000, minimum = 1) =>
  Type.Integer({ default: byDefault, minimum, maximum, description: `${description} Unit: second.` })
export const count = (byDefault: number, description: string, maximum = 1_000_000, minimum = 1) =>
  Type.Integer({ default: byDefault, minimum, maximum, description })
const days = (byDefault: number, description: string) =>
  Type.Integer({ default: byDefault, minimum: 0, maximum: 3650, description: `${description} 0: never. Unit: day.` })
export const closed = { additionalProperties: false, default: {} }

/** Admin reference 6.1: the published fields of the password policy. */
export const PasswordSettings = Type.Object(
  {
    min_length: count(8, 'Least length of a password.', 50, 8),
    max_length: count(50, 'Greatest length of a password.', 64, 8),
    classes: count(2, 'How many of digits, lower-case letters, capitals and special characters a password must have.', 4),
    repeats: count(3, 'Most identical characters in a row; 1: none may follow itself.', 10),
    personal: Type.Boolean({
      default: true,
      description: 'Whether passwords that contain user name, number or the first part of the address are refused.',
    }),
    weak: Type.Boolean({ default: true, description: 'Whether the passwords that attackers try first are refused.' }),
    weak_words: Type.Array(Type.String({ minLength: 4, maxLength: 50 }), {
      default: [],
      maxItems: 1000,
      description: 'Further passwords that are refused, whatever their case.',
    }),
    history: count(3, 'How many earlier passwords may not come again.', 24, 0),
    max_age: days(0, 'Age after which a password must be changed (PASSWORD_EXPIRED).'),
    warn_before: days(7, 'How long before that the person is told (PASSWORD_WARN).'),
    on_codes: Type.Boolean({ default: false, description: 'Whether age counts at a sign-in by code too, for those who have a password.' }),
    attempts: count(10, 'Wrong passwords in a row, within `lock_for`, after which the user is locked.', 100),
    lock_for: seconds(1800, 'How long a user is locked; also the window in which wrong passwords are counted.', 86_400, 60),
    known_device_attempts: count(
      3,
      'Wrong passwords left to a device the user has signed in from, while strangers have locked them out.',
      100,
    ),
    per_address_per_hour: count(
      300,
      'Wrong passwords from one network address (of IPv6 one /64) in an hour, for whichever users; a whole company may be behind one.',
    ),
  },
  closed,
)

export const MfaSettings = Type.Object(
  {
    required: Type.Union([Type.Literal('never'), Type.Literal('enrolled'), Type.Literal('always')], {
      default: 'enrolled',
      description: 'Who needs a second factor: nobody, those who set up an authenticator or a passkey, everybody.',
    }),
    methods: Type.Array(Type.Union([Type.Literal('sms'), Type.Literal('email'), Type.Literal('totp'), Type.Literal('passkey')]), {
      default: ['sms', 'email', 'totp', 'passkey'],
      maxItems: 4,
      description: 'What may be the second factor; with passkey among them, passkeys also sign in by themselves.',
    }),
    attempts: count(10, 'Wrong codes of an authenticator in an hour.', 100),
    reset_wait: seconds(
      259_200,
      'How long after a password was set by a code alone that channel is no second factor to it: whoever has the SIM card would have both. 0: not at all.',
      31_536_000,
      0,
    ),
    factors: count(10, 'Most authenticators and passkeys of one user.', 50),
  },
  closed,
)

export const RegistrationSettings = Type.Object(
  {
    open: Type.Boolean({ default: true, description: 'Whether people may register themselves (register/…, bind or register).' }),
    at_login: Type.Boolean({
      default: false,
      description: 'Whether signing in by code with an unknown number or address registers its holder (user-api 7.2 e).',
    }),
  },
  closed,
)

/** Threat rows 10 and 21. */
export const AccountSettings = Type.Object(
  {
    number_age: days(
      90,
      'Age of the last proof of a number after which a code sent to it no longer signs in, binds a social account or sets a password by itself: numbers change hands.',
    ),
    release_numbers: Type.Boolean({
      default: true,
      description:
        'Whether somebody may register with a number that old: the account that had it loses it, and its owner is told and may undo it. Off: only another way of that account, or an administrator, sets the number free.',
    }),
    undo_for: seconds(259_200, 'How long an owner can undo a change they were told of.', 2_592_000, 0),
    fresh_for: seconds(
      900,
      'How recent a sign-in must be for unbinding, changing number or address, and changing factors. 0: any age.',
      31_536_000,
      0,
    ),
    notices: Type.Boolean({ default: true, description: 'Whether owners are told of such changes by every other channel.' }),
  },
  closed,
)

export const MailSettings = Type.Object(
  {
    code_length: Type.Integer({ default: 6, minimum: 4, maximum: 8, description: 'Digits of a code by e-mail.' }),
    code_lifetime: seconds(600, 'Lifetime of a code by e-mail.', 3600),
    cooldown: seconds(60, 'Least time between two codes to one address, over all tenants.', 3600),
    per_mailbox_per_day: count(20, 'Most codes to one e-mail address in 24 hours, over all tenants.', 1000),
    per_address_per_hour: count(100, 'Most codes by e-mail asked for from one network address (of IPv6 one /64) in an hour.'),
  },
  closed,
)

/** WebAuthn: whom a passkey is made for, and who may ask for it. */
export const PasskeyRpId = Type.String({
  default: '',
  maxLength: 253,
  pattern: '^$|^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)*[a-z]([a-z0-9-]*[a-z0-9])?$',
  description: 'Domain that passkeys are made for; another domain needs new ones. Empty: the host name of the public address.',
})
export const PasskeyOrigins = Type.Array(
  Type.String({
    maxLength: 300,
    pattern: '^https://[^/\\s?#]+$|^http://localhost(:\\d+)?$|^android:apk-key-hash:[A-Za-z0-9_-]{43}$',
  }),
  {
    default: [],
    maxItems: 20,
    description:
      'Pages and apps that may ask for passkeys: https://app.example.com, android:apk-key-hash:… (SHA-256 of the signing certificate, base64url). Empty: the domain itself.',
  },
)

/** Access rules (admin reference 4.5 and 6.2): the first that fits decides; none fits: allowed. */
export const AccessRules = Type.Array(
  Type.Object(
    {
      name: Type.String({ minLength: 1, maxLength: 100, description: 'For the audit trail.' }),
      users: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 1000, description: 'User names. Absent: everybody.' })),
      methods: Type.Optional(
        Type.Array(Type.Enum(['pwd', 'sms', 'email', 'social', 'totp', 'passkey']), { maxItems: 6, description: 'Ways of signing in.' }),
      ),
      sources: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 100, description: 'Ids of social sources.' })),
      addresses: Type.Optional(
        Type.Array(Type.String({ maxLength: 64 }), { maxItems: 100, description: 'Addresses or ranges, such as 10.0.0.0/8.' }),
      ),
      outside: Type.Optional(Type.Boolean({ description: 'The rule is for all other addresses.' })),
      hours: Type.Optional(
        Type.Object(
          {
            from: Type.Integer({ minimum: 0, maximum: 1440 }),
            to: Type.Integer({ minimum: 0, maximum: 1440 }),
            offset: Type.Optional(Type.Integer({ minimum: -840, maximum: 840, description: 'Minutes ahead of UTC.' })),
          },
          { additionalProperties: false, description: 'Minutes of the day; from later than to: over midnight.' },
        ),
      ),
      decision: Type.Enum(['allow', 'deny', 'mfa']),
    },
    { additionalProperties: false },
  ),
  { default: [], maxItems: 10, description: 'Who may sign in to this application: the first rule that fits decides; none: everybody.' },
)
