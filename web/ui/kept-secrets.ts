/**
 * A secret is never sent back by the server: {"set": true} stands in its place, and sent back keeps what is stored. In a form it is an empty
 * field, and what is typed takes its place.
 */
type Settings = Record<string, unknown>
const isMark = (it: unknown) => JSON.stringify(it) === '{"set":true}'

/** `kept`: the names of secrets that are stored; `shown`: what stands in the fields. */
export function splitSecrets(settings: Settings = {}): { kept: string[]; shown: Settings } {
  const kept = Object.keys(settings).filter((name) => isMark(settings[name]))
  return { kept, shown: Object.fromEntries(Object.entries(settings).filter(([name]) => !kept.includes(name))) }
}

/** What is to be sent of what was typed. */
export function joinSecrets(kept: string[], typed: Settings = {}): Settings {
  const said = Object.entries(typed).filter(([, it]) => it !== undefined && it !== '')
  return { ...Object.fromEntries(kept.map((name) => [name, { set: true }])), ...Object.fromEntries(said) }
}
