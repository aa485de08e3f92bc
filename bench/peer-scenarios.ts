/** The same journeys in the peer's own words. Where it needs one request more, it makes one more. */
import { expect, type Person, type Scenario } from './scenarios.ts'

const post = (person: Person, path: string, headers: string, body: object) =>
  person.time(person.client.send('POST', `/api/auth${path}`, headers, JSON.stringify(body)))
const get = (person: Person, path: string, headers: string) => person.time(person.client.send('GET', `/api/auth${path}`, headers))

const social = (n: number) => ({ provider: 'google', idToken: { token: `stranger-${n}` } })

/** A code sent and proven: a session of the user who holds the number. Answers its cookie. */
async function signIn(person: Person, n: number): Promise<string> {
  const phoneNumber = person.mobile(n)
  expect(await post(person, '/phone-number/send-otp', '', { phoneNumber }), 200, 'code sent')
  const code = await person.telephone.code(phoneNumber)
  const answer = await post(person, '/phone-number/verify', '', { phoneNumber, code })
  expect(answer, 200, '"status":true', '"token"')
  const cookie = /set-cookie: (better-auth\.session_token=[^;]+)/i.exec(answer.head)?.[1]
  return `cookie: ${cookie}\r\n`
}

export const scenarios: Record<string, Scenario> = {
  journey: {
    about: 'unknown social account refused, code sent, code proven and signed in, account linked',
    requests: 4,
    freshPerson: true,
    async journey(person, n) {
      expect(await post(person, '/sign-in/social', '', social(n)), 401)
      const cookie = await signIn(person, n)
      expect(await post(person, '/link-social', cookie, social(n)), 200, '"status":true')
    },
  },
  'sms-login': {
    about: 'code sent, code proven and signed in',
    requests: 2,
    freshPerson: true,
    journey: async (person, n) => void (await signIn(person, n)),
  },
  'sso-ticket': {
    about: 'one-time token of a session, and its user',
    requests: 2,
    freshPerson: false,
    prepare: async (person, n) => void (person.held['cookie'] = await signIn(person, n)),
    async journey(person) {
      const { token } = expect(await get(person, '/one-time-token/generate', person.held['cookie'] ?? ''), 200, '"token"')
      expect(await post(person, '/one-time-token/verify', '', { token: token ?? '' }), 200, '"user"')
    },
  },
  'id-token': {
    about: 'a JWT for a session',
    requests: 1,
    freshPerson: false,
    prepare: async (person, n) => void (person.held['cookie'] = await signIn(person, n)),
    journey: async (person) => void expect(await get(person, '/token', person.held['cookie'] ?? ''), 200, '"token"'),
  },
}
