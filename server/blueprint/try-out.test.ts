import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { startWechatDouble } from '../social/connectors/wechat.double.ts'
import { createPlace } from '../testing.ts'
import { runBlueprint } from './cli.ts'

const MOBILE = '+8615912345678'

async function furnished() {
  const double = await startWechatDouble({ appId: 'wx1', appSecret: 'sesame' })
  after(double.close)
  const place = await createPlace()
  after(place.remove)
  const folder = place.env['BOWLINE_DATA'] as string
  const file = join(folder, 'bowline.yaml')
  const write = (secret: string) => {
    writeFileSync(join(folder, 'wechat.secret'), secret)
    writeFileSync(
      file,
      `version: 1
tenants:
  - name: acme
    applications: [{client_id: ShopWeb, name: Shop, secret: {file: app.secret}}]
    sources:
      - {id: sandbox, connector: sandbox, no_user_associated: bind, trust_mobile: true}
      - {id: wx, connector: wechat, settings: {scene: mobile, app_id: wx1, app_secret: {file: wechat.secret}, api_url: "${double.url}"}}
      - {id: off, connector: wechat, disabled: true, settings: {scene: mobile, app_id: wx9, app_secret: {file: wechat.secret}, api_url: "${double.url}"}}
    users: [{user_name: wang, mobile: "${MOBILE}", mobile_verified: true}]
`,
    )
  }
  writeFileSync(join(folder, 'app.secret'), 'the-application-secret-1')
  write('sesame')
  const env = { ...place.env, BOWLINE_OUTBOUND_ALLOW: '127.0.0.1' }
  async function run(...words: string[]) {
    const [out, err]: [string[], string[]] = [[], []]
    const code = await runBlueprint(words, env, { out: (text) => out.push(text), err: (text) => err.push(text) })
    return { code, out: out.join(''), err: err.join('') }
  }
  return { folder, file, write, run }
}

test('check asks the providers: of the file, or of the database', async () => {
  const { file, write, run } = await furnished()
  const good = 'good  acme/sandbox  sandbox\ngood  acme/wx  wechat\n'
  assert.deepEqual(await run('check'), { code: 0, out: 'no sources\n', err: '' })
  assert.deepEqual(await run('check', file), { code: 0, out: good, err: '' })
  assert.deepEqual(await run('check'), { code: 0, out: 'no sources\n', err: '' }, 'nothing was written')
  assert.equal((await run('apply', file)).code, 0)
  assert.deepEqual(await run('check'), { code: 0, out: good, err: '' })
  write('wrong')
  const answer = await run('check', file)
  assert.equal(answer.code, 2)
  assert.match(answer.out, /^good {2}acme\/sandbox {2}sandbox\nmisconfigured {2}acme\/wx {2}settings\.app_secret: wechat [^\n]+\n$/)
  assert.ok(!answer.out.includes('wrong'))
})

test('dry-run says what an application would be answered, and why', async () => {
  const { folder, file, run } = await furnished()
  await run('apply', file)
  const profile = join(folder, 'profile.json')
  writeFileSync(profile, JSON.stringify({ subject: 'alice', mobile: MOBILE, mobileVerified: true }))
  const answer = await run('dry-run', 'ShopWeb', 'sandbox', profile)
  assert.equal(answer.code, 0, answer.err)
  assert.match(
    answer.out,
    /^Nobody here has this account\.\nA verified number [^\n]+holds it\.\nSUCCESS {2}user \d{17}-\S+\nNothing was written\.\n$/,
  )
  const again = await run('dry-run', 'ShopWeb', 'sandbox', profile)
  assert.equal(again.out, answer.out)

  const faults: [words: string[], text: string, says: RegExp][] = [
    [['ShopWeb', 'sandbox'], '{}', /npm run blueprint -- dry-run/],
    [['Nobody', 'sandbox', profile], '{"subject":"x"}', /Nobody: no application/],
    [['ShopWeb', 'nowhere', profile], '{"subject":"x"}', /no source "nowhere"/],
    [['ShopWeb', 'sandbox', join(folder, 'none.json')], '{}', /cannot be read as JSON \(ENOENT\)/],
    [['ShopWeb', 'sandbox', profile], '{', /cannot be read as JSON/],
    [['ShopWeb', 'sandbox', profile], '[]', /"subject" is missing/],
    [['ShopWeb', 'sandbox', profile], '{"subject":1}', /"subject" must be a string/],
    [['ShopWeb', 'sandbox', profile], '{"sub":"x"}', /a profile has no "sub"; known: subject, alias/],
  ]
  for (const [words, text, says] of faults) {
    writeFileSync(profile, text)
    const { code, err } = await run('dry-run', ...words)
    assert.equal(code, 2, words.join(' '))
    assert.match(err, says)
  }
})
