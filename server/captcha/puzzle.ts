/**
 * Draws a slider puzzle ("blockPuzzle"): a landscape with a jigsaw-shaped hole, and the piece that fits it.
 * Randomness in, two PNGs and the answer out; keeping the answer and checking it is done elsewhere.
 *
 * It is a brake on scripts, not a wall. Three holes stand in every picture and only one has the shape of the
 * piece. All are drawn alike, each with a depth of its own, so a script that looks for the darkest place or for
 * the most edges does no better than chance among three (measured: right 10 to 30 times in 100; up to 47 if it
 * counts edges only in the rows of the piece). The hole keeps nothing of the picture beneath it, and the piece
 * has its own grain and a tint, so its pixels are found nowhere in the background.
 *
 * What it does not stop: a program that takes the outline of the piece and slides it along its rows, looking
 * for edges (template matching; measured: right 99 times in 100), a trained model, a person paid to solve it.
 * A blind guess is right about 6 % of the time (2 * TOLERANCE + 1 of MAX_X - MIN_X + 1 places). So a puzzle
 * must take one answer only, and whoever calls this must limit what one address may ask for.
 */
import { randomFillSync, randomInt } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'

/** Size of the background, px. Clients of this wire format expect it. */
export const WIDTH = 310
export const HEIGHT = 155
/** Width of the piece's PNG, px (it is HEIGHT tall); the piece itself lies in a square of this side. */
export const PIECE_WIDTH = 47
/** How far an answer may lie from `x`, px either way: what a thumb on a slider manages at the first try. */
export const TOLERANCE = 5
/** Where the piece may rest, px, both ends included: clear of its starting place and of the slider's stop. */
export const MIN_X = 60
export const MAX_X = 250

/** Both images are PNG files; `x` is the left edge of the piece's image on the background, in whole px. */
export type Puzzle = { background: Buffer; piece: Buffer; x: number }

/** Red, green, blue, 0..255. The same kind of array as a picture, so that `blend` stays fast. */
type Colour = Float32Array
/** `field`: distance of each pixel of the piece's square to the outline, px, negative inside. */
type Outline = { sides: number[]; field: Float32Array }

const WHITE = Float32Array.of(255, 255, 255)
const INK = Float32Array.of(8, 12, 28)
const HOLES = 3
const HOLE_GAP = 49 // least distance between left edges, px; more than a piece is wide, so that none touch
const TOP_Y = HEIGHT - PIECE_WIDTH
const GRAIN = [0, 0, 0, 0, 2, 2, -2, -2] // of 255
const [FLAT, TAB] = [0, 1] // what a side of the piece can be; 2 is a notch

/** A new puzzle. */
export function drawPuzzle(): Puzzle {
  const picture = drawPicture()
  const [x = MIN_X, ...decoys] = holePlaces()
  const y = randomInt(TOP_Y + 1)
  const outline = drawOutline()
  const piece = cutPiece(picture, outline, x, y)
  const light = randomInt(2) === 1
  sinkHole(picture, outline.field, x, y, light)
  for (const [i, decoyX] of decoys.entries()) {
    // Decoys stand near the row of the piece; else that row, which the piece shows, would name the hole.
    const away = i === 0 ? 5 : 10
    sinkHole(picture, drawOutline(outline).field, decoyX, clamp(y + randomInt(-away, away + 1), 0, TOP_Y), light)
  }
  return { background: encode(withGrain(picture, WIDTH, 3), WIDTH, 3), piece: encode(piece, PIECE_WIDTH, 4), x }
}

/**
 * Left edges of the holes, px, the true one first. They are thrown on a ring, so each is uniform over
 * MIN_X..MAX_X, and nothing in their arrangement ("the middle one") tells which of them is true.
 */
function holePlaces(): number[] {
  const ring = MAX_X - MIN_X + 1
  const start = randomInt(ring)
  const slack = Array.from({ length: HOLES - 1 }, () => randomInt(ring - HOLES * HOLE_GAP + 1)).toSorted((a, b) => a - b)
  return [0, ...slack].map((s, i) => MIN_X + ((start + i * HOLE_GAP + s) % ring))
}

