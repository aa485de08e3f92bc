import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createApp, findAppRow, listAppRows, listTemplates } from '../apps/index.ts'
import { hashToken } from '../secrets.ts'
import { listGateways, saveGateway } from '../sms/index.ts'
import { listSources } from '../social/index.ts'
import { createTenant, findTenantOfName } from '../tenants/index.ts'
import { bench, type Bench } from '../testing.ts'
import { findUserByName } from '../users/index.ts'
import { applyBlueprint } from './apply.ts'
import { BlueprintFault } from './fault.ts'
import { planBlueprint } from './plan.ts'
import { readBlueprint } from './reader.ts'

const SECRET = 'the-application-secret-1'
const environment: Record<string, string> = {
  APP_SECRET: SECRET,
  WECHAT_SECRET: 'the-wechat-secret-of-ours',
  HOOK_SECRET: 'the-webhook-secret-of-ours',
}
const read = (text: string, given = environment) =>
  readBlueprint(text, 'bowline.yaml', { environment: given, readFile: () => assert.fail('no file is named'), mode: 'development' })

const WHOLE = `
version: 1
templates:
  - {client_id: Isv, name: ISV}
tenants:
  - name: shop
    domain: id.shop.example
    settings: {language: zh, preferred_country: CN, sms: {cooldown: 5}}
    applications:
      - client_id: ShopWeb
        name: Shop
        template: Isv
        secret: {env: APP_SECRET}
        settings: {sources: [wx], redirect_uris: [https://shop.example/cb]}
    sources:
      - {id: wx, connector: wechat, name: WeChat, no_user_associated: bind_or_register, trust_mobile: true, settings: {app_id: wx1, app_secret: {env: WECHAT_SECRET}}}
      - {id: sandbox, connector: sandbox}
    gateways:
      - {id: hook, gateway: http, settings: {url: https://sms.example/send, secret: {env: HOOK_SECRET}}}
      - {id: inbox, gateway: inbox}
    users:
      - {user_name: wang, name: Wang, mobile: "15912345678", mobile_verified: true, email: wang@example.com}
      - {user_name: li, disabled: true}
`

const apply = (b: Bench, text: string, given = environment) => applyBlueprint(b.ctx, read(text, given))
/** Changes, one a line: `update user shop/wang name`. */
const told = (changes: Awaited<ReturnType<typeof apply>>) => changes.map((it) => [it.action, it.kind, it.key, ...it.fields].join(' '))

async function refused(b: Bench, text: string, faults: string[], given = environment) {
  const before = await b.snapshot()
  for (const act of [planBlueprint, applyBlueprint]) {
    await assert.rejects(act(b.ctx, read(text, given)), (reason) => {
      assert.ok(reason instanceof BlueprintFault, String(reason))
      assert.deepEqual(reason.message.split('\n'), faults)
      return true
    })
  }
  assert.deepEqual(await b.snapshot(), before)
}

const idOf = async (b: Bench, name = 'shop') => (await findTenantOfName(b.ctx, name))?.id as string
const user = async (b: Bench, userName: string, tenant = 'shop') => findUserByName(b.ctx, { tenantId: await idOf(b, tenant), userName })

test('everything a blueprint names is made', async () => {
  await using b = await bench()
  assert.deepEqual(told(await apply(b, WHOLE)), [
    'create template Isv',
    'create tenant shop',
    'create source shop/wx',
    'create source shop/sandbox',
    'create gateway shop/hook',
    'create gateway shop/inbox',
    'create application shop/ShopWeb',
    'create user shop/wang',
    'create user shop/li',
  ])
  const id = await idOf(b)
  const app = await findAppRow(b.ctx, id, 'ShopWeb')
  assert.equal(app?.secretHash, hashToken(SECRET))
  assert.equal(app?.templateClientId, 'Isv')
  assert.deepEqual(JSON.parse(app?.settings ?? ''), { sources: ['wx'], redirect_uris: ['https://shop.example/cb'] })
  assert.deepEqual(
    (await listSources(b.ctx, id)).find((it) => it.id === 'wx'),
    {
      id: 'wx',
      connector: 'wechat',
      name: 'WeChat',
      settings: { scene: 'website', app_id: 'wx1', app_secret: environment['WECHAT_SECRET'] },
      unknownUser: 'bind_or_register',
      trustMobile: true,
      trustEmail: false,
      disabled: false,
      logo: '',
    },
  )
  assert.deepEqual(
    (await listGateways(b.ctx, id)).map((it) => [it.id, it.position]),
    [
      ['hook', 1],
      ['inbox', 2],
    ],
  )
  const wang = await user(b, 'wang')
  assert.equal(wang?.mobile, '+8615912345678')
  assert.equal(wang?.mobileProvenAt, b.clock.now)
  assert.equal(wang?.email, 'wang@example.com')
  assert.equal(wang?.emailProvenAt, null)
  assert.notEqual((await user(b, 'li'))?.disabledAt, null)
  assert.equal((await findTenantOfName(b.ctx, 'shop'))?.settings.sms.cooldown, 5)
})

