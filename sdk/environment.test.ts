import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import test from 'node:test'
import { listening, MOBILE, WANG } from './listening.double.ts'
import { keepFingerprint, memoryStorage } from './index.ts'

/** What React Native lacks, or lacked for long. fetch and AbortController it has. */
const LACKS = ['crypto', 'navigator', 'atob', 'btoa', 'TextEncoder', 'TextDecoder', 'URLSearchParams', 'structuredClone', 'localStorage']

/** In a process of its own: the server of the tests needs what is taken away here. Answers what it printed, as JSON. */
async function inReactNative(script: string, env: Record<string, string>): Promise<unknown> {
  const text = `
    const said = process.env, log = console.log
    const { createBowline, keepFingerprint, memoryStorage } = await import(said.LIBRARY)
    // Node's own fetch needs them to begin with.
    await fetch('data:,').then((it) => it.text())
    for (const name of ${JSON.stringify(LACKS)}) Reflect.deleteProperty(globalThis, name)
    for (const name of ['any', 'timeout']) Reflect.deleteProperty(AbortSignal, name)
    if (typeof crypto !== 'undefined' || typeof btoa !== 'undefined') throw new Error('still there')
    const client = (proof) => createBowline({ baseUrl: said.URL_HERE, clientId: said.CLIENT, device: { system: 'iOS 19', fingerprint: 'phone', agent: 'App' }, proof })
    const failure = (run) => run.then(() => 'no failure', ({ code, message }) => ({ code, message }))
    ${script}`
  const child = spawn(process.execPath, ['--input-type=module', '-e', text], {
    env: { ...env, PATH: process.env['PATH'], LIBRARY: join(import.meta.dirname, 'index.ts') },
  })
  let [out, bad] = ['', '']
  child.stdout.on('data', (chunk) => (out += String(chunk)))
  child.stderr.on('data', (chunk) => (bad += String(chunk)))
  const code = await new Promise((resume) => child.on('close', resume))
  assert.equal(code, 0, bad)
  return JSON.parse(out) as unknown
}

test('React Native without WebCrypto: signing says which polyfill, and an id_token does without', async () => {
  await using it = await listening({ settings: { captcha: { required: true, work: 1000 }, sms: { cooldown: 1 } } })
  await it.b.addUser(WANG)
  // The telephone reads its code out of the message.
  const inbox = { URL_HERE: it.baseUrl, CLIENT: it.b.clientId, MOBILE }
  const sent = await inReactNative(
    `const bowline = client('id_token')
     await bowline.post('/sms/send', { mobile: said.MOBILE, type: 'LOGIN_SMS', challenge_answer: await bowline.work(said.MOBILE) })
     log('"sent"')`,
    inbox,
  )
  assert.equal(sent, 'sent')
  const told = (await inReactNative(
    `const bowline = client('id_token'), signing = client()
     const reply = await bowline.post('/login/mobile-verify-code', { mobile: said.MOBILE, verify_code: said.CODE })
     await signing.session.keep(reply)
     const profile = await bowline.get('/profile')
     log(JSON.stringify({
       status: reply.status, name: profile.user_name, passkeys: bowline.passkeys.available(),
       signing: await failure(signing.get('/profile')), fingerprint: await failure(keepFingerprint(memoryStorage())), passkey: await failure(bowline.passkeys.signIn()),
     }))`,
    { ...inbox, CODE: it.b.code(`+86${MOBILE}`) },
  )) as Record<string, unknown> & Record<'signing' | 'fingerprint' | 'passkey', { code: string; message: string }>
  assert.deepEqual([told['status'], told['name'], told['passkeys']], ['SUCCESS', 'wang', false])
  for (const name of ['signing', 'fingerprint'] as const) assert.equal(told[name].code, 'CLIENT.ENVIRONMENT', name)
  assert.match(told.signing.message, /react-native-quick-crypto.*install\(\).*proof: 'id_token'/)
  assert.match(told.fingerprint.message, /react-native-get-random-values/)
  assert.notEqual(told.passkey.code, 'no failure')
})

test('a fingerprint is made up once, and kept', async () => {
  const storage = memoryStorage()
  const made = await keepFingerprint(storage)
  assert.match(made, /^[0-9a-f]{32}$/)
  assert.equal(await keepFingerprint(storage), made)
  assert.notEqual(await keepFingerprint(memoryStorage()), made)
})
