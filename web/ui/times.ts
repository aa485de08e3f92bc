/** Times of the API are seconds since 1970, shown in the reader's own place. */
export const showTime = (seconds: number | null | undefined, language: string): string =>
  typeof seconds === 'number' ? new Date(seconds * 1000).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' }) : ''

/** "Chrome 147 · Linux" is more than most want to know of an agent, and enough. */
export function showAgent(agent: string): string {
  const browser = /(Edg|OPR|Firefox|Chrome|Safari|MicroMessenger)[/ ]?(\d+)?/.exec(agent)
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(agent)
  const words = [browser && `${browser[1] === 'Edg' ? 'Edge' : browser[1]} ${browser[2] ?? ''}`.trim(), system?.[1]].filter(Boolean)
  return words.join(' · ') || agent.slice(0, 60)
}
