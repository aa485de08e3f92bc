/** A route in plain words: whose messages go by which gateway, and by which when that one fails. */
import { fillIn, type Language, type Texts } from '../languages/index.ts'
import { countryName } from './countries.ts'

/** What a message may be for, as routes tell messages apart. */
export const PURPOSES = ['REGISTER', 'LOGIN', 'FORGET_PWD', 'BIND', 'UPDATE', 'MFA_AUTH', 'CHANGE_PWD', 'NOTICE'] as const

export type Route = {
  countries?: string[]
  purposes?: string[]
  gateways?: string[]
  sender?: string
  templates?: Record<string, string>
}

/** More are counted, not named. */
const NAMED = 5

export function listed(words: string[], language: Language, more: string): string {
  const shown = words.length > NAMED ? [...words.slice(0, NAMED - 1), fillIn(more, { count: words.length - NAMED + 1 })] : words
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(shown)
}

export function inWords(route: Route, { routes }: Pick<Texts, 'routes'>, language: Language): string {
  const [first, ...next] = route.gateways ?? []
  if (first === undefined) return routes.noGatewayYet
  const names = (route.countries ?? []).map((it) => countryName(it, language))
  const purposes = (route.purposes ?? []).map((it) => routes[it as 'LOGIN'] ?? it)
  return fillIn(routes.sentence, {
    what: purposes.length ? fillIn(routes.forWhat, { purposes: listed(purposes, language, routes.others) }) : '',
    who: names.length ? fillIn(routes.numbersOf, { countries: listed(names, language, routes.others) }) : routes.everyNumber,
    first,
    next: next.map((gateway, i) => fillIn(routes.otherwise, { gateway, before: [first, ...next][i] ?? '' })).join(''),
  })
}

/** As the server takes it: what says nothing is absent, because an empty list of countries would be none at all. */
export function tidy(route: Route): Route {
  const said = (it: unknown) => (Array.isArray(it) ? it.length > 0 : it !== undefined && it !== null && it !== '')
  const templates = Object.fromEntries(Object.entries(route.templates ?? {}).filter(([, it]) => said(it)))
  const plain = Object.entries(route).filter(([name, it]) => name !== 'templates' && (name === 'gateways' || said(it)))
  return { gateways: [], ...Object.fromEntries(plain), ...(Object.keys(templates).length > 0 && { templates }) }
}
