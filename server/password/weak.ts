/** Whether a password is among those that are tried first: listed, a listed word in disguise, or a pattern of the keyboard. */
import { listed, rows, words } from './weak-list.ts'

const passwords = new Set(listed.trim().split(/\s+/))
const bases = new Set(words.trim().split(/\s+/))
const reverse = (text: string) => [...text].toReversed().join('')
// Doubled, so that a walk may go round: 8901234.
const walks = rows.flatMap((it) => [it + it, reverse(it + it)])

/** Signs that stand for letters they look like. */
const LOOKS: Record<string, string> = { '@': 'a', '4': 'a', '3': 'e', '1': 'i', '!': 'i', '0': 'o', '5': 's', $: 's', '7': 't' }

/** What people hang on a word to satisfy a rule: a year, an exclamation mark. More than six such characters make it another password. */
const MOST_ORNAMENT = 6

export function isWeak(lower: string): boolean {
  return passwords.has(lower) || walks.some((it) => it.includes(lower)) || isRepeated(lower) || isDisguised(lower)
}

/** Nothing but one to four characters over and over. */
function isRepeated(text: string): boolean {
  return [1, 2, 3, 4].some((length) => {
    const unit = text.slice(0, length)
    return text.length >= 2 * length && unit.repeat(Math.ceil(text.length / length)).startsWith(text)
  })
}

function isDisguised(text: string): boolean {
  const core = text.replace(/^[^a-z]+|[^a-z]+$/g, '')
  if (text.length - core.length > MOST_ORNAMENT) return false
  return bases.has(core.replace(/[@4310!5$7]/g, (sign) => LOOKS[sign] ?? sign))
}