/** A jigsaw outline; given another, one that differs from it on two sides or more, so that people see it. */
function drawOutline(unlike?: Outline): Outline {
  for (;;) {
    const sides = [randomInt(3), randomInt(3), randomInt(3), randomInt(3)] // left, right, top, bottom
    const [left, right, top, bottom] = sides
    if ((left === TAB && right === TAB) || (top === TAB && bottom === TAB)) continue // the body would be small
    if (sides.filter((side) => side !== FLAT).length < 2) continue
    if (unlike && sides.filter((side, i) => side !== unlike.sides[i]).length < 2) continue
    return { sides, field: distances(sides) }
  }
}

function distances(sides: number[]): Float32Array {
  const inset = sides.map((side) => (side === TAB ? 11 : 3.5)) // room for the tab, and for the shadow of the piece
  const [x0 = 0, x1 = 0, y0 = 0, y1 = 0] = inset.map((v, i) => (i % 2 ? PIECE_WIDTH - v : v))
  const [midX, midY, corner] = [(x0 + x1) / 2, (y0 + y1) / 2, 3]
  const knobs = sides.flatMap((side, i) => {
    if (side === FLAT) return []
    const r = between(5, 5.8)
    const out = (side === TAB ? 0.4 : -0.4) * (i % 2 ? r : -r) // from the edge to the middle of the knob
    const along = between(-4, 4)
    const at = i < 2 ? ([(i ? x1 : x0) + out, midY + along] as const) : ([midX + along, (i === 3 ? y1 : y0) + out] as const)
    return [{ at, r, tab: side === TAB }]
  })
  const field = new Float32Array(PIECE_WIDTH * PIECE_WIDTH)
  for (let i = 0; i < field.length; i++) {
    const [px, py] = [(i % PIECE_WIDTH) + 0.5, Math.floor(i / PIECE_WIDTH) + 0.5]
    const dx = Math.abs(px - midX) - (x1 - x0) / 2 + corner
    const dy = Math.abs(py - midY) - (y1 - y0) / 2 + corner
    let d = length(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - corner
    for (const { at, r, tab } of knobs) {
      const knob = length(px - at[0], py - at[1]) - r
      d = tab ? softMin(d, knob) : -softMin(-d, knob)
    }
    field[i] = d
  }
  return field
}

/** Sky, glows, a sun and layers of hills under rings of light: edges enough to hide a hole among. RGB, 0..255. */
function drawPicture(): Float32Array {
  const picture = new Float32Array(WIDTH * HEIGHT * 3)
  const hue = between(0, 360)
  const turn = (randomInt(2) ? 1 : -1) * between(25, 80)
  const dusk = between(0, 0.22)
  paintSky(picture, hsl(hue, between(0.3, 0.55), 0.62 - dusk), hsl(hue + turn, between(0.4, 0.75), 0.82 - dusk))
  for (let i = 0; i < 3; i++) {
    paintDisc(picture, between(40, 90), 1, hsl(hue + turn * between(-1, 2), 0.7, between(0.55, 0.8)), between(0.3, 0.6))
  }
  paintDisc(picture, between(10, 22), 0.08, hsl(hue + turn * 1.5, 0.9, 0.88), 0.9)
  const layers = 3 + randomInt(3)
  for (let i = 0; i < layers; i++) {
    const near = (i + 1) / layers
    const crest = HEIGHT * (0.3 + (0.62 * i) / layers) + between(-8, 8)
    const tone = hsl(hue + turn * (1 - near) + between(-12, 12), between(0.3, 0.45), 0.66 - dusk - 0.36 * near)
    paintHills(picture, crest, 7 + 9 * near, tone)
  }
  for (let i = 0; i < 9; i++) {
    const tone = hsl(hue + turn * between(-1, 2), 0.8, between(0.6, 0.9))
    paintDisc(picture, between(5, 26), 0.1, tone, between(0.12, 0.34))
  }
  return picture
}

function paintSky(picture: Float32Array, top: Colour, low: Colour) {
  const tilt = between(-0.5, 0.5)
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const t = clamp((1.3 * y) / HEIGHT + tilt * (x / WIDTH - 0.5), 0, 1)
      const at = (y * WIDTH + x) * 3
      for (let c = 0; c < 3; c++) picture[at + c] = top[c]! + (low[c]! - top[c]!) * t
    }
  }
}

