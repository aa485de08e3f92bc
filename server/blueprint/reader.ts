/** Text to blueprint: what can be known without the database is checked here. */
import { dirname, resolve } from 'node:path'
import { Document } from 'yaml'
import { isListed } from '../address.ts'
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
    const refuse = () => ({ fault: 'a reference belongs in a blueprint; send the value itself' })
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
    faults.add(start, '', 'empty; begin with "version: 1"')
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
    return value ? { value } : { fault: `the environment has no variable ${JSON.stringify(name)}; set it` }
  }
  const path = resolve(dirname(file), name)
  try {
    // Editors and `kubectl create secret` end a file with a line break that is no part of the secret.
    const value = given.readFile(path).replace(/\r?\n$/, '')
    return value ? { value } : { fault: `the file ${path} is empty` }
  } catch (reason) {
    return { fault: `the file ${path} cannot be read (${(reason as { code?: string }).code ?? 'unknown reason'})` }
  }
}

type Refuse = (path: string, text: string) => void

/** What no value is wrong in for itself. Faulty values are undefined here, and passed over. */
function check(it: Blueprint, given: Pick<Given, 'mode'>, faults: Faults) {
  const refuse: Refuse = (path, text) => faults.add(placeOf(it, path), path, text)
  const once = () => {
    const seen = new Map<string, string>()
    return (path: string, value: unknown, what: string) => {
      if (typeof value !== 'string') return
      const first = seen.get(value)
      if (first === undefined) seen.set(value, path)
      else refuse(path, `${what}; first in line ${placeOf(it, first).line}`)
    }
  }
  const [clientId, name, id, domain] = [once(), once(), once(), once()]
  each(it.templates, (template, i) => clientId(`templates[${i}].client_id`, template.client_id, 'this client_id stands twice'))
  each(it.tenants, (tenant, t) => {
    const at = `tenants[${t}]`
    name(`${at}.name`, tenant.name, 'this tenant stands twice')
    id(`${at}.id`, tenant.id, 'another tenant has this id')
    domain(`${at}.domain`, tenant.domain, 'another tenant has this domain')
    const [template, source, gateway, mailGateway] = [once(), once(), once(), once()]
    each(tenant.applications, (app, i) => {
      const here = `${at}.applications[${i}]`
      clientId(`${here}.client_id`, app.client_id, 'this client_id stands twice; it is unique over all tenants and templates')
      template(`${here}.template`, app.template, 'a tenant has one application of a template')
      each(app.settings?.redirect_uris, (uri, u) => {
        if (!URL.canParse(uri) || uri.includes('#'))
          refuse(
            `${here}.settings.redirect_uris[${u}]`,
            'expected a whole address without "#", for example https://www.example.com/callback',
          )
      })
      each(app.settings?.allowed_addresses, (address, a) => {
        if (!isAddress(address))
          refuse(
            `${here}.settings.allowed_addresses[${a}]`,
            'expected an IP address, a CIDR range, or an IPv4 address whose last part is *',
          )
      })
    })
    each(tenant.sources, (it, i) => {
      source(`${at}.sources[${i}].id`, it.id, 'this source stands twice')
      checkPlug(refuse, given, `${at}.sources[${i}].connector`, it.connector, connectors)
    })
    each(tenant.gateways, (it, i) => {
      gateway(`${at}.gateways[${i}].id`, it.id, 'this gateway stands twice')
      checkPlug(refuse, given, `${at}.gateways[${i}].gateway`, it.gateway, gateways)
    })
    each(tenant.mail_gateways, (it, i) => {
      mailGateway(`${at}.mail_gateways[${i}].id`, it.id, 'this mail gateway stands twice')
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
  const what = path.endsWith('connector') ? 'connector' : 'gateway'
  const usable = Object.keys(all).filter((it) => given.mode === 'development' || !all[it]?.developmentOnly)
  if (!plug) refuse(path, `there is no ${what} ${JSON.stringify(id.slice(0, 60))}.${suggest(id.slice(0, 60), usable)}`)
  else if (plug.developmentOnly && given.mode === 'production')
    refuse(path, `the ${what} ${id} is for development only. Known: ${usable.join(', ')}.`)
}

/** What is told of a hash that cannot be taken over; never the hash. */
const HASHES: Record<HashFault['fault'], string> = {
  'unknown format': 'not a hash of a known format; Argon2, bcrypt, scrypt or PBKDF2 in PHC or modular crypt form',
  malformed: 'a hash with something missing or out of place',
  'too expensive to compare': 'a hash that takes too much memory or time to compare with; set a cost that a sign-in can afford',
}

/** Numbers and addresses are brought to the form the database keeps, in place. */
function checkUsers(
  it: Blueprint,
  refuse: Refuse,
  tenant: TenantPart,
  at: string,
  once: () => (path: string, value: unknown, what: string) => void,
) {
  // A value that is there but faulty is told of already.
  const isAbsent = (path: string, value: unknown) => value === null || !it.places.has(path)
  const [userName, mobile, provenEmail] = [once(), once(), once()]
  const country = tenant.settings?.preferred_country
  const isCountryFaulty = !country && it.places.has(`${at}.settings.preferred_country`)
  each(tenant.users, (user, i) => {
    const here = `${at}.users[${i}]`
    userName(`${here}.user_name`, user.user_name?.toLowerCase(), 'this user stands twice; capitals make no difference')
    const hash = user.password_hash === undefined ? undefined : faultOfHash(user.password_hash)
    if (hash) refuse(`${here}.password_hash`, HASHES[hash])
    if (user.password_must_change && isAbsent(`${here}.password_hash`, user.password_hash))
      refuse(`${here}.password_must_change`, 'which password? Write "password_hash" beside it')
    if (typeof user.mobile === 'string') {
      const written = user.mobile
      const international = written.trim().startsWith('+')
      const read = international || country ? readMobile(written, country ?? 'CN') : undefined
      if (!read && !international && isCountryFaulty) return
      if (!read) {
        const advice =
          international || country
            ? ''
            : ' Write it with its country code, for example "+8615912345678", or set preferred_country in the settings of this tenant.'
        refuse(`${here}.mobile`, `not a mobile number.${advice}`)
      } else {
        mobile(`${here}.mobile`, read, 'another user has this number')
        user.mobile = read
      }
    } else if (user.mobile_verified && isAbsent(`${here}.mobile`, user.mobile))
      refuse(`${here}.mobile_verified`, 'which number? Write "mobile" beside it')
    if (typeof user.email === 'string') {
      const read = readEmail(user.email)
      if (read) user.email = read
      else refuse(`${here}.email`, 'not an e-mail address that a code could be sent to')
    } else if (user.email_verified && isAbsent(`${here}.email`, user.email))
      refuse(`${here}.email_verified`, 'which address? Write "email" beside it')
  })
  // An address that nobody proved may stand at several; once proven it is one person's.
  const proven = new Set(tenant.users?.flatMap((user) => (user?.email_verified && user.email ? [user.email] : [])))
  each(tenant.users, (user, i) => {
    if (user.email && proven.has(user.email))
      provenEmail(`${at}.users[${i}].email`, user.email, 'another user has this address, and one of them proven')
  })
}

/** The line of a value; of what it would stand in, when it is not in the file. */
export function placeOf(blueprint: Pick<Blueprint, 'places'>, path: string): Place {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('.'), at.lastIndexOf('[')))) {
    const place = blueprint.places.get(at)
    if (place || !at) return place ?? { line: 1, column: 1 }
  }
}
