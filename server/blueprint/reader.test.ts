import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { BlueprintFault } from './fault.ts'
import { readBlueprint } from './reader.ts'
import type { Given } from './reader.ts'

const FILES: Record<string, string> = {
  '/etc/bowline/secret.txt': 'from-a-file-0123456789\n',
  '/etc/bowline/empty.txt': '\n',
  '/run/other': 'elsewhere-0123456789',
}

const given = (more: Partial<Given> = {}): Given => ({
  environment: { SECRET: 'from-the-environment-1', SHORT: 'short', EMPTY: '' },
  readFile: (path) => FILES[path] ?? assert.fail(Object.assign(new Error(path), { code: 'ENOENT' })),
  mode: 'development',
  ...more,
})
const read = (text: string, more: Partial<Given> = {}, file = 'bowline.yaml') => readBlueprint(text, file, given(more))

function faultsOf(text: string, more: Partial<Given> = {}): string[] {
  try {
    read(text, more)
  } catch (reason) {
    assert.ok(reason instanceof BlueprintFault, String(reason))
    return reason.message.split('\n')
  }
  return assert.fail('no fault was found')
}

/** A tenant whose parts begin in line 3. */
const tenant = (part: string) => `{version: 1,\ntenants: [{name: acme,\n${part}}]}`

describe('what is wrong with a blueprint is told with its line', () => {
  const [, ...entries] = readFileSync(join(import.meta.dirname, 'faults.txt'), 'utf8').split(/^=== /m)
  for (const entry of entries) {
    const [, name = '', text = '', faults = ''] = /^(.*)\n([^]*)\n---\n([^]*)$/.exec(entry) ?? []
    test(name, () => {
      const told = faultsOf(text, name.endsWith('(production)') ? { mode: 'production' } : {})
      assert.deepEqual(
        told.map((it) => it.replace('bowline.yaml:', '')),
        faults.trim().split('\n'),
      )
    })
  }

  test('an empty file', () => assert.deepEqual(faultsOf(''), ['bowline.yaml:1:1 empty; begin with "version: 1"']))

  test('lines are counted alike with the line ends and the byte order mark of Windows', () => {
    assert.deepEqual(faultsOf('\uFEFFversion: 1\r\ntenant: []\r\n'), [
      'bowline.yaml:2:1 tenant: there is no such key. Did you mean "tenants"?',
    ])
  })
})

test('a secret file that is missing or empty is told with the line that names it', () => {
  const text = tenant('applications: [{client_id: A, secret: {file: nope.txt}}, {client_id: B, secret: {file: empty.txt}}]')
  const readIt = () =>
    readBlueprint(text, '/etc/bowline/bowline.yaml', { ...given(), readFile: (path) => FILES[path] ?? raise({ code: 'ENOENT' }) })
  assert.throws(readIt, {
    message:
      '/etc/bowline/bowline.yaml:3:46 tenants[0].applications[0].secret.file: the file /etc/bowline/nope.txt cannot be read (ENOENT)\n' +
      '/etc/bowline/bowline.yaml:3:88 tenants[0].applications[1].secret.file: the file /etc/bowline/empty.txt is empty',
  })
})
const raise = (more: object): never => {
  throw Object.assign(new Error('refused'), more)
}

test('secrets come from the environment or from files beside the blueprint', () => {
  const text = tenant(
    'applications: [{client_id: A, secret: {env: SECRET}}, {client_id: B, secret: {file: secret.txt}}, {client_id: C, secret: {file: /run/other}}]',
  )
  const { tenants, warnings } = read(text, { mode: 'production' }, '/etc/bowline/bowline.yaml')
  assert.deepEqual(
    tenants?.[0]?.applications?.map((it) => it.secret),
    ['from-the-environment-1', 'from-a-file-0123456789', 'elsewhere-0123456789'],
  )
  assert.deepEqual(warnings, [])
})

test('development takes a secret in plain text, and says so without repeating it', () => {
  const { warnings } = read(tenant('applications: [{client_id: A, secret: hunter2-hunter2-hunter2}]'))
  assert.deepEqual(warnings, [
    'bowline.yaml:3:39 tenants[0].applications[0].secret: a secret in plain text; name where it is instead: {env: NAME} or {file: path}. Production refuses it',
  ])
})

test('any text of a connector may be a reference; what is no secret may stand there', () => {
  const { tenants } = read(tenant('sources: [{id: w, connector: wechat, settings: {app_id: {env: SECRET}, app_secret: {env: SECRET}}}]'), {
    mode: 'production',
  })
  const settings = tenants?.[0]?.sources?.[0]?.settings
  // What the schema requires and has a default for is filled in.
  assert.deepEqual(settings, { app_id: 'from-the-environment-1', app_secret: 'from-the-environment-1', scene: 'website' })
})

