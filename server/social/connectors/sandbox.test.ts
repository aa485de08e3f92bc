import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Outside, Refusal } from './connector.ts'
import { connectors, findConnector } from './index.ts'
import { sandbox } from './sandbox.ts'
import { assertRefused } from './testing.double.ts'

/** The sandbox asks nobody. */
const nowhere: Outside = { fetch: () => assert.fail('the sandbox must not use the network'), now: () => 0 }
const identify = (code: string) => sandbox.identify({ slow_ms: 30 }, { code }, nowhere)

describe('sandbox', () => {
  test('a name is a person', async () => {
    assert.deepEqual(await identify('sandbox:alice'), { subject: 'sandbox-alice', nickname: 'alice' })
    assert.deepEqual(await sandbox.identify({}, { code: 'sandbox:b-o_b.2' }, nowhere), { subject: 'sandbox-b-o_b.2', nickname: 'b-o_b.2' })
  })

  test('options say more', async () => {
    const code =
      'sandbox:alice;mobile=+8615912345678;mobile_verified=true;email=a@example.com;email_verified=false;alias=u=1;nickname=爱丽丝;avatar=https://x/y'
    assert.deepEqual(await identify(code), {
      subject: 'sandbox-alice',
      nickname: '爱丽丝',
      avatar: 'https://x/y',
      alias: 'u=1',
      mobile: '+8615912345678',
      mobileVerified: true,
      email: 'a@example.com',
      emailVerified: false,
    })
  })

  test('threat 2: verified only in so many words', async () => {
    for (const word of ['True', '1', 'yes', 'false', ' true']) {
      const profile = await identify(`sandbox:alice;mobile=+8615912345678;mobile_verified=${word}`)
      assert.equal(profile.mobileVerified, false, word)
    }
    assert.equal((await identify('sandbox:alice;mobile=+8615912345678')).mobileVerified, undefined)
  })

  const refusals: [string, Refusal][] = [
    ['sandbox:!expired', 'expired'],
    ['sandbox:!denied', 'denied'],
    ['sandbox:!misconfigured', 'misconfigured'],
    ['sandbox:!unreachable', 'unreachable'],
    ['sandbox:!slow', 'unreachable'],
    ['', 'expired'],
    ['alice', 'expired'],
    ['Sandbox:alice', 'expired'],
    ['sandbox:', 'expired'],
    ['sandbox:!unknown', 'expired'],
    ['sandbox:constructor/x', 'expired'],
    ['sandbox:al ice', 'expired'],
    ['sandbox:al\0ice', 'expired'],
    [`sandbox:${'a'.repeat(65)}`, 'expired'],
    ['sandbox:alice;', 'expired'],
    ['sandbox:alice;mobile', 'expired'],
    ['sandbox:alice;mobile=', 'expired'],
    ['sandbox:alice;=1', 'expired'],
    ['sandbox:alice;subject=bob', 'expired'],
    ['sandbox:alice;__proto__=1', 'expired'],
    ['sandbox:alice;constructor=1', 'expired'],
  ]
  for (const [code, refusal] of refusals) {
    test(`${JSON.stringify(code.slice(0, 40))} is ${refusal}`, () => assertRefused(identify(code), refusal).then(() => undefined))
  }

  test('!slow takes its time', async () => {
    const started = performance.now()
    await assertRefused(identify('sandbox:!slow'), 'unreachable')
    assert.ok(performance.now() - started >= 25)
  })
})

describe('the list', () => {
  test('every connector stands under its own id', () => {
    for (const [id, it] of Object.entries(connectors)) {
      assert.equal(it.id, id)
      assert.equal(findConnector(id), it)
    }
  })

  test('what is not in the list is not found, not even what every object has', () => {
    for (const id of ['', 'weixin', 'constructor', '__proto__', 'toString']) assert.equal(findConnector(id), undefined)
  })

  test('only the sandbox is for development only', () => {
    assert.deepEqual(
      Object.values(connectors)
        .filter((it) => it.developmentOnly)
        .map((it) => it.id),
      ['sandbox'],
    )
  })

  test('every field an administrator sees has a title in both languages, and nothing else is taken', () => {
    for (const it of Object.values(connectors)) {
      assert.partialDeepStrictEqual(it.settings, { type: 'object', additionalProperties: false }, it.id)
      for (const [name, field] of Object.entries(it.settings.properties as Record<string, Record<string, unknown>>)) {
        assert.equal(typeof field['title'], 'string', `${it.id}.${name}`)
        assert.equal(typeof field['titleZh'], 'string', `${it.id}.${name}`)
        if (/secret/.test(name)) assert.equal(field['format'], 'secret', `${it.id}.${name}`)
      }
    }
  })
})
