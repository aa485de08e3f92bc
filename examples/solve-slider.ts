/**
 * Solves the slider puzzle by looking at it, as a script of an attacker would: the outline of the piece is
 * slid along its rows, and where the background has an edge all along it, there is the hole. Some forty
 * lines, right nearly every time. That is what a slider is worth: a brake, not a wall. What holds are the
 * limits behind it (one answer for one picture, codes for one number, codes from one address).
 */
import { PNG } from 'pngjs'

type Edge = { inside: [number, number]; outside: [number, number] }

/** Where the piece belongs: the left edge of its image on the background, in pixels. */
export function solveSlider(originalImageBase64: string, jigsawImageBase64: string): number {
  const background = PNG.sync.read(Buffer.from(originalImageBase64, 'base64'))
  const piece = PNG.sync.read(Buffer.from(jigsawImageBase64, 'base64'))
  const edges = outlineOf(piece)
  const brightness = (x: number, y: number) => {
    const at = (y * background.width + x) * 4
    return (background.data[at] ?? 0) + (background.data[at + 1] ?? 0) + (background.data[at + 2] ?? 0)
  }
  const rate = (x: number) => {
    const steps = edges.map(({ inside, outside }) => brightness(x + outside[0], outside[1]) - brightness(x + inside[0], inside[1]))
    // A true edge is there all along the outline; something bright behind one side of it is not.
    return steps.reduce((sum, step) => sum + Math.min(Math.abs(step), CLIP), 0)
  }
  const places = Array.from({ length: background.width - piece.width + 1 }, (_, x) => x)
  return places.reduce((best, x) => (rate(x) > rate(best) ? x : best))
}

const CLIP = 90

/** Pairs of pixels just inside and just outside the piece, all around it. */
function outlineOf(piece: PNG): Edge[] {
  const isPiece = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < piece.width && y < piece.height && (piece.data[(y * piece.width + x) * 4 + 3] ?? 0) > 200
  const edges: Edge[] = []
  for (let y = 0; y < piece.height; y++) {
    for (let x = 0; x < piece.width; x++) {
      if (!isPiece(x, y)) continue
      for (const [dx, dy] of [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
      ] as const) {
        const outside: [number, number] = [x + dx, y + dy]
        if (!isPiece(...outside) && outside[1] >= 0 && outside[1] < piece.height) edges.push({ inside: [x - dx, y - dy], outside })
      }
    }
  }
  return edges
}
