/** Properties that hold for whatever comes in: numbers, addresses, signatures, settings. */
import assert from 'node:assert/strict'
import { constants, createPrivateKey, createPublicKey, publicEncrypt } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import fc from 'fast-check'
import { clientAddress, isListed } from '../server/address.ts'
import { ConfigFault, readConfig, settings } from '../server/config.ts'
import { countryOf, maskMobile, readMobile, writeMobile } from '../server/phone.ts'
import { readSignature } from '../server/session/signature.ts'
import { createAppKey } from '../server/tokens.ts'
import { flip, place, text } from './chance.ts'

test('whatever is read as a mobile number is E.164, reads as itself, and survives being written', () => {
  const digits = fc.string({ unit: fc.constantFrom(...'0 1 2 3 4 5 6 7 8 9 + - ( ) １ ２ 86'.split(' '), ' '), maxLength: 20 })
  const country = fc.constantFrom('CN', 'DE', 'US', 'GB', 'FR', 'JP', 'SG', 'HK')
  const chinese = fc.integer({ min: 10_000_000_000, max: 19_999_999_999 }).map(String)
  fc.assert(
    fc.property(fc.oneof(digits, chinese, text), country, country, (input, home, other) => {
      const number = readMobile(input, home)
      if (number === undefined) return
      assert.match(number, /^\+[1-9]\d{6,14}$/)
      // Once it has its code, where one is at home no longer matters.
      for (const it of [number, writeMobile(number), ` ${number} `]) assert.equal(readMobile(it, other), number, it)
      assert.match(writeMobile(number), /^\+\d{1,3}-\d{5,14}$/)
      assert.match(String(countryOf(number)), /^[A-Z]{2}$/)
      assert.ok(maskMobile(number).includes('*') && !maskMobile(number).includes(number.slice(-8)))
    }),
    { numRuns: 2000 },
  )
  fc.assert(fc.property(chinese, (it) => [it, `+86${it}`, `+86-${it}`].every((form) => readMobile(form, 'CN') === `+86${it}`)))
})

const v4 = fc.ipV4()
const listed = fc.oneof(
  v4,
  fc.ipV6(),
  fc.tuple(v4, fc.nat(32)).map((it) => it.join('/')),
  v4.map((it) => it.replace(/\d+$/, '*')),
  fc.constantFrom('1/99', '999.1.1.1/8', '::/200', '/', 'x'),
  text,
)

test('the caller is the first from the right whom nobody of ours vouches for, whatever is written in front', () => {
  const trusted = ['10.0.0.0/8', '192.168.1.1', 'fd00::/8']
  const ours = fc.constantFrom('10.1.2.3', '10.255.255.255', '192.168.1.1', '::ffff:10.0.0.1', 'fd00::7')
  const stranger = fc.constantFrom('198.51.100.7', '2001:db8::1', '127.0.0.1', '192.168.1.2')
  fc.assert(
    fc.property(fc.array(fc.oneof(text, v4)), stranger, fc.array(ours), ours, (forged, caller, proxies, socket) => {
      const chain = [...forged.map((it) => it.replaceAll(',', '')), caller, ...proxies].join(', ')
      assert.equal(clientAddress(trusted, socket, chain), caller)
      // Nobody vouches for a stranger's socket: the header is not read.
      assert.equal(clientAddress(trusted, caller, chain), caller)
      assert.equal(clientAddress([], socket, chain), socket.replace('::ffff:', ''))
    }),
  )
})

test('no entry of a list and no address makes the look-up throw, and what is no address is in no list', () => {
  fc.assert(
    fc.property(fc.array(listed), fc.oneof(v4, fc.ipV6(), text), (list, address) => typeof isListed(list, address) === 'boolean'),
    { numRuns: 1000 },
  )
  fc.assert(
    fc.property(
      fc.array(listed),
      text,
      fc.oneof(v4, text),
      (list, forwarded, socket) => typeof clientAddress(list, socket, forwarded) === 'string',
    ),
  )
  fc.assert(fc.property(fc.array(listed), (list) => !isListed(list, 'not an address') && !isListed(list, '')))
  fc.assert(
    fc.property(v4, (it) => isListed([it], it) && isListed([`${it}/32`], `::ffff:${it}`) && isListed([it.replace(/\d+$/, '*')], it)),
  )
})

