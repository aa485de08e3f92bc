import assert from 'node:assert/strict'
import test from 'node:test'
import { bench, type Bench } from '../../server/testing.ts'
import { signState } from '../../server/tokens.ts'
import { E164, MOBILE, refused, refusedSilently, wrong } from './expect.ts'

const settings = { captcha: { required: false }, sms: { cooldown: 1 }, state: { failures: 3 } }

type Prepared = { b: Bench; token: string; code: string; mobile: string; otherApp: string; otherTenant: string }
/** What is done to a state token that would otherwise bind; what the log, and only the log, says of it. */
type Case = {
  what: string
  reason: RegExp
  path?: string
  before?(it: Prepared): Promise<void>
  headers?(it: Prepared): Record<string, string>
}

const payloadOf = (token: string) => token.split('.')[1] ?? ''
const cases: Case[] = [
  { what: 'used before', reason: /spent/, before: bind },
  { what: 'of another application', reason: /another application/, headers: ({ otherApp }) => ({ 'x-client-id': otherApp }) },
  { what: 'of another tenant', reason: /unknown/, headers: ({ otherTenant }) => ({ 'x-client-id': otherTenant }) },
  { what: 'of another device', reason: /another device/, headers: () => ({ 'x-device-fingerprint': 'the-attackers-own' }) },
  { what: 'given for another purpose', reason: /given for SOCIAL_BIND/, path: '/social/register-bind' },
  { what: 'older than its ten minutes', reason: /expired/, before: async ({ b }) => void (b.clock.now += 600_000) },
  { what: 'burned by three failures', reason: /too many failures/, before: burn },
  { what: 'left out', reason: /^$/, headers: () => ({ 'x-state-token': '' }) },
  { what: 'no token at all', reason: /not one of ours/, headers: () => ({ 'x-state-token': 'state' }) },
  {
    what: 'signed by somebody else',
    reason: /not one of ours/,
    headers: ({ b, token }) => {
      const { subject } = JSON.parse(Buffer.from(payloadOf(token), 'base64url').toString()) as { subject: string }
      const { id } = JSON.parse(subject) as { id: string }
      return { 'x-state-token': signState(Buffer.alloc(32, 7), id, b.clock.now + 600_000) }
    },
  },
  {
    what: 'of our key, for a name we never gave',
    reason: /unknown/,
    headers: ({ b }) => ({ 'x-state-token': signState(b.world.secrets.stateKey, 'x'.repeat(32), b.clock.now + 600_000) }),
  },
]

test('threat 6: each thing that can be wrong with a state token is refused alone, writes nothing, and the log knows which it was', async (t) => {
  await using b = await bench({ settings })
  const other = await b.addTenant('other')
  const otherApp = await b.addApp()
  for (const [i, { what, reason, path = '/social/bind', before, headers }] of cases.entries()) {
    await t.test(`threat 6: a state token ${what}`, async () => {
      const mobile = `139000000${10 + i}`
      await b.addUser({ mobile: `+86${mobile}`, mobileProvenAt: 1 })
      const token = await b.unknown(`person-${i}`)
      const code = await b.sendCode(mobile, 'BIND_MOBILE_SMS', { 'x-state-token': token })
      const it: Prepared = { b, token, code, mobile, otherApp, otherTenant: other.clientId }
      await before?.(it)
      const said = b.log().length
      await refusedSilently(b, 'stateTokenInvalid', () =>
        b.post(path, { mobile, verify_code: code }, { 'x-state-token': token, ...headers?.(it) }),
      )
      const line =
        b
          .log()
          .slice(said)
          .split('\n')
          .find((text) => text.includes('"refused"')) ?? '{}'
      assert.match((JSON.parse(line) as { reason?: string }).reason ?? '', reason)
    })
  }
})

async function bind({ b, token, code, mobile }: Pick<Prepared, 'b' | 'token' | 'code' | 'mobile'>) {
  const reply = await b.post('/social/bind', { mobile, verify_code: code }, { 'x-state-token': token })
  assert.equal(reply.body['status'], 'SUCCESS', reply.text)
}

async function burn({ b, token, code, mobile }: Prepared) {
  for (let i = 1; i <= 3; i++)
    refused(await b.post('/social/bind', { mobile, verify_code: wrong(code, i) }, { 'x-state-token': token }), 'codeWrong')
}

test('threat 6: none of these: the same token binds', async () => {
  await using b = await bench({ settings })
  await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  const token = await b.unknown('alice')
  const code = await b.sendCode(MOBILE, 'BIND_MOBILE_SMS', { 'x-state-token': token })
  await bind({ b, token, code, mobile: MOBILE })
})

test('threat 6: a refused state token has no message sent either', async () => {
  await using b = await bench({ settings })
  const token = await b.unknown('alice')
  for (const headers of [
    { 'x-device-fingerprint': 'the-attackers-own' },
    { 'x-client-id': await b.addApp() },
    { 'x-state-token': `${token}A` },
  ]) {
    await refusedSilently(b, 'stateTokenInvalid', () =>
      b.post('/sms/send', { mobile: MOBILE, type: 'BIND_MOBILE_SMS' }, { 'x-state-token': token, ...headers }),
    )
  }
  assert.equal(b.inbox().length, 0)
})

test('threat 6: ten minutes is the most a tenant can have', async () => {
  await using b = await bench({ settings: { ...settings, state: {} } })
  const token = await b.unknown('alice')
  const { exp } = JSON.parse(Buffer.from(payloadOf(token), 'base64url').toString()) as { exp: number }
  assert.equal(exp, b.clock.now / 1000 + 600)
})
