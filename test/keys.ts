/**
 * Loaded before every test: RSA pairs are taken from a pool that the runner made. To find two primes takes a fifth of a second, three
 * times for each server that a test starts, and no test is about that. One process is given no key twice before it had all.
 */
import crypto, { createPrivateKey, createPublicKey, generateKeyPair, generateKeyPairSync, randomInt } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { promisify } from 'node:util'

/** Enough for the most that one test makes. */
const KEYS = 64

/** Called by the runner. */
export async function makePool(file: string): Promise<void> {
  const make = promisify(generateKeyPair)
  const pairs = await Promise.all(Array.from({ length: KEYS }, () => make('rsa', { modulusLength: 2048 })))
  writeFileSync(file, JSON.stringify(pairs.map((it) => it.privateKey.export({ format: 'pem', type: 'pkcs8' }))))
}

const file = process.env['TEST_KEYS']
if (file) {
  const pool = JSON.parse(readFileSync(file, 'utf8')) as string[]
  let next = randomInt(pool.length)
  const take = () => {
    const privateKey = createPrivateKey(pool[next++ % pool.length] ?? '')
    return { publicKey: createPublicKey(privateKey), privateKey }
  }
  const isPlain = (type: unknown, options: object) => type === 'rsa' && JSON.stringify(options) === '{"modulusLength":2048}'
  const real = {
    sync: generateKeyPairSync as (...given: unknown[]) => unknown,
    async: promisify(generateKeyPair) as (...given: unknown[]) => unknown,
  }
  Object.assign(crypto, {
    generateKeyPairSync: (type: unknown, options: object) => (isPlain(type, options) ? take() : real.sync(type, options)),
    generateKeyPair: Object.assign(() => undefined, {
      [promisify.custom]: async (type: unknown, options: object) => (isPlain(type, options) ? take() : real.async(type, options)),
    }),
  })
  syncBuiltinESMExports()
}
