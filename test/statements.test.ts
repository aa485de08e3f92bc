/**
 * What a journey costs: SQL statements and durable commits, pinned. A change here is a change of the
 * product's price: look at it, and then write the new number down.
 */
import assert from 'node:assert/strict'
import test from 'node:test'
import { bench, type Bench, type Reply } from '../server/testing.ts'
import { E164, MOBILE } from './threats/expect.ts'

type Cost = { statements: number; commits: number }

/** Runs a call when everything it may keep in memory is there, and counts. */
async function cost(b: Bench, call: () => Promise<Reply>, status = 200): Promise<Cost & { reply: Reply }> {
  const [statements, commits] = [b.statements.length, b.commits.length]
  const reply = await call()
  assert.equal(reply.status, status, reply.text)
  // A refusal joins the audit trail behind the answer.
  if (status !== 200)
    await waitFor(
      () =>
        b.log().length > 0 && b.statements.at(-1)?.compiled('sqlite').sql.includes('audit_events') === true && b.commits.length > commits,
    )
  return { reply, statements: b.statements.length - statements, commits: b.commits.length - commits }
}

async function waitFor(isSo: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !isSo(); i++) await new Promise((resume) => setTimeout(resume, 2))
  // One turn more: nothing may come after what was waited for.
  await new Promise((resume) => setTimeout(resume, 20))
}

/** Application, sources, gateways and keys are read once a second or once a minute: not what is counted here. */
async function warm(): Promise<Bench> {
  const b = await bench()
  await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  await b.addUser({ mobile: '+8613900000001', mobileProvenAt: 1 })
  const mobile = '13900000001'
  const state = { 'x-state-token': await b.unknown('somebody') }
  assert.equal((await b.post('/sms/send', { mobile, type: 'BIND_MOBILE_SMS' }, state)).status, 200)
  assert.equal((await b.post('/social/bind', { mobile, verify_code: b.code('+8613900000001') }, state)).body['status'], 'SUCCESS')
  return b
}

test('an unknown person who signs in, gets a code and binds costs 21 statements and four durable commits', async () => {
  await using b = await warm()
  const enter = await cost(b, () => b.post('/login/social', { source: 'sandbox', code: 'sandbox:alice' }))
  const state = { 'x-state-token': String(enter.reply.body['state_token']) }
  const send = await cost(b, () => b.post('/sms/send', { mobile: MOBILE, type: 'BIND_MOBILE_SMS' }, state))
  const bind = await cost(b, () => b.post('/social/bind', { mobile: MOBILE, verify_code: b.code(E164) }, state))
  assert.equal(bind.reply.body['status'], 'SUCCESS')
  const seen = Object.entries({ enter, send, bind }).map(([name, it]) => [name, it.statements, it.commits])
  assert.deepEqual(seen, [
    ['enter', 3, 1],
    ['send', 7, 1],
    ['bind', 11, 2],
  ])
  const commits = enter.commits + send.commits + bind.commits
  assert.ok(commits <= 4, `${commits} commits`)
})
