/** Text to blueprint: what can be known without the database is checked here. */
import { dirname, resolve } from 'node:path'
import { Document } from 'yaml'
import { isListed } from '../address.ts'
import { isOrigin } from '../cors.ts'
import { type FaultName, type Saying, say } from '../languages/faults.ts'
import { faultOfHash, type HashFault } from '../password/index.ts'
import { readEmail } from '../email.ts'
import { readMobile } from '../phone.ts'
import { mailGateways } from '../mail/index.ts'
import { gateways } from '../sms/index.ts'
import { connectors } from '../social/index.ts'
import { BlueprintFault, createFaults, type Faults, type Place, suggest } from './fault.ts'
import { type Contents, Shape, type TenantPart } from './shape.ts'
import { parseTree, tooDeep, type Tree } from './tree.ts'
import { MOST_VALUES, walk, type Walk } from './walk.ts'
import type { Rules } from './words.ts'

export type Given = {
  environment: Record<string, string | undefined>
  /** Answers the text of a file, or throws; the path is absolute. */
  readFile(path: string): string
  mode: 'development' | 'production'
}

export type Blueprint = Contents & {
  file: string
  /** Where each value stands, by its path: `tenants[0].sources[1].connector`. */
  places: Map<string, Place>
  /** What development lets pass and production does not. */
  warnings: string[]
}

/** A blueprint whose every mobile number is E.164 and every address lower case, or BlueprintFault with all that is wrong. */
export const readBlueprint = (text: string, file: string, given: Given): Blueprint =>
  guard(file, () => {
    const faults = createFaults(file)
    const tree = parseTree(text, file, faults)
    faults.check()
    const readReferences = readReference(file, given)
    return read({ file, tree, faults, readReference: readReferences, production: given.mode === 'production' }, given)
  })

/**
 * The same rules for values that are no file: what the management API is sent. A secret stands there itself, and nothing of
 * the environment can be asked for. Places are of no use; a fault has its path.
 */
export const readValues = (contents: Contents, mode: Given['mode']): Blueprint =>
  guard('', () => {
    const root = new Document(contents, { version: '1.2', schema: 'core', aliasDuplicateObjects: false }).contents
    const tree: Tree = { root, placeOf: () => undefined, follow: (node) => node }
    const refuse = () => ({ fault: say('noReferences') })
    return read({ file: '', tree, faults: createFaults(''), readReference: refuse, production: false }, { mode })
  })

function guard(file: string, work: () => Blueprint): Blueprint {
  try {
    return work()
  } catch (reason) {
    if (reason instanceof RangeError) throw new BlueprintFault(tooDeep(file))
    throw reason
  }
}

function read(it: Omit<Walk, 'warnings' | 'places' | 'left'>, given: Pick<Given, 'mode'>): Blueprint {
  const { file, tree, faults } = it
  const start: Place = { line: 1, column: 1 }
  if (!tree.root) {
    faults.add(start, '', say('emptyBlueprint'))
    faults.check()
  }
  const places = new Map<string, Place>()
  const warnings: string[] = []
  const contents = walk({ ...it, warnings, places, left: MOST_VALUES }, Shape as unknown as Rules, {
    node: tree.root,
    path: '',
    owner: start,
    settings: false,
  }) as Contents | undefined
  const all = { ...contents, version: 1, file, places, warnings } as Blueprint
  if (contents) check(all, given, faults)
  faults.check()
  return all
}

const readReference = (file: string, given: Given) => (kind: 'env' | 'file', name: string) => {
  if (kind === 'env') {
    const value = Object.hasOwn(given.environment, name) ? given.environment[name] : undefined
    return value ? { value } : { fault: say('noVariable', { name: JSON.stringify(name) }) }
  }
  const path = resolve(dirname(file), name)
  try {
    // Editors and `kubectl create secret` end a file with a line break that is no part of the secret.
    const value = given.readFile(path).replace(/\r?\n$/, '')
    return value ? { value } : { fault: say('fileEmpty', { file: path }) }
  } catch (reason) {
    return { fault: say('fileUnread', { file: path, why: (reason as { code?: string }).code ?? 'unknown reason' }) }
  }
}