test('a signature reads back what was signed, for either mask; any bit of it turned, and any other text, is nothing', async () => {
  const { privatePem } = await createAppKey()
  const key = createPrivateKey(privatePem)
  const said = fc.record({
    sessionToken: fc.stringMatching(/^[A-Za-z0-9]{32}$/),
    timestamp: fc.integer({ min: 1_000_000_000, max: 9_999_999_999_999 }),
    nonce: fc.stringMatching(/^[\w-]{1,40}$/),
  })
  const seal = (plain: string) =>
    publicEncrypt({ key: createPublicKey(privatePem), padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, Buffer.from(plain))
  fc.assert(
    fc.property(said, place, text, (it, [at, bit], other) => {
      const block = seal(`session_token=${it.sessionToken}&timestamp=${it.timestamp}&nonce=${it.nonce}`)
      assert.deepEqual(readSignature(key, block.toString('base64')), { ...it })
      assert.equal(readSignature(key, flip(block, at, bit).toString('base64')), undefined)
      assert.equal(readSignature(key, other), undefined)
      assert.equal(readSignature(key, Buffer.from(other).toString('base64')), undefined)
      // Rightly encrypted, but not what was agreed to stand in it.
      if (other.length < 60) assert.equal(readSignature(key, seal(other).toString('base64')), undefined)
    }),
    { numRuns: 60 },
  )
})

test('whatever stands in the environment, the settings are read or refused in sentences, every bad one named', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'bowline-config-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'file')
  writeFileSync(file, 'not a key')
  // No text of chance where a folder would be made of it.
  const paths = fc.constantFrom(folder, join(folder, 'sub'), file, join(file, 'under'), '/proc/none/such')
  const anything = fc.oneof(
    fc.string(),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(
      '',
      '0',
      '-1',
      '8420',
      '99999',
      'production',
      'development',
      'debug',
      'https://id.example',
      'http://x/y',
      '10.0.0.0/8',
      '*',
      '127.0.0.1:1',
      '[::1]:80',
      'a b',
      Buffer.alloc(32).toString('base64'),
    ),
  )
  const given: Record<string, fc.Arbitrary<string>> = Object.fromEntries(
    Object.keys(settings).map((name) => [
      name,
      ['BOWLINE_DATA', 'BOWLINE_MASTER_KEY_FILE', 'BOWLINE_BLUEPRINT'].includes(name) ? paths : anything,
    ]),
  )
  given['BOWLINE_UNHEARD_OF'] = anything
  fc.assert(
    fc.property(fc.record(given, { requiredKeys: ['BOWLINE_DATA'] }), (environment) => {
      const bad = Object.entries(settings).filter(([name, it]) => it.read(environment[name] || it.byDefault) === undefined)
      try {
        assert.equal(readConfig(environment).masterKey.length, 32)
        assert.deepEqual(bad, [])
      } catch (reason) {
        assert.ok(reason instanceof ConfigFault, `${String(reason)} for ${JSON.stringify(environment)}`)
        const named = bad.map(([name]) => name).concat('BOWLINE_UNHEARD_OF' in environment ? ['BOWLINE_UNHEARD_OF'] : [])
        for (const name of named) {
          assert.ok(
            reason.faults.some((it) => it.startsWith(`${name}: `)),
            `${name} is named`,
          )
        }
        assert.ok(
          reason.faults.every((it) => /^BOWLINE_\w+: ./.test(it)),
          reason.message,
        )
      }
    }),
    { numRuns: 1000 },
  )
})

test('a key file that is empty is no key: neither the one an operator names nor the one of development', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'bowline-config-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'master.key')
  for (const content of ['', '\n', '  \n']) {
    writeFileSync(file, content)
    const production = {
      BOWLINE_MODE: 'production',
      BOWLINE_PUBLIC_URL: 'https://id.example',
      BOWLINE_DATA: folder,
      BOWLINE_MASTER_KEY_FILE: file,
    }
    assert.throws(
      () => readConfig(production),
      (reason) => reason instanceof ConfigFault && /BOWLINE_MASTER_KEY_FILE: .*empty/.test(reason.message),
    )
    assert.throws(
      () => readConfig({ BOWLINE_DATA: folder }),
      (reason) => reason instanceof ConfigFault && /BOWLINE_DATA: .*empty/.test(reason.message),
    )
  }
})
