/** What a tenant decides about text messages: codes, the routes they take, and the firewall before them. */
import { Type } from '../type.ts'
import { closed, count, seconds } from './people-settings.ts'

const country = Type.String({ pattern: '^[A-Z]{2}$' })
const prefix = Type.String({ pattern: '^\\+[1-9]\\d{0,13}$' })
/** How many messages nobody has answered an area may have; a code that is spent takes two off, or four where it is wide. */
const open = (byDefault: number, description: string) => count(byDefault, description, 1_000_000)
const money = (byDefault: number, description: string) =>
  Type.Integer({
    default: byDefault,
    minimum: 0,
    maximum: 100_000_000,
    description: `${description} 0: without limit. Unit: your currency.`,
  })
const price = { minimum: 0, maximum: 1_000_000 }

const Firewall = Type.Object(
  {
    enabled: Type.Boolean({
      default: true,
      description: 'Whether messages that nobody answers are cut off. The limits for numbers, addresses and money hold either way.',
    }),
    blocked_prefixes: Type.Array(prefix, {
      default: [],
      maxItems: 1000,
      description: 'Further beginnings of numbers that get no message, such as +88216.',
    }),
    allowed_prefixes: Type.Array(prefix, {
      default: [],
      maxItems: 1000,
      description: 'Beginnings of numbers that are taken off the list of blocked and risky ones that comes with the product.',
    }),
    per_hundred: Type.Integer({
      default: 6,
      minimum: 0,
      maximum: 40,
      description:
        'Most unanswered messages in 24 hours to numbers that differ in the last two digits only: numbers in a row. 0: any number.',
    }),
    per_prefix: open(12, 'Most unanswered messages in 24 hours to numbers that differ in the last four digits only.'),
    per_range: open(40, 'Most unanswered messages in 24 hours to numbers that differ in the last six digits only.'),
    per_country: open(100, 'Most unanswered messages in 24 hours to one country.'),
    challenge_from: Type.Integer({
      default: 50,
      minimum: 0,
      maximum: 100,
      description: 'From how much of these on a challenge is asked for, in percent.',
    }),
    probe_every: seconds(
      300,
      'How often a range or country that is cut off may be tried again, by one message with a hard challenge.',
      86_400,
    ),
  },
  closed,
)

const Budget = Type.Object(
  {
    per_day: money(1000, 'Most money spent on messages in 24 hours.'),
    per_month: money(10_000, 'Most money spent on messages in 30 days.'),
    price: Type.Integer({ ...price, default: 500, description: 'What a message costs. Unit: a ten-thousandth of your currency.' }),
    prices: Type.Record(Type.String(), Type.Integer(price), {
      default: {},
      description: 'What it costs to a country (ISO 3166), where that is something else.',
    }),
  },
  closed,
)

/** What a message is for, as routes tell messages apart. */
export const purposes = ['REGISTER', 'LOGIN', 'FORGET_PWD', 'BIND', 'UPDATE', 'MFA_AUTH', 'CHANGE_PWD', 'NOTICE'] as const

export const Routes = Type.Array(
  Type.Object(
    {
      countries: Type.Optional(Type.Array(country, { maxItems: 300, description: 'Absent: all.' })),
      purposes: Type.Optional(
        Type.Array(Type.Enum([...purposes]), {
          maxItems: 8,
          description: 'Absent: all. NOTICE: what owners are told of their account.',
        }),
      ),
      gateways: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
        minItems: 1,
        maxItems: 20,
        description: 'Ids of gateways, the first first.',
      }),
      sender: Type.Optional(
        Type.String({ minLength: 1, maxLength: 64, description: 'Sender or signature in place of the gateway’s own.' }),
      ),
      templates: Type.Optional(
        Type.Record(Type.String(), Type.String({ minLength: 1, maxLength: 100 }), {
          description: 'The vendor’s template by language (en, zh-CN, zh-TW), in place of the gateway’s own.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  {
    default: [],
    maxItems: 100,
    description: 'Which gateways carry what. All that fit count, one after the other; none fits: every gateway, by position.',
  },
)

const TestNumber = Type.Object(
  {
    number: Type.String({ pattern: '^\\+[1-9]\\d{5,14}$', description: 'With its country code: +8613800138000.' }),
    code: Type.String({ pattern: '^\\d{4,8}$', description: 'The code it always gets.' }),
    until: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'The last day (UTC); in production at most 90 days ahead.' }),
  },
  { additionalProperties: false },
)

export const SmsSettings = Type.Object(
  {
    code_length: Type.Integer({ default: 6, minimum: 4, maximum: 8, description: 'Digits of a code.' }),
    code_lifetime: seconds(300, 'Lifetime of a code.', 3600),
    cooldown: seconds(60, 'Least time between two codes to one number, over all tenants.', 3600),
    per_number_per_day: count(10, 'Most codes to one number in 24 hours, over all tenants.', 1000),
    per_address_per_hour: count(100, 'Most codes asked for from one network address (of IPv6 one /64) in an hour.'),
    per_app_per_hour: count(20_000, 'Most codes asked for by one application in an hour.', 100_000_000),
    per_tenant_per_day: count(200_000, 'Most codes in 24 hours.', 100_000_000),
    guesses_per_code: count(5, 'Guesses at one code.', 10),
    guesses_per_number_per_day: count(10, 'Wrong guesses at one number in 24 hours; sending again does not reset it.', 100),
    texts: Type.Record(Type.String(), Type.Record(Type.String(), Type.String({ maxLength: 500 })), {
      default: {},
      description: 'Own texts by type and language (en, zh-CN, zh-TW; zh stands for zh-CN); {code}, {minutes} and {app} are filled in.',
    }),
    routes: Routes,
    breaker: Type.Object(
      {
        failures: count(5, 'Failures in a row after which a gateway is left alone for a while.', 1000),
        open_for: seconds(30, 'How long; then one message tries whether it works again.', 3600),
      },
      closed,
    ),
    receipts: Type.Object(
      {
        wait: seconds(120, 'Time after which a message without a delivery receipt counts as undelivered.', 86_400),
        least: Type.Integer({
          default: 50,
          minimum: 0,
          maximum: 100,
          description:
            'A gateway that delivers less than this of its last messages to a country comes after the others there. Unit: percent.',
        }),
      },
      closed,
    ),
    keep_messages: count(30, 'How long it is kept what became of a message (neither its text nor its code). Unit: day.', 3650),
    firewall: Firewall,
    budget: Budget,
    test_numbers: Type.Array(TestNumber, {
      default: [],
      maxItems: 20,
      description: 'Numbers for testers and reviewers: nothing is sent to them, and their code is always the same.',
    }),
  },
  closed,
)
