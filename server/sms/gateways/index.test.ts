import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { findGateway, gateways } from './index.ts'

type Setting = { title?: string; titleZh?: string; format?: string; pattern?: string; default?: unknown }

test('every gateway stands under its id; names that objects have anyway are none', () => {
  for (const [id, it] of Object.entries(gateways)) assert.equal(findGateway(id), it)
  assert.deepEqual(
    Object.entries(gateways).map(([id, it]) => [id, it.id]),
    Object.keys(gateways).map((id) => [id, id]),
  )
  for (const id of ['constructor', '__proto__', 'toString']) assert.equal(findGateway(id), undefined)
})

for (const it of Object.values(gateways)) {
  const settings = Object.entries(it.settings.properties as Record<string, TSchema & Setting>)

  test(`${it.id}: it and its settings are named in both languages, and what is not named is refused`, () => {
    assert.ok(it.label.en && /\p{Script=Han}|^Twilio|^SMPP/u.test(it.label.zh))
    for (const [name, setting] of settings) assert.ok(setting.title && setting.titleZh, `${name} has no title`)
    assert.equal((it.settings as { additionalProperties?: unknown }).additionalProperties, false)
  })

  test(`${it.id}: what is secret is kept as a secret, and defaults are values of their kind`, () => {
    for (const [name, setting] of settings) {
      if (/secret$|_token$|password|private_key|secret_(?!id)/.test(name)) assert.equal(setting.format, 'secret', name)
      if (setting.default !== undefined) assert.ok(Value.Check(setting, setting.default), name)
    }
  })

  test(`${it.id}: codes and keys go over https, or stay on this machine`, () => {
    for (const [name, setting] of settings.filter(([, it]) => it.format === 'uri')) {
      for (const good of [
        'https://sms.example.com',
        'https://sms.example.com:8443/base',
        'http://127.0.0.1:4000',
        'http://[::1]:1',
        'http://localhost',
      ]) {
        assert.ok(Value.Check({ ...setting, format: undefined } as TSchema, good), `${name}: ${good}`)
      }
      for (const bad of [
        'http://sms.example.com',
        'http://127.0.0.1.example.com',
        'http://localhost.example.com',
        'ftp://127.0.0.1',
        'https:///',
        'sms.example.com',
      ]) {
        assert.ok(!Value.Check({ ...setting, format: undefined } as TSchema, bad), `${name}: ${bad}`)
      }
    }
  })
}
