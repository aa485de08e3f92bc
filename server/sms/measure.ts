/** What a text costs to send: a message holds 160 characters of GSM 03.38 or 70 of any other script, and less of each where several are joined. */
import { splitText } from './gateways/smpp-text.ts'

/** `segments`: messages that are paid for. `encoding` is UCS-2 as soon as one character is not in GSM 03.38. */
export type Measured = { encoding: 'GSM-7' | 'UCS-2'; characters: number; segments: number }

export async function measureText(text: string): Promise<Measured> {
  const pieces = await splitText(text, 'udh')
  const isUcs = pieces.some((it) => it['data_coding'] !== 0)
  const joined = pieces.length > 1 ? 6 : 0
  const octets = pieces.reduce((sum, it) => sum + (it['short_message'] as Buffer).length - joined, 0)
  return { encoding: isUcs ? 'UCS-2' : 'GSM-7', characters: isUcs ? octets / 2 : octets, segments: pieces.length }
}