type Refuse = (path: string, fault: Saying) => void

/** What no value is wrong in for itself. Faulty values are undefined here, and passed over. */
function check(it: Blueprint, given: Pick<Given, 'mode'>, faults: Faults) {
  const refuse: Refuse = (path, fault) => faults.add(placeOf(it, path), path, fault)
  const once = () => {
    const seen = new Map<string, string>()
    return (path: string, value: unknown, what: FaultName) => {
      if (typeof value !== 'string') return
      const first = seen.get(value)
      if (first === undefined) seen.set(value, path)
      else refuse(path, say('twiceAfter', { what: { text: what, blanks: {} }, line: placeOf(it, first).line }))
    }
  }
  const [clientId, name, id, domain] = [once(), once(), once(), once()]
  each(it.templates, (template, i) => clientId(`templates[${i}].client_id`, template.client_id, 'clientIdTwice'))
  each(it.tenants, (tenant, t) => {
    const at = `tenants[${t}]`
    name(`${at}.name`, tenant.name, 'tenantTwice')
    id(`${at}.id`, tenant.id, 'tenantIdTaken')
    domain(`${at}.domain`, tenant.domain, 'domainTaken')
    const [template, source, gateway, mailGateway] = [once(), once(), once(), once()]
    each(tenant.applications, (app, i) => {
      const here = `${at}.applications[${i}]`
      clientId(`${here}.client_id`, app.client_id, 'clientIdUnique')
      template(`${here}.template`, app.template, 'templateOnce')
      each(app.settings?.redirect_uris, (uri, u) => {
        if (!URL.canParse(uri) || uri.includes('#')) refuse(`${here}.settings.redirect_uris[${u}]`, say('aWholeAddress'))
      })
      each(app.settings?.origins, (origin, o) => {
        if (!isOrigin(origin, given.mode)) {
          refuse(`${here}.settings.origins[${o}]`, say(given.mode === 'development' ? 'anOrigin' : 'anOriginOnHttps'))
        }
      })
      each(app.settings?.access_rules, (rule, n) =>
        each(rule.addresses, (address, a) => {
          // One that is none would fit nobody, and a rule that keeps people out would not.
          if (!isAddress(address)) refuse(`${here}.settings.access_rules[${n}].addresses[${a}]`, say('aNetwork'))
        }),
      )
      each(app.settings?.allowed_addresses, (address, a) => {
        if (!isAddress(address)) refuse(`${here}.settings.allowed_addresses[${a}]`, say('aNetwork'))
      })
    })
    each(tenant.sources, (it, i) => {
      source(`${at}.sources[${i}].id`, it.id, 'sourceTwice')
      checkPlug(refuse, given, `${at}.sources[${i}].connector`, it.connector, connectors)
    })
    each(tenant.gateways, (it, i) => {
      gateway(`${at}.gateways[${i}].id`, it.id, 'gatewayTwice')
      checkPlug(refuse, given, `${at}.gateways[${i}].gateway`, it.gateway, gateways)
    })
    each(tenant.mail_gateways, (it, i) => {
      mailGateway(`${at}.mail_gateways[${i}].id`, it.id, 'mailGatewayTwice')
      checkPlug(refuse, given, `${at}.mail_gateways[${i}].gateway`, it.gateway, mailGateways)
    })
    checkUsers(it, refuse, tenant, at, once)
  })
}

const each = <T>(list: T[] | undefined, visit: (entry: T, index: number) => void) =>
  list?.forEach((entry, index) => {
    if (entry !== undefined) visit(entry, index)
  })

/** Good when it allows itself. */
function isAddress(entry: string): boolean {
  try {
    return isListed([entry], entry.replace(/\/.*/, '').replace('*', '1'))
  } catch {
    return false
  }
}

