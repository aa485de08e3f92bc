/** A picture file made into what the server takes: a data: address of a kind and a size. Larger ones are drawn anew, smaller. */

export type Wanted = {
  /** As the server has them: png, jpeg, webp, gif. */
  kinds: readonly string[]
  kilobytes: number
  /** The longest side of what is drawn anew, in pixels. */
  side: number
}
export type Made = { address: string; kind: string; bytes: number; drawn?: { width: number; height: number } }
/** `wrong`: no picture, or none that this browser reads; `large`: not even drawn smaller does it fit. */
export class NoPicture extends Error {
  readonly why: 'wrong' | 'large'
  constructor(why: 'wrong' | 'large') {
    super(why)
    this.why = why
  }
}

/** More than that is not even opened. */
const LARGEST = 20 * 1024 * 1024
const SMALLEST = 16

/** By its bytes, as the server looks: a name says nothing. */
function kindOf(bytes: Uint8Array): string {
  const text = String.fromCodePoint(...bytes.subarray(0, 12))
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (text.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (text.startsWith('RIFF') && text.endsWith('WEBP')) return 'webp'
  return /^GIF8[79]a/.test(text) ? 'gif' : ''
}

export async function makePicture(file: Blob, wanted: Wanted): Promise<Made> {
  if (file.size > LARGEST) throw new NoPicture('large')
  const kind = kindOf(new Uint8Array(await file.slice(0, 12).arrayBuffer()))
  // A type is wanted for SVG alone; the others are known by their bytes.
  const isDrawing = !kind && (await file.slice(0, 2048).text()).includes('<svg')
  const image = await open(isDrawing ? new Blob([file], { type: 'image/svg+xml' }) : file)
  if (wanted.kinds.includes(kind) && file.size <= wanted.kilobytes * 1024) return finish(file, kind)
  let [width, height] = fit(image, wanted.side, isDrawing)
  while (Math.max(width, height) >= SMALLEST) {
    const drawn = await draw(image, width, height, wanted.kinds)
    if (drawn.size <= wanted.kilobytes * 1024)
      return { ...(await finish(drawn, drawn.type.replace('image/', ''))), drawn: { width, height } }
    ;[width, height] = [Math.round(width * 0.8), Math.round(height * 0.8)]
  }
  throw new NoPicture('large')
}

/** Scripts in an SVG do not run here, nor is anything fetched for it: it is opened as a picture. */
async function open(file: Blob): Promise<HTMLImageElement> {
  const image = new Image()
  const url = URL.createObjectURL(file)
  try {
    image.src = url
    await image.decode()
    return image
  } catch {
    throw new NoPicture('wrong')
  } finally {
    URL.revokeObjectURL(url)
  }
}

/** Never larger than it is, but for an SVG, which has no size of its own. */
function fit({ naturalWidth, naturalHeight }: HTMLImageElement, side: number, isDrawing: boolean): [number, number] {
  const [width, height] = naturalWidth && naturalHeight ? [naturalWidth, naturalHeight] : [side, side]
  const by = side / Math.max(width, height)
  if (!isDrawing && by >= 1) return [width, height]
  return [Math.max(1, Math.round(width * by)), Math.max(1, Math.round(height * by))]
}

/** WebP where the browser can write it, PNG where not. */
async function draw(image: HTMLImageElement, width: number, height: number, kinds: readonly string[]): Promise<Blob> {
  const canvas = Object.assign(document.createElement('canvas'), { width, height })
  const pen = canvas.getContext('2d')
  if (!pen) throw new NoPicture('wrong')
  pen.imageSmoothingQuality = 'high'
  pen.drawImage(image, 0, 0, width, height)
  const type = kinds.includes('webp') ? 'image/webp' : 'image/png'
  const drawn = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, 0.9))
  if (!drawn) throw new NoPicture('wrong')
  return drawn
}

async function finish(file: Blob, kind: string): Promise<Made> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  return { address: `data:image/${kind};base64,${bytes.toBase64()}`, kind, bytes: bytes.length }
}

/** Of one that is stored: what kind it is, and how large. */
export function describePicture(address: string): { kind: string; bytes: number } | undefined {
  const [, kind, written] = /^data:image\/(\w+);base64,([^=]*)/.exec(address) ?? []
  return kind && written ? { kind, bytes: Math.floor((written.length * 3) / 4) } : undefined
}
