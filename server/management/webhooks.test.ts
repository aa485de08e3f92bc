import assert from 'node:assert/strict'
import test from 'node:test'
import { dump } from '../db.ts'
import { bench, type Bench } from '../testing.ts'
import { eventTypes } from '../webhooks/index.ts'
import { addHook, deliveries, HOOKS, listening, startReceiver } from '../webhooks/webhooks.double.ts'
import { acts, faultsOf, manage, refusedBy, silent, statusesOf } from './management.double.ts'

const good = { name: 'Warehouse', url: 'https://hooks.example.com/bowline', events: ['user.bound', 'user.unbound'] }
const everything = async (b: Bench, also: string) =>
  also + Object.values(await b.snapshot()).join('\n') + (await dump(b.world.database, ['auditEvents']))['auditEvents'] + b.log()

test('one is made, shown without its secret, changed, listed with the types there are, and deleted', async () => {
  await using b = await bench()
  const admin = await manage(b)
  const made = await admin('POST', HOOKS, { ...good, name: '  Warehouse ' })
  assert.equal(made.status, 201, made.text)
  const { id, secret, version, created_at, ...shown } = made.body
  assert.match(String(secret), /^whsec_[A-Za-z0-9+/]{43}=$/)
  assert.deepEqual(shown, {
    ...good,
    disabled: false,
    disabled_by: null,
    failing_since: null,
    last_at: null,
    last_status: null,
    last_fault: null,
    old_secret_until: null,
  })
  const one = await admin('GET', `${HOOKS}/${String(id)}`)
  assert.deepEqual(one.body, { ...shown, id, version, created_at })
  const changed = await admin('PUT', `${HOOKS}/${String(id)}`, {
    version,
    events: ['*', 'user.bound'],
    url: `${good.url}?token=in-the-address`,
  })
  assert.deepEqual([changed.status, changed.body['events'], changed.body['name']], [200, ['*'], 'Warehouse'])
  // What is as it should be is left alone.
  const before = (await acts(b)).length
  assert.equal((await admin('PUT', `${HOOKS}/${String(id)}`, { name: 'Warehouse', events: ['*'] })).status, 200)
  assert.equal((await acts(b)).length, before)
  const list = await admin('GET', HOOKS, undefined, { 'x-l': 'zh' })
  assert.deepEqual(
    (list.body['webhooks'] as { id: string }[]).map((it) => it.id),
    [id],
  )
  const types = list.body['types'] as { type: string; about: string }[]
  assert.deepEqual(
    types.map((it) => it.type),
    eventTypes,
  )
  assert.match(types[0]?.about ?? '', /新增了用户/)
  assert.equal((await admin('DELETE', `${HOOKS}/${String(id)}`)).status, 204)
  assert.deepEqual((await admin('GET', HOOKS)).body['webhooks'], [])
  assert.deepEqual(
    (await acts(b)).map(({ event, by, subject, before, after }) => ({ event, by: Object.keys(by), subject, before, after })),
    [
      { event: 'admin/webhook-create', by: ['app'], subject: id, before: undefined, after: { ...good, disabled: false } },
      {
        event: 'admin/webhook-change',
        by: ['app'],
        subject: id,
        before: { url: good.url, events: good.events },
        after: { url: `${good.url}?…`, events: ['*'] },
      },
      {
        event: 'admin/webhook-remove',
        by: ['app'],
        subject: id,
        before: { name: 'Warehouse', url: `${good.url}?…`, events: ['*'], disabled: false },
        after: undefined,
      },
    ],
  )
  assert.ok(!(await everything(b, list.text + changed.text + one.text)).includes(String(secret).slice(6)))
  assert.ok(!(await dump(b.world.database, ['auditEvents']))['auditEvents']?.includes('in-the-address'))
})

