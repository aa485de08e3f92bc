import assert from 'node:assert/strict'
import test from 'node:test'
import type { Traffic } from '../limits/index.ts'
import { readMobile } from '../phone.ts'
import { fill, TenantSettings } from '../schema/documents.ts'
import { type Facts, judge, type Judgement } from './firewall.ts'
import { BLOCKED_PREFIXES, RISKY_COUNTRIES } from './ranges.ts'

const NOW = 1_000_000_000
const quiet = { open: 0, sent: 0, cost: 0, sentAt: 0, until: NOW + 60_000 }

/** Facts of an ordinary message, and what differs. */
const facts = (traffic: Partial<Record<keyof Traffic, Partial<Traffic['day']>>> = {}, more: Partial<Facts> = {}): Facts => ({
  now: NOW,
  mobile: '+8615912345678',
  country: 'CN',
  cost: 500,
  challenged: false,
  known: false,
  ...more,
  traffic: Object.fromEntries(
    (['hundred', 'prefix', 'range', 'country', 'address', 'app', 'day', 'month'] as const).map((kind) => [
      kind,
      { ...quiet, sentAt: NOW - 1000, ...traffic[kind] },
    ]),
  ) as Traffic,
})
const settings = (given: object = {}) => fill(TenantSettings, given)
const said = ({ verdict, rule }: Judgement) => `${verdict} ${rule}`

type Row = [name: string, Facts, object, string]
const abroad = { mobile: '+37121234567', country: 'LV' }
const risky = { mobile: '+994501234567', country: 'AZ' }
const rows: Row[] = [
  ['an ordinary message', facts(), {}, 'allow none'],
  ['a country off the list', facts({}, abroad), { countries: ['CN'] }, 'block country_list'],
  ['a number of no country, with a list', facts({}, { country: '' }), { countries: ['CN'] }, 'block country_list'],
  ['a satellite telephone', facts({}, { mobile: '+881612345678', country: '' }), {}, 'block blocked_prefix'],
  ['a premium number', facts({}, { mobile: '+979123456789', country: '' }), {}, 'block blocked_prefix'],
  [
    'one the tenant spares',
    facts({}, { mobile: '+881612345678', country: '' }),
    { sms: { firewall: { allowed_prefixes: ['+8816'] } } },
    'allow none',
  ],
  ['one the tenant blocks', facts(), { sms: { firewall: { blocked_prefixes: ['+86159123'] } } }, 'block blocked_prefix'],
  [
    'one the tenant blocks and spares',
    facts(),
    { sms: { firewall: { blocked_prefixes: ['+86159123'], allowed_prefixes: ['+86'] } } },
    'block blocked_prefix',
  ],
  ['a country at risk', facts({}, risky), {}, 'challenge risky_country'],
  ['with a challenge solved', facts({}, { ...risky, challenged: true }), {}, 'allow risky_country'],
  ['at home in it', facts({}, risky), { preferred_country: 'AZ' }, 'allow none'],
  ['half of what others may have', facts({ prefix: { open: 6 } }, { ...risky, challenged: true }), {}, 'block prefix'],

  ['two in a row', facts({ hundred: { open: 2 } }), {}, 'allow none'],
  ['three in a row', facts({ hundred: { open: 3 } }), {}, 'challenge hundred'],
  ['three in a row, solved', facts({ hundred: { open: 3 } }, { challenged: true }), {}, 'allow hundred'],
  ['six in a row', facts({ hundred: { open: 6 } }, { challenged: true }), {}, 'block hundred'],
  ['a prefix half full', facts({ prefix: { open: 6 } }), {}, 'challenge prefix'],
  ['a prefix that is full', facts({ prefix: { open: 12 } }, { challenged: true }), {}, 'block prefix'],
  [
    'a prefix that is full, an hour later',
    facts({ prefix: { open: 12, sentAt: NOW - 3_600_000 } }, { challenged: true }),
    {},
    'block prefix',
  ],
  ['a prefix full of answered messages', facts({ prefix: { open: 0, sent: 5000 } }), {}, 'allow none'],
  ['a range that is full', facts({ range: { open: 40 } }, { challenged: true }), {}, 'block range'],
  ['a country that is full', facts({ country: { open: 100 } }, { challenged: true }), {}, 'block country'],
  ['a country that is full, a while later', facts({ country: { open: 100, sentAt: NOW - 300_000 } }), {}, 'challenge country'],
  ['the same, solved', facts({ country: { open: 100, sentAt: NOW - 300_000 } }, { challenged: true }), {}, 'allow country'],
  [
    'a full prefix in such a country',
    facts({ prefix: { open: 12 }, country: { open: 100, sentAt: NOW - 300_000 } }, { challenged: true }),
    {},
    'block prefix',
  ],
  ['a known device in a full prefix', facts({ prefix: { open: 12 } }, { known: true }), {}, 'allow known_device'],
  ['a known device past the limit of its address', facts({ address: { sent: 100 } }, { known: true }), {}, 'block address'],
  ['a challenge for everything', facts(), { sms: { firewall: { challenge_from: 0 } } }, 'challenge hundred'],
  ['the firewall off', facts({ prefix: { open: 9999 } }, risky), { sms: { firewall: { enabled: false } } }, 'allow none'],

  ['an address half spent', facts({ address: { sent: 50 } }), {}, 'challenge address'],
  ['an address that is spent', facts({ address: { sent: 100 } }, { challenged: true }), {}, 'block address'],
  ['the same, firewall off', facts({ address: { sent: 100 } }), { sms: { firewall: { enabled: false } } }, 'block address'],
  ['an application that is spent', facts({ app: { sent: 20_000 } }, { challenged: true }), {}, 'block app'],
  ['a tenant that is spent', facts({ day: { sent: 200_000 } }, { challenged: true }), {}, 'block tenant'],

  ['the last message the money is enough for', facts({ day: { cost: 10_000_000 - 500 } }), {}, 'allow none'],
  ['the first it is not', facts({ day: { cost: 10_000_000 - 499 } }), {}, 'block budget'],
  ['the month’s', facts({ month: { cost: 100_000_000 } }), {}, 'block budget'],
  ['a message that costs nothing', facts({ month: { cost: 100_000_000 } }, { cost: 0 }), {}, 'allow none'],
  ['no limit of money', facts({ day: { cost: 10_000_000 } }), { sms: { budget: { per_day: 0 } } }, 'allow none'],
]

