/** What is asked of a server: each scenario is one journey of one person, and every answer is checked. */
import type { Answer, Client } from './client.ts'
import type { Telephone } from './channel.ts'
import { apps, type Algorithm, PASSWORD, SECRET, SOURCE } from './people.ts'
import { scenarios as peer } from './peer-scenarios.ts'

/** `time` runs one request and notes how long it took: waiting for a telephone is not the server's time. */
export type Person = {
  client: Client
  telephone: Telephone
  algorithm: Algorithm
  /** The number of person n. */
  mobile(n: number): string
  time<T>(work: Promise<T>): Promise<T>
  /** What the person holds before the journey begins: made once for each connection, outside the measure. */
  held: Record<string, string>
}
export type Scenario = {
  about: string
  requests: number
  /** Whether each journey takes a person (a mobile number) that no other journey has used. */
  freshPerson: boolean
  prepare?(person: Person, n: number): Promise<void>
  journey(person: Person, n: number): Promise<void>
}

export class Wrong extends Error {}

/** The one thing a benchmark may not be: fast at answering errors. */
export function expect(answer: Answer, status: number, ...parts: string[]): Record<string, string> {
  if (answer.status !== status || parts.some((part) => !answer.text.includes(part))) {
    throw new Wrong(`expected ${status} with ${parts.join(', ') || 'any body'}, found ${answer.status}: ${answer.text.slice(0, 300)}`)
  }
  return answer.text.startsWith('{') ? (JSON.parse(answer.text) as Record<string, string>) : {}
}

const DEVICE = { system: 'Android 10', fingerprint: '156aysdna213sac', agent: 'Mozilla/5.0 (Linux; Android 10)' }
const device = `x-operating-sys-version: ${DEVICE.system}\r\nx-device-fingerprint: ${DEVICE.fingerprint}\r\nx-agent: ${DEVICE.agent}\r\n`
const deviceBody = {
  operating_sys_version: DEVICE.system,
  device_ip: '127.0.0.1',
  device_fingerprint: DEVICE.fingerprint,
  agent: DEVICE.agent,
}
const headersOf = (algorithm: Algorithm) => `x-client-id: ${apps[algorithm]}\r\n${device}`

const post = (person: Person, path: string, headers: string, body?: object) =>
  person.time(person.client.send('POST', path, headersOf(person.algorithm) + headers, body && JSON.stringify(body)))

async function smsLogin(person: Person, n: number) {
  const mobile = person.mobile(n)
  expect(await post(person, '/api/v2/sdk/sms/send', '', { mobile, type: 'LOGIN_SMS' }), 200)
  const verify_code = await person.telephone.code(mobile)
  return expect(await post(person, '/api/v2/sdk/login/mobile-verify-code', '', { mobile, verify_code }), 200, '"SUCCESS"', '"id_token"')
}

async function tenantToken(person: Person) {
  const form = `grant_type=client_credentials&client_id=${apps[person.algorithm]}&client_secret=${SECRET}`
  const answer = await person.time(person.client.send('POST', '/api/v2/tenant/token', '', form))
  return expect(answer, 200, '"access_token"', '"id_token"')
}

const bowline: Record<string, Scenario> = {
  journey: {
    about: 'bind: sign-in of an unknown social account, code sent, bound and signed in',
    requests: 3,
    freshPerson: true,
    async journey(person, n) {
      const entered = expect(
        await post(person, '/api/v2/sdk/login/social', '', { source: SOURCE, code: `sandbox:person-${n}` }),
        200,
        '"SOCIAL_BIND"',
      )
      const state = `x-state-token: ${entered['state_token']}\r\n`
      const mobile = person.mobile(n)
      expect(await post(person, '/api/v2/sdk/sms/send', state, { mobile, type: 'BIND_MOBILE_SMS' }), 200)
      const verify_code = await person.telephone.code(mobile)
      expect(await post(person, '/api/v2/sdk/social/bind', state, { mobile, verify_code }), 200, '"SUCCESS"', '"id_token"')
    },
  },
  'sms-login': {
    about: 'SMS login: code sent, signed in',
    requests: 2,
    freshPerson: true,
    journey: async (person, n) => void (await smsLogin(person, n)),
  },
  'password-login': {
    about: 'sign-in by password',
    requests: 1,
    freshPerson: false,
    async prepare(person, n) {
      const { id_token } = await smsLogin(person, n)
      expect(await post(person, '/api/v2/sdk/pwd/change', `authorization: Bearer ${id_token}\r\n`, { new_password: PASSWORD }), 200)
      person.held['mobile'] = person.mobile(n)
    },
    async journey(person) {
      const { mobile } = person.held
      expect(await post(person, '/api/v2/sdk/login/mobile-pwd', '', { mobile, password: PASSWORD }), 200, '"SUCCESS"', '"id_token"')
    },
  },
  'sso-ticket': {
    about: 'sso_ticket for a session, and its user',
    requests: 2,
    freshPerson: false,
    async prepare(person, n) {
      person.held['session'] = (await smsLogin(person, n))['session_token'] ?? ''
      person.held['bearer'] = `authorization: Bearer ${(await tenantToken(person))['access_token']}\r\n`
    },
    async journey(person) {
      const { session: session_token, bearer = '' } = person.held
      const issued = expect(
        await post(person, '/api/v2/tenant/sso/session-token/sso-ticket', bearer, { session_token, ...deviceBody }),
        200,
        '"sso_ticket"',
      )
      const { sso_ticket } = issued
      expect(await post(person, '/api/v2/tenant/sso/sso-ticket/verify', bearer, { sso_ticket, ...deviceBody }), 200, '"userName"')
    },
  },
  'tenant-token': {
    about: 'access token for the server of an application',
    requests: 1,
    freshPerson: false,
    journey: async (person) => void (await tenantToken(person)),
  },
  'id-token': {
    about: 'a fresh id_token for a session',
    requests: 1,
    freshPerson: false,
    async prepare(person, n) {
      person.held['session'] = `session-token: ${(await smsLogin(person, n))['session_token']}\r\n`
    },
    journey: async (person) =>
      void expect(await post(person, '/api/v2/sdk/sso/session-token/id-token', person.held['session'] ?? ''), 200, '"id_token"'),
  },
}

/** Bowline and the floor speak the same; the peer speaks its own. */
export const dialects = { bowline, peer }
export type Dialect = keyof typeof dialects
