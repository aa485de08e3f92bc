/** Enough of somebody for themselves to know, and too little for anybody else. Numbers: phone.ts; e-mail: email.ts. */

/** The first letter, and of a longer name the last. */
export function maskName(name: string): string {
  const letters = [...new Intl.Segmenter().segment(name.trim())].map((it) => it.segment)
  if (letters.length < 3) return `${letters[0] ?? ''}*`
  return `${letters[0]}***${letters.at(-1)}`
}