function checkPlug(
  refuse: Refuse,
  given: Pick<Given, 'mode'>,
  path: string,
  id: string | undefined,
  all: Record<string, { developmentOnly?: boolean }>,
) {
  if (id === undefined) return
  const plug = Object.hasOwn(all, id) ? all[id] : undefined
  const isConnector = path.endsWith('connector')
  const usable = Object.keys(all).filter((it) => given.mode === 'development' || !all[it]?.developmentOnly)
  const written = { id: JSON.stringify(id.slice(0, 60)), hint: suggest(id.slice(0, 60), usable) }
  if (!plug) refuse(path, say(isConnector ? 'noConnector' : 'noGateway', written))
  else if (plug.developmentOnly && given.mode === 'production')
    refuse(path, say(isConnector ? 'connectorForDevelopment' : 'gatewayForDevelopment', { id, words: { words: usable } }))
}

/** What is told of a hash that cannot be taken over; never the hash. */
const HASHES = {
  'unknown format': 'hashUnknown',
  malformed: 'hashMalformed',
  'too expensive to compare': 'hashTooExpensive',
} as const satisfies Record<HashFault['fault'], FaultName>

/** Numbers and addresses are brought to the form the database keeps, in place. */
function checkUsers(
  it: Blueprint,
  refuse: Refuse,
  tenant: TenantPart,
  at: string,
  once: () => (path: string, value: unknown, what: FaultName) => void,
) {
  // A value that is there but faulty is told of already.
  const isAbsent = (path: string, value: unknown) => value === null || !it.places.has(path)
  const [userName, mobile, provenEmail] = [once(), once(), once()]
  const country = tenant.settings?.preferred_country
  const isCountryFaulty = !country && it.places.has(`${at}.settings.preferred_country`)
  each(tenant.users, (user, i) => {
    const here = `${at}.users[${i}]`
    userName(`${here}.user_name`, user.user_name?.toLowerCase(), 'userTwice')
    const hash = user.password_hash === undefined ? undefined : faultOfHash(user.password_hash)
    if (hash) refuse(`${here}.password_hash`, say(HASHES[hash]))
    if (user.password_must_change && isAbsent(`${here}.password_hash`, user.password_hash))
      refuse(`${here}.password_must_change`, say('whichPassword'))
    if (typeof user.mobile === 'string') {
      const written = user.mobile
      const international = written.trim().startsWith('+')
      const read = international || country ? readMobile(written, country ?? 'CN') : undefined
      if (!read && !international && isCountryFaulty) return
      if (!read) {
        const advice = international || country ? '' : say('withCountryCode')
        refuse(`${here}.mobile`, say('notMobile', { advice }))
      } else {
        mobile(`${here}.mobile`, read, 'numberTaken')
        user.mobile = read
      }
    } else if (user.mobile_verified && isAbsent(`${here}.mobile`, user.mobile)) refuse(`${here}.mobile_verified`, say('whichNumber'))
    if (typeof user.email === 'string') {
      const read = readEmail(user.email)
      if (read) user.email = read
      else refuse(`${here}.email`, say('notEmail'))
    } else if (user.email_verified && isAbsent(`${here}.email`, user.email)) refuse(`${here}.email_verified`, say('whichAddress'))
  })
  // An address that nobody proved may stand at several; once proven it is one person's.
  const proven = new Set(tenant.users?.flatMap((user) => (user?.email_verified && user.email ? [user.email] : [])))
  each(tenant.users, (user, i) => {
    if (user.email && proven.has(user.email)) provenEmail(`${at}.users[${i}].email`, user.email, 'addressProven')
  })
}

/** The line of a value; of what it would stand in, when it is not in the file. */
export function placeOf(blueprint: Pick<Blueprint, 'places'>, path: string): Place {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('.'), at.lastIndexOf('[')))) {
    const place = blueprint.places.get(at)
    if (place || !at) return place ?? { line: 1, column: 1 }
  }
}
