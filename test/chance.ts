/** What the property tests draw from. */
import fc from 'fast-check'

/** Any text at all: lone surrogates, NUL and all. */
export const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((it) => String.fromCharCode(it)) }),
)

/** One bit of some bytes, turned. */
export const flip = (bytes: Buffer, at: number, bit: number) => {
  const copy = Buffer.from(bytes)
  const i = at % copy.length
  copy[i] = (copy[i] ?? 0) ^ (1 << bit)
  return copy
}
/** Which byte, counted round, and which bit of it. */
export const place = fc.tuple(fc.nat(), fc.integer({ min: 0, max: 7 }))
