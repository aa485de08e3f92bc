import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { claimsOf } from '../server/testing.ts'
import { listening, MOBILE, WANG } from './listening.double.ts'
import { type Bowline, memoryStorage, type Reply } from './index.ts'

const here = import.meta.dirname
const root = join(here, '..')

type Example = {
  bowline: Bowline
  signIn(
    source: string,
    code: string,
    person: { number(): Promise<string>; code(said?: string): Promise<string> },
  ): Promise<Reply<'GET', '/profile'>>
}

/** The block as it stands in the README, with the address and client_id of the test in place of its own. */
function readExample(t: TestContext, names: Record<string, string> = {}): { file: string; folder: string } {
  const block = /```ts\n([^]*?)```/.exec(readFileSync(join(here, 'README.md'), 'utf8'))?.[1] ?? ''
  let text = block.replaceAll("'@bowline/client'", `'${join(here, 'index.ts')}'`)
  for (const [said, meant] of Object.entries(names)) {
    assert.ok(text.includes(said), said)
    text = text.replaceAll(said, meant)
  }
  const folder = mkdtempSync(join(tmpdir(), 'bowline-readme-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'example.ts')
  writeFileSync(file, text)
  return { file, folder }
}

/** Runs with a browser's localStorage in place of what this Node has. */
function withStorage(t: TestContext) {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'localStorage')
  Object.defineProperty(globalThis, 'localStorage', { value: memoryStorage(), configurable: true })
  t.after(() => (before ? Object.defineProperty(globalThis, 'localStorage', before) : Reflect.deleteProperty(globalThis, 'localStorage')))
}

test('the example of the README: from an unknown social account to a session', async (t) => {
  await using it = await listening({ settings: { captcha: { required: true, work: 1000 }, sms: { cooldown: 1 } } })
  const user = await it.b.addUser(WANG)
  const { file } = readExample(t, { 'https://id.example.com': it.baseUrl, DRrYIqauawN0I8myTMoDTPys6ezGZxnm: it.b.clientId })
  withStorage(t)
  const { bowline, signIn } = (await import(file)) as Example
  const heard: (string | undefined)[] = []
  const person = {
    number: async () => MOBILE,
    async code(said?: string) {
      heard.push(said)
      const sent = it.b.code(`+86${MOBILE}`)
      // The first time they mistype it.
      return said === undefined ? (sent === '000000' ? '111111' : '000000') : sent
    },
  }
  const profile = await signIn('sandbox', 'sandbox:alice', person)
  assert.equal(profile.user_name, 'wang')
  assert.deepEqual(heard, [undefined, 'Incorrect verification code. Remaining attempts: 4.'])
  // From now on the account is that user, and nobody is asked anything.
  const silent = { number: () => assert.fail('a number was asked for'), code: () => assert.fail('a code was asked for') }
  await signIn('sandbox', 'sandbox:alice', silent)
  assert.equal(heard.length, 2)
  assert.equal(claimsOf(await bowline.session.idToken())['sub'], user.id)
})

test('the example compiles, and the compiler sees what is wrong', (t) => {
  const { file, folder } = readExample(t)
  const compile = (text: string) => {
    writeFileSync(file, text)
    const options = {
      extends: join(here, 'tsconfig.json'),
      compilerOptions: { declaration: false, isolatedDeclarations: false },
      include: [file],
      exclude: [],
    }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(options))
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
    const { stdout } = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], { encoding: 'utf8' })
    return stdout
  }
  const text = readFileSync(file, 'utf8')
  assert.equal(compile(text), '')
  // Otherwise the line above would say nothing.
  assert.match(compile(text.replace("'/social/bind'", "'/social/bund'")), /error TS\d+: .*"\/social\/bund"/)
  assert.match(compile(text.replace('verify_code: await', 'verifyCode: await')), /error TS\d+: .*'verifyCode'/)
  assert.match(compile(text.replace('person.code(said) }, { state_token })', 'person.code(said) })')), /error TS\d+: Expected 3 arguments/)
})
