/** Base64 and bytes, by hand: React Native had neither atob nor TextEncoder for long. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** RFC 4648 section 4. */
export function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const group = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    const left = bytes.length - i
    text += ALPHABET.charAt(group >> 18) + ALPHABET.charAt((group >> 12) & 63)
    text += (left > 1 ? ALPHABET.charAt((group >> 6) & 63) : '=') + (left > 2 ? ALPHABET.charAt(group & 63) : '=')
  }
  return text
}

/** Section 5, without padding. */
export const toBase64url = (bytes: Uint8Array): string => toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

/** Of either alphabet; whatever else stands in the text (padding, line ends) is passed over. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const digits = [...text.replaceAll('-', '+').replaceAll('_', '/')].map((it) => ALPHABET.indexOf(it)).filter((it) => it >= 0)
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4))
  for (let i = 0, held = 0, bits = 0, at = 0; i < digits.length; i++) {
    held = ((held << 6) | (digits[i] ?? 0)) & 0xffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes[at++] = (held >> bits) & 255
    }
  }
  return bytes
}

/** Each character a byte: what goes through here is ASCII. */
export const fromAscii = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(text, (it) => it.charCodeAt(0))

export const toHex = (bytes: Uint8Array): string => [...bytes].map((it) => it.toString(16).padStart(2, '0')).join('')