test('applied again it plans nothing and writes nothing, whenever', async () => {
  await using b = await bench()
  await apply(b, WHOLE)
  const before = await b.snapshot()
  const commits = b.commits.length
  b.clock.now += 86_400_000
  assert.deepEqual(await planBlueprint(b.ctx, read(WHOLE)), [])
  assert.deepEqual(await apply(b, WHOLE), [])
  assert.deepEqual(await b.snapshot(), before)
  assert.equal(b.commits.length, commits)
})

test('a plan writes nothing', async () => {
  await using b = await bench()
  const before = await b.snapshot()
  const commits = b.commits.length
  assert.equal((await planBlueprint(b.ctx, read(WHOLE))).length, 9)
  assert.deepEqual(await b.snapshot(), before)
  assert.equal(b.commits.length, commits)
})

test('what differs is named by field, and made good; secrets are compared too and never shown', async () => {
  await using b = await bench()
  await apply(b, WHOLE)
  const changed = WHOLE.replace('name: ISV', 'name: Partners')
    .replace('id.shop.example', 'login.shop.example')
    .replace('cooldown: 5', 'code_length: 8')
    .replace('name: Shop\n', 'name: The Shop\n        disabled: true\n')
    .replace('[wx]', '[wx, sandbox]')
    .replace('bind_or_register', 'deny')
    .replace('name: Wang,', 'name: Wang Wei,')
    .replace('disabled: true}\n', 'disabled: false, email: li@example.com, email_verified: true}\n')
  const next = {
    ...environment,
    APP_SECRET: 'another-application-secret',
    WECHAT_SECRET: 'another-wechat-secret',
    HOOK_SECRET: 'another-webhook-secret',
  }
  const expected = [
    'update template Isv name',
    'update tenant shop domain settings.sms.cooldown settings.sms.code_length',
    'update source shop/wx no_user_associated settings.app_secret',
    'update gateway shop/hook settings.secret',
    'update application shop/ShopWeb name disabled settings.sources secret',
    'update user shop/wang name',
    'update user shop/li email email_verified disabled',
  ]
  const sorted = (lines: string[]) => lines.map((line) => line.split(' ').toSorted().join(' '))
  assert.deepEqual(sorted(told(await planBlueprint(b.ctx, read(changed, next)))), sorted(expected))
  const changes = await apply(b, changed, next)
  assert.deepEqual(sorted(told(changes)), sorted(expected))
  for (const secret of Object.values(next)) assert.ok(!JSON.stringify(changes).includes(secret))
  assert.deepEqual(await apply(b, changed, next), [])
  const id = await idOf(b)
  assert.equal((await findAppRow(b.ctx, id, 'ShopWeb'))?.secretHash, hashToken('another-application-secret'))
  assert.equal((await listSources(b.ctx, id)).find((it) => it.id === 'wx')?.settings['app_secret'], 'another-wechat-secret')
  assert.equal((await findTenantOfName(b.ctx, 'shop'))?.settings.sms.cooldown, 60)
  assert.equal((await listTemplates(b.ctx, {}))[0]?.name, 'Partners')
})

test('what the file does not mention is left alone; null empties', async () => {
  await using b = await bench()
  await apply(b, WHOLE)
  const before = await b.snapshot()
  const bare =
    'version: 1\ntenants: [{name: shop, applications: [{client_id: ShopWeb}], sources: [{id: sandbox, connector: sandbox}], users: [{user_name: WANG}]}]'
  assert.deepEqual(told(await apply(b, bare)), ['update user shop/WANG user_name'])
  assert.deepEqual(told(await apply(b, bare.replace('WANG', 'wang'))), ['update user shop/wang user_name'])
  assert.deepEqual(await apply(b, 'version: 1'), [])
  assert.deepEqual(await b.snapshot(), before)
  const empty =
    'version: 1\ntenants: [{name: shop, domain: null, applications: [{client_id: ShopWeb, template: null}], users: [{user_name: wang, mobile: null, email: null}]}]'
  assert.deepEqual(told(await apply(b, empty)), [
    'update tenant shop domain',
    'update application shop/ShopWeb template',
    'update user shop/wang mobile mobile_verified email',
  ])
  assert.deepEqual(await apply(b, empty), [])
})

test('a default that is written out is no difference', async () => {
  await using b = await bench()
  await apply(b, 'version: 1\ntenants: [{name: shop, sources: [{id: s, connector: sandbox}]}]')
  const full =
    'version: 1\ntenants: [{name: shop, settings: {language: en, sms: {cooldown: 60}}, sources: [{id: s, connector: sandbox, name: Sandbox, no_user_associated: bind, trust_email: false, disabled: false, settings: {slow_ms: 5000}}]}]'
  assert.deepEqual(await apply(b, full), [])
})

