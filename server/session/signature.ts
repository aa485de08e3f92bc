/**
 * X-signature: `session_token=…&timestamp=…&nonce=…`, encrypted to the application's public key with
 * RSA-OAEP over SHA-256 and written in base64 (user-api 0.4).
 *
 * Java's providers read that transformation's name in two ways: BouncyCastle masks with SHA-256, the
 * others with SHA-1. node:crypto sets both hashes together, so the padding (RFC 8017, section 7.1.2) is
 * taken off here, for either mask. Every failure takes the same path to the same answer: no oracle.
 */
import { constants, createHash, type KeyObject, privateDecrypt } from 'node:crypto'

export type Signature = { sessionToken: string; timestamp: number; nonce: string }

const LABEL_HASH = createHash('sha256').update('').digest()

export function readSignature(key: KeyObject, text: string): Signature | undefined {
  if (text.length > 2048 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined
  const block = decrypt(key, Buffer.from(text, 'base64'))
  if (!block) return undefined
  const texts = [unpad(block, 'sha256'), unpad(block, 'sha1')]
  return parse(texts.find((it) => it !== undefined) ?? '')
}

function decrypt(key: KeyObject, bytes: Buffer): Buffer | undefined {
  try {
    return privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, bytes)
  } catch {
    return undefined
  }
}

function unpad(block: Buffer, maskHash: 'sha1' | 'sha256'): string | undefined {
  const size = LABEL_HASH.length
  const seed = xor(block.subarray(1, 1 + size), mask(block.subarray(1 + size), size, maskHash))
  const data = xor(block.subarray(1 + size), mask(seed, block.length - size - 1, maskHash))
  // All conditions are looked at, none returns early: which of them failed is nobody's business.
  let wrong = block[0] ?? 1
  for (let i = 0; i < size; i++) wrong |= (data[i] ?? 0) ^ (LABEL_HASH[i] ?? 0)
  let start = 0
  for (let i = size; i < data.length; i++) {
    if (start === 0 && data[i] === 1) start = i + 1
    else if (start === 0 && data[i] !== 0) wrong |= 1
  }
  return wrong === 0 && start > 0 ? data.subarray(start).toString('utf8') : undefined
}

/** MGF1, RFC 8017 appendix B.2.1. */
function mask(seed: Buffer, length: number, hash: string): Buffer {
  const parts: Buffer[] = []
  for (let counter = 0, have = 0; have < length; counter++) {
    const index = Buffer.alloc(4)
    index.writeUInt32BE(counter)
    const part = createHash(hash).update(seed).update(index).digest()
    parts.push(part)
    have += part.length
  }
  return Buffer.concat(parts).subarray(0, length)
}

const xor = (a: Buffer, b: Buffer): Buffer => Buffer.from(a.map((byte, i) => byte ^ (b[i] ?? 0)))

function parse(text: string): Signature | undefined {
  const found = /^session_token=([A-Za-z0-9]{1,128})&timestamp=(\d{10,16})&nonce=([\w-]{1,128})$/.exec(text)
  return found ? { sessionToken: found[1] as string, timestamp: Number(found[2]), nonce: found[3] as string } : undefined
}
