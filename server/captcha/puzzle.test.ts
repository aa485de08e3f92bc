import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { PNG } from 'pngjs'
import { drawPuzzle, HEIGHT, MAX_X, MIN_X, PIECE_WIDTH, TOLERANCE, WIDTH } from './puzzle.ts'

// Puzzles are random, so the statistical bounds below stand four standard deviations or more from what is
// expected of a sound one: a run fails by bad luck less than once in ten thousand.
const puzzles = Array.from({ length: 300 }, drawPuzzle)
const drawn = puzzles.map(({ background, piece, x }) => ({ x, background: PNG.sync.read(background), piece: PNG.sync.read(piece) }))

/** Names of the chunks of a PNG, in order, and whether they end where the file does. */
function chunks(png: Buffer) {
  const names: string[] = []
  let at = 8
  while (at < png.length) {
    names.push(png.toString('latin1', at + 4, at + 8))
    at += 12 + png.readUInt32BE(at)
  }
  return { names, whole: at === png.length }
}

const sum = (list: number[]) => list.reduce((total, v) => total + v, 0)

function correlation(a: number[], b: number[]): number {
  const centred = (list: number[]) => list.map((v) => v - sum(list) / list.length)
  const [f, g] = [centred(a), centred(b)]
  const product = (p: number[], q: number[]) => sum(p.map((v, i) => v * q[i]!))
  return product(f, g) / Math.sqrt(product(f, f) * product(g, g))
}

const luminance = ({ data, width }: PNG, x: number, y: number) => {
  const at = (y * width + x) * 4
  return 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!
}
const isPiece = (piece: PNG, x: number, y: number) => piece.data[(y * PIECE_WIDTH + x) * 4 + 3]! > 200

/** The rows the piece is in, first and last; its image shows them to anyone. */
function rowsOf(piece: PNG): [number, number] {
  const rows = Array.from({ length: HEIGHT }, (_, y) => y).filter((y) =>
    Array.from({ length: PIECE_WIDTH }, (_, x) => isPiece(piece, x, y)).includes(true),
  )
  return [rows[0]!, rows.at(-1)!]
}

describe('a puzzle', () => {
  test('is two PNGs of the stated sizes, and an x in range', () => {
    for (const { x, background, piece } of drawn) {
      assert.ok(Number.isInteger(x) && x >= MIN_X && x <= MAX_X, `x ${x}`)
      assert.deepEqual([background.width, background.height, piece.width, piece.height], [WIDTH, HEIGHT, PIECE_WIDTH, HEIGHT])
    }
  })

  test('is small enough to send in JSON', () => {
    const largest = Math.max(...puzzles.map(({ background, piece }) => background.length + piece.length))
    assert.ok((largest * 4) / 3 < 62 * 1024, `${largest} bytes`)
  })

  test('has a hole where the piece belongs: what is there is not what the piece shows', () => {
    for (const { x, background, piece } of drawn) {
      let difference = 0
      let count = 0
      for (let y = 0; y < HEIGHT; y++) {
        for (let i = 0; i < PIECE_WIDTH; i++) {
          if (!isPiece(piece, i, y)) continue
          difference += Math.abs(luminance(piece, i, y) - luminance(background, x + i, y))
          count++
        }
      }
      assert.ok(count > 700 && count < PIECE_WIDTH ** 2, `${count} pixels`)
      assert.ok(difference / count > 8, `differs by ${difference / count}`)
    }
  })

  test('has a piece that is clear outside its square, and fits the picture around the hole', () => {
    const steps = drawn.map(({ x, background, piece }) => {
      const [top, bottom] = rowsOf(piece)
      assert.ok(bottom - top < PIECE_WIDTH)
      // Pasted in, the piece's own colours just inside its left edge resemble the picture left of the hole.
      const row = (top + bottom) >> 1
      const left = Array.from({ length: PIECE_WIDTH }, (_, i) => i).find((i) => isPiece(piece, i, row))!
      return Math.abs(luminance(piece, left + 4, row) - luminance(background, x + left - 3, row))
    })
    steps.sort((a, b) => a - b)
    assert.ok(steps[steps.length >> 1]! < 12, `median step ${steps[steps.length >> 1]}`)
  })

  test('is never the same twice', () => {
    assert.equal(new Set(puzzles.map(({ background }) => background.toString('latin1'))).size, puzzles.length)
    assert.ok(new Set(puzzles.map(({ x }) => x)).size > 100) // of 191 places
  })
})

describe('the answer cannot be read', () => {
  test('from the files: they hold pixels only, and no size goes with x', () => {
    for (const { background, piece } of puzzles) {
      assert.deepEqual(chunks(background), { names: ['IHDR', 'IDAT', 'IEND'], whole: true })
      assert.deepEqual(chunks(piece), { names: ['IHDR', 'IDAT', 'IEND'], whole: true })
    }
    const xs = puzzles.map(({ x }) => x)
    for (const image of ['background', 'piece'] as const) {
      const r = correlation(
        xs,
        puzzles.map((puzzle) => puzzle[image].length),
      )
      assert.ok(Math.abs(r) < 0.25, `${image}: r = ${r}`)
    }
  })

  test('from where holes usually are: x is spread evenly over its range', () => {
    const bins = [0, 0, 0, 0]
    for (const { x } of puzzles) bins[Math.floor(((x - MIN_X) * 4) / (MAX_X - MIN_X + 1))]!++
    for (const count of bins) assert.ok(Math.abs(count - 75) < 34, `${bins}`)
  })

  // Each solver rates a window of the piece's width at every place; its answer is the best rated.
  const shade = (background: PNG, x: number, y: number) => luminance(background, x, y)
  const edge = (background: PNG, x: number, y: number) =>
    x + 1 < WIDTH ? Math.abs(luminance(background, x + 1, y) - luminance(background, x, y)) : 0
  const solvers = [
    { name: 'the darkest window', of: shade, rate: (window: number[]) => -sum(window) },
    { name: 'the brightest window', of: shade, rate: (window: number[]) => sum(window) },
    { name: 'the window with the most edges', of: edge, rate: (window: number[]) => sum(window) },
    { name: 'the strongest edge, as the left of the piece', of: edge, rate: (w: number[]) => Math.max(...w.slice(2, 5)) },
  ]
  for (const { name, of, rate } of solvers) {
    test(`by taking ${name}`, (t) => {
      const asked = drawn.slice(0, 150)
      const solved = asked.filter(({ x, background }) => {
        const columns = Array.from({ length: WIDTH }, (_, column) => {
          let total = 0
          for (let y = 0; y < HEIGHT; y++) total += of(background, column, y)
          return total
        })
        const rates = Array.from({ length: MAX_X - MIN_X + 1 }, (_, i) => rate(columns.slice(MIN_X + i, MIN_X + i + PIECE_WIDTH)))
        return Math.abs(MIN_X + rates.indexOf(Math.max(...rates)) - x) <= TOLERANCE
      })
      t.diagnostic(`solved ${solved.length} of ${asked.length}`)
      assert.ok(solved.length / asked.length < 0.45, `solved ${solved.length} of ${asked.length}`)
    })
  }
})