test('everything that is wrong is told at once, by path, and nothing is written', async (t) => {
  await using b = await bench()
  await using production = await bench({
    env: { BOWLINE_MODE: 'production', BOWLINE_PUBLIC_URL: 'https://id.example.com', BOWLINE_OUTBOUND_ALLOW: '10.1.0.0/16' },
  })
  const admin = await manage(b)
  const theirs = await manage(production)
  const { id } = (await admin('POST', HOOKS, good)).body as { id: string }
  const rows: [name: string, body: object, faults: Record<string, RegExp>, at?: typeof admin][] = [
    ['nothing', {}, { name: /missing/, url: /begins with https/, events: /missing/ }],
    ['no address', { ...good, url: 'hooks.example.com' }, { url: /begins with https/ }],
    ['another protocol', { ...good, url: 'ftp://hooks.example.com' }, { url: /begins with https/ }],
    ['a password in it', { ...good, url: 'https://me:secret@hooks.example.com' }, { url: /do not belong in an address/ }],
    ['a fragment', { ...good, url: 'https://hooks.example.com/#x' }, { url: /never sent/ }],
    [
      'types',
      { ...good, events: ['user.bound', 'user.bond', 'webhook.test'] },
      { 'events[1]': /no such type/, 'events[2]': /no such type/ },
    ],
    ['inside', { ...good, url: 'https://10.2.3.4/' }, { url: /not a public address/ }],
    ['inside, in another dress', { ...good, url: 'https://[::ffff:169.254.169.254]/' }, { url: /not a public address/ }],
    ['inside, as one number', { ...good, url: 'https://167772161/' }, { url: /not a public address/ }],
    ['http in production', { ...good, url: 'http://hooks.example.com' }, { url: /for development only/ }, theirs],
    ['http in production, inside', { ...good, url: 'http://10.1.0.1' }, { url: /for development only/ }, theirs],
  ]
  for (const [name, body, expected, who = admin] of rows) {
    await t.test(name, () =>
      silent(who === admin ? b : production, async () => {
        const faults = faultsOf(await who('POST', HOOKS, body))
        assert.deepEqual(Object.keys(faults), Object.keys(expected))
        for (const [path, text] of Object.entries(expected)) assert.match(faults[path] ?? '', text)
      }),
    )
  }
  assert.equal((await theirs('POST', HOOKS, { ...good, url: 'https://10.1.2.3/hook' })).status, 201)
  await silent(b, async () => {
    assert.match(faultsOf(await admin('PUT', `${HOOKS}/${id}`, { url: 'https://192.168.1.1/' }))['url'] ?? '', /not a public address/)
    assert.match(faultsOf(await admin('PUT', `${HOOKS}/${id}`, { events: [] }))['events'] ?? '', /missing/)
    for (const body of [{ ...good, secret: 'whsec_mine' }, { ...good, events: 'user.bound' }, { ...good, name: 'a\0b' }, '{'])
      assert.equal((await admin('POST', HOOKS, body)).status, 400)
  })
})

test('refused: one that is not there, another tenant’s, a version of yesterday, one too many', async () => {
  await using it = await listening({ events: ['user.disabled'] })
  const { b, admin, hook } = it
  const user = await b.addUser({ userName: 'wang' })
  await admin('PUT', `/api/v2/tenant/users/${user.id}/disable`)
  await it.settle()
  const [sent] = await deliveries(b)
  const other = await b.addTenant('other')
  const theirs = await manage(b, ['all'], other.id)
  await admin('PUT', `${HOOKS}/${hook.id}`, { name: 'Changed' })
  await silent(b, async () => {
    refusedBy(await admin('PUT', `${HOOKS}/${hook.id}`, { version: hook.version, name: 'Lost' }), 'changedMeanwhile')
    for (const [who, id] of [
      [admin, 'nothing'],
      [theirs, hook.id],
    ] as const) {
      refusedBy(await who('GET', `${HOOKS}/${id}`), 'webhookUnknown')
      refusedBy(await who('PUT', `${HOOKS}/${id}`, { name: 'x' }), 'webhookUnknown')
      refusedBy(await who('DELETE', `${HOOKS}/${id}`), 'webhookUnknown')
      refusedBy(await who('POST', `${HOOKS}/${id}/test`), 'webhookUnknown')
      refusedBy(await who('POST', `${HOOKS}/${id}/secret`, {}), 'webhookUnknown')
      refusedBy(await who('GET', `${HOOKS}/${id}/deliveries`), 'webhookUnknown')
      refusedBy(await who('POST', `${HOOKS}/${id}/deliveries/${sent?.id}/again`), 'webhookUnknown')
    }
    refusedBy(await admin('POST', `${HOOKS}/${hook.id}/deliveries/nothing/again`), 'deliveryUnknown')
  })
  const second = await addHook(admin, it.receiver, ['user.erased'])
  refusedBy(await admin('POST', `${HOOKS}/${second.id}/deliveries/${sent?.id}/again`), 'deliveryUnknown')
  await admin('PUT', `${HOOKS}/${hook.id}`, { disabled: true })
  refusedBy(await admin('POST', `${HOOKS}/${hook.id}/deliveries/${sent?.id}/again`), 'webhookOff')
  // Twenty, however many are asked for at once.
  const replies = await Promise.all(Array.from({ length: 25 }, () => admin('POST', HOOKS, good)))
  assert.deepEqual([replies.filter((it) => it.status === 201).length, replies.filter((it) => it.status === 400).length], [18, 7])
  assert.match(faultsOf(replies.find((it) => it.status === 400)!)[''] ?? '', /20 webhooks already/)
})