/** A disc anywhere; its edge fades over the share `fade` of its radius, so 1 makes a glow. */
function paintDisc(picture: Float32Array, radius: number, fade: number, colour: Colour, strength: number) {
  const [cx, cy] = [between(0, WIDTH), between(0, HEIGHT)]
  for (let y = Math.max(0, Math.ceil(cy - radius)); y < Math.min(HEIGHT, cy + radius); y++) {
    for (let x = Math.max(0, Math.ceil(cx - radius)); x < Math.min(WIDTH, cx + radius); x++) {
      const edge = clamp((1 - length(x - cx, y - cy) / radius) / fade, 0, 1)
      blend(picture, (y * WIDTH + x) * 3, colour, strength * edge * edge * (3 - 2 * edge))
    }
  }
}

/** Everything under a wavy line, lighter at the crest. */
function paintHills(picture: Float32Array, crest: number, swing: number, colour: Colour) {
  const waves = [
    [60, 1],
    [28, 0.45],
    [9, 0.12],
  ].map(([reach = 1, share = 0]) => ({ k: 1 / (reach * between(0.7, 1.4)), phase: between(0, 7), height: swing * share }))
  for (let x = 0; x < WIDTH; x++) {
    const line = waves.reduce((sum, wave) => sum + wave.height * Math.sin(x * wave.k + wave.phase), crest)
    for (let y = Math.max(0, Math.floor(line)); y < HEIGHT; y++) {
      const depth = y - line
      const at = (y * WIDTH + x) * 3
      blend(picture, at, colour, clamp(depth, 0, 1))
      blend(picture, at, WHITE, 0.22 * Math.max(0, 1 - depth / 34) * clamp(depth, 0, 1))
    }
  }
}

/** The piece's image, RGBA: the picture inside the outline with a tint, a light rim, and a shadow around it. */
function cutPiece(picture: Float32Array, { field }: Outline, x: number, y: number): Uint8ClampedArray {
  const image = new Float32Array(PIECE_WIDTH * HEIGHT * 4)
  const tint = [between(-7, 7), between(-7, 7), between(-7, 7)]
  for (const [i, d] of field.entries()) {
    const [column, row] = [i % PIECE_WIDTH, y + Math.floor(i / PIECE_WIDTH)]
    const to = (row * PIECE_WIDTH + column) * 4
    const from = (row * WIDTH + x + column) * 3
    const cover = clamp(0.5 - d, 0, 1)
    const shadow = 0.6 * clamp(1 - d / 3.5, 0, 1) ** 2
    const alpha = cover + shadow * (1 - cover)
    for (let c = 0; c < 3; c++) image[to + c] = ((picture[from + c]! + tint[c]!) * cover) / (alpha || 1)
    blend(image, to, WHITE, 0.75 * cover * clamp(1.8 + d, 0, 1))
    image[to + 3] = alpha * 255
  }
  return withGrain(image, PIECE_WIDTH, 4)
}

/** A hole: one flat tone near that of its surroundings, darker or lighter, with a shadow along its upper left. */
function sinkHole(picture: Float32Array, field: Float32Array, x: number, y: number, light: boolean) {
  const tone = new Float32Array(3)
  for (let i = 0; i < field.length; i += 11) {
    const at = ((y + Math.floor(i / PIECE_WIDTH)) * WIDTH + x + (i % PIECE_WIDTH)) * 3
    for (let c = 0; c < 3; c++) tone[c]! += picture[at + c]! / Math.ceil(field.length / 11)
  }
  blend(tone, 0, light ? WHITE : INK, between(0.32, 0.66))
  const shade = between(0.25, 0.5)
  for (const [i, d] of field.entries()) {
    const at = ((y + Math.floor(i / PIECE_WIDTH)) * WIDTH + x + (i % PIECE_WIDTH)) * 3
    const cover = clamp(0.5 - d, 0, 1)
    const upperLeft = field[i - 2 * PIECE_WIDTH - 2] ?? 4
    blend(picture, at, tone, cover)
    blend(picture, at, INK, cover * shade * clamp(1 + upperLeft / 4, 0, 1))
    blend(picture, at, WHITE, 0.45 * clamp(1 - Math.abs(d - 0.6), 0, 1))
  }
}

