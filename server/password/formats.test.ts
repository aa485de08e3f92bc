import assert from 'node:assert/strict'
import { argon2Sync } from 'node:crypto'
import { describe, test } from 'node:test'
import { createMetrics } from '../metrics.ts'
import type { Ground } from '../context.ts'
import { faultOfHash } from './formats.ts'
import { compareHash, makeHash } from './hashing.ts'

const ctx = { metrics: createMetrics(), database: {} } as Ground

const plain = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')
const fromHex = (hex: string) => plain(Buffer.from(hex, 'hex'))

/** Argon2 by another implementation than the one that compares: Node's own. */
function argon2(variant: 'argon2i' | 'argon2d' | 'argon2id', lanes: number) {
  const nonce = Buffer.from('a salt of 16 by.')
  const bytes = argon2Sync(variant, { message: 'correct horse', nonce, parallelism: lanes, tagLength: 24, memory: 512, passes: 3 })
  return `$${variant}$v=19$m=512,t=3,p=${lanes}$${plain(nonce)}$${plain(Buffer.from(bytes))}`
}

const SCRYPT =
  '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887'

const known: [name: string, hash: string, password: string][] = [
  ['Argon2id', argon2('argon2id', 1), 'correct horse'],
  ['Argon2i, two lanes', argon2('argon2i', 2), 'correct horse'],
  ['Argon2d', argon2('argon2d', 1), 'correct horse'],
  ['bcrypt 2a, of its reference implementation', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'U*U'],
  ['bcrypt 2y', '$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'U*U'],
  ['scrypt, RFC 7914 section 12', `$scrypt$ln=14,r=8,p=1$${plain(Buffer.from('SodiumChloride'))}$${fromHex(SCRYPT)}`, 'pleaseletmein'],
  ['scrypt, as Passlib writes it', '$scrypt$ln=8,r=8,p=1$WKs1xljLudd6z9kbY0wpJQ$yCR4iDZYDKv+iEJj6yHY0lv/epnfB6f/w1EbXrsJOuQ', 'password'],
  [
    'PBKDF2 with SHA-1, RFC 6070',
    `$pbkdf2$4096$${plain(Buffer.from('salt'))}$${fromHex('4b007901b765489abead49d926f721d065a429c1')}`,
    'password',
  ],
  [
    'PBKDF2 with SHA-256, RFC 7914 section 11, in PHC form',
    `$pbkdf2-sha256$i=1,l=32$${plain(Buffer.from('salt'))}$${fromHex('55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc')}`,
    'passwd',
  ],
  [
    'PBKDF2 with SHA-256, as Passlib writes it',
    '$pbkdf2-sha256$29000$N2YMIWQsBWBMae09x1jrPQ$1t8iyB2A.WF/Z5JZv.lfCIhXXN33N23OSgQYThBYRfk',
    'toomanysecrets',
  ],
]

describe('hashes that other systems made are compared', () => {
  for (const [name, hash, password] of known) {
    test(name, async () => {
      assert.equal(faultOfHash(hash), undefined)
      assert.deepEqual(await compareHash(ctx, hash, password), { right: true, old: true })
      assert.deepEqual(await compareHash(ctx, hash, `${password}.`), { right: false, old: true })
    })
  }
})

test('our own are Argon2id of 19 MiB and two passes, salted, and not made anew', async () => {
  const [one, two] = [await makeHash(ctx, 'correct horse'), await makeHash(ctx, 'correct horse')]
  assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
  assert.notEqual(one, two)
  assert.deepEqual(await compareHash(ctx, one, 'correct horse'), { right: true, old: false })
  assert.deepEqual(await compareHash(ctx, one, 'Correct horse'), { right: false, old: false })
})

test('one password, typed in several ways of Unicode, is one password', async () => {
  const hash = await makeHash(ctx, 'Ünder１２３'.normalize('NFKC'))
  for (const typed of ['Ünder123', 'U\u0308nder123', 'Ünder１２３']) assert.equal((await compareHash(ctx, hash, typed)).right, true, typed)
})

test('another system may have hashed what was typed as it was typed', async () => {
  const typed = 'full１２３'
  const nonce = Buffer.alloc(16, 1)
  const bytes = argon2Sync('argon2id', { message: typed, nonce, parallelism: 1, tagLength: 32, memory: 64, passes: 1 })
  const hash = `$argon2id$v=19$m=64,t=1,p=1$${plain(nonce)}$${plain(Buffer.from(bytes))}`
  assert.equal((await compareHash(ctx, hash, typed)).right, true)
  assert.equal((await compareHash(ctx, hash, 'full123')).right, false)
})

const SALT = 'AAAAAAAAAAAAAAAAAAAAAA'
const HASH = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
const BCRYPT = 'CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'

const faults: [hash: string, fault: string][] = [
  ['', 'unknown format'],
  ['hunter2', 'unknown format'],
  ['5f4dcc3b5aa765d61d8327deb882cf99', 'unknown format'],
  ['$1$salt$hash', 'unknown format'],
  ['$6$rounds=5000$salt$hash', 'unknown format'],
  ['$7$C6..../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D', 'unknown format'],
  [`$argon2id$v=19$m=65536,t=3$${SALT}$${HASH}`, 'malformed'],
  [`$argon2id$v=20$m=65536,t=3,p=1$${SALT}$${HASH}`, 'malformed'],
  [`$argon2x$v=19$m=65536,t=3,p=1$${SALT}$${HASH}`, 'malformed'],
  [`$argon2id$v=19$m=65536,t=0,p=1$${SALT}$${HASH}`, 'malformed'],
  [`$argon2id$v=19$m=7,t=1,p=1$${SALT}$${HASH}`, 'malformed'],
  [`$argon2id$v=19$m=65536,t=3,p=1$AAAA$${HASH}`, 'malformed'],
  [`$argon2id$v=19$m=65536,t=3,p=1$${SALT}$AAAA`, 'malformed'],
  [`$argon2id$v=19$m=65536,t=3,p=1$${SALT}$${HASH}\n`, 'malformed'],
  [`$argon2id$v=19$m=262145,t=1,p=1$${SALT}$${HASH}`, 'too expensive to compare'],
  [`$argon2id$v=19$m=999999999,t=1,p=1$${SALT}$${HASH}`, 'too expensive to compare'],
  [`$argon2id$v=19$m=65536,t=17,p=1$${SALT}$${HASH}`, 'too expensive to compare'],
  [`$argon2id$v=19$m=65536,t=1,p=17$${SALT}$${HASH}`, 'too expensive to compare'],
  [`$2b$10$${BCRYPT.slice(1)}`, 'malformed'],
  [`$2x$10$${BCRYPT}`, 'malformed'],
  [`$2b$03$${BCRYPT}`, 'malformed'],
  [`$2b$99$${BCRYPT}`, 'malformed'],
  [`$2b$15$${BCRYPT}`, 'too expensive to compare'],
  [`$scrypt$ln=0,r=8,p=1$${SALT}$${HASH}`, 'malformed'],
  [`$scrypt$ln=14,r=0,p=1$${SALT}$${HASH}`, 'malformed'],
  [`$scrypt$ln=14,r=8,p=1$${SALT}`, 'malformed'],
  [`$scrypt$ln=19,r=8,p=1$${SALT}$${HASH}`, 'too expensive to compare'],
  [`$scrypt$ln=99,r=8,p=1$${SALT}$${HASH}`, 'too expensive to compare'],
  [`$scrypt$ln=17,r=8,p=5$${SALT}$${HASH}`, 'too expensive to compare'],
  [`$pbkdf2-md5$1000$${SALT}$${HASH}`, 'malformed'],
  [`$pbkdf2-sha256$0$${SALT}$${HASH}`, 'malformed'],
  [`$pbkdf2-sha256$1000$${SALT}$AAAAA`, 'malformed'],
  [`$pbkdf2-sha256$2000001$${SALT}$${HASH}`, 'too expensive to compare'],
]

describe('hashes that cannot be taken over have their fault named', () => {
  for (const [hash, fault] of faults) test(hash || 'nothing', () => assert.equal(faultOfHash(hash), fault))

  test('the dearest that are taken over', () => {
    for (const hash of [
      `$argon2id$v=19$m=262144,t=4,p=1$${SALT}$${HASH}`,
      `$2b$14$${BCRYPT}`,
      `$scrypt$ln=17,r=8,p=1$${SALT}$${HASH}`,
      `$pbkdf2-sha512$2000000$${SALT}$${HASH}`,
    ])
      assert.equal(faultOfHash(hash), undefined, hash)
  })
})
