/**
 * Pictures that administrators hand in, as data: addresses: nothing is fetched from elsewhere, and no file is kept beside the database.
 * SVG is none of them: it is a document with scripts and addresses in it. (The console turns one into a PNG before it is sent.)
 */
import { type Saying, say } from './languages/faults.ts'
import { Type } from './type.ts'

/** How a file of each kind begins. Its name, and what a browser took it for, say nothing. */
const beginnings: Record<string, (bytes: Buffer) => boolean> = {
  png: (it) => it.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex')),
  jpeg: (it) => it.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex')),
  webp: (it) => it.toString('latin1', 0, 4) === 'RIFF' && it.toString('latin1', 8, 12) === 'WEBP',
  gif: (it) => /^GIF8[79]a$/.test(it.toString('latin1', 0, 6)),
}

/** Largest body of a call that may carry one, in bytes. */
export const PICTURED = 160 * 1024

/** Empty, or a picture of at most so many kilobytes. */
export const pictureField = (kinds: string[], kilobytes: number, description: string) =>
  Type.String({
    default: '',
    format: 'picture',
    // For forms: what may be chosen.
    kinds,
    kilobytes,
    // What base64 makes of that many bytes, and the word before it.
    maxLength: Math.ceil((kilobytes * 1024) / 3) * 4 + 'data:image/jpeg;base64,'.length,
    pattern: `^$|^data:image/(${kinds.join('|')});base64,[A-Za-z0-9+/]+={0,2}$`,
    expected: say('aPicture', { kinds: { words: kinds }, kilobytes }),
    description,
  })

/** What is wrong with one that has the form of the field. */
export function faultOfPicture(address: string): Saying | undefined {
  if (address === '') return undefined
  const [, kind = '', written = ''] = /^data:image\/(\w+);base64,(.*)$/.exec(address) ?? []
  const bytes = Buffer.from(written, 'base64')
  if (beginnings[kind]?.(bytes)) return undefined
  const other = Object.keys(beginnings).find((it) => beginnings[it]?.(bytes))
  return other ? say('pictureOther', { kind, other }) : say('pictureNot', { kind })
}
