/**
 * SHA-256 (FIPS 180-4), for the proof of work alone: crypto.subtle takes one promise for every hash, which is some thirty
 * times slower, and React Native has none.
 */

/** The first 32 bits of the fractional parts of the roots of the first primes (sections 4.2.2 and 5.3.3). */
const primes: number[] = []
for (let n = 2; primes.length < 64; n++) if (primes.every((it) => n % it !== 0)) primes.push(n)
const fraction = (root: number) => Math.floor((root - Math.floor(root)) * 2 ** 32) | 0
const K: Int32Array = Int32Array.from(primes, (it) => fraction(Math.cbrt(it)))
const START: number[] = primes.slice(0, 8).map((it) => fraction(Math.sqrt(it)))

const schedule: Int32Array = new Int32Array(64)

/** `text`: each character a byte. Hexadecimal. */
export function sha256(text: string): string {
  const length = text.length
  const blocks = Math.floor((length + 8) / 64) + 1
  const hash = Int32Array.from(START)
  for (let block = 0; block < blocks; block++) {
    for (let i = 0; i < 16; i++) schedule[i] = wordAt(text, length, block * 64 + i * 4, blocks * 64)
    compress(hash)
  }
  let hex = ''
  for (const word of hash) hex += (word >>> 0).toString(16).padStart(8, '0')
  return hex
}

/** Four bytes of the padded message (section 5.1.1). */
function wordAt(text: string, length: number, at: number, end: number): number {
  if (at === end - 4) return length << 3
  let word = 0
  for (let i = at; i < at + 4; i++) word = (word << 8) | (i < length ? text.charCodeAt(i) & 255 : i === length ? 0x80 : 0)
  return word
}

/** Section 6.2.2. */
function compress(hash: Int32Array): void {
  for (let i = 16; i < 64; i++) {
    const x = at(schedule, i - 15)
    const y = at(schedule, i - 2)
    const small0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)
    const small1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10)
    schedule[i] = at(schedule, i - 16) + small0 + at(schedule, i - 7) + small1
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = hash
  for (let i = 0; i < 64; i++) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + at(K, i) + at(schedule, i)) | 0
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + one) | 0
    d = c
    c = b
    b = a
    a = (one + two) | 0
  }
  const worked = [a, b, c, d, e, f, g, h]
  for (let i = 0; i < 8; i++) hash[i] = at(hash, i) + (worked[i] ?? 0)
}

const at = (words: Int32Array, i: number): number => words[i] ?? 0
const turn = (word: number, by: number): number => (word >>> by) | (word << (32 - by))
