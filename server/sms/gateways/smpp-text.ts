/** Texts on their way out, and receipts on their way in, as SMPP writes them. */
import { randomInt } from 'node:crypto'
import type { Pdu } from 'smpp'
import type { Receipt } from './gateway.ts'

/** SMSC default alphabet and UCS2 (section 5.2.19). */
const GSM = 0
const UCS2 = 8
/** GSM features: the short message begins with a header (section 5.2.12). */
const HAS_HEADER = 0x40

/**
 * What `submit_sm` says of a text: its alphabet, and the octets. A message holds 140 octets: 160 septets of GSM 03.38 (which travel
 * as one octet each) or 70 characters of UCS2. Of a longer one every part gives up six octets to the header that joins them
 * (3GPP TS 23.040 section 9.2.3.24.1).
 */
export async function splitText(text: string, long: 'udh' | 'payload'): Promise<Record<string, unknown>[]> {
  const { default: smpp } = await import('smpp')
  // The escape is no character of its own: what follows it would become another.
  const plain = !text.includes('\u001b') && smpp.encodings.ASCII.match(text)
  const octets = plain ? smpp.encodings.ASCII.encode(text) : Buffer.from(text, 'utf16le').swap16()
  const alphabet = { data_coding: plain ? GSM : UCS2 }
  if (octets.length <= (plain ? 160 : 140)) return [{ ...alphabet, short_message: octets }]
  if (long === 'payload') return [{ ...alphabet, message_payload: octets }]
  const pieces = cut(octets, plain)
  const reference = randomInt(256)
  return pieces.map((piece, i) => ({
    ...alphabet,
    esm_class: HAS_HEADER,
    short_message: Buffer.concat([Buffer.from([5, 0, 3, reference, pieces.length, i + 1]), piece]),
  }))
}

/** Never between an escape and what it escapes, nor between the halves of a surrogate pair. */
function cut(octets: Buffer, plain: boolean): Buffer[] {
  const pieces: Buffer[] = []
  for (let at = 0; at < octets.length;) {
    let end = Math.min(at + (plain ? 153 : 134), octets.length)
    if (end < octets.length) {
      if (plain && octets[end - 1] === 0x1b) end -= 1
      if (!plain && ((octets[end - 2] ?? 0) & 0xfc) === 0xd8) end -= 2
    }
    pieces.push(octets.subarray(at, end))
    at = end
  }
  return pieces
}

/** By `message_state` (section 5.2.28) and by the word in the text (appendix B). */
const states = ['SCHEDLD', 'ENROUTE', 'DELIVRD', 'EXPIRED', 'DELETED', 'UNDELIV', 'ACCEPTD', 'UNKNOWN', 'REJECTD', 'SKIPPED']
/** Nothing is decided yet; many vendors say ACCEPTD when the next network has taken the message. */
const underway = new Set(['SCHEDLD', 'ENROUTE', 'ACCEPTD', 'UNKNOWN'])

export type ReceiptIds = 'same' | 'hex_decimal' | 'decimal_hex'

/** The id of an answer, in the one form in which answers and receipts are compared. */
export const readId = (id: string, form: ReceiptIds): string => (form === 'same' ? id : toDecimal(id, form === 'hex_decimal' ? 16 : 10))

/** Nothing when the message is no receipt (section 5.2.12): a person has answered. */
export async function readReceipt(pdu: Pdu, form: ReceiptIds): Promise<Receipt | undefined> {
  const kind = Number(pdu['esm_class'] ?? 0) & 0x3c
  const named = pdu['receipted_message_id']
  if (kind !== 0x04 && kind !== 0x20 && typeof named !== 'string') return undefined
  const text = await textOf(pdu)
  const word = (name: string) => new RegExp(`\\b${name}:\\s*(\\S+)`, 'i').exec(text)?.[1]
  const written = word('id')
  const vendorId = typeof named === 'string' && named ? readId(named, form) : written && readOther(written, form)
  const state = states[Number(pdu['message_state'] ?? -1)] ?? word('stat')?.toUpperCase()
  if (!vendorId || !state) return undefined
  const fault = word('err')
  const detail = fault !== undefined && !/^0*$/.test(fault) ? `${state} ${fault}` : state
  return { vendorId, delivered: state === 'DELIVRD', final: !underway.has(state), detail: detail.slice(0, 100) }
}

const readOther = (id: string, form: ReceiptIds) => (form === 'same' ? id : toDecimal(id, form === 'hex_decimal' ? 10 : 16))

function toDecimal(id: string, base: 10 | 16): string {
  const good = base === 16 ? /^[0-9a-f]{1,64}$/i : /^\d{1,64}$/
  return good.test(id) ? BigInt(base === 16 ? `0x${id}` : id).toString() : id
}

/** The package has read the octets as GSM 03.38 by now, vendors write ASCII: they differ in `_` and `@`, which stand in ids. */
async function textOf(pdu: Pdu): Promise<string> {
  const { default: smpp } = await import('smpp')
  for (const field of [pdu['short_message'], pdu['message_payload']]) {
    const text = (field as { message?: string | Buffer } | undefined)?.message
    if (!text?.length) continue
    if (Buffer.isBuffer(text)) return text.toString('latin1')
    return Number(pdu['data_coding'] ?? 0) === GSM ? smpp.encodings.ASCII.encode(text).toString('latin1') : text
  }
  return ''
}