test('numbers are read as they are written, with or without quotes', () => {
  const text =
    'version: 1\ntenants:\n- name: a\n  settings: {preferred_country: CN}\n  users:\n  - {user_name: a, mobile: +8615912345671}\n  - {user_name: b, mobile: 15912345672}\n  - {user_name: c, mobile: "+86-15912345673"}\n  - {user_name: d, mobile: null, email: A@Example.com}\n'
  const users = read(text).tenants?.[0]?.users
  assert.deepEqual(
    users?.map((it) => it.mobile),
    ['+8615912345671', '+8615912345672', '+8615912345673', null],
  )
  assert.equal(users?.[3]?.email, 'a@example.com')
})

test('anchors and aliases work, and the nearest anchor above counts', () => {
  const text =
    'version: 1\ntenants:\n- {name: a, settings: &s {language: zh}}\n- {name: b, settings: *s}\n- {name: c, settings: &s {language: en}}\n- {name: d, settings: *s}\n'
  assert.deepEqual(
    read(text).tenants?.map((it) => it.settings?.language),
    ['zh', 'zh', 'en', 'en'],
  )
})

test('a key whose entries are all commented out says nothing', () => {
  assert.deepEqual(read('version: 1\ntenants:\n  - name: a\n    users:\n    # - user_name: wang\n').tenants, [{ name: 'a', users: [] }])
})

test('a file that is too large, too deep or unfolds without end is refused, quickly', () => {
  const started = performance.now()
  const laughs = Array.from({ length: 30 }, (_, i) => `&l${i} [${i ? `*l${i - 1}, *l${i - 1}, *l${i - 1}` : '{name: a}'}]`).join(', ')
  const wide = `version: 1\ntemplates: [&t {client_id: A, name: A}, ${'*t,'.repeat(2000)}]`
  assert.match(faultsOf('x'.repeat(6e6)).join(), /larger than 5 MB/)
  for (const open of ['[', '{a: ', '- '])
    assert.match(faultsOf(`version: 1\ntenants:\n${open.repeat(20_000)}`).join(), /nested too deeply|not YAML/)
  assert.ok(faultsOf(`version: 1\ntenants: [${laughs}]`).length <= 101)
  assert.equal(faultsOf(wide).length, 101)
  assert.equal(faultsOf(wide)[100], '… and 1900 more')
  const users = `[${'*u,'.repeat(1000)}]`
  const unfolding = `version: 1\ntenants:\n- {name: a, users: [&u {user_name: a}]}\n- {name: b, users: &all ${users}}\n${'- {name: c, users: *all}\n'.repeat(1000)}`
  assert.deepEqual(faultsOf(unfolding), ['bowline.yaml: its aliases unfold to more than 500000 values; write fewer'])
  assert.ok(performance.now() - started < 30_000)
})

test('the example reads without faults or warnings, in both modes', () => {
  const file = join(import.meta.dirname, '../../bowline.example.yaml')
  const environment = { WECHAT_APP_SECRET: 'x'.repeat(32), SMS_WEBHOOK_SECRET: 'x'.repeat(32), SHOP_CLIENT_SECRET: 'x'.repeat(32) }
  for (const mode of ['development', 'production'] as const) {
    assert.deepEqual(read(readFileSync(file, 'utf8'), { environment, mode }, file).warnings, [])
  }
})

test('no text whatever makes anything but a blueprint or a BlueprintFault', () => {
  const tries = (text: string) => {
    try {
      read(text)
    } catch (reason) {
      if (!(reason instanceof BlueprintFault)) throw reason
    }
  }
  // Pieces of YAML in any order; and whole blueprints with one value replaced by any other.
  const piece = fc.constantFrom(
    'version: 1',
    'tenants',
    ':',
    ' ',
    '\n',
    '  ',
    '- ',
    '[',
    ']',
    '{',
    '}',
    '"',
    "'",
    '&a',
    '*a',
    '|',
    '>',
    '#',
    '!',
    '%',
    '\t',
    '---',
    'name',
    '1',
    '~',
    '\u0000',
    '\ud800',
    '? ',
    ',',
    'users',
    'sources',
    'connector: sandbox',
    'settings',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => tries(pieces.join(''))),
    { numRuns: 2000 },
  )
  fc.assert(fc.property(fc.string({ unit: 'binary' }), tries), { numRuns: 1000 })
  const example = readFileSync(join(import.meta.dirname, '../../bowline.example.yaml'), 'utf8')
  const values = [...example.matchAll(/(?<=: )[^{[\n][^\n]*/g)]
  const replaced = (at: number, json: string) =>
    example.slice(0, values[at]!.index) + json + example.slice(values[at]!.index + values[at]![0].length)
  fc.assert(
    fc.property(fc.nat(values.length - 1), fc.json({ maxDepth: 4 }), (at, json) => tries(replaced(at, json))),
    { numRuns: 500 },
  )
  fc.assert(
    fc.property(fc.nat(example.length), fc.nat(60), (from, length) => tries(example.slice(0, from) + example.slice(from + length))),
    { numRuns: 300 },
  )
})
