import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createApp, createTemplate, setSecret } from '../apps/index.ts'
import { saveGateway } from '../sms/index.ts'
import { createTenant } from '../tenants/index.ts'
import { bench, type Bench } from '../testing.ts'
import { applyBlueprint } from './apply.ts'
import { exportBlueprint } from './export.ts'
import { planBlueprint } from './plan.ts'
import { readBlueprint } from './reader.ts'

const KEYS = { wechat: 'the-wechat-secret-of-ours', hook: 'the-webhook-secret-of-ours' }

async function furnish(b: Bench) {
  await createTemplate(b.ctx, { clientId: 'Isv', name: 'ISV: partners' })
  await createApp(b.ctx, b.tenant.id, {
    clientId: 'Instance',
    templateClientId: 'Isv',
    name: 'yes',
    disabled: true,
    settings: { sources: ['wx'], session_lifetime: 0 },
  })
  await setSecret(b.ctx, b.tenant.id, 'Instance', 'the-application-secret-1')
  await b.addSource({
    id: 'wx',
    connector: 'wechat',
    unknownUser: 'ask',
    trustEmail: true,
    disabled: true,
    settings: { app_id: '0123', app_secret: KEYS.wechat, scene: 'mobile' },
  })
  await saveGateway(b.ctx, b.tenant.id, {
    id: 'hook',
    gateway: 'http',
    settings: { url: 'https://sms.example/send', secret: KEYS.hook },
    position: 0,
  })
  await createTenant(b.ctx, {
    name: '租户',
    domain: 'id.example.cn',
    settings: { language: 'zh', sms: { texts: { LOGIN_SMS: { zh: '验证码：{code}' } } } },
  })
  await b.addUser({
    userName: 'wang',
    name: ' "Wang"\n: # - 王',
    mobile: '+8615912345678',
    mobileProvenAt: 1,
    email: 'w@example.com',
    emailProvenAt: 1,
  })
  await b.addUser({ userName: '12345', name: 'null', mobile: '+8615912345679', email: 'Mixed@Example.com', disabledAt: 1 })
  await b.addUser({ userName: 'squatter', mobile: '+8615912345678', email: 'w@example.com' })
  await b.addUser({ userName: 'later', mobile: '+8615912345679' })
}

const environmentOf = (text: string) =>
  Object.fromEntries(
    [...text.matchAll(/env: (BOWLINE_SECRET_\w+)/g)].map(([, name = '']) => [name, name.includes('WX') ? KEYS.wechat : KEYS.hook]),
  )
const read = (text: string) =>
  readBlueprint(text, 'export.yaml', { environment: environmentOf(text), readFile: () => assert.fail(), mode: 'development' })

test('an export reads back and plans nothing', async () => {
  await using b = await bench()
  await furnish(b)
  const before = await b.snapshot()
  const text = await exportBlueprint(b.ctx)
  const blueprint = read(text)
  assert.deepEqual(blueprint.warnings, [])
  assert.deepEqual(await planBlueprint(b.ctx, blueprint), [])
  assert.deepEqual(await applyBlueprint(b.ctx, blueprint), [])
  assert.deepEqual(await b.snapshot(), before)
  // The same again, to the letter: it may be kept under version control.
  assert.equal(await exportBlueprint(b.ctx), text)
})

test('an export makes the same thing elsewhere', async () => {
  await using b = await bench()
  await furnish(b)
  const text = await exportBlueprint(b.ctx)
  await using fresh = await bench({ noDefaults: true })
  // Both benches have a default tenant and an "acme" of their own, whose ids are for ever.
  const there = text.replace(/ {4}id: [0-9a-f]{32}\n/g, '').replaceAll('TestAppTestAppTestAppTestApp0001', 'AnotherClient')
  const blueprint = read(there)
  assert.ok((await applyBlueprint(fresh.ctx, blueprint)).length > 5)
  assert.deepEqual(await planBlueprint(fresh.ctx, blueprint), [])
})

test('no secret, hash or key is in an export, a plan, or the log; every secret has a name of its own', async () => {
  await using b = await bench()
  await furnish(b)
  // Two that would have the same name in capitals.
  await b.addSource({ id: 'a-b', connector: 'wechat', settings: { app_id: '1', app_secret: KEYS.wechat, scene: 'mobile' } })
  await b.addSource({ id: 'a.b', connector: 'wechat', settings: { app_id: '2', app_secret: KEYS.wechat, scene: 'mobile' } })
  const text = await exportBlueprint(b.ctx)
  const rows = await b.snapshot()
  const kept = [
    ...Object.values(KEYS),
    b.secret,
    'the-application-secret-1',
    ...(rows['apps'] ?? '').matchAll(/"(?:secretHash|privateKey)":"([^"]+)"/g),
  ].map((it) => (typeof it === 'string' ? it : String(it[1])))
  assert.ok(kept.length >= 7)
  for (const secret of kept) {
    assert.ok(!text.includes(secret))
    assert.ok(!b.log().includes(secret))
  }
  const names = [...text.matchAll(/env: (BOWLINE_SECRET_\w+)/g)].map((it) => String(it[1]))
  assert.deepEqual(names.toSorted(), [
    'BOWLINE_SECRET_ACME_A_B_APP_SECRET',
    'BOWLINE_SECRET_ACME_A_B_APP_SECRET_2',
    'BOWLINE_SECRET_ACME_HOOK_SECRET',
    'BOWLINE_SECRET_ACME_WX_APP_SECRET',
  ])
})

test('what this server cannot name is left out, and said so', async () => {
  await using b = await bench()
  await b.addSource({ id: 'gone', connector: 'gone', settings: { secret: 'hunter2-hunter2' } })
  await saveGateway(b.ctx, b.tenant.id, { id: 'gone', gateway: 'gone', settings: { secret: 'hunter2-hunter2' }, position: 9 })
  const text = await exportBlueprint(b.ctx)
  assert.match(
    text,
    /# Left out: the source acme\/gone, whose connector gone this server does not have\n# Left out: the gateway acme\/gone: this server has no gone\n/,
  )
  assert.ok(!text.includes('hunter2'))
  assert.deepEqual(await planBlueprint(b.ctx, read(text)), [])
})
