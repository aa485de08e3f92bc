/** An application's colour, made readable: WCAG 2.2, success criterion 1.4.3, at least 4.5:1, by day and by night. */

type Rgb = [number, number, number]

/** Where it stands: letters of it on the card, and letters on it. As web/hosted/frame.css has them. */
const DAY = { card: '#ffffff', on: '#ffffff', towards: '#000000' }
const NIGHT = { card: '#1d2127', on: '#11151a', towards: '#ffffff' }
const LEAST = 4.5

export const readRgb = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as Rgb
const writeRgb = (rgb: number[]): string => `#${rgb.map((it) => Math.round(it).toString(16).padStart(2, '0')).join('')}`

/** WCAG 2.2, "relative luminance". */
function luminance(hex: string): number {
  const [r, g, b] = readRgb(hex).map((it) => {
    const part = it / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as Rgb
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

export function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

/** Mixed with black or white in steps of a fiftieth, until it can be read. */
function readable(hex: string, { card, on, towards }: typeof DAY): string {
  const [from, to] = [readRgb(hex), readRgb(towards)]
  for (let step = 0; step < 50; step++) {
    const mixed = writeRgb(from.map((it, at) => it + ((to[at] ?? 0) - it) * (step / 50)))
    if (contrast(mixed, card) >= LEAST && contrast(mixed, on) >= LEAST) return mixed
  }
  return towards
}

/** The custom properties of the style sheet that differ by application. */
export function writeTheme(colour: string): string {
  const properties = (of: typeof DAY) => `--deed:${readable(colour, of)};--on-deed:${of.on}`
  return `:root{${properties(DAY)}}@media(prefers-color-scheme:dark){:root{${properties(NIGHT)}}}\n`
}