test('what is said to a message follows from what is known of it, and from nothing else', async (t) => {
  for (const [name, it, given, wanted] of rows) {
    await t.test(name, () => {
      const judgement = judge(it, settings(given))
      assert.equal(said(judgement), wanted, judgement.reason)
      assert.deepEqual(judge(it, settings(given)), judgement)
      assert.ok(judgement.reason.length > 0)
    })
  }
})

test('the wait that is told is that of the window that is full', () => {
  assert.equal(judge(facts({ day: { cost: 10_000_000, until: NOW + 5 } }), settings()).until, NOW + 5)
  assert.equal(judge(facts({ month: { cost: 100_000_000, until: NOW + 7 } }), settings()).until, NOW + 7)
  assert.equal(judge(facts({ address: { sent: 100, until: NOW + 9 } }), settings()).until, NOW + 9)
})

test('the lists are well written, and bar none of the usual numbers', () => {
  for (const prefix of BLOCKED_PREFIXES) assert.match(prefix, /^\+[1-9]\d{1,6}$/)
  assert.equal(new Set(BLOCKED_PREFIXES).size, BLOCKED_PREFIXES.length)
  for (const country of RISKY_COUNTRIES) assert.match(country, /^[A-Z]{2}$/)
  const usual = [
    '+8615912345678',
    '+85251234567',
    '+886912345678',
    '+6591234567',
    '+12125550123',
    '+447400123456',
    '+447624123456',
    '+4915123456789',
  ]
  for (const mobile of usual) {
    assert.equal(readMobile(mobile, 'CN'), mobile)
    assert.equal(said(judge(facts({}, { mobile, country: 'XX' }), settings())), 'allow none', mobile)
  }
})