test('two edits of one version: one is kept, the other told', async () => {
  await using b = await bench()
  const admin = await manage(b)
  const { id, version } = (await admin('POST', HOOKS, good)).body
  const replies = await Promise.all(['A', 'B', 'C', 'D'].map((name) => admin('PUT', `${HOOKS}/${String(id)}`, { version, name })))
  assert.deepEqual(statusesOf(replies), [200, 409, 409, 409])
  assert.equal((await admin('GET', `${HOOKS}/${String(id)}`)).body['name'], replies.find((it) => it.status === 200)?.body['name'])
})

test('who may: an auditor’s token reads, and a token for people has nothing of it', async () => {
  await using b = await bench()
  const admin = await manage(b)
  const { id } = (await admin('POST', HOOKS, good)).body as { id: string }
  const reader = await manage(b, ['setting_read'])
  const people = await manage(b, ['user_all', 'audit_read'])
  for (const url of [HOOKS, `${HOOKS}/${id}`, `${HOOKS}/${id}/deliveries`]) {
    assert.equal((await reader('GET', url)).status, 200)
    refusedForGrant(await people('GET', url))
  }
  await silent(b, async () => {
    for (const [method, url] of [
      ['POST', HOOKS],
      ['PUT', `${HOOKS}/${id}`],
      ['DELETE', `${HOOKS}/${id}`],
      ['POST', `${HOOKS}/${id}/test`],
      ['POST', `${HOOKS}/${id}/secret`],
      ['POST', `${HOOKS}/${id}/deliveries/x/again`],
    ] as const)
      for (const who of [reader, people]) refusedForGrant(await who(method, url, method === 'DELETE' ? undefined : { ...good }))
  })
})

const refusedForGrant = (reply: { status: number; text: string }) => assert.equal(reply.status, 403, reply.text)

test('what is deleted is told nothing more, and leaves nothing behind', async () => {
  await using it = await listening({ events: ['user.disabled'] })
  const { b, admin, receiver, hook } = it
  receiver.answers(500)
  const user = await b.addUser({ userName: 'wang' })
  await admin('PUT', `/api/v2/tenant/users/${user.id}/disable`)
  await it.settle()
  assert.equal((await admin('DELETE', `${HOOKS}/${hook.id}`)).status, 204)
  b.clock.now += 60_000
  await it.settle()
  await using other = await startReceiver(() => b.clock.now)
  assert.deepEqual([receiver.got.length, other.calls.length, (await deliveries(b)).length], [1, 0, 0])
})

test('the overview says which take nothing, and which were turned off', async () => {
  await using it = await listening({ events: ['user.disabled', 'user.enabled'] })
  const { b, admin, receiver, hook } = it
  const found = async () =>
    ((await admin('GET', '/api/v2/admin/overview')).body['attention'] as { code: string; page: string; id: string }[]).filter(
      (it) => it.page === 'webhooks',
    )
  const user = await b.addUser({ userName: 'wang' })
  receiver.answers(500)
  await admin('PUT', `/api/v2/tenant/users/${user.id}/disable`)
  await it.settle()
  assert.deepEqual(await found(), [])
  b.clock.now += 3_600_000
  assert.deepEqual(
    (await found()).map((it) => [it.code, it.id]),
    [['webhook_failing', hook.id]],
  )
  receiver.answers(410)
  await admin('PUT', `/api/v2/tenant/users/${user.id}/enable`)
  await it.settle()
  assert.deepEqual(
    (await found()).map((it) => [it.code, it.id]),
    [['webhook_off', hook.id]],
  )
  await admin('PUT', `${HOOKS}/${hook.id}`, { disabled: false })
  assert.deepEqual(await found(), [])
})
