/**
 * A provider for the tests, put into the list of connectors by importing this file: the code it is handed
 * is the profile, in JSON, so that a test may say what no honest provider would. It has an authorization
 * page, asks its issuer (when it has one) before it answers, and remembers what it was handed.
 */
import { Type } from 'typebox'
import { connector, type Profile, type Proof, refuse } from '../server/social/connectors/connector.ts'
import { connectors } from '../server/social/connectors/index.ts'

export const handed: Proof[] = []

connectors['echo'] = connector({
  id: 'echo',
  label: { en: 'Echo', zh: '回声' },
  settings: Type.Object({ issuer: Type.Optional(Type.String()), secret: Type.Optional(Type.String({ format: 'secret' })) }),
  authorizeUrl: async (_, input) => `https://echo.example/authorize?${new URLSearchParams({ ...input }).toString()}`,

  async identify({ issuer }, proof, { fetch }) {
    handed.push(proof)
    if (issuer) await discover(fetch, issuer)
    return JSON.parse(proof.code) as Profile
  },
})

async function discover(ask: typeof fetch, issuer: string) {
  try {
    await ask(`${issuer}/.well-known/openid-configuration`)
  } catch (reason) {
    refuse('unreachable', (reason as Error).message, reason)
  }
}

/** What a person brings back from the provider. */
export const codeOf = (profile: Record<string, unknown>): string => JSON.stringify(profile)