test('gateways keep the order of the file, in front of those it does not know', async () => {
  await using b = await bench()
  await saveGateway(b.ctx, b.tenant.id, { id: 'second', gateway: 'log', settings: {}, position: 2 })
  const text = 'version: 1\ntenants: [{name: acme, gateways: [{id: z, gateway: log}, {id: a, gateway: log}]}]'
  assert.deepEqual(told(await apply(b, text)), [
    'create gateway acme/z',
    'create gateway acme/a',
    'update gateway acme/inbox position',
    'update gateway acme/second position',
  ])
  assert.deepEqual(
    (await listGateways(b.ctx, b.tenant.id)).map((it) => it.id),
    ['z', 'a', 'inbox', 'second'],
  )
  assert.deepEqual(await apply(b, text), [])
  await apply(b, text.replace('id: z', 'id: y').replace('id: a', 'id: inbox'))
  assert.deepEqual(
    (await listGateways(b.ctx, b.tenant.id)).map((it) => it.id),
    ['y', 'inbox', 'z', 'a', 'second'],
  )
})

describe('what the database already has in another place', () => {
  test('client_ids, templates, sources', async () => {
    await using b = await bench()
    await createTenant(b.ctx, { name: 'other' })
    await createApp(b.ctx, b.tenant.id, { clientId: 'Instance', name: 'Instance', templateClientId: 'Isv' })
    const text = `
version: 1
templates: [{client_id: Isv, name: Isv}]
tenants:
- name: other
  applications: [{client_id: ${b.clientId}}, {client_id: B, template: Isw, settings: {sources: [sandbox]}}]
- name: acme
  applications: [{client_id: C, template: Isv, settings: {sources: [sandbox, sandbx]}}]
`
    await refused(b, text, [
      'bowline.yaml:6:30 tenants[0].applications[0].client_id: an application of another tenant has this client_id; choose another',
      'bowline.yaml:6:90 tenants[0].applications[1].template: there is no template "Isw". Did you mean "Isv"?',
      'bowline.yaml:6:116 tenants[0].applications[1].settings.sources[0]: this tenant has no source "sandbox".',
      'bowline.yaml:8:43 tenants[1].applications[0].template: the application Instance of this tenant is the one of this template; take it away there first (template: null)',
      'bowline.yaml:8:78 tenants[1].applications[0].settings.sources[1]: this tenant has no source "sandbx". Did you mean "sandbox"?',
    ])
    await refused(b, `version: 1\ntemplates: [{client_id: ${b.clientId}, name: T}]`, [
      'bowline.yaml:2:25 templates[0].client_id: an application has this client_id; choose another',
    ])
  })

  test('tenants: domains, ids, and the name of the default one', async () => {
    await using b = await bench()
    const fresh = 'f'.repeat(32)
    await createTenant(b.ctx, { name: 'other', domain: 'id.example.com' })
    await refused(b, 'version: 1\ntenants: [{name: acme, domain: id.example.com}]', [
      'bowline.yaml:2:32 tenants[0].domain: the tenant "other" has this domain; take it away there first (domain: null)',
    ])
    await refused(b, `version: 1\ntenants: [{name: acme, id: ${fresh}}]`, [
      `bowline.yaml:2:28 tenants[0].id: the tenant "acme" has the id ${b.tenant.id}, and an id is for ever; correct the id or leave it out`,
    ])
    await refused(b, `version: 1\ntenants: [{name: x, id: ${await idOf(b, 'default')}}]`, [
      'bowline.yaml:2:18 tenants[0].name: the tenant "default" keeps its name',
    ])
    assert.deepEqual(told(await apply(b, `version: 1\ntenants: [{name: renamed, id: ${b.tenant.id}}, {name: new, id: ${fresh}}]`)), [
      'update tenant renamed name',
      'create tenant new',
    ])
    assert.equal(await idOf(b, 'renamed'), b.tenant.id)
    assert.equal(await idOf(b, 'new'), fresh)
  })
})

test('all or nothing: a failure at the very end leaves nothing behind', async () => {
  await using b = await bench()
  const before = await b.snapshot()
  const blueprint = read(WHOLE)
  // What no reader lets through, so that only the database can refuse it.
  blueprint.tenants?.[0]?.users?.push({ user_name: null as unknown as string })
  await assert.rejects(applyBlueprint(b.ctx, blueprint))
  assert.deepEqual(await b.snapshot(), before)
  assert.deepEqual(await listTemplates(b.ctx, {}), [])
})

test('two processes that apply the same blueprint at once make everything once', async () => {
  await using b = await bench()
  const results = await Promise.all(Array.from({ length: 4 }, () => apply(b, WHOLE)))
  assert.deepEqual(
    results.map((it) => it.length).toSorted((x, y) => x - y),
    [0, 0, 0, 9],
  )
  assert.equal((await listAppRows(b.ctx, await idOf(b))).length, 1)
  assert.deepEqual(await apply(b, WHOLE), [])
})
