import assert from 'node:assert/strict'
import test from 'node:test'
import { listMailGateways, saveMailGateway } from '../mail/index.ts'
import { bench, type Bench } from '../testing.ts'
import { applyBlueprint } from './apply.ts'
import { exportBlueprint } from './export.ts'
import { BlueprintFault } from './fault.ts'
import { planBlueprint } from './plan.ts'
import { readBlueprint } from './reader.ts'

const PASSWORD = 'the-password-of-the-mail-server'
const read = (text: string, mode: 'development' | 'production' = 'development') =>
  readBlueprint(text, 'bowline.yaml', {
    environment: Object.fromEntries([...text.matchAll(/env: (\w+)/g)].map(([, name = '']) => [name, PASSWORD])),
    readFile: () => assert.fail('no file is named'),
    mode,
  })
const SMTP = '{id: smtp, gateway: smtp, settings: {host: mail.example.com, user: id, password: {env: MAIL}, from: id@example.com}}'
const one = (gateways: string) => `version: 1\ntenants: [{name: acme, mail_gateways: [${gateways}]}]`
const told = (changes: { action: string; kind: string; key: string; fields: string[] }[]) =>
  changes.map((it) => [it.action, it.kind, it.key, ...it.fields].join(' '))
const apply = async (b: Bench, text: string) => told(await applyBlueprint(b.ctx, read(text)))
const order = async (b: Bench) => (await listMailGateways(b.ctx, b.tenant.id)).map((it) => it.id)

test('mail gateways are made, changed and put in order; a setting at its default is none that differs', async () => {
  await using b = await bench()
  assert.deepEqual(await apply(b, one(SMTP)), ['create mail gateway acme/smtp', 'update mail gateway acme/inbox position'])
  assert.deepEqual(await order(b), ['smtp', 'inbox'])
  assert.deepEqual(await apply(b, one(SMTP.replace('host:', 'port: 465, security: tls, host:'))), [])
  assert.deepEqual(await apply(b, one(SMTP.replace('host:', 'port: 587, host:'))), ['update mail gateway acme/smtp settings.port'])
  assert.deepEqual(await apply(b, one('{id: inbox, gateway: inbox}')), ['update mail gateway acme/smtp position'])
  assert.deepEqual(await order(b), ['inbox', 'smtp'])
  // What sends mail is changed at once, not after a second.
  assert.equal((await b.post('/email/send', { email: 'wang@example.com', type: 'LOGIN_EMS' })).status, 200)
  const { mailGateways } = await b.snapshot()
  assert.ok(mailGateways && !mailGateways.includes(PASSWORD) && !mailGateways.includes('mail.example.com'))
})

test('an export holds them, without the password, and plans nothing', async () => {
  await using b = await bench()
  const settings = { host: 'mail.example.com', user: 'id', password: PASSWORD, from: 'id@example.com' }
  await saveMailGateway(b.ctx, b.tenant.id, { id: 'smtp', gateway: 'smtp', settings, position: 5 })
  await saveMailGateway(b.ctx, b.tenant.id, { id: 'gone', gateway: 'gone', settings: { secret: PASSWORD }, position: 9 })
  const text = await exportBlueprint(b.ctx)
  assert.ok(!text.includes(PASSWORD))
  assert.match(text, /mail_gateways:\n {6}- id: inbox\n {8}gateway: inbox\n {6}- id: smtp/)
  assert.match(text, /env: BOWLINE_SECRET_ACME_SMTP_PASSWORD/)
  assert.match(text, /Left out: the gateway acme\/gone: this server has no gone/)
  assert.deepEqual(await planBlueprint(b.ctx, read(text)), [])
})

test('what is wrong with them is told with its place', () => {
  const faults = (text: string, mode?: 'production') => {
    try {
      read(text, mode)
    } catch (reason) {
      assert.ok(reason instanceof BlueprintFault)
      return reason.message.split('\n').map((it) => it.replace(/^bowline\.yaml:2:\d+ /, ''))
    }
    return []
  }
  assert.deepEqual(faults(one('{id: a, gateway: http}')), [
    'tenants[0].mail_gateways[0].gateway: there is no gateway "http". Known: inbox, log, smtp.',
  ])
  assert.deepEqual(faults(one('{id: a, gateway: inbox}, {id: a, gateway: log}')), [
    'tenants[0].mail_gateways[1].id: this mail gateway stands twice; first in line 2',
  ])
  assert.deepEqual(faults(one('{id: a, gateway: log}'), 'production'), [
    'tenants[0].mail_gateways[0].gateway: the gateway log is for development only. Known: smtp.',
  ])
  assert.equal(faults(one(SMTP.replace('id@example.com', 'nobody'))).length, 1)
  assert.deepEqual(faults('version: 1\ntenants: [{name: acme, users: [{user_name: wang, email: wang@localhost}]}]'), [
    'tenants[0].users[0].email: not an e-mail address that a code could be sent to',
  ])
})
