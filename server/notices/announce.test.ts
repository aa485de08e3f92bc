import assert from 'node:assert/strict'
import test from 'node:test'
import { listJourney } from '../audit/index.ts'
import { type Ctx, transact } from '../context.ts'
import { fill, AppSettings, type App } from '../schema/documents.ts'
import { listTenants } from '../tenants/index.ts'
import { bench, type Bench } from '../testing.ts'
import { announce, keepUndo } from './index.ts'

const MOBILE = '+8615912345678'
const EMAIL = 'wang@example.com'

/** A request of the test application, as a room below would hand it on. */
async function request(b: Bench): Promise<Ctx> {
  const tenant = (await listTenants(b.ctx)).find((it) => it.id === b.tenant.id)
  const app = { clientId: b.clientId, name: 'Test', settings: fill(AppSettings, {}) } as App
  const device = { system: '', fingerprint: '', agent: '' }
  return {
    ...b.ctx,
    tenant: tenant ?? b.tenant,
    app,
    language: 'zh-CN',
    device,
    address: '127.0.0.1',
    requestId: 'r',
    journey: { id: 'j' },
  }
}

const told = (b: Bench) => [b.inbox(MOBILE).length, b.mails(EMAIL).length]

test('every proven channel is told, but for the one the change was made through', async () => {
  await using b = await bench()
  const ctx = await request(b)
  const both = await b.addUser({ mobile: MOBILE, mobileProvenAt: 1, email: EMAIL, emailProvenAt: 1 })
  await announce(ctx, both, { kind: 'password_changed' })
  assert.deepEqual(told(b), [1, 1])
  await announce(ctx, both, { kind: 'password_changed', except: 'sms' })
  assert.deepEqual(told(b), [1, 2])
  await announce(ctx, both, { kind: 'password_changed', except: 'email' })
  assert.deepEqual(told(b), [2, 2])
  const claimed = await b.addUser({ userName: 'claimed', mobile: MOBILE, email: EMAIL })
  await announce(ctx, claimed, { kind: 'password_changed' })
  assert.deepEqual(told(b), [2, 2])
  const trail = await listJourney(b.ctx, { tenantId: b.tenant.id, journeyId: 'j' })
  assert.deepEqual(trail.map((it) => [it.event, it.outcome, it.userId, it.detail].join()).toSorted(), [
    `notice,SUCCESS,${both.id},{"kind":"password_changed","channel":"email"}`,
    `notice,SUCCESS,${both.id},{"kind":"password_changed","channel":"email"}`,
    `notice,SUCCESS,${both.id},{"kind":"password_changed","channel":"sms"}`,
    `notice,SUCCESS,${both.id},{"kind":"password_changed","channel":"sms"}`,
  ])
})

test('what somebody named is words in a notice, never a link, a second line or a header', async () => {
  await using b = await bench()
  const user = await b.addUser({ mobile: MOBILE, mobileProvenAt: 1, email: EMAIL, emailProvenAt: 1 })
  await announce(await request(b), user, {
    kind: 'factor_added',
    detail: `My key\r\nBcc: x https://evil.example/?a=1 ${'y'.repeat(100)}{app}`,
  })
  const said = /^Test: A second factor was added: My key Bcc x https evil example a 1 y+\. If this was not you, sign in/
  assert.match(b.inbox(MOBILE)[0]?.text ?? '', said)
  assert.doesNotMatch(b.mails(EMAIL)[0]?.subject ?? '\n', /[\r\n]|https:/)
  assert.doesNotMatch(b.mails(EMAIL)[0]?.html ?? 'evil.example', /evil\.example|<a /)
})

test('changes that cost nothing do not become messages without end, over all tenants', async () => {
  const settings = { captcha: { required: false }, sms: { per_number_per_day: 3 }, mail: { per_mailbox_per_day: 5 } }
  await using b = await bench({ settings })
  const user = await b.addUser({ mobile: MOBILE, mobileProvenAt: 1, email: EMAIL, emailProvenAt: 1 })
  const ctx = await request(b)
  for (let i = 0; i < 8; i++) await announce(ctx, user, { kind: 'password_changed' })
  assert.deepEqual(told(b), [3, 5])
  b.clock.now += 86_400_000
  await announce(ctx, user, { kind: 'password_changed' })
  assert.deepEqual(told(b), [4, 6])
  // They take nothing from the codes of that number.
  assert.equal((await b.post('/sms/send', { mobile: MOBILE, type: 'LOGIN_SMS' })).status, 200)
})

test('inside a transaction nothing is sent', async () => {
  await using b = await bench()
  const user = await b.addUser({ mobile: MOBILE, mobileProvenAt: 1 })
  const ctx = await request(b)
  await assert.rejects(
    transact(ctx, (ctx) => announce(ctx, user, { kind: 'password_changed' })),
    /after the commit/,
  )
  assert.deepEqual(told(b), [0, 0])
})

test('what is kept for undoing goes with the transaction it belongs to', async () => {
  await using b = await bench()
  const ctx = await request(b)
  const keep = (ctx: Ctx) => keepUndo(ctx, 'somebody', 'mobile_changed', { mobile: MOBILE, provenAt: 1 })
  await assert.rejects(
    transact(ctx, async (ctx) => {
      await keep(ctx)
      throw new Error('refused')
    }),
    /refused/,
  )
  assert.equal((await b.snapshot())['changes'], '')
  assert.match((await transact(ctx, keep)) ?? '', /^[A-Za-z0-9]{32}$/)
})