/**
 * Bytes with a fine grain, the same on all colours of a pixel; alpha gets none. Grains are two pixels square
 * and colours even numbers: no eye sees either, and the file is a third smaller than with the finest grain.
 */
function withGrain(image: Float32Array, width: number, channels: number): Uint8ClampedArray {
  const across = Math.ceil(width / 2)
  const noise = randomFillSync(new Uint8Array(across * Math.ceil(HEIGHT / 2)))
  const bytes = new Uint8ClampedArray(image.length)
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < width; x++) {
      const grain = GRAIN[noise[(y >> 1) * across + (x >> 1)]! & 7]!
      const at = (y * width + x) * channels
      for (let c = at; c < at + 3; c++) bytes[c] = (image[c]! & ~1) + grain
      if (channels === 4) bytes[at + 3] = image[at + 3]!
    }
  }
  return bytes
}

/** A PNG with nothing in it but the pixels: 8 bits, RGB or RGBA, rows filtered by "up" (PNG 9.2). */
function encode(pixels: Uint8ClampedArray, width: number, channels: 3 | 4): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(HEIGHT, 4)
  header.set([8, channels === 4 ? 6 : 2], 8)
  const stride = width * channels
  const rows = new Uint8Array((stride + 1) * HEIGHT)
  for (let y = 0, to = 0; y < HEIGHT; y++) {
    rows[to++] = 2
    const row = y * stride
    const above = y ? row - stride : -1
    for (let i = 0; i < stride; i++) rows[to++] = pixels[row + i]! - (above < 0 ? 0 : pixels[above + i]!)
  }
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const packed = deflateSync(rows, { level: 4 }) // level 6 saves 5 % and takes three times as long
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', packed), chunk('IEND', Buffer.alloc(0))])
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [size, crc] = [Buffer.alloc(4), Buffer.alloc(4)]
  size.writeUInt32BE(data.length)
  crc.writeUInt32BE(crc32(body))
  return Buffer.concat([size, body, crc])
}

function blend(image: Float32Array, at: number, colour: Colour, alpha: number) {
  if (alpha <= 0) return
  image[at]! += (colour[0]! - image[at]!) * alpha
  image[at + 1]! += (colour[1]! - image[at + 1]!) * alpha
  image[at + 2]! += (colour[2]! - image[at + 2]!) * alpha
}

/** Hue in degrees, of any turn; saturation and lightness 0..1. */
function hsl(hue: number, saturation: number, lightness: number): Colour {
  const reach = saturation * Math.min(lightness, 1 - lightness)
  const part = (n: number) => {
    const k = (((n + hue / 30) % 12) + 12) % 12
    return 255 * (lightness - reach * clamp(Math.min(k - 3, 9 - k), -1, 1))
  }
  return Float32Array.of(part(0), part(8), part(4))
}

/** The lesser of two distances, rounded where they meet: the neck of a knob. */
const softMin = (a: number, b: number) => {
  const h = Math.max(0, 2 - Math.abs(a - b)) / 2
  return Math.min(a, b) - (h * h) / 2
}
/** Math.hypot, which guards against overflow, is much slower. */
const length = (x: number, y: number) => Math.sqrt(x * x + y * y)
const clamp = (v: number, low: number, high: number) => Math.min(high, Math.max(low, v))
const between = (low: number, high: number) => low + ((high - low) * randomInt(2 ** 32)) / 2 ** 32
