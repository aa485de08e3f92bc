import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createBowline } from '../app.ts'
import { readConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { listInbox } from '../sms/index.ts'
import { createPlace, type Place } from '../testing.ts'
import { runBlueprint } from './cli.ts'
import { BlueprintFault } from './fault.ts'

const MOBILE = '+8615912345678'
const SECRET = 'the-application-secret-1'
const JOURNEY = `version: 1
tenants:
  - name: default
    settings: {captcha: {required: false}}
    applications:
      - client_id: ShopWeb
        name: Shop
        secret: {file: shop.secret}
    sources:
      - {id: sandbox, connector: sandbox, no_user_associated: bind}
    gateways:
      - {id: inbox, gateway: inbox}
    users:
      - {user_name: wang, mobile: "${MOBILE}", mobile_verified: true}
`

async function furnished() {
  const place = await createPlace()
  const folder = place.env['BOWLINE_DATA'] as string
  const file = join(folder, 'bowline.yaml')
  writeFileSync(join(folder, 'shop.secret'), `${SECRET}\n`)
  writeFileSync(file, JOURNEY)
  return { place, folder, file, [Symbol.asyncDispose]: place.remove }
}

async function run(place: Place, ...words: string[]) {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await runBlueprint(words, place.env, { out: (text) => out.push(text), err: (text) => err.push(text) })
  return { code, out: out.join(''), err: err.join('') }
}

test('plan, apply, apply again, export', async () => {
  await using it = await furnished()
  const planned = await run(it.place, 'plan', it.file)
  const lines =
    'tenant       default\ncreate  source       default/sandbox\ncreate  gateway      default/inbox\ncreate  application  default/ShopWeb\ncreate  user         default/wang\n'
  assert.deepEqual(planned, { code: 0, out: `create  ${lines}\n5 changes to make. Nothing was written.\n`, err: '' })
  assert.deepEqual(await run(it.place, 'apply', it.file), { code: 0, out: `create  ${lines}\n5 changes made.\n`, err: '' })
  assert.deepEqual(await run(it.place, 'apply', it.file), { code: 0, out: 'nothing to do\n', err: '' })
  assert.deepEqual(await run(it.place, 'plan', it.file), { code: 0, out: 'nothing to do\n', err: '' })
  writeFileSync(it.file, JOURNEY.replace('name: Shop', 'name: The Shop'))
  assert.match((await run(it.place, 'plan', it.file)).out, /^update {2}application {2}default\/ShopWeb {2}\(name\)\n\n1 change to make/)

  const screen = await run(it.place, 'export')
  assert.equal(screen.code, 0)
  const copy = join(it.folder, 'copy.yaml')
  assert.deepEqual(await run(it.place, 'export', copy), { code: 0, out: '', err: '' })
  assert.equal(readFileSync(copy, 'utf8'), screen.out)
  assert.equal(statSync(copy).mode & 0o777, 0o600)
  assert.deepEqual(await run(it.place, 'export', copy), { code: 2, out: '', err: `${copy}: is there already; name another file\n` })
  assert.deepEqual(await run(it.place, 'plan', copy), { code: 0, out: 'nothing to do\n', err: '' })
})

test('faults end with 2 and say what to do', async () => {
  await using it = await furnished()
  assert.match((await run(it.place)).err, /npm run blueprint -- plan/)
  assert.equal((await run(it.place, 'destroy')).code, 2)
  assert.equal((await run(it.place, 'plan', it.file, 'more')).code, 2)
  assert.deepEqual(await run(it.place, 'plan'), { code: 2, out: '', err: 'which file? Name it, or set BOWLINE_BLUEPRINT\n' })
  assert.deepEqual(await run(it.place, 'plan', join(it.folder, 'no.yaml')), {
    code: 2,
    out: '',
    err: `${join(it.folder, 'no.yaml')}: cannot be read (ENOENT); check the path in BOWLINE_BLUEPRINT\n`,
  })
  writeFileSync(it.file, 'version: 1\ntenant: []\nusers: []')
  assert.deepEqual(await run(it.place, 'apply', it.file), {
    code: 2,
    out: '',
    err: `${it.file}:2:1 tenant: there is no such key. Did you mean "tenants"?\n${it.file}:3:1 users: there is no such key. Known: version, templates, tenants.\n`,
  })
  const elsewhere = { ...it.place, env: { ...it.place.env, BOWLINE_MASTER_KEY: Buffer.alloc(32).toString('base64') } }
  assert.match((await run(elsewhere, 'export')).err, /^BOWLINE_MASTER_KEY: not the key/)
  assert.match(
    (await run({ ...it.place, env: { ...it.place.env, BOWLINE_MASTER_KEY: 'x' } }, 'export')).err,
    /^BOWLINE_MASTER_KEY: expected/,
  )
  writeFileSync(it.file, JOURNEY.replace('{file: shop.secret}', 'hunter2-hunter2-hunter2'))
  const warned = await run(it.place, 'plan', it.file)
  assert.equal(warned.code, 0)
  assert.match(warned.err, /^warning: .*bowline\.yaml:8:17 tenants\[0\]\.applications\[0\]\.secret: a secret in plain text/)
})

test('as a command', async () => {
  await using it = await furnished()
  const command = (...words: string[]) =>
    spawnSync(process.execPath, [join(import.meta.dirname, 'cli.ts'), ...words], {
      env: { PATH: process.env['PATH'], ...it.place.env, BOWLINE_BLUEPRINT: it.file },
      encoding: 'utf8',
    })
  const applied = command('apply')
  assert.equal(applied.status, 0, applied.stderr)
  assert.match(applied.stdout, /5 changes made/)
  assert.equal(command('plan').stdout, 'nothing to do\n')
  assert.equal(command('nothing').status, 2)
})

test('the whole journey, on a server that was configured by a blueprint and nothing else', async () => {
  await using it = await furnished()
  const lines: string[] = []
  const start = () =>
    createBowline(readConfig({ ...it.place.env, BOWLINE_PORT: '0', BOWLINE_BLUEPRINT: it.file }), {
      log: createLog('debug', { write: (line: string) => void lines.push(line) }),
    })
  const bowline = await start()
  const device = {
    'x-operating-sys-version': 'Android 10',
    'x-device-fingerprint': '156aysdna213sac',
    'x-agent': 'Mozilla/5.0',
    'x-client-id': 'ShopWeb',
  }
  const post = async (path: string, payload: object, headers: object = {}) =>
    JSON.parse(
      (await bowline.server.inject({ method: 'POST', url: `/api/v2/sdk${path}`, headers: { ...device, ...headers }, payload })).body ||
        '{}',
    ) as Record<string, string>
  const entered = await post('/login/social', { source: 'sandbox', code: 'sandbox:alice' })
  assert.equal(entered['status'], 'SOCIAL_BIND')
  const state = { 'x-state-token': entered['state_token'] }
  await post('/sms/send', { mobile: MOBILE, type: 'BIND_MOBILE_SMS' }, state)
  const bound = await post('/social/bind', { mobile: MOBILE, verify_code: listInbox(bowline.world, MOBILE)[0]?.code }, state)
  assert.equal(bound['status'], 'SUCCESS', JSON.stringify(bound))
  const token = await bowline.server.inject({
    method: 'POST',
    url: '/api/v2/tenant/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: `grant_type=client_credentials&client_id=ShopWeb&client_secret=${SECRET}`,
  })
  assert.equal(token.statusCode, 200, token.body)
  await bowline.stop()

  // The next start finds it all there, and the bound account too.
  const again = await start()
  assert.match(lines.join(''), /the blueprint was applied: nothing to do/)
  const entry = await again.server.inject({
    method: 'POST',
    url: '/api/v2/sdk/login/social',
    headers: device,
    payload: { source: 'sandbox', code: 'sandbox:alice' },
  })
  assert.equal((entry.json() as Record<string, string>)['status'], 'SUCCESS')
  await again.stop()
  assert.ok(!lines.join('').includes(SECRET))
})

test('a server whose blueprint is faulty does not start, and production does not take what is for development', async () => {
  await using it = await furnished()
  const production = {
    ...it.place.env,
    BOWLINE_PORT: '0',
    BOWLINE_MODE: 'production',
    BOWLINE_PUBLIC_URL: 'https://id.example.com',
    BOWLINE_BLUEPRINT: it.file,
  }
  await assert.rejects(createBowline(readConfig(production), { log: createLog('silent') }), (reason) => {
    assert.ok(reason instanceof BlueprintFault)
    assert.match(reason.message, /bowline\.yaml:10:34 tenants\[0\]\.sources\[0\]\.connector: the connector sandbox is for development only/)
    return true
  })
})

test('a new secret is shown once, and from then on the old one is refused', async () => {
  await using it = await furnished()
  assert.equal((await run(it.place, 'apply', it.file)).code, 0)
  const issued = await run(it.place, 'secret', 'ShopWeb')
  assert.equal(issued.code, 0, issued.err)
  assert.match(issued.out, /^[A-Za-z0-9]{40}\n$/)
  const bowline = await createBowline(readConfig(it.place.env), { log: createLog('silent') })
  const token = async (secret: string) =>
    (
      await bowline.server.inject({
        method: 'POST',
        url: `/api/v2/tenant/token?grant_type=client_credentials&client_id=ShopWeb&client_secret=${secret}`,
      })
    ).statusCode
  assert.equal(await token(issued.out.trim()), 200)
  assert.equal(await token(SECRET), 400)
  await bowline.stop()
  for (const words of [['secret'], ['secret', 'Nobody']]) {
    const refused = await run(it.place, ...words)
    assert.equal(refused.code, 2)
    assert.match(refused.err, /client_id|Nobody/)
  }
})
