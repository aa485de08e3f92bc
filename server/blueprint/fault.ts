/** What is wrong with a blueprint: everything at once, each with its line. */
import { type Saying, say, tell } from '../languages/faults.ts'

export type Place = { line: number; column: number }

/** A blueprint that cannot be read or applied. The message has one fault a line, in English, and never a secret's value. */
export class BlueprintFault extends Error {
  /** The same, where they were gathered: the path in the blueprint, and what is wrong there. */
  readonly faults: { path: string; fault: Saying }[]
  constructor(message: string, faults: { path: string; fault: Saying }[] = []) {
    super(message)
    this.faults = faults
  }
}

/** More would be noise: the first hundred tell the story. */
const SHOWN = 100

export type Faults = {
  add(place: Place, path: string, fault: Saying): void
  /** Throws what was gathered, if anything was. */
  check(): void
}

export function createFaults(file: string): Faults {
  const lines = new Map<string, Place & { path: string; fault: Saying }>()
  return {
    add: (place, path, fault) =>
      void lines.set(`${file}:${place.line}:${place.column} ${path && `${path}: `}${tell(fault, 'en')}`, { ...place, path, fault }),
    check() {
      if (lines.size === 0) return
      const sorted = [...lines].toSorted(([, a], [, b]) => a.line - b.line || a.column - b.column)
      const more = sorted.length - SHOWN
      const shown = sorted.slice(0, SHOWN)
      throw new BlueprintFault(
        [...shown.map(([line]) => line), ...(more > 0 ? [`… and ${more} more`] : [])].join('\n'),
        shown.map(([, { path, fault }]) => ({ path, fault })),
      )
    },
  }
}

/** "Did you mean x?", when one of the words is close to what was written. */
export function nearest(written: string, words: string[]): Saying | undefined {
  const near = words.map((word) => [distance(written.toLowerCase(), word.toLowerCase()), word] as const).toSorted(([a], [b]) => a - b)[0]
  if (near && near[0] <= Math.max(1, Math.floor(near[1].length / 3))) return say('didYouMean', { word: near[1] })
  return undefined
}

/** The same; else what there is. */
export const suggest = (written: string, words: string[]): Saying | '' =>
  nearest(written, words) ?? (words.length ? say('known', { words: { words } }) : '')

/** How many letters must be changed, added, taken away or swapped with their neighbour. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 12) return Infinity
  const rows = [Array.from({ length: b.length + 1 }, (_, i) => i)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const above = rows[i - 1] as number[]
      let least = Math.min((above[j] as number) + 1, (row[j - 1] as number) + 1, (above[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (rows[i - 2] as number[])[j - 2]! + 1)
      row.push(least)
    }
    rows.push(row)
  }
  return rows[a.length]?.[b.length] as number
}
